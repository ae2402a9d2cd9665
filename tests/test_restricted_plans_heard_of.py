"""All ways beside pages by which somebody may hear of a restricted plan, walked as everybody."""

import logging
import re
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from csp.spreadsheets import excel_files
from partners.access import Role
from partners.own_mail import new_calendar_key
from tests import test_restricted_plans
from tests.test_access import OF_PARTNERSHIP
from tests.test_restricted_plans import OF_OTHERS, TITLE, WITHIN, WORDS_OF_IT

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_rendering")]
restricted = test_restricted_plans.restricted
NOWHERE = "Zebracorn"


def of_searches(words):
    """Where everything is looked for by one of the words, on pages and as files."""
    for word in words:
        for more in ({}, {"as": "csv"}, {"as": "xlsx"}, {"kind": "actions"}):
            yield f"{reverse('search')}?{urlencode({'q': word} | more)}"
        yield f"{reverse('published')}?{urlencode({'q': word})}"
        yield f"{reverse('my-work')}?{urlencode({'words': word})}"


def of_lists(address):
    for name in OF_PARTNERSHIP:
        if not re.search("-(add|remove|move|history|restore|pdf|docx)$", name):
            yield f"{address(name)}?as=csv"


# How it may be heard of by whoever is not named for it, beside pages (above), numbers, admin,
# e-mails and links (below): which addresses are asked of it.
WAYS = {
    "search": lambda address, user: of_searches(WORDS_OF_IT),
    "lists as files": lambda address, user: of_lists(address),
    "calendar": lambda address, user: [reverse("calendar", args=[new_calendar_key(user)])],
    "own data": lambda address, user: [reverse("own-data")],
    "open data": lambda address, user: map(
        address, ["open-data", "open-data-catalogue", "open-data-schema"]
    ),
    "published": lambda address, user: map(
        address, ["published", "published-partnership", "published-plan", "sitemap", "robots"]
    ),
    "the wrong address": lambda address, user: [f"/larkshire/{TITLE.lower()}/", "/published/x/"],
}


@pytest.mark.any_database
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("person", [*Role, "other_manager", "operator"])
def test_by_no_way_is_it_heard_of(person, way, restricted, address, cast, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    user = getattr(cast, person)
    client = sign_in(user)
    # The contributor's own actions are theirs to find, and so is what was said of them.
    words = {TITLE, OF_OTHERS} | ({WITHIN} if person != Role.CONTRIBUTOR else set())
    wrong = {}
    for url in WAYS[way](address, user):
        told = text_of(client.get(url))
        for word in words & {one for one in WORDS_OF_IT if one in told}:
            # A page says again what was typed: as often as it says what is nowhere.
            control = text_of(client.get(url.replace(word, NOWHERE))) if word in url else ""
            if told.count(word) != control.count(NOWHERE):
                wrong[url] = word
    assert wrong == {}
    # Nor does the log tell, whose lines have addresses without what was asked.
    said = re.sub(r"\?\S*", "", caplog.text)
    assert not [word for word in words if word in said]


def text_of(response):
    """What an answer tells, in the cells of a spreadsheet too."""
    said = b"".join(response)
    if response.headers.get("Content-Type") == excel_files.CONTENT_TYPE:
        sheet = load_workbook(BytesIO(said)).active
        return str(list(sheet.iter_rows(values_only=True)))
    return said.decode(errors="replace") + str(response.headers)
