"""Who was asked, opened and answered."""

from datetime import UTC, date, datetime

import pytest

from actions.rounds.desk.scoreboard import scoreboard
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def plan(larkshire, shelter):
    plan = factories.make_plan(larkshire)
    priority = factories.make_priority(plan)
    for _ in range(2):
        factories.make_action(priority, owners=[shelter])
    return plan


def asked(plan, agency, closes_on=date(2026, 11, 27), **fields):
    round = plan.rounds.first() or factories.make_round(plan, "Autumn", closes_on=closes_on)
    return factories.make_request(round, agency, **fields)


def answered(request, day, hour=12):
    actions = request.agency.ownerships.values_list("action", flat=True)
    for action in actions:
        factories.make_answer(request, factories.Action.objects.get(pk=action))
    request.answered_at = datetime(2026, 11, day, hour, tzinfo=UTC)
    request.opened_at = request.opened_at or request.answered_at
    request.save()


def words(plan, on=TODAY):
    return [str(cell) for line in scoreboard(plan, on=on).agencies for cell in line.cells]


def test_an_agency_that_did_nothing(plan, shelter):
    asked(plan, shelter)
    assert words(plan) == ["Not opened"]


def test_an_agency_that_only_opened_it(plan, shelter):
    asked(plan, shelter, opened_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    assert words(plan) == ["Opened"]


def test_an_agency_that_answered_in_time(plan, shelter):
    answered(asked(plan, shelter), 6)
    assert words(plan) == ["Answered 2 of 2, in time"]
    (line,) = scoreboard(plan, on=TODAY).agencies
    assert line.cells[0].days == 4


@pytest.mark.parametrize(("hour", "told"), [(23, "in time"), (24, "late")])
def test_the_closing_day_ends_at_midnight(hour, told, plan, shelter):
    request = asked(plan, shelter, closes_on=date(2026, 11, 10))
    answered(request, 10 + hour // 24, hour % 24)
    assert words(plan) == [f"Answered 2 of 2, {told}"]


def test_whoever_has_not_answered_after_the_closing_day_is_late(plan, shelter):
    asked(plan, shelter, closes_on=date(2026, 11, 17))
    assert words(plan) == ["Not opened, late"]
    assert scoreboard(plan, on=TODAY).totals.missing == 1


def test_whose_link_was_withdrawn_is_neither_late_nor_counted(plan, shelter):
    asked(plan, shelter, closes_on=date(2026, 11, 17), revoked_at=datetime(2026, 11, 9, tzinfo=UTC))
    assert words(plan) == ["Link withdrawn"]
    totals = scoreboard(plan, on=TODAY).totals
    assert (totals.asked, totals.missing, totals.actions) == (0, 0, 0)


def test_an_answer_sent_back_is_told(plan, shelter):
    request = asked(plan, shelter)
    first, second = factories.Action.objects.all()
    factories.make_answer(request, first)
    factories.make_answer(request, second, state="returned", question="Which?")
    assert words(plan) == ["Answered 1 of 2, 1 sent back"]


def test_totals_by_round_and_by_agency(plan, shelter, larkshire):
    answered(asked(plan, shelter), 6)
    asked(plan, factories.make_agency(larkshire, "Zeal"))
    second = factories.make_round(plan, "Winter", opened_at=datetime(2026, 11, 17, tzinfo=UTC))
    factories.make_request(second, shelter)
    board = scoreboard(plan, on=TODAY)
    assert [(round.name, total.asked, total.answered) for round, total in board.rounds] == [
        ("Autumn", 2, 1),
        ("Winter", 1, 0),
    ]
    assert [(line.agency.name, line.totals.asked, line.totals.answered) for line in board.agencies]
    assert board.agencies[0].totals.asked == 2
    assert board.agencies[1].cells[1] is None
    assert (board.totals.actions, board.totals.actions_answered) == (4, 2)


def test_it_asks_the_same_number_of_times_however_many_agencies(
    plan, larkshire, django_assert_max_num_queries
):
    for _ in range(12):
        asked(plan, factories.make_agency(larkshire))
    with django_assert_max_num_queries(7):
        scoreboard(plan, on=TODAY)


def test_the_plan_of_the_year_is_shown_until_another_is_chosen(plan, larkshire, manager):
    other = factories.make_titled_plan(larkshire, "Violence", address="violence")
    for one in (plan, other):
        factories.make_round(one)
    address = "/larkshire/rounds/scoreboard/"
    assert manager.get(address).context["plan"] == plan
    assert manager.get(f"{address}?plan=violence").context["plan"] == other
    assert manager.get(f"{address}?plan=nothing").context["plan"] == plan


def test_a_round_is_of_the_year_s_plan_until_another_is_chosen(plan, larkshire, manager):
    other = factories.make_titled_plan(larkshire, "Violence")
    form = manager.get("/larkshire/rounds/open/").context["form"]
    assert form.initial["plan_id"] == str(plan.pk)
    assert (str(other.pk), "Larkshire: Violence 2026–2030") in form.fields["plan_id"].choices
