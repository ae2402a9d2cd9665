"""Two partnerships, administered by one person, that are to be one: Heathland."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.utils.text import slugify

from partners.access import Role
from partners.founding.coming import coming_of
from partners.founding.dividing import (
    choose_parts,
    comings_of,
    divide,
    propose_division,
    rows_of,
    version_of_comings,
)
from partners.founding.found import found
from partners.founding.parts import version_of_placing
from partners.founding.proposing import propose
from tests import factories

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
DETAILS = {
    "name": "Heathland Community Safety Partnership",
    "district": "Heathland",
    "district_kind": "unitary",
    "council": "Heathland Council",
    "policing_body": "The Mayor",
}


def make_administrator(*partnerships):
    user = factories.make_member(partnerships[0], Role.ADMINISTRATOR)
    for partnership in partnerships[1:]:
        factories.make_membership(user, partnership, Role.ADMINISTRATOR)
    return user


def make_founding(*partnerships, by=None, named=(), begins_on=date(2027, 4, 1), **details):
    """A proposal to which all have agreed whom `by` administers: all, if left out."""
    return propose(
        partnerships,
        named=named,
        details=DETAILS | details,
        begins_on=begins_on,
        by=by or make_administrator(*partnerships),
        at=NOON,
    )


def carry_out(founding, slug="heathland"):
    seen = coming_of(founding, on=NOON.date()).version
    return found(founding, slug=slug, by=founding.proposed_by, at=NOON, seen=seen)


def make_division(partnership, *districts, by=None, begins_on=date(2027, 4, 1)):
    """A proposal to divide the partnership: into Northshire and Southshire if none is named."""
    return propose_division(
        partnership,
        districts=districts or ("Northshire", "Southshire"),
        begins_on=begins_on,
        by=by or make_administrator(partnership),
        at=NOON,
    )


def place(division, what, rows, *districts):
    """Let these rows go to those districts alone, as a person says on the page."""
    parts = list(division.parts.order_by("pk"))
    to = [part.pk for part in parts if part.district in districts]
    seen = [one for one in rows_of(division, parts, what, on=NOON.date()) if one.pk in rows]
    version = version_of_placing(parts, seen)
    goes = {one.pk: to for one in seen}
    choose_parts(division, what=what, goes=goes, on=NOON.date(), seen=version)


def carry_division_out(division, by=None, seen=None):
    """The partnerships that it is divided into, each at the address of its district."""
    parts = list(division.parts.order_by("pk"))
    version = version_of_comings(comings_of(division, parts, on=NOON.date()))
    slugs = {part.pk: slugify(part.district) for part in parts}
    by = by or parts[0].proposed_by
    return divide(division, slugs=slugs, by=by, at=NOON, seen=seen or version)


def dump():
    """Every row of every table, by table, but e-mails and what is written of who did what."""
    return {
        model._meta.db_table: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.model_name not in ("auditentry", "mail", "rendering", "session")
    }


@pytest.fixture
def founding(larkshire, wrenmoor):
    return make_founding(larkshire, wrenmoor)
