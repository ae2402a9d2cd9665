"""Title and period of a plan that is not a yearly one, which its settings change."""

from datetime import date

import pytest

from actions.models import Action
from csp.versions import version_of
from plans.models import LogEntry
from tests.factories import make_action, make_plan, make_priority, make_titled_plan
from tests.pages import text

URL = "/larkshire/vawg/settings/"


@pytest.fixture
def plan(larkshire):
    return make_titled_plan(larkshire, "Violence", address="vawg")


def save(manager, plan, *, title="Violence", starts_on="1 April 2026", ends_on="31 March 2030"):
    days = {"starts_on_0": starts_on, "ends_on_0": ends_on}
    chosen = {"title": title, "stage": plan.stage, "layout": plan.layout}
    return text(manager.post(URL, chosen | days | {"version": version_of(plan)}, follow=True))


def test_title_and_period_are_changed_and_the_address_stays(manager, plan):
    save(manager, plan, title="Safer streets", ends_on="31 March 2029")
    plan.refresh_from_db()
    assert (plan.label, plan.address) == ("Safer streets 2026–2029", "vawg")


def test_what_is_wrong_with_it_is_told(manager, plan):
    assert "Enter the title" in save(manager, plan, title="")
    assert "Last day must be after the first day" in save(manager, plan, ends_on="1 April 2026")


def test_no_entry_of_the_log_is_left_outside(manager, plan):
    LogEntry.objects.create(plan=plan, happened_on=date(2029, 5, 3), text="Launch")
    page = save(manager, plan, ends_on="31 March 2029")
    assert "The log has an entry of 3 May 2029, outside of the period" in page


def test_timescales_are_read_again_in_a_new_period(manager, plan):
    action = make_action(make_priority(plan), timescale="By March")
    save(manager, plan, ends_on="31 March 2027")
    action.refresh_from_db()
    assert action.due_on == date(2027, 3, 31)
    assert Action.history.filter(id=action.pk).first().due_on == action.due_on


def test_a_yearly_plan_s_period_is_not_asked_for(manager, larkshire):
    make_plan(larkshire)
    assert "Last day" not in text(manager.get("/larkshire/2026/settings/"))


def test_the_law_asks_nothing_of_a_delivery_plan(manager, plan):
    assert "Part of the law" not in text(manager.get("/larkshire/vawg/priorities/add/"))
    assert "Legal steps" not in text(manager.get("/larkshire/vawg/edit/"))


def test_the_month_in_which_a_plan_begins_may_be_logged(manager, larkshire):
    plan = make_titled_plan(larkshire, address="mid", starts_on=date(2026, 4, 15))
    url = "/larkshire/mid/log/add/"
    manager.post(url, {"month": "2026-04", "day": "", "text": "Begun"})
    assert plan.log.get().happened_on == date(2026, 4, 15)
    page = text(manager.post(url, {"month": "2026-04", "day": "7", "text": "Before"}))
    assert "Date must be between 15 April 2026 and 31 March 2030" in page


def test_the_partnership_s_page_tells_kind_and_period(manager, plan, larkshire):
    make_plan(larkshire)
    page = text(manager.get("/larkshire/"))
    assert "Delivery plan, 1 April 2026 to 31 March 2030" in page
    assert "How 2026/27 stands" in page
