"""Two partnerships, administered by one person, that are to be one: Heathland."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from partners.access import Role
from partners.founding.coming import coming_of
from partners.founding.found import found
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


def dump():
    """Every row of every table but e-mails, by table."""
    return {
        model._meta.db_table: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.model_name not in ("mail", "session")
    }


@pytest.fixture
def founding(larkshire, wrenmoor):
    return make_founding(larkshire, wrenmoor)
