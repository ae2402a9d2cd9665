"""Lists that are shown a page at a time."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator


class NumberedPage(Page):
    """A page of a list; `numbers`: those of the pages that it leads to, for includes/pages.html."""

    @property
    def numbers(self) -> Iterable[int | str]:
        return self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1)


def page_of(rows: Any, number: str | None, *, size: int) -> NumberedPage:
    """The page of that number, as an address gives it; of one that is not there, the nearest."""
    page = Paginator(rows, size).get_page(number)
    return NumberedPage(page.object_list, page.number, page.paginator)
