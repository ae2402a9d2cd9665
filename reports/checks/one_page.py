"""A page of the document that is to hold the whole plan."""

from collections.abc import Iterator

from reports.checks.findings import Finding
from reports.checks.loaded import Loaded
from reports.parts.on_a_page import OnAPage


def fits(loaded: Loaded) -> Iterator[Finding]:
    """Priorities for which there is no room on the page."""
    part = loaded.document.part("on_a_page")
    if isinstance(part, OnAPage) and not part.fits:
        words = (
            f"“{part.title}” takes more than one page. There are {part.summary}, with one measure "
            "each. Shorten their titles, or leave the part out."
        )
        place = loaded.page("workspace", part.title, subject="part-on_a_page")
        yield Finding("one-page", words, place, part.summary)
