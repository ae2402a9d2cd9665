"""The page of the document that is to hold the whole plan."""

from collections.abc import Iterator

from django.template.defaultfilters import pluralize

from reports.checks.findings import Finding
from reports.checks.loaded import Loaded
from reports.parts.on_a_page import OnAPage


def fits(loaded: Loaded) -> Iterator[Finding]:
    """Priorities for which there is no room on the page, or else measures that are cut there."""
    part = loaded.document.part("on_a_page")
    if not isinstance(part, OnAPage):
        return
    words = ""
    if not part.fits:
        words = (
            f"“{part.title}” takes more than one page. There are {part.summary}, with one measure "
            "each. Shorten their titles, or leave the part out."
        )
    elif part.cut:
        measures = f"{len(part.cut)} measure{pluralize(part.cut)}"
        words = f"“{part.title}” has no room for all of {measures}, such as “{part.cut[0]}”."
    if words:
        place = loaded.page("workspace", part.title, subject="part-on_a_page")
        yield Finding("one-page", words, place, words)
