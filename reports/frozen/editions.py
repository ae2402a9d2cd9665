"""An edition with what its files keep of it."""

import re
from collections.abc import Iterable
from functools import cached_property
from html import unescape

from plans.action_fields import ACTION_FIELDS, EXTRAS
from reports.frozen.actions import LABELS, FrozenAction, actions_in
from reports.frozen.pages import FrozenPage
from reports.models import Edition, EditionFile

KEPT = ("html", "json")
OWN_COLUMNS = {one.name: one.in_data for one in ACTION_FIELDS if one.name in EXTRAS}
HEADING = re.compile(r'class="of-(extra_\d)[^"]*" data-label="([^"]*)"')


class FrozenEdition:
    """What can be read of an edition. contents: of its files, by their format."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self.page = FrozenPage(contents.get("html", b"").decode())
        self._actions = contents.get("json")

    @cached_property
    def actions(self) -> dict[str, FrozenAction]:
        """Its actions by their keys, in order."""
        return actions_in(self._actions)

    @cached_property
    def labels(self) -> dict[str, str]:
        """What its actions say, by the names of texts; the plan's own columns as it heads them."""
        headings = dict(HEADING.findall(self.page.html))
        own = {OWN_COLUMNS[name]: unescape(words) for name, words in headings.items()}
        return LABELS | own

    def place_of(self, action: FrozenAction) -> tuple[str, str]:
        """The slug of the chapter that prints an action, and the action's anchor; else ""."""
        for anchor in (f"plan-action-{action.key}", f"review-action-{action.key}"):
            if chapter := self.page.chapter_with(anchor):
                return chapter.slug, anchor
        return "", ""


def frozen_editions(
    editions: Iterable[Edition], formats: Iterable[str] = KEPT
) -> dict[int, FrozenEdition]:
    """The FrozenEditions by the ids of their editions, with what is kept in these formats of KEPT.

    One query.
    """
    files = EditionFile.objects.filter(
        edition__in=[one.pk for one in editions], format__in=[*formats]
    )
    contents: dict[int, dict[str, bytes]] = {}
    for file in files:
        contents.setdefault(file.edition_id, {})[file.format] = bytes(file.content)
    return {pk: FrozenEdition(found) for pk, found in contents.items()}
