"""Every address that takes a POST, and what keeps it from overwriting what somebody else has saved.

A new address fails `test_every_post_is_classified` until it stands in one of the lists here.
"""

import pytest

from plans.kinds import ALL_KINDS
from tests.test_access import (
    ADDRESSES,
    BY_KEY,
    BY_LINK,
    OF_PARTNERSHIP,
    OWN,
    OWN_ROWS,
    PUBLIC,
    PUBLISHED,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_rendering")]

KINDS = [kind.name for kind in ALL_KINDS]

# The page holds the version of what it shows, and what writes compares it under a lock.
VERSION = {
    "my-work", "action", "actions-number", "priorities-number", "answer", "answer-action",
    "answer-send", "signed-in-actions", "signed-in-action", "signed-in-send", "carry-action",
    "carry-forward", "carry-keep", "carry-priority",
    "contact", "contact-add", "contact-remove", "contact-import-columns",
    "contact-import-preview", "contact-import-discard", "desk", "desk-answer",
    "edition-issue", "finding-take-back", "member-end", "member-group", "partnership-details",
    "person", "person-remove", "partnership-rename", "founding", "founding-agencies",
    "second-step-rule",
    "founding-found", "division-part", "division-partners", "division-contacts",
    "division-people", "division-divide",
    "plan-import-columns", "plan-import-confirm", "plan-import-owners",
    "plan-imports", "plan-cover", "plan-settings", "plan-people", "plan-open-to-all",
    "request-revoke", "request-send", "round-ask", "round-change",
    "round-close", "round-open",
    *KINDS,
    *(f"{name}-add" for name in KINDS),
    *(f"{name}-remove" for name in KINDS),
    *(f"{name}-restore" for name in KINDS),
    *(f"{kind.name}-move" for kind in ALL_KINDS if kind.has_places),
    "member-move", "agency-join-with", "joining-take-apart",
    "meeting-start",  # of the notes; who is there, each tick by itself
    "meeting-action", "meeting-decision", "meeting-minutes",
}  # fmt: skip
# Who comes second finds it done, and changes nothing of it.
FIRST_STAYS = {
    "update-put-right",  # struck out once, for the reason of who was first
    "desk-question",  # replied to once: what came second is given back
    "edition-withdraw",  # keeps the reason of who was first
    "finding-accept",  # likewise
    "plan-person-add",  # named once
    "plan-person-remove",  # named no more
    "person-erase",  # asked for once
    "layout",  # nothing, where there are rows already
    "plan-begin",  # a plan that there is already is opened
    "founding-take-back",  # tells that it was taken back already
    "division",  # withdrawn once
    "division-take-back",  # as that of a founding
    "meeting-point",  # closed once: what came second is given back
    "earlier-imports",  # leaves what somebody has changed since
}
# Adds a row, and touches no other.
ADDS_ONLY = {
    "meeting-end",
    "answer-new-link",
    "contact-import",
    "division-propose",
    "founding-propose",
    "person-add",
    "person-invite",
    "plan-begin-titled",
    "plan-import",
    "plan-from-file",
}
# Shows what was typed, and writes nothing.
WRITES_NOTHING = {"block-preview"}
ALL = VERSION | FIRST_STAYS | ADDS_ONLY | WRITES_NOTHING


def test_every_post_is_classified(address, cast, sign_in):
    """allauth's own pages are about the person alone; those of /admin/ have their own test."""
    client = sign_in(cast.administrator)
    ours = [*OF_PARTNERSHIP, *BY_LINK, *PUBLISHED, "answer-new-link", "my-work"]
    taking = {name for name in ours if client.post(address(name)).status_code != 405}
    assert taking == ALL


def test_no_address_is_left_out():
    known = {*OF_PARTNERSHIP, *BY_KEY, *BY_LINK, *PUBLISHED, *OWN, *OWN_ROWS, *PUBLIC}
    others = {name for name in ADDRESSES if name not in known}
    assert [name for name in others if not name.startswith("admin:")] == []


# Pages that hold it under another name, only of other rows than these, or once something is typed:
# the tests of their own need it.
ELSEWHERE = {
    "actions-number", "priorities-number", "answer-send", "carry-forward", "carry-keep",
    "desk", "indicator-remove", "member-remove", "signed-in-send", "plan-import-owners",
    "plan-import-confirm", "plan-imports", "round-ask", "round-open",
    "plan-people", "plan-open-to-all",
    *(f"{name}-restore" for name in KINDS),
}  # fmt: skip


# One person walks every address in one test: making the rows takes longer than the walk.
def test_each_page_holds_the_version(address, cast, sign_in):
    client = sign_in(cast.administrator)
    without = {
        name
        # A division first: what is to be founded from others can't be divided meanwhile.
        for name in sorted(VERSION - ELSEWHERE)
        if 'version"' not in client.get(address(name), follow=True).content.decode()
    }
    assert sorted(without) == []


@pytest.mark.parametrize("what", ["remove", "move"])
def test_what_somebody_has_changed_is_neither_removed_nor_moved(what, address, cast, sign_in):
    client = sign_in(cast.manager)
    written = []
    for kind in ALL_KINDS:
        if what == "move" and not kind.has_places:
            continue
        before = sorted(map(str, kind.model.objects.values_list()))
        client.post(address(f"{kind.name}-{what}"), {"version": "999", "move": "up"})
        if sorted(map(str, kind.model.objects.values_list())) != before:
            written.append(kind.name)
    assert written == []
