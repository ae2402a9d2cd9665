"""Whatever partnerships become one: nothing of their past is lost, and nobody sees more of it."""

import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from actions.ancestry import line_of
from actions.building.carrying.begin import begin_plan
from actions.models import Action, Owner, Status, StatusUpdate
from actions.rounds.models import Answer
from partners.access import PERMISSIONS, Role
from partners.founding.taking_back import take_back
from partners.models import Agency, Contact, Membership, Partnership
from plans.models import Plan, Priority
from reports.demo.merging import carry_all
from reports.models import EditionFile
from tests import factories
from tests.conftest import TODAY
from tests.partners.founding.conftest import carry_out, dump, make_founding

pytestmark = pytest.mark.any_database

NAMES = ["Kent Police", "The Kent Police", "Kent Fire & Rescue", "Kent Fire and Rescue Svc"]
YEARS = range(2022, 2027)
ROLES = [*Role][2:]


def make_past(number, titles, by):
    """A partnership of five years: two priorities a year, whose actions carry each other on."""
    partnership = factories.make_partnership(f"District {number}")
    agencies = [
        factories.make_agency(partnership, name)
        for name in (NAMES[number % 2], NAMES[2 + number % 2], f"Council {number}")
    ]
    for agency in agencies:
        factories.make_contact(agency, email=f"desk{number % 3}@example.org")
    factories.make_member(partnership, ROLES[number % len(ROLES)])
    before = [None, None]
    for year in YEARS:
        plan = factories.make_plan(partnership, year)
        priorities = Priority.objects.bulk_create(
            Priority(plan=plan, title=title, position=place)
            for place, title in enumerate((titles[number % len(titles)], f"Theft {number}"))
        )
        before = Action.objects.bulk_create(
            Action(priority=priority, wording=f"Act in {year}", carries_on=old)
            for priority, old in zip(priorities, before, strict=True)
        )
        Owner.objects.bulk_create(
            Owner(action=action, agency=agency)
            for action, agency in zip(before, agencies, strict=False)
        )
        StatusUpdate.objects.bulk_create(
            StatusUpdate(action=action, status=Status.ON_TRACK, text="x", made_on=TODAY, made_by=by)
            for action in before
        )
    asked = factories.make_request(factories.make_round(plan, opened_by=by), agencies[0])
    factories.make_answer(asked, before[0])
    factories.make_edition(plan, issued_by=by)
    return partnership


def merged(founding):
    new = carry_out(founding)
    plan = Plan.of_year(2027, partnership=new)
    begin_plan(plan, befores=plan.plans_before())
    carry_all(plan)
    return new


def past_of(partnerships):
    """What must not change: actions but for their fate, what was said of them, who sees them."""
    actions = Action.objects.filter(priority__plan__partnership__in=partnerships)
    members = Membership.objects.filter(partnership__in=partnerships)
    return [
        sorted(actions.values_list("pk", "wording", "status", "priority", "carries_on")),
        sorted(StatusUpdate.objects.filter(action__in=actions).values_list("pk", "text")),
        sorted(Answer.objects.filter(action__in=actions).values_list("pk", "text", "state")),
        sorted(Contact.objects.filter(agency__partnership__in=partnerships).values_list()),
        sorted(Agency.objects.filter(partnership__in=partnerships).values_list("pk", "name")),
        sorted(members.values_list("pk", "user", "role")),
        sorted(EditionFile.objects.values_list("pk", "checksum")),
    ]


def reached(actions, way):
    anybody = Membership.objects.first()
    lines = [getattr(line_of(action, anybody), way) for action in actions]
    return {one for line in lines for generation in line for one in generation.actions}


def all_is_kept(number, titles):
    by = factories.make_user()
    partnerships = [make_past(one, titles, by) for one in range(number)]
    old = set(Action.objects.all())
    founding = make_founding(*partnerships)
    past, before = past_of(partnerships), dump()
    new = merged(founding)
    assert past_of(partnerships) == past
    carried = Action.objects.filter(priority__plan__partnership=new)
    assert reached(carried, "earlier") == old
    oldest = [one for one in old if one.carries_on_id is None]
    assert reached(oldest, "later") - old == set(carried)
    for member in new.memberships.all():
        held = Membership.objects.filter(user=member.user, partnership__in=partnerships)
        assert any(PERMISSIONS[member.role] <= PERMISSIONS[one.role] for one in held)
    take_back(founding, by=founding.proposed_by)
    assert dump() == before


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    number=st.integers(2, 13),
    titles=st.lists(st.sampled_from(["Burglary", "BURGLARY", "Violence"]), min_size=1),
)
@example(number=13, titles=["Burglary"])
def test_the_past_is_kept_whatever_becomes_one(db, number, titles):
    with transaction.atomic():
        all_is_kept(number, titles)
        transaction.set_rollback(True)


def test_thirteen_become_one_quickly_and_queries_grow_no_faster_than_what_is_moved(db):
    counts = {}
    for number in (3, 13):
        with transaction.atomic():
            by = factories.make_user()
            partnerships = [make_past(one, ["Burglary"], by) for one in range(number)]
            started = time.monotonic()
            with CaptureQueriesContext(connection) as queries:
                merged(make_founding(*partnerships))
            counts[number] = len(queries)
            assert time.monotonic() - started < 60
            assert Partnership.objects.count() == number + 1
            transaction.set_rollback(True)
    assert counts[13] <= counts[3] * 13 / 3
