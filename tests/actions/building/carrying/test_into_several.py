"""Larkshire has become Northshire and Southshire, whose first plans go on from its last."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from actions.ancestry import line_of
from actions.building.carrying import action_fates, priority_fates
from actions.building.carrying.begin import begin_plan
from actions.building.carrying.decided import (
    actions_of,
    is_decided,
    priorities_of,
    undo,
    version_of,
)
from actions.building.carrying.overview import overview_of
from actions.decisions import ActionDecision
from actions.models import Action
from partners.access import Role
from partners.founding.dividing import take_division_back
from plans.models import Plan, PriorityDecision
from plans.models.decisions import decision_of, told_elsewhere
from reports.checks import findings
from reports.demo.merging import carry_all
from reports.document import document
from tests.conftest import TODAY
from tests.factories import (
    make_action,
    make_agency,
    make_member,
    make_membership,
    make_plan,
    make_priority,
    make_restricted_plan,
    make_titled_plan,
    make_update,
)
from tests.partners.founding.conftest import carry_division_out, dump, make_division


@pytest.fixture
def past(larkshire):
    """Its last plan with an action of the police, and the plans that follow it, nothing decided."""
    police = make_agency(larkshire, "Police", kind="police")
    plan = make_plan(larkshire, 2026)
    priority = make_priority(plan, "Burglary", lead=police)
    made = SimpleNamespace(plan=plan, action=make_action(priority, owners=[police]))
    make_update(made.action, "Half are lit.")
    made.division = make_division(larkshire)
    made.new = carry_division_out(made.division)
    made.plans = [begun(one) for one in made.new]
    return made


def begun(partnership):
    plan = Plan.of_year(2027, partnership=partnership)
    return begin_plan(plan, befores=plan.plans_before())


def row(past, plan):
    return actions_of([past.plan], plan).get(pk=past.action.pk)


def drop(past, plan, reason="It is done"):
    old = row(past, plan)
    action_fates.drop(old, plan=plan, reason=reason, seen=version_of(old))


def test_each_first_plan_follows_the_last_of_the_old_one(past):
    assert [one.plans_before() for one in past.plans] == [[past.plan], [past.plan]]


def test_an_action_is_carried_on_in_both_with_lineage_both_ways(past):
    for plan in past.plans:
        carry_all(plan)
    new = {*Action.objects.filter(priority__plan__in=past.plans)}
    anybody = make_member(past.plan.partnership).memberships.get()
    (later,) = line_of(past.action, anybody).later
    assert {*later.actions} == new
    for one in new:
        assert one.owners.get().agency.partnership == one.plan.partnership
        assert [each.actions for each in line_of(one, anybody).earlier] == [[past.action]]


def test_what_is_dropped_in_one_is_still_to_be_decided_in_the_other(past):
    north, south = past.plans
    drop(past, north)
    assert is_decided(row(past, north))
    assert not is_decided(row(past, south))
    carry_all(south)
    assert decision_of(row(past, north)).fate == "dropped"
    assert decision_of(row(past, south)).fate == "carried_on"


def test_of_the_old_row_nothing_changes(past):
    def kept():
        old = Action.objects.filter(pk=past.action.pk)
        return [*old.values_list(), *past.action.history.values_list()]

    before = kept()
    for plan in past.plans:
        carry_all(plan)
    assert kept() == before


def test_each_is_told_where_else_it_went(past):
    north, south = past.plans
    carry_all(north)
    (told,) = told_elsewhere(row(past, south))
    assert (told.plan, told.get_fate_display()) == (north, "Carried on")
    assert told_elsewhere(row(past, north)) == []


def test_a_decision_is_undone_for_one_alone(past):
    north, south = past.plans
    for plan in past.plans:
        carry_all(plan)
    undo(row(past, north), plan=north, seen=version_of(row(past, north)))
    assert not is_decided(row(past, north))
    assert is_decided(row(past, south))
    assert Action.objects.filter(priority__plan=south).count() == 1


def test_what_the_old_one_dropped_itself_is_dropped_for_all_until_one_says_otherwise(past):
    Action.objects.filter(pk=past.action.pk).update(fate="dropped", fate_reason="It is done")
    north, south = past.plans
    assert is_decided(row(past, north))
    undo(row(past, north), plan=north, seen=version_of(row(past, north)))
    assert not is_decided(row(past, north))
    assert is_decided(row(past, south))


def test_a_priority_ends_in_one_and_is_merged_in_the_other(past):
    north, south = past.plans
    into = make_priority(south, "Theft")
    old = priorities_of([past.plan], north).get()
    priority_fates.end(old, plan=north, reason="It is rare", seen=version_of(old))
    old = priorities_of([past.plan], south).get()
    priority_fates.merge(old, plan=south, into=into, reason="Too small", seen=version_of(old))
    fates = PriorityDecision.objects.values_list("plan__partnership__district", "fate")
    assert {*fates} == {("Northshire", "ended"), ("Southshire", "merged")}


def test_an_action_merged_in_one_is_in_its_line(past):
    _, south = past.plans
    into = make_action(make_priority(south, "Theft"), "Light paths")
    old = row(past, south)
    action_fates.merge(old, plan=south, into=into, reason="", seen=version_of(old))
    anybody = make_member(past.plan.partnership).memberships.get()
    assert [one.actions for one in line_of(past.action, anybody).later] == [[into]]
    assert [one.actions for one in line_of(into, anybody).earlier] == [[past.action]]


def test_the_counts_of_one_are_its_own(past, cast, sign_in):
    north, south = past.plans
    drop(past, north)
    make_membership(cast.manager, south.partnership, Role.MANAGER)
    page = sign_in(cast.manager).get(reverse("carry-forward", args=["southshire", "2027"]))
    assert (page.context["actions_decided"], page.context["actions_left"]) == (0, 1)
    assert page.context["counts"][-1] == ("Dropped", 0)
    assert "In Northshire 2027/28: dropped" in page.content.decode()
    assert "It is done" not in page.content.decode()


def test_it_is_carried_on_here_too_on_its_page(past, cast, sign_in):
    north, south = past.plans
    carry_all(north)
    make_membership(cast.manager, south.partnership, Role.MANAGER)
    client = sign_in(cast.manager)
    url = reverse("carry-forward", args=["southshire", "2027"])
    shown = client.get(url)
    assert "In Northshire 2027/28: carried on" in shown.content.decode()
    client.post(url, {"continue_all": "", "version": shown.context["version_of_priorities"]})
    (priority,) = client.get(url).context["carrying"]
    client.post(url, {"keep_all": priority.priority.pk, "version": priority.version})
    assert Action.objects.filter(carries_on=past.action).count() == 2


def test_the_old_action_says_where_it_went(past, cast, sign_in):
    north, south = past.plans
    carry_all(south)
    drop(past, north, reason="Sheds have gone")
    page = sign_in(cast.officer).get(past.action.get_absolute_url()).content.decode()
    assert "In Northshire 2027/28" in page
    assert "Dropped: Sheds have gone" in page
    assert "In Southshire 2027/28" in page


def test_each_document_reviews_the_old_year_with_what_was_decided_for_it(past):
    north, south = past.plans
    carry_all(south)
    drop(past, north, reason="Sheds have gone")
    reviews = [document(plan, on=TODAY).part("review") for plan in past.plans]
    assert [one.actions[0].texts["update"] for one in reviews] == [
        "Half are lit.\nNot carried on into 2027/28: Sheds have gone",
        "Half are lit.",
    ]


def test_what_one_has_not_decided_its_check_finds(past):
    drop(past, past.plans[0])
    found = [{one.check for one in findings(plan, TODAY)} for plan in past.plans]
    assert ["fate" in one for one in found] == [False, True]


def test_what_a_restricted_plan_makes_of_it_nobody_else_is_told(past, cast, sign_in):
    north, south = (one.partnership for one in past.plans)
    old = make_titled_plan(past.plan.partnership, "Violence")
    action = make_action(make_priority(old))
    later = {"starts_on": date(2027, 4, 1), "ends_on": date(2030, 3, 31)}
    secret = make_restricted_plan(north, "Violence", **later)
    open_one = make_titled_plan(south, "Violence", **later)
    row = actions_of(secret.plans_before(), secret).get()
    action_fates.drop(row, plan=secret, reason="A secret", seen=version_of(row))
    assert told_elsewhere(actions_of([old], open_one).get()) == []
    page = sign_in(cast.administrator).get(action.get_absolute_url()).content.decode()
    assert "A secret" not in page
    assert "Northshire" not in page.partition("<h1")[2]


def test_taken_back_it_leaves_no_trace(past):
    by = past.division.parts.first().proposed_by
    take_division_back(past.division, by=by)
    before = dump()
    past.new = carry_division_out(past.division)
    for plan in (begun(one) for one in past.new):
        carry_all(plan)
    assert ActionDecision.objects.count() == 2
    take_division_back(past.division, by=by)
    assert dump() == before


def test_the_overview_costs_the_same_however_many_have_decided(past, django_assert_num_queries):
    for plan in past.plans:
        carry_all(plan)
    with django_assert_num_queries(11):
        overview_of([past.plan], past.plans[0])
