"""Where pages end, of plans that are made for it: test_pages.py measures those of the demo."""

import pytest
from pypdfium2 import PdfDocument

from reports.document import document
from reports.formats import pdf_of
from tests import factories
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def pages_of(plan, **choice):
    with PdfDocument(pdf_of(document(plan, on=TODAY, **choice))) as pdf:
        return [one.get_textpage().get_text_range() for one in pdf]


@pytest.fixture
def introduced(plan):
    factories.make_block(plan, "introduction", body="<p>Words that begin it.</p>")
    return plan


@pytest.mark.parametrize("large", [False, True])
def test_a_short_list_of_contents_shares_its_page(large, introduced):
    _, contents, *_ = pages_of(introduced, large_print=large)
    assert contents.index("Contents") < contents.index("Words that begin it.")


def test_the_first_chapter_begins_a_page_where_the_contents_leave_little_room(introduced):
    for number in range(34):
        factories.make_action(factories.make_priority(introduced, f"Priority {number}"))
    _, contents, first, *_ = pages_of(introduced)
    assert "Priority 33" in contents
    assert "Words that begin it." in first


def test_the_year_on_a_page_begins_a_page_after_the_contents(introduced):
    factories.make_action(factories.make_priority(introduced))
    introduced.parts.create(part="on_a_page", position=1)
    introduced.parts.create(part="introduction", position=2)
    _, contents, year, first, *_ = pages_of(introduced)
    assert "Introduction" in contents
    assert "Words that begin it." in first
    assert "Words that begin it." not in year
