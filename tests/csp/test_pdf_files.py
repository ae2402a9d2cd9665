"""PDF files whose tags say what their tables are, and those that say nothing."""

import contextlib
import io
import zlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import HTML

from csp.spreadsheets.reading import read_grids

pytestmark = pytest.mark.any_database

PAGE = "<style>@page { size: A4 } td, th { width: 8cm; padding: 0 3mm }</style>"


def pdf(html, tags="pdf/ua-1"):
    page = f'<html lang="en"><title>Plan</title>{PAGE}<body>{html}</body></html>'
    return HTML(string=page).write_pdf(pdf_variant=tags)


def table(*rows, head=("Action", "Owner")):
    made = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in cells)}</tr>" for cells in rows)
    headings = "".join(f"<th>{one}</th>" for one in head)
    return f"<table><thead><tr>{headings}</tr></thead><tbody>{made}</tbody></table>"


def read(content):
    return read_grids("plan.pdf", io.BytesIO(content))


def cells(content):
    return [row.cells for grid in read(content).grids for row in grid.rows]


def test_tables_come_with_their_headings_above():
    found = read(pdf("<h1>Plan</h1><h2>Burglary</h2>" + table(["Patrol", "KP"])))
    (grid,) = found.grids
    assert [(one.level, one.text) for one in grid.above] == [(1, "Plan"), (2, "Burglary")]
    assert [row.cells for row in grid.rows] == [["Action", "Owner"], ["Patrol", "KP"]]
    assert "The file is a PDF" in found.notes[0]


def test_an_empty_cell_keeps_its_place():
    content = pdf(table(["Patrol", "", "Done"], head=["Action", "Owner", "Status"]))
    assert cells(content)[1] == ["Patrol", "", "Done"]


def test_a_sentence_over_lines_is_joined_and_ended_lines_are_not():
    words = (
        "Offer support to whoever wants it, in each of the towns and in the villages around " * 2
    )
    rows = [words, "KP<br>KF"], ["Patrol", "Larkshire County Council"]
    assert cells(pdf(table(*rows)))[1] == [" ".join(words.split()), "KP\nKF"]


def test_a_table_that_goes_on_after_a_page_is_one():
    rows = [[f"Act {number}", "KP"] for number in range(120)]
    (grid,) = read(pdf(table(*rows))).grids
    assert [row.cells for row in grid.rows[1:]] == rows


def test_a_row_across_is_a_heading():
    html = table(["Patrol", "KP"]).replace("<tbody>", "<tbody><tr><th colspan=2>Theft</th></tr>")
    (grid,) = read(pdf(html)).grids
    assert [(row.cells[0], row.is_heading) for row in grid.rows[1:]] == [
        ("Theft", True),
        ("Patrol", False),
    ]


def test_a_pdf_without_tags_is_told_how_to_go_on():
    with pytest.raises(ValidationError, match="Open it in Word, which makes tables of it"):
        read(pdf(table(["Patrol", "KP"]), tags=None))


@pytest.fixture
def bomb():
    """A page whose words unpack to a gigabyte."""
    packed = zlib.compress(zlib.compress(b"0 0 m 9 9 l S " * 8_000_000, 9), 9)
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]/StructParents 0>>",
        stream,
        b"<</Type/StructTreeRoot/K 6 0 R/ParentTree<</Nums[0[6 0 R]]>>>>",
        b"<</Type/StructElem/S/Table/P 5 0 R/Pg 3 0 R/K 0>>",
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R/Size 7>>\n%%EOF"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Hello", "not a PDF"),
        (b"%PDF-1.7", "damaged"),
        (b"%PDF-1.7" + b"\0" * 9_000, "damaged"),
    ],
)
def test_a_bad_file_is_refused_in_words(content, told):
    with pytest.raises(ValidationError, match=told):
        read(content)


def test_one_that_unpacks_to_a_gigabyte_is_refused_in_words(bomb):
    with pytest.raises(ValidationError, match="holds too much"):
        read(bomb)


@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=500))
def test_any_bytes_are_read_or_refused_in_words(content):
    with contextlib.suppress(ValidationError):
        read(b"%PDF-1.7\n" + content)
