"""The page on which a plan is built: all of it in order, and a closed plan."""

import re

import pytest
from django.urls import reverse

from csp.versions import version_of
from plans.models import Plan, Priority
from tests.factories import (
    make_action,
    make_agency,
    make_plan,
    make_priority,
    make_recommendation,
    make_strand,
    make_theme,
)
from tests.pages import text

URL = "/larkshire/2026/edit/"


@pytest.fixture
def plan(larkshire):
    return make_plan(larkshire, stage=Plan.Stage.DRAFTING)


@pytest.fixture
def whole(plan, shelter):
    """A plan with something of each kind, in the order of these titles."""
    make_priority(plan, "Burglary")
    theme = make_theme(plan, "Safe homes")
    priority = make_priority(plan, "Abuse", theme=theme, position=1)
    strand = make_strand(priority, "Support")
    make_action(priority, "Under no strand", timescale="By March 2027", owners=[shelter])
    make_action(priority, "Under a strand", strand=strand, reference="1.2")
    make_recommendation(priority, "Think of it")
    return plan


def test_it_shows_everything_in_the_order_of_the_plan(manager, whole):
    page = text(manager.get(URL)).partition("app-build__outline")[2]
    words = ["Burglary", "Safe homes", "Abuse", "Under no strand", "Support", "Under a strand"]
    places = [
        page.index(f">{word}<")
        if word != "Under a strand"
        else page.index(word, page.index(">Support<"))
        for word in words
    ]
    assert places == sorted(places)
    assert page.index("Think of it") > places[-1]


def test_an_action_says_who_owns_it_and_how_its_timescale_was_understood(manager, whole):
    page = text(manager.get(URL))
    assert "<dt>Owners</dt><dd>Lark Shelter</dd>" in page
    assert "By March 2027 (due by 31 March 2027)" in page
    assert "<dt>Owners</dt><dd>nobody yet</dd>" in page


@pytest.mark.parametrize("name", ["theme", "priority", "strand", "recommendation", "plan-action"])
def test_each_row_can_be_changed_removed_and_looked_back_at(name, manager, whole):
    page = text(manager.get(URL))
    found = re.search(rf'id="{name}-(\d+)"', page)
    assert found
    for what in ("", "-remove", "-history"):
        assert f'href="{reverse(name + what, args=["larkshire", 2026, found[1]])}"' in page


def test_rows_alone_in_their_place_cannot_be_moved(manager, plan):
    make_action(make_priority(plan))
    assert "/move/" not in text(manager.get(URL))


def test_the_first_is_not_moved_up_nor_the_last_down(manager, plan):
    priority = make_priority(plan)
    for place, wording in enumerate("ABC"):
        make_action(priority, wording, position=place)
    page = text(manager.get(URL))
    hidden = '<span class="govuk-visually-hidden"> {}</span>'
    moved = [
        (way, one)
        for way in ("up", "down")
        for one in "ABC"
        if f"Move {way}{hidden.format(one)}" in page
    ]
    assert moved == [("up", "B"), ("up", "C"), ("down", "A"), ("down", "B")]


def test_an_action_moves_among_those_of_its_strand(manager, plan):
    priority = make_priority(plan)
    strand = make_strand(priority)
    other = make_action(priority, "Other", position=0)
    first = make_action(priority, "First", strand=strand, position=0)
    second = make_action(priority, "Second", strand=strand, position=1)
    response = manager.post(
        reverse("plan-action-move", args=["larkshire", 2026, second.pk]),
        {"move": "up", "version": 1},
    )
    place = f"plan-action-{second.pk}"
    assert response.url == f"{URL}?at={place}#{place}"
    assert list(strand.actions.order_by("position")) == [second, first]
    other.refresh_from_db()
    assert other.position == 0


def folded(response):
    return re.findall(r"<details class=\"govuk-details\"( open)?>", response.content.decode())


def test_few_actions_are_all_unfolded(manager, plan):
    for _ in range(2):
        make_action(make_priority(plan))
    assert folded(manager.get(URL)) == [" open", " open"]


def test_of_many_actions_those_at_the_place_are_unfolded(manager, plan):
    priorities = [make_priority(plan, position=place) for place in range(3)]
    for priority in priorities:
        for _ in range(7):
            action = make_action(priority)
    assert folded(manager.get(URL)) == ["", "", ""]
    assert folded(manager.get(f"{URL}?at=plan-action-{action.pk}")) == ["", "", " open"]
    assert folded(manager.get(f"{URL}?at=all")) == [" open"] * 3


def test_an_empty_plan_says_what_to_do_first(manager, plan):
    page = text(manager.get(URL))
    assert "There is nothing here yet. Start with one of these:" in page
    assert f'href="{reverse("priority-add", args=["larkshire", 2026])}"' in page


@pytest.mark.slow
def test_it_costs_the_same_however_many_actions(
    manager, plan, shelter, django_assert_max_num_queries
):
    def fill(count):
        for _ in range(count // 10):
            strand = make_strand(make_priority(plan))
            for _ in range(10):
                make_action(strand.priority, strand=strand, owners=[shelter])

    def costs():
        with django_assert_max_num_queries(30) as queries:
            manager.get(URL)
        return len(queries)

    fill(10)
    first = costs()
    fill(190)
    assert costs() == first


def test_its_lists_tell_how_many_there_are_of_each(manager, plan, larkshire):
    make_agency(larkshire, grid_position=1)
    page = text(manager.get(URL))
    members = reverse("members", args=["larkshire", 2026])
    assert f'href="{members}">Members</a> <span class="app-build__count">1</span>' in page


@pytest.mark.parametrize(("role", "is_there"), [("manager", True), ("officer", False)])
def test_the_plan_leads_to_it_whoever_may_build(role, is_there, cast, sign_in, plan):
    client = sign_in(getattr(cast, role))
    assert (f'href="{URL}"' in text(client.get("/larkshire/2026/"))) is is_there
    assert (f'href="{URL}"' in text(client.get("/larkshire/"))) is is_there


@pytest.fixture
def closed(plan):
    make_action(make_strand(make_priority(plan, "Abuse")).priority)
    plan.stage = Plan.Stage.CLOSED
    plan.save()
    return plan


def test_a_closed_plan_says_how_it_is_opened_again(manager, closed):
    page = text(manager.get(URL))
    assert "This plan is closed" in page
    assert f'href="{reverse("plan-settings", args=["larkshire", 2026])}"' in page
    assert "Change" not in page.partition("app-build__outline")[2]
    assert "History" in page


@pytest.mark.parametrize("what", ["", "-remove", "-move"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_rows_of_a_closed_plan_stay(what, method, manager, closed):
    priority = closed.priorities.get()
    url = reverse(f"priority{what}", args=["larkshire", 2026, priority.pk])
    typed = {"title": "Other", "version": version_of(priority)}
    response = getattr(manager, method)(url, typed, follow=True)
    assert "The plan is closed. Open it again in its settings" in text(response)
    assert Priority.objects.get().title == "Abuse"


def test_what_was_typed_when_the_plan_was_closed_is_given_back(manager, closed):
    page = text(manager.post(reverse("priority-add", args=["larkshire", 2026]), {"title": "New"}))
    assert 'value="New"' in page
    assert "The plan is closed." in page
    assert Priority.objects.count() == 1


def test_nothing_removed_returns_to_a_closed_plan(manager, plan):
    priority = make_priority(plan)
    pk = priority.pk
    priority.delete()
    plan.stage = Plan.Stage.CLOSED
    plan.save()
    record = Priority.history.get(id=pk, history_type="-").history_id
    url = reverse("priority-restore", args=["larkshire", 2026, pk, record])
    manager.post(url, {"version": str(record)})
    assert not Priority.objects.exists()


def test_an_empty_plan_without_one_before_it_has_nothing_to_carry_forward(manager, plan):
    assert "Carry last year’s plan forward" not in text(manager.get(URL))
    make_plan(plan.partnership, 2025)
    assert "Carry last year’s plan forward" in text(manager.get(URL))


def test_as_long_as_there_are_no_partners_they_come_first(manager, plan, larkshire):
    priority = make_priority(plan)
    larkshire.memberships.exclude(agency=None).delete()
    larkshire.agencies.all().delete()
    assert 'href="/larkshire/2026/members/add/">Add the first partner' in text(manager.get(URL))
    page = text(manager.get(f"{URL}actions/{priority.pk}/add/"))
    assert "There are no partners to choose from yet." in page
    make_agency(larkshire, "Police")
    assert "Add the first partner" not in text(manager.get(URL))
