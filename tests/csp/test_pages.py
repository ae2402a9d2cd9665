"""Lists that are shown a page at a time."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from csp.pages import page_of


def shown(number, address=""):
    page = page_of(range(200), number, size=10)
    return render_to_string("includes/pages.html", {"page": page, "query": QueryDict(address)})


@pytest.mark.parametrize(
    ("number", "first"), [("3", 20), (None, 0), ("0", 190), ("99", 190), ("nonsense", 0)]
)
def test_a_page_that_is_not_there_is_another(number, first):
    assert page_of(range(200), number, size=10)[0] == first


def test_its_links_keep_the_filters_of_the_address():
    assert 'href="?agency=4&amp;page=4"' in shown("3", "agency=4&page=3")


def test_of_many_pages_the_first_the_last_and_the_neighbours_are_named():
    page = shown("9")
    named = [number for number in range(1, 21) if f'aria-label="Page {number}"' in page]
    assert named == [1, 8, 9, 10, 20]


def test_a_list_of_one_page_has_no_links():
    assert "nav" not in render_to_string("includes/pages.html", {"page": page_of([1], "", size=2)})
