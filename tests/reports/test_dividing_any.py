"""However a partnership is divided: nothing of its past is lost, and nobody sees more of it."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from actions.building.carrying.begin import begin_plan
from actions.models import Action
from partners.access import PERMISSIONS
from partners.founding.dividing import choose_parts, rows_of, take_division_back
from partners.founding.parts import What, version_of_placing
from partners.models import Agency, Contact, Membership
from plans.models import Plan
from reports.demo.merging import carry_all
from tests import factories
from tests.conftest import TODAY
from tests.partners.founding.conftest import carry_division_out, dump, make_division
from tests.reports.test_merging_any import make_past, past_of, reached

pytestmark = pytest.mark.any_database


def divided(division):
    new = carry_division_out(division)
    for one in new:
        plan = Plan.of_year(2027, partnership=one)
        begin_plan(plan, befores=plan.plans_before())
        carry_all(plan)
    return new


def place_some(division, left):
    """Take some partners, contacts and people out of some parts, as the numbers of `left` say."""
    for number, what in zip(left, What, strict=True):
        parts = list(division.parts.order_by("pk"))
        rows = rows_of(division, parts, what, on=TODAY)
        goes = {
            row.pk: row.offered[(number + place) % len(row.offered) :]
            for place, row in enumerate(rows)
            if not row.is_administrator
        }
        seen = version_of_placing(parts, [row for row in rows if row.pk in goes])
        choose_parts(division, what=what, goes=goes, on=TODAY, seen=seen)


def nothing_is_widened(old, new):
    for contact in Contact.objects.filter(agency__partnership__in=new):
        same = Contact.objects.filter(
            agency__in=contact.agency.came_from.all(),
            email=contact.email,
            published=contact.published,
            receives_update_requests=contact.receives_update_requests,
            keep_until=contact.keep_until,
        )
        assert same.exists()
    for member in Membership.objects.filter(partnership__in=new):
        held = Membership.objects.get(user=member.user, partnership=old)
        assert PERMISSIONS[member.role] <= PERMISSIONS[held.role]


def all_is_kept(number, left):
    by = factories.make_user()
    old = make_past(0, ["Burglary"], by)
    districts = [f"Part {one}" for one in range(number)]
    division = make_division(old, *districts)
    place_some(division, left)
    actions = set(Action.objects.all())
    last = {one for one in actions if one.plan.start_year == 2026}
    past, before = past_of([old]), dump()
    new = divided(division)
    assert past_of([old]) == past
    carried = Action.objects.filter(priority__plan__partnership__in=new)
    assert carried.count() == number * len(last)
    for one in new:
        own = carried.filter(priority__plan__partnership=one)
        assert reached(own, "earlier") == actions
    assert reached(last, "later") == set(carried)
    assert {*Agency.objects.filter(became__partnership__in=new)} == {*old.agencies.all()}
    mailboxes = Contact.objects.filter(agency__partnership__in=new)
    of_old = Contact.objects.filter(agency__partnership=old).values_list("email", "role")
    assert {*mailboxes.values_list("email", "role")} == {*of_old}
    people = Membership.objects.filter(partnership__in=new).values_list("user", flat=True)
    assert {*people} == {*old.memberships.values_list("user", flat=True)}
    nothing_is_widened(old, new)
    take_division_back(division, by=division.parts.first().proposed_by)
    assert dump() == before


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(number=st.integers(2, 5), left=st.lists(st.integers(0, 4), min_size=3, max_size=3))
@example(number=5, left=[1, 2, 3])
def test_the_past_is_kept_however_it_is_divided(db, number, left):
    with transaction.atomic():
        all_is_kept(number, left)
        transaction.set_rollback(True)


def test_queries_grow_no_faster_than_what_is_moved(db):
    counts = {}
    for number in (2, 5):
        with transaction.atomic():
            old = make_past(0, ["Burglary"], factories.make_user())
            division = make_division(old, *(f"Part {one}" for one in range(number)))
            with CaptureQueriesContext(connection) as queries:
                divided(division)
            counts[number] = len(queries)
            transaction.set_rollback(True)
    assert counts[5] <= counts[2] * 5 / 2
