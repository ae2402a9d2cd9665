"""Keeping at once what goes on, and deciding the rest."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action
from tests.actions.building.carrying.deciding import URL
from tests.factories import make_action, make_priority, make_update

KEEP = f"{URL}keep/?which="


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


@pytest.fixture
def actions(before, plan, shelter):
    """One of each of these, under two priorities of which nothing is decided."""
    abuse, burglary = make_priority(before, "Abuse"), make_priority(before, "Burglary")
    made = {}
    for priority, status in [(abuse, "on_track"), (abuse, "at_risk"), (burglary, "complete")]:
        action = make_action(priority, status, owners=[shelter], timescale="By March 2026")
        make_update(action, status=status, reason="Few came." if status == "at_risk" else "")
        made[status] = action
    return made


def version(page):
    return re.search(r'name="version" value="(\w+)"', page.content.decode())[1]


def send(manager, which, *kept, seen=""):
    seen = seen or version(manager.get(KEEP + which))
    return manager.post(KEEP + which, {"keep": [one.pk for one in kept], "version": seen})


def kept_in(plan):
    return sorted(Action.objects.filter(priority__plan=plan).values_list("wording", flat=True))


def test_the_overview_offers_what_can_be_kept_with_numbers(actions, manager):
    page = manager.get(URL).content.decode()
    labels = ["Keep the 1 on track", "Keep all 2 not finished", "Keep all 3"]
    assert [label for label in labels if label not in page] == []


def test_what_is_ticked_goes_on_with_its_priority(actions, plan, manager):
    send(manager, "not_finished", actions["on_track"], actions["at_risk"])
    assert kept_in(plan) == ["at_risk", "on_track"]
    assert [one.title for one in plan.priorities.all()] == ["Abuse"]


def test_a_kept_timescale_is_moved_on(actions, plan, manager):
    send(manager, "all", *actions.values())
    assert {one.timescale for one in Action.objects.filter(priority__plan=plan)} == {
        "By March 2027"
    }


def test_what_has_no_tick_is_left_to_decide(actions, plan, manager):
    send(manager, "all", actions["on_track"])
    actions["at_risk"].refresh_from_db()
    assert (kept_in(plan), actions["at_risk"].fate) == (["on_track"], "")


def test_what_the_choice_does_not_keep_is_not_kept(actions, plan, manager):
    send(manager, "on_track", actions["on_track"], actions["complete"])
    assert kept_in(plan) == ["on_track"]


def test_a_second_press_changes_nothing(actions, plan, manager):
    seen = version(manager.get(f"{KEEP}on_track"))
    send(manager, "on_track", actions["on_track"], seen=seen)
    assert send(manager, "on_track", actions["on_track"], seen=seen).status_code == 302
    assert kept_in(plan) == ["on_track"]


def test_who_read_other_words_is_told_and_keeps_the_ticks(actions, plan, manager):
    seen = version(manager.get(f"{KEEP}all"))
    Action.objects.filter(pk=actions["complete"].pk).update(wording="Other words")
    page = send(manager, "all", actions["on_track"], seen=seen).content.decode()
    assert "Nothing has been kept" in page
    assert (page.count(" checked"), kept_in(plan)) == (1, [])


@pytest.mark.parametrize(
    ("which", "told"), [("", "Select what goes on"), ("all", "Select at least one action")]
)
def test_no_choice_is_told(which, told, actions, manager):
    page = manager.post(KEEP + which, {}) if which else manager.get(KEEP)
    assert told in page.content.decode()


def test_actions_of_a_priority_that_ended_are_not_offered(actions, before, manager):
    before.priorities.filter(title="Abuse").update(fate="ended", fate_reason="Over.")
    assert "Keep all 1" in manager.get(URL).content.decode()


def test_what_would_happen_costs_the_same_for_many(actions, manager):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            manager.get(f"{KEEP}all")
        return len(queries)

    few = cost()
    for number in range(5):
        make_action(actions["on_track"].priority, f"More {number}")
    assert cost() == few
