"""A PDF as a booklet: two pages to a side of A4, in the order of folding."""

import pypdfium2
import pytest

from reports.booklet import sides
from reports.document import document
from reports.formats import file_name, pdf_of
from tests import factories
from tests.conftest import TODAY
from tests.pages import text


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, [(None, 0), (None, None)]),
        (4, [(3, 0), (1, 2)]),
        (5, [(4, 0), (1, None), (None, 2), (3, None)]),
        (8, [(7, 0), (1, 6), (5, 2), (3, 4)]),
    ],
)
def test_the_pages_stand_in_the_order_of_folding(count, expected):
    assert sides(count) == expected


@pytest.mark.any_database
def test_a_booklet_has_two_pages_on_each_side(plan):
    factories.make_block(plan, "introduction", body="<p>Lark words</p>")
    made = document(plan, on=TODAY, layout="summary-leaflet", booklet=True)
    with pypdfium2.PdfDocument(pdf_of(made)) as pdf:
        assert len(pdf) == 2
        assert {(round(page.get_width()), round(page.get_height())) for page in pdf} == {(842, 595)}
        words = [page.get_textpage().get_text_range() for page in pdf]
    assert "Strategy in Summary" in words[0]
    assert "as it stood on" in words[0]
    assert "Lark words" in words[1]


def test_it_is_called_a_booklet(plan):
    made = document(plan, on=TODAY, layout="summary-leaflet", booklet=True)
    assert file_name("larkshire", made, "pdf").endswith("-booklet.pdf")


def test_its_page_leads_to_the_file_for_reading(manager, plan):
    page = text(manager.get("/larkshire/2026/document/?layout=summary-leaflet&booklet=on"))
    assert "This PDF is only for printing" in page
    assert 'plan.pdf?layout=summary-leaflet&amp;booklet=on"' in page
    assert 'plan.pdf?layout=summary-leaflet">download the PDF that is not a booklet' in page
    assert 'plan.docx?layout=summary-leaflet"' in page
