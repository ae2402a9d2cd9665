"""An action's page lives on: through editions of its plan, and in the plans after it."""

import pytest

from tests import factories
from tests.factories import make_chapter, make_frozen_action


@pytest.fixture
def action(plan):
    return factories.make_action(factories.make_priority(plan), "Open a refuge", key="k2345678")


@pytest.fixture
def next_plan(larkshire):
    return factories.make_plan(larkshire, 2027)


@pytest.fixture
def read(client):
    return lambda key="k2345678", year=2026: client.get(
        f"/published/larkshire/{year}/actions/{key}/"
    ).content.decode()


def test_it_says_what_the_latest_edition_with_it_says(action, plan, read):
    factories.make_edition(plan, actions=[make_frozen_action(timescale="By May")])
    factories.make_edition(
        plan, actions=[make_frozen_action(timescale="By June", status="At risk")]
    )
    page = read()
    assert "By June" in page
    assert "By May" not in page
    assert 'href="/published/larkshire/2026/chapters/action-plans/#plan-action-k2345678"' in page
    assert page.index("At risk") < page.index("Through the editions") < page.index("On track")


def test_nothing_of_the_plan_s_rows_is_told(action, plan, read):
    factories.make_edition(plan)
    action.wording = "Not published"
    action.save()
    assert "Not published" not in read()
    assert "Open a refuge" in read()


def test_of_one_that_is_not_in_the_latest_edition_it_says_so(plan, read):
    factories.make_edition(plan)
    factories.make_edition(plan, actions=[])
    page = read()
    assert "not in the latest edition, Edition 2. It was last in Edition 1" in " ".join(
        page.split()
    )
    assert "Not in this edition" in page
    assert "/published/larkshire/2026/1/chapters/action-plans/#plan-action-k2345678" in page


def test_one_that_is_carried_forward_leads_on_and_back(action, plan, next_plan, read):
    later = factories.make_action(
        factories.make_priority(next_plan), "Refuge", key="new45678", carries_on=action
    )
    factories.make_edition(plan)
    assert "It goes on" not in read()
    factories.make_edition(next_plan, actions=[make_frozen_action("Two refuges", later.key)])
    assert 'href="/published/larkshire/2027/actions/new45678/">Two refuges</a>' in read()
    assert 'href="/published/larkshire/2026/actions/k2345678/">Open' in read("new45678", 2027)


def test_it_leads_to_nothing_that_was_withdrawn_or_is_in_no_edition(action, plan, next_plan, read):
    factories.make_action(
        factories.make_priority(next_plan), "Refuge", key="new45678", carries_on=action
    )
    factories.make_edition(plan)
    factories.make_edition(next_plan, actions=[])
    assert "It goes on" not in read()
    actions = [make_frozen_action("Two refuges", "new45678")]
    factories.withdraw(factories.make_edition(next_plan, actions=actions))
    assert "Two refuges" not in read()


def test_of_one_that_ended_it_says_what_the_next_plan_tells(action, plan, next_plan, read):
    factories.make_edition(plan)
    row = (
        '<table><tr id="review-action-k2345678"><th>Open a refuge</th>'
        '<td class="of-update" data-label="Update">Open.<br>Not carried on.</td></tr></table>'
    )
    page = make_chapter("review", "Review", row) + make_chapter()
    factories.make_edition(next_plan, page, actions=[])
    assert "/published/larkshire/2027/chapters/review/#review-action-k2345678" in read()
    assert "Open. Not carried on." in read().replace("Open.Not", "Open. Not")
    assert "No action of that plan goes on from it." in read()


def test_its_chapter_links_to_it(plan, client):
    factories.make_edition(plan)
    page = client.get("/published/larkshire/2026/chapters/action-plans/").content.decode()
    assert 'href="/published/larkshire/2026/actions/k2345678/">About this action' in page
    assert ": Open a refuge</span></a></th>" in page
