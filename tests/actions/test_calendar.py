"""The calendar of what is due: private, replaceable, and without restricted plans."""

from datetime import date

import pytest
from icalendar import Calendar

from partners.own_mail import new_calendar_key
from tests.factories import (
    make_action,
    make_agency,
    make_membership,
    make_named_person,
    make_plan,
    make_priority,
    make_round,
    make_titled_plan,
)

LATER = "By March 2027"


@pytest.fixture
def due_for(client):
    """due_for(user): the words of what is in the person's calendar, by day."""

    def read(user):
        response = client.get(f"/calendar/{new_calendar_key(user)}.ics")
        return [str(event["summary"]) for event in Calendar.from_ical(response.content).events]

    return read


@pytest.fixture
def priority(plan, shelter):
    priority = make_priority(plan)
    make_action(priority, "Keep the drop-in", owners=[shelter], timescale=LATER, reference="1.1")
    make_action(priority, "Fit locks", timescale=LATER)
    return priority


def test_an_event_lasts_a_day_and_leads_to_its_action(priority, cast, client):
    key = new_calendar_key(cast.officer)
    first, _ = Calendar.from_ical(client.get(f"/calendar/{key}.ics").content).events
    assert first["summary"] == "Due: 1.1 Keep the drop-in"
    assert (first.start, first.end) == (date(2027, 3, 31), date(2027, 4, 1))
    assert "/larkshire/2026/actions/" in first["url"]


@pytest.mark.parametrize(
    ("person", "number"),
    [("officer", 2), ("reader", 2), ("contributor", 1), ("other_officer", 0), ("operator", 0)],
)
def test_it_has_what_the_person_works_on_or_reads(person, number, priority, cast, due_for):
    assert len(due_for(getattr(cast, person))) == number


def test_what_is_finished_or_long_past_is_not_in_it(priority, cast, due_for):
    make_action(priority, "Done", timescale=LATER, status="complete")
    make_action(priority, "Past", timescale="By May 2026")
    assert len(due_for(cast.officer)) == 2


def test_a_round_is_in_the_calendars_of_those_who_see_rounds(plan, cast, due_for):
    make_round(plan, "Quarter 2")
    assert due_for(cast.officer) == ["Last day for answers: Quarter 2, Larkshire"]
    assert due_for(cast.reader) == []


def test_nothing_of_a_restricted_plan_is_in_it_even_for_those_named(larkshire, cast, due_for):
    plan = make_titled_plan(larkshire, is_restricted=True)
    make_action(make_priority(plan), timescale="By March 2028")
    make_round(plan)
    make_named_person(plan, cast.officer)
    assert due_for(cast.officer) == []
    assert due_for(cast.reader) == []


def test_an_invitation_gives_no_calendar(priority, wrenmoor, cast, due_for):
    action = make_action(make_priority(make_plan(wrenmoor)), timescale=LATER)
    make_membership(cast.officer, action.plan.partnership, taken_up_at=None)
    assert len(due_for(cast.officer)) == 2


def test_a_new_address_ends_the_earlier_one(cast, client):
    earlier = new_calendar_key(cast.officer)
    new_calendar_key(cast.officer)
    assert client.get(f"/calendar/{earlier}.ics").status_code == 404


@pytest.mark.parametrize("key", ["", "x", "%27"])
def test_an_address_that_nobody_has_does_not_exist(key, cast, client):
    assert client.get(f"/calendar/{key}.ics").status_code == 404


def test_who_may_not_sign_in_has_no_calendar(cast, client):
    key = new_calendar_key(cast.officer)
    type(cast.officer).objects.update(is_active=False)
    assert client.get(f"/calendar/{key}.ics").status_code == 404


def test_it_is_kept_by_nobody(cast, client):
    response = client.get(f"/calendar/{new_calendar_key(cast.officer)}.ics")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies


def test_many_actions_cost_no_more_queries(
    priority, larkshire, cast, client, django_assert_num_queries
):
    key = new_calendar_key(cast.officer)
    for _ in range(10):
        make_action(priority, timescale=LATER, owners=[make_agency(larkshire)])
    with django_assert_num_queries(4):
        client.get(f"/calendar/{key}.ics")
