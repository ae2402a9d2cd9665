"""Pages of how the statuses moved, against a plan that is counted by hand."""

import re
from datetime import date
from html import unescape
from time import process_time

import pytest
from django.urls import reverse

from actions.models import Action, Status, StatusUpdate
from actions.over_time import priority_line
from actions.over_time.marks import By, usual_by, window_of, windows_of
from actions.over_time.words import since, summary_of, went
from actions.standing import Course, Step, courses_of
from plans.models import Plan
from plans.years import Period, period_of
from tests import factories
from tests.actions.test_standing import FIRST, entered
from tests.conftest import TODAY
from tests.factories import make_action, make_plan, make_priority, make_update

WHY = {"reason": "No money."}


@pytest.fixture
def plan(larkshire):
    """A plan counted by hand.

                        Apr  May  Jun  Jul  Aug  Sep  Oct  Nov
    Violence:  refuge    -    ok   ok   ok   ok  risk risk  off     (risk 7 Sep, off 2 Nov)
               courses   -    -    -    ok   ok   ok  done done    (ok 1 Jul, done 31 Oct)
               leaflet   .    .    .    .    -    -    -    -      (added on 10 Aug)
    Nuisance:  patrols   ok   ok   ok   ok   ok   ok   ok   ok     (ok 1 Apr)
    """
    plan = entered(make_plan(larkshire), FIRST)
    violence = make_priority(plan, "Violence", position=1)
    nuisance = make_priority(plan, "Nuisance", position=2)
    refuge = entered(make_action(violence, "Open a refuge", reference="1.1"), FIRST)
    courses = entered(make_action(violence, "Run courses", reference="1.2"), FIRST)
    entered(make_action(violence, "Print a leaflet", reference="1.3"), date(2026, 8, 10))
    patrols = entered(make_action(nuisance, "Walk at night", reference="2.1"), FIRST)
    make_update(refuge, on=date(2026, 5, 4))
    make_update(refuge, status=Status.AT_RISK, on=date(2026, 9, 7), **WHY)
    make_update(refuge, status=Status.OFF_TRACK, on=date(2026, 11, 2), **WHY)
    make_update(courses, on=date(2026, 7, 1))
    make_update(courses, status=Status.COMPLETE, on=date(2026, 10, 31))
    make_update(patrols, on=FIRST)
    return plan


@pytest.fixture
def reader(cast, sign_in):
    return sign_in(cast.reader)


def text_of(page):
    """What a page, or a piece of one, says in words."""
    html = page if isinstance(page, str) else page.content.decode()
    html = re.sub(r"</(t[dh]|p|h\d|caption|title|summary|span)>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def address_of(plan, name="over-time", *more):
    return reverse(name, args=[plan.partnership.slug, plan.address, *more])


def page_of(client, *address):
    response = client.get(address_of(*address))
    assert response.status_code == 200
    return response.content.decode()


def tables_of(page):
    """The tables of numbers on a page: of each a dictionary of its rows."""
    tables = []
    for table in re.findall(r"<table.*?</table>", page, re.S):
        rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", table, re.S)
        cells = {name: [*map(text_of, re.findall(r"<td.*?</td>", row, re.S))] for name, row in rows}
        tables.append(cells)
    return tables


def test_the_plan_is_as_counted_by_hand(plan, reader):
    whole, violence, nuisance = tables_of(page_of(reader, plan))
    assert whole == {
        "Not started": [*["2", "1", "1", "0", "1", "1", "1", "1"]],
        "On track": [*["1", "2", "2", "3", "3", "2", "1", "1"]],
        "At risk": [*["0", "0", "0", "0", "0", "1", "1", "0"]],
        "Off track": [*["0", "0", "0", "0", "0", "0", "0", "1"]],
        "Complete": [*["0", "0", "0", "0", "0", "0", "1", "1"]],
        "All": [*["3", "3", "3", "3", "4", "4", "4", "4"]],
    }
    assert violence["All"] == [*["2", "2", "2", "2", "3", "3", "3", "3"]]
    assert nuisance == {"On track": ["1"] * 8, "All": ["1"] * 8}


def test_by_quarter_it_is_the_last_day_of_each(plan, reader):
    whole = tables_of(reader.get(address_of(plan) + "?by=quarter").content.decode())[0]
    assert whole["All"] == ["3", "4", "4"]
    assert whole["At risk"] == ["0", "1", "0"]


def test_its_sentence_says_how_many_and_how_that_has_changed(plan, reader):
    page = text_of(page_of(reader, plan))
    assert "2 of 4 actions are on track or complete, as many as at the end of September." in page
    assert "1 is at risk or off track." in page


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["over-time", "over-time-priority"])
def test_every_figure_opens_the_list_it_counts(name, plan, reader):
    more = [plan.priorities.get(title="Violence").pk] if name == "over-time-priority" else []
    page = page_of(reader, plan, name, *more)
    figures = re.findall(r'<a class="govuk-link" href="([^"]*/over-time/day/[^"]+)">(\d+)', page)
    assert len(figures) > 20
    for address, count in figures:
        listed = text_of(reader.get(address.replace("&amp;", "&")).content.decode())
        assert re.search(rf"\b{count} of \d+ actions? ", listed), address


@pytest.mark.any_database
def test_figures_of_years_open_their_lists_too(plan, larkshire, reader):
    page = reader.get(reverse("years", args=[larkshire.slug])).content.decode()
    figures = re.findall(r'<a class="govuk-link" href="([^"]*/over-time/day/[^"]+)">(\d+)', page)
    assert len(figures) > 20
    for address, count in figures:
        listed = text_of(reader.get(address.replace("&amp;", "&")).content.decode())
        assert re.search(rf"\b{count} of \d+ actions? ", listed), address


def test_actions_of_a_priority_have_a_strip_each(plan, reader):
    violence = plan.priorities.get(title="Violence")
    page = text_of(page_of(reader, plan, "over-time-priority", violence.pk))
    assert "Not started in April 2026, on track from May 2026, at risk from September 2026" in page
    assert "Since November; at risk since September" in page
    assert "Not in the plan from April 2026, not started from August 2026." in page
    assert "For the longest at risk or off track: 1.1 Open a refuge, since September." in page


def test_a_day_lists_what_was_said_by_then(plan, reader):
    page = text_of(reader.get(address_of(plan, "over-time-day") + "?day=2026-10-01"))
    assert "How it stood on 1 October 2026" in page
    assert "4 of 4 actions" in page
    assert "At risk Since September; on track before Off track" in page
    assert "2 November 2026" not in page


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "2999-01-01", "0000-00-00"])
def test_a_day_that_is_none_is_told(day, plan, reader):
    page = text_of(reader.get(address_of(plan, "over-time-day"), {"day": day, "status": "x"}))
    assert "There is a problem" in page
    assert "How it stood on 18 November 2026" in page


def test_a_plan_without_actions_says_so(larkshire, reader):
    empty = make_plan(larkshire)
    assert "This plan has no actions yet." in page_of(reader, empty)
    assert "No plan" not in reader.get(reverse("years", args=[larkshire.slug])).content.decode()


def test_a_draft_and_a_plan_to_come_say_so(larkshire, reader):
    draft = make_plan(larkshire, stage=Plan.Stage.DRAFTING)
    make_action(make_priority(draft))
    assert "This plan is not agreed yet." in page_of(reader, draft)
    assert "This plan begins on 1 April 2027." in page_of(reader, make_plan(larkshire, 2027))


def test_one_action_without_updates_is_not_started(larkshire, reader):
    plan = entered(make_plan(larkshire), FIRST)
    entered(make_action(make_priority(plan)), FIRST)
    assert "none of its 1 action was started" in text_of(page_of(reader, plan))


def test_the_page_of_an_action_shows_how_it_went(plan, reader):
    refuge = Action.objects.get(reference="1.1")
    page = reader.get(refuge.get_absolute_url()).content.decode()
    assert page.count('class="strip"') == 1
    assert "off track from November 2026." in text_of(page)


def test_earlier_years_of_an_action_have_their_strips(plan, larkshire, reader):
    before = make_action(make_priority(make_plan(larkshire, 2025)))
    make_update(before, status=Status.COMPLETE, on=date(2025, 10, 1))
    Action.objects.filter(reference="1.1").update(carries_on=before)
    page = reader.get(Action.objects.get(reference="1.1").get_absolute_url()).content.decode()
    assert page.count('class="strip"') == 2


def test_a_priority_goes_back_through_the_plans(larkshire, cast, reader):
    old, merged, sibling, now = (
        make_priority(make_plan(larkshire, year), title)
        for year, title in ((2023, "Old"), (2024, "Merged"), (2025, "Sibling"), (2026, "Now"))
    )
    now.carries_on = sibling
    sibling.carries_on = old
    merged.fate, merged.fate_reason, merged.merged_into = "merged", "One subject.", now
    for one in (now, sibling, merged):
        one.save()
        make_action(one)
    line = priority_line.priorities_in_line(now, cast.reader.memberships.get())
    assert line == [sibling, merged, old]
    assert priority_line.priorities_in_line(merged, cast.reader.memberships.get()) == [now]
    page = text_of(page_of(reader, now.plan, "over-time-priority", now.pk))
    assert "Through the plans" in page


def test_of_restricted_plans_the_line_tells_nothing(larkshire, cast):
    secret = make_priority(factories.make_restricted_plan(larkshire, named=[cast.officer]))
    now = make_priority(make_plan(larkshire), carries_on=secret)
    assert priority_line.priorities_in_line(now, cast.reader.memberships.get()) == []
    assert priority_line.priorities_in_line(now, cast.officer.memberships.get()) == [secret]


def test_years_stand_side_by_side(plan, larkshire, reader):
    before = entered(make_plan(larkshire, 2025), date(2025, 4, 1))
    for day in (date(2025, 6, 1), date(2026, 2, 1), None):
        action = entered(make_action(make_priority(before)), date(2025, 4, 1))
        if day:
            make_update(action, status=Status.COMPLETE, on=day)
    page = text_of(reader.get(reverse("years", args=[larkshire.slug])))
    assert "2026/27 2 of 4 (50%) Not over yet" in page
    assert "2025/26 1 of 3 (33%) 2 of 3 (67%)" in page


@pytest.mark.parametrize(
    ("name", "queries"), [("over-time", 11), ("over-time-priority", 14), ("over-time-day", 14)]
)
def test_it_costs_the_same_for_many_actions(name, queries, plan, reader, django_assert_num_queries):
    priority = plan.priorities.get(title="Violence")
    more = [priority.pk] if name == "over-time-priority" else []
    with django_assert_num_queries(queries):
        page_of(reader, plan, name, *more)
    for _ in range(9):
        make_update(entered(make_action(priority), FIRST), on=TODAY)
        make_priority(plan)
    with django_assert_num_queries(queries):
        page_of(reader, plan, name, *more)


def test_years_cost_the_same_however_many(plan, larkshire, reader, django_assert_num_queries):
    make_update(make_action(make_priority(make_plan(larkshire, 2025))), on=date(2025, 9, 1))
    with django_assert_num_queries(10):
        reader.get(reverse("years", args=[larkshire.slug]))
    for year in range(2018, 2025):
        make_update(make_action(make_priority(make_plan(larkshire, year))), on=TODAY)
    with django_assert_num_queries(10):
        reader.get(reverse("years", args=[larkshire.slug]))


def course(*steps):
    return Course(1, 1, tuple(Step(day, Status(status)) for day, status in steps))


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([(FIRST, "not_started")], "Since April"),
        ([(FIRST, "not_started"), (date(2026, 5, 1), "on_track")], "Since May"),
        (
            [(date(2025, 10, 1), "on_track"), (date(2026, 7, 1), "at_risk")],
            "Since July; on track before",
        ),
        (
            [(date(2025, 12, 1), "at_risk"), (date(2026, 9, 1), "off_track")],
            "Since September; at risk since December 2025",
        ),
        ([(date(2026, 12, 1), "on_track")], ""),
    ],
)
def test_how_long_it_has_been_so(steps, words):
    assert since(course(*steps), TODAY, TODAY) == words


def test_two_fewer_than_at_the_end_of_the_quarter():
    slipped = [course((FIRST, "on_track"), (date(2026, 10, 5), "at_risk")) for _ in range(2)]
    summary = summary_of([*slipped, course((FIRST, "complete"))], TODAY, period_of(2026), TODAY)
    assert str(summary) == (
        "1 of 3 actions is on track or complete, two fewer than at the end of September. "
        "2 are at risk or off track."
    )


def test_a_long_plan_is_looked_at_by_quarter_in_parts():
    period = Period(date(2020, 4, 1), date(2027, 3, 31))
    windows = windows_of(period, usual_by(period), TODAY)
    assert [one.label for one in windows] == ["2020/21 to 2023/24", "2024/25 to 2026/27"]
    assert [len(one.marks) for one in windows] == [16, 11]
    assert window_of(windows, "2020") == windows[0]
    assert window_of(windows, "nonsense") == windows[1]
    assert len(windows_of(period, By.MONTH, TODAY)) == 7


def test_what_was_said_after_the_end_has_a_place_of_its_own():
    said = course((date(2025, 4, 1), "not_started"), (date(2026, 5, 4), "complete"))
    (window,) = windows_of(period_of(2025), By.MONTH, TODAY, [date(2026, 5, 4)])
    assert len(window.marks) == 13
    assert went(said, window.marks) == (
        "Not started from April 2025, complete after 31 March 2026."
    )


def test_today_it_is_what_the_actions_say(plan):
    now = {pk: one.on(TODAY) for pk, one in courses_of(Action.objects.all()).items()}
    assert now == dict(Action.objects.values_list("pk", "status"))


def test_of_a_year_that_is_over_months_are_told_with_their_years():
    said = course((date(2024, 4, 1), "not_started"), (date(2025, 2, 3), "on_track"))
    assert since(said, date(2025, 3, 31), TODAY) == "Since February 2025"


@pytest.mark.slow
def test_a_plan_of_2000_actions_is_told_quickly(larkshire, reader):
    plan = make_plan(larkshire)
    priorities = [make_priority(plan, f"Priority {n}", position=n) for n in range(40)]
    rows = [Action(priority=priorities[n % 40], wording=f"Do {n}") for n in range(2_000)]
    by = factories.make_user()
    StatusUpdate.objects.bulk_create(
        StatusUpdate(action=one, status="on_track", text="Words.", made_on=day, made_by=by)
        for one in Action.objects.bulk_create(rows)
        for day in (date(2026, 6, 1), date(2026, 10, 1))
    )
    began = process_time()
    page = reader.get(address_of(plan))
    assert len(page.context["priorities"]) == 20
    assert "2000 of 2000 actions are on track or complete" in text_of(page)
    assert process_time() - began < 3
