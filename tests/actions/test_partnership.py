from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from actions.models import Status
from partners.models import Partnership
from tests.conftest import TODAY
from tests.factories import (
    make_action,
    make_plan,
    make_priority,
    make_titled_plan,
    make_update,
)
from tests.pages import text

URL = "/larkshire/"


def test_it_shows_the_plan_of_the_year_rather_than_the_next(larkshire, cast, sign_in):
    make_plan(larkshire, 2027)
    current = make_plan(larkshire, 2026)
    make_plan(larkshire, 2025)
    assert sign_in(cast.reader).get(URL).context["plan"] == current


def test_it_counts_by_priority(larkshire, cast, sign_in):
    plan = make_plan(larkshire)
    priority = make_priority(plan, "Road safety")
    make_update(make_action(priority), status=Status.COMPLETE)
    make_action(priority)
    make_priority(plan, "Empty")
    standings = sign_in(cast.reader).get(URL).context["priorities"]
    counts = {str(one.of): (one.counts[Status.COMPLETE], one.total) for one in standings}
    assert counts == {"Road safety": (1, 2), "Empty": (0, 0)}


def test_a_count_leads_to_its_actions(larkshire, cast, sign_in):
    plan = make_plan(larkshire)
    make_action(make_priority(plan), status=Status.AT_RISK)
    page = sign_in(cast.reader).get("/larkshire/").content.decode()
    assert f'href="{plan.get_absolute_url()}?status=at_risk">1</a>' in page
    assert "?status=complete" not in page


def test_a_partnership_without_plans_says_so(larkshire, cast, sign_in):
    page = sign_in(cast.reader).get(URL).content.decode()
    assert "There is no plan yet. A manager can start one." in page


def test_who_may_begin_the_first_plan_reads_how(larkshire, cast, sign_in):
    page = sign_in(cast.manager).get(URL).content.decode()
    assert "To make the first one:" in page
    assert 'href="/larkshire/begin/"' in page


def test_only_a_plan_with_one_before_it_is_carried_forward(larkshire, cast, sign_in):
    make_plan(larkshire, 2025, stage="drafting")
    make_plan(larkshire, 2026, stage="drafting")
    page = sign_in(cast.manager).get(URL).content.decode()
    assert 'href="/larkshire/2026/carry-forward/"' in page
    assert 'href="/larkshire/2025/carry-forward/"' not in page


@pytest.fixture
def slipping(larkshire, shelter):
    """An action that was on track in October and is at risk since a week ago."""
    action = make_action(make_priority(make_plan(larkshire)), "Keep the drop-in", owners=[shelter])
    make_update(action, on=TODAY - timedelta(days=60), status=Status.ON_TRACK)
    make_update(action, on=TODAY - timedelta(days=7), status=Status.AT_RISK, reason="Nobody came.")
    return action


def test_how_it_stands_is_a_sentence(slipping, cast, sign_in):
    page = strip_tags(text(sign_in(cast.reader).get(URL)))
    assert "0 of 1 action are on track or complete, one fewer than on 6 October 2026." in page
    assert "1 is at risk or off track" in page


def test_it_says_what_is_at_risk_and_why(slipping, cast, sign_in):
    page = text(sign_in(cast.reader).get(URL))
    assert slipping.get_absolute_url() in page
    assert "Nobody came." in page


@pytest.mark.parametrize(("days", "has_changed"), [(30, True), (3, False)])
def test_it_says_what_changed_since_the_last_meeting(
    days, has_changed, slipping, larkshire, cast, sign_in
):
    Partnership.objects.update(last_met_on=TODAY - timedelta(days=days))
    page = text(sign_in(cast.reader).get(URL))
    assert "Changed since the meeting" in page
    assert ("now</span>" in page) is has_changed


def test_without_a_meeting_it_counts_from_the_usual_time_between_two(slipping, cast, sign_in):
    assert "Changed since 7 October 2026" in text(sign_in(cast.reader).get(URL))


@pytest.mark.parametrize(("role", "may"), [("reader", False), ("manager", True)])
def test_managers_say_when_the_meeting_was(role, may, slipping, cast, sign_in):
    page = text(sign_in(getattr(cast, role)).get(URL))
    assert ("Say when the last meeting was" in page) is may


@pytest.mark.parametrize("name", ["document-pdf", "document-docx", "actions-xlsx"])
def test_a_reader_takes_the_files_along(name, slipping, cast, sign_in):
    address = reverse(name, args=["larkshire", "2026"])
    assert f'href="{address}"' in text(sign_in(cast.reader).get(URL))


def test_nothing_of_a_restricted_plan_is_told_to_others(larkshire, cast, sign_in):
    plan = make_titled_plan(larkshire, "Violence plan", is_restricted=True)
    action = make_action(make_priority(plan), "Keep the drop-in")
    make_update(action, status=Status.OFF_TRACK, reason="Nobody came.")
    page = text(sign_in(cast.reader).get(URL))
    assert "Keep the drop-in" not in page
    assert "There is no plan yet." in page
