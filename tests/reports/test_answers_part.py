"""Who has answered, in the highlight report."""

from datetime import UTC, datetime

import pytest

from plans.models import Plan
from reports.document import document
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def plan(larkshire, shelter):
    plan = factories.make_plan(larkshire)
    factories.make_action(factories.make_priority(plan), owners=[shelter])
    return plan


def part_of(plan):
    return document(plan, on=TODAY, layout=Plan.Layout.HIGHLIGHT_REPORT).part("answers")


def test_it_is_left_out_when_nobody_was_asked(plan):
    assert part_of(plan) is None


def test_it_names_who_has_not_answered_the_latest_round(plan, shelter, larkshire):
    round = factories.make_round(plan, "Autumn")
    answered_at = datetime(2026, 11, 5, 12, tzinfo=UTC)
    answered = factories.make_request(round, shelter, answered_at=answered_at)
    factories.make_answer(answered, shelter.ownerships.get().action)
    factories.make_request(round, factories.make_agency(larkshire, "Zeal"))
    withdrawn = factories.make_agency(larkshire, "Withdrawn")
    factories.make_request(round, withdrawn, revoked_at=datetime(2026, 11, 5, 12, tzinfo=UTC))
    part = part_of(plan)
    assert part.not_answered == ("Zeal",)
    (row,) = part.rounds
    assert (row.name, row.asked, row.in_time, row.late, row.outstanding) == ("Autumn", 2, 1, 0, 1)


def test_no_more_than_the_latest_rounds_are_told(plan, shelter):
    for month in range(6, 11):
        opened_at = datetime(2026, month, 1, 12, tzinfo=UTC)
        round = factories.make_round(plan, f"Round {month}", opened_at=opened_at)
        factories.make_request(round, shelter)
    assert [row.name for row in part_of(plan).rounds] == ["Round 8", "Round 9", "Round 10"]
