"""Larkshire and Wrenmoor have become Heathland, whose first plan is carried on from theirs."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from actions.ancestry import line_of
from actions.building.carrying.begin import begin_plan
from actions.building.carrying.decided import actions_of
from actions.models import Action, ActionRecommendation, ActionTheme
from partners.access import Role
from partners.founding.taking_back import take_back
from plans.models import Plan, Priority, PriorityDecision, Recommendation
from plans.models.decisions import decision_of
from reports.demo.merging import carry_all
from tests.factories import (
    make_action,
    make_agency,
    make_member,
    make_membership,
    make_plan,
    make_priority,
    make_series,
    make_shown,
    make_theme,
    make_titled_plan,
)
from tests.partners.founding.conftest import carry_out, dump, make_founding


@pytest.fixture
def past(larkshire, wrenmoor):
    """The plans of the year before, each with a burglary priority, and an action of the police."""
    made = SimpleNamespace(plans=[], actions=[])
    for partnership in (larkshire, wrenmoor):
        police = make_agency(partnership, "Police", kind="police")
        plan = make_plan(partnership, 2026)
        make_theme(plan, "Homes")
        priority = make_priority(plan, "Burglary", lead=police)
        made.plans.append(plan)
        made.actions.append(make_action(priority, owners=[police]))
    made.founding = make_founding(larkshire, wrenmoor)
    made.new = carry_out(made.founding)
    return made


def begun(past):
    plan = Plan.of_year(2027, partnership=past.new)
    return begin_plan(plan, befores=plan.plans_before())


def test_its_first_plan_follows_those_of_all(past):
    plan = begun(past)
    assert plan.plans_before() == past.plans
    assert [one.title for one in plan.themes.all()] == ["Homes"]
    assert make_plan(past.new, 2028).plans_before() == [plan]


def test_a_plan_of_years_is_followed_though_it_is_not_over(past, larkshire):
    old = make_titled_plan(larkshire, "Violence")
    days = {"starts_on": date(2027, 4, 1), "ends_on": date(2030, 3, 31)}
    assert make_titled_plan(past.new, "Violence", **days).plans_before() == [old]


def test_priorities_of_one_title_are_merged_and_owned_by_what_agencies_became(past):
    plan = begun(past)
    carry_all(plan)
    priority = Priority.objects.get(plan=plan)
    police = past.new.agencies.get()
    assert priority.lead == police
    assert [one.owners.get().agency for one in priority.actions.all()] == [police, police]
    merged = PriorityDecision.objects.get(merged_into=priority)
    assert merged.fate_reason == "It is a priority of Larkshire too"


def test_an_action_knows_what_it_was_and_that_what_became_of_it(past):
    plan = begun(past)
    carry_all(plan)
    anybody = make_member(plan.partnership).memberships.get()
    for old in past.actions:
        ((new,),) = [one.actions for one in line_of(old, anybody).later]
        ((back,),) = [one.actions for one in line_of(new, anybody).earlier]
        assert (new.plan, back) == (plan, old)


def test_a_reader_sees_the_past_of_their_own_partnership_alone(past, cast, sign_in):
    plan = begun(past)
    carry_all(plan)
    make_membership(cast.officer, past.new)
    client = sign_in(cast.officer)
    actions = Action.objects.filter(priority__plan=plan).order_by("pk")
    ours, theirs = (client.get(one.get_absolute_url()).content.decode() for one in actions)
    assert f"/larkshire/2026/actions/{past.actions[0].pk}/" in ours
    assert "Wrenmoor 2026/27" in theirs
    assert "/wrenmoor/" not in theirs


def test_the_second_of_a_title_is_proposed_to_be_merged(past, cast, sign_in):
    plan = begun(past)
    make_priority(plan, "Burglary", carries_on=past.actions[0].priority)
    make_membership(cast.manager, past.new, Role.MANAGER)
    url = reverse("carry-priority", args=["heathland", "2027", past.actions[1].priority_id])
    page = sign_in(cast.manager).get(url).content.decode()
    assert "It is a priority of Larkshire too" in page
    assert "Wrenmoor" in page


def test_the_pages_continue_and_keep_all(past, cast, sign_in):
    plan = begun(past)
    make_membership(cast.manager, past.new, Role.MANAGER)
    client = sign_in(cast.manager)
    url = reverse("carry-forward", args=["heathland", "2027"])
    shown = client.get(url).context
    client.post(url, {"continue_all": "", "version": shown["version_of_priorities"]})
    for one in client.get(url).context["carrying"]:
        client.post(url, {"keep_all": one.priority.pk, "version": one.version})
    assert Action.objects.filter(priority__plan=plan).count() == 2
    assert client.get(url).context["is_done"]


def test_what_was_changed_meanwhile_continues_nothing(past, cast, sign_in):
    begun(past)
    make_membership(cast.manager, past.new, Role.MANAGER)
    url = reverse("carry-forward", args=["heathland", "2027"])
    response = sign_in(cast.manager).post(url, {"continue_all": "", "version": "x"}, follow=True)
    assert "Nothing has been continued" in response.content.decode()
    assert not Priority.objects.filter(plan__partnership=past.new).exists()


def test_taken_back_it_leaves_no_trace_of_what_was_decided(past):
    take_back(past.founding, by=past.founding.proposed_by)
    before = dump()
    past.new = carry_out(past.founding)
    plan = begun(past)
    carry_all(plan)
    assert decision_of(actions_of(past.plans, plan)[0]).fate == "carried_on"
    take_back(past.founding, by=past.founding.proposed_by)
    assert dump() == before


def test_what_the_old_ones_changed_since_stays_when_it_is_taken_back(past):
    plan = begun(past)
    carry_all(plan)
    action = Action.objects.get(pk=past.actions[0].pk)
    action.measure = "Fewer burglaries"
    action.save()
    take_back(past.founding, by=past.founding.proposed_by)
    action.refresh_from_db()
    assert action.measure == "Fewer burglaries"
    assert action.history.count() == 2


def test_what_runs_through_the_plans_goes_on_side_by_side(past):
    for plan in past.plans:
        theme = plan.cross_cutting_themes.create(title="Young people")
        advice = Recommendation.objects.create(plan=plan, text=f"Of {plan}")
        action = plan.priorities.get().actions.get()
        ActionTheme.objects.create(action=action, theme=theme)
        ActionRecommendation.objects.create(action=action, recommendation=advice)
    plan = begun(past)
    carry_all(plan)
    assert [one.position for one in plan.recommendations.order_by("position")] == [0, 1]
    for action in Action.objects.filter(priority__plan=plan):
        assert action.cross_cutting_themes.get() == plan.cross_cutting_themes.get()
        assert action.recommendations.get().plan == plan


def test_an_open_recommendation_says_where_it_goes_on_without_leading_there(past, cast, sign_in):
    plan = past.plans[0]
    Recommendation.objects.create(plan=plan, text="Mend the lamps", source="A review")
    begun(past)
    page = sign_in(cast.officer).get(reverse("recommendations", args=["larkshire", plan.address]))
    assert "Carried on in Heathland 2027/28" in page.content.decode()
    assert "/heathland/2027/" not in page.content.decode()


def test_series_of_figures_stay_those_of_their_district(past):
    series = make_series(past.plans[0].partnership)
    make_shown(series, past.plans[0], priority=past.actions[0].priority)
    plan = begun(past)
    carry_all(plan)
    assert not plan.indicators.exists()
