from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actions.models import Action, Owner, Status, StatusUpdate
from tests.factories import (
    make_action,
    make_plan,
    make_priority,
    make_strand,
    make_user,
)


@pytest.fixture
def action(larkshire):
    return make_action(make_priority(make_plan(larkshire)), timescale="By December 2026")


def refused(constraint):
    """SQLite names a unique constraint of plain columns by these, PostgreSQL by its name."""
    return pytest.raises(IntegrityError, match=f"{constraint}|UNIQUE constraint")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("action_due_day_only_when_due", {"due_on": None}),
        ("action_due_day_only_when_due", {"timescale_kind": "ongoing"}),
        ("action_dropped_with_reason", {"fate": "dropped"}),
        ("action_has_wording", {"wording": ""}),
    ],
)
def test_what_the_database_refuses(constraint, values, action):
    with refused(constraint), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**values)


def test_an_action_does_not_carry_on_itself(action):
    with refused("action_carries_on_another"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(carries_on=action)


def test_its_timescale_is_read(action):
    assert action.due_on == date(2026, 12, 31)


def test_its_strand_is_of_the_same_priority(action):
    action.strand = make_strand(make_priority(action.plan))
    with pytest.raises(ValidationError, match="Choose a strand of the same priority"):
        action.full_clean()


def test_an_agency_owns_it_once(action, shelter):
    Owner.objects.create(action=action, agency=shelter)
    with refused("owner_unique_in_action"), transaction.atomic():
        Owner.objects.create(action=action, agency=shelter)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("status_update_has_text", {"text": ""}),
        ("status_update_off_track_has_reason", {"text": "A", "status": Status.AT_RISK}),
    ],
)
def test_an_update_is_refused(constraint, values, action):
    fields = {"status": Status.ON_TRACK, "made_by": make_user(), "made_on": date(2026, 5, 1)}
    with refused(constraint), transaction.atomic():
        StatusUpdate.objects.create(action=action, **fields | values)


def test_the_review_prints_the_wording_of_the_year_s_end_before_the_latest_update(action):
    action.latest_update = StatusUpdate(text="Latest.")
    assert action.review_wording == "Latest."
    action.year_end_wording = "At the year’s end."
    assert action.review_wording == "At the year’s end."
