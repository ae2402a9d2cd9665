"""Restricting a plan, naming people for it, and opening it to everybody."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from csp.versions import version_of
from partners.access import Role
from plans.models import NamedPerson, Plan
from tests import factories
from tests.pages import text

BEGIN = "/larkshire/begin/titled/"
NEW = {
    "kind": "delivery", "title": "Violence", "address": "", "starts_on_0": "1 April 2026",
    "ends_on_0": "31 March 2030",
}  # fmt: skip


@pytest.fixture
def plan(larkshire):
    """Larkshire's plan of four years, which everybody sees."""
    return factories.make_titled_plan(larkshire, address="violence")


@pytest.fixture
def restricted(larkshire, cast):
    return factories.make_restricted_plan(larkshire, named=[cast.manager], address="plan-x")


def people(plan, page=""):
    return f"/larkshire/{plan.address}/settings/people/{page}"


def name(client, plan, user, partnership):
    membership = user.memberships.get(partnership=partnership)
    return text(client.post(people(plan, "add/"), {"person": membership.pk}, follow=True))


@pytest.mark.parametrize(
    ("changes", "is_restricted"),
    [
        ({}, False),
        ({"kind": "review"}, True),
        ({"kind": "prevent"}, True),
        ({"kind": "review", "readers": "all"}, False),
        ({"readers": "named"}, True),
    ],
)
def test_a_plan_begins_restricted_by_its_kind_or_if_wanted(
    changes, is_restricted, manager, cast, larkshire
):
    manager.post(BEGIN, NEW | changes)
    plan = larkshire.plans.get()
    assert plan.is_restricted == is_restricted
    assert [one.membership.user for one in plan.named.all()] == [cast.manager] * is_restricted
    assert plan.address.startswith("plan-" if is_restricted else "violence-2026")


def test_a_new_plan_is_not_begun_from_a_restricted_one_of_others(manager, larkshire):
    days = {"starts_on": "2022-04-01", "ends_on": "2026-03-31", "kind": "review"}
    before = factories.make_restricted_plan(larkshire, "Violence", **days)
    factories.make_term(before, "Secret")
    manager.post(BEGIN, NEW | {"kind": "review"})
    assert not larkshire.plans.exclude(pk=before.pk).get().glossary.exists()


def test_an_open_plan_reviews_no_restricted_one(larkshire, cast):
    days = {"starts_on": "2022-04-01", "ends_on": "2026-03-31"}
    before = factories.make_restricted_plan(larkshire, "Violence", named=[cast.manager], **days)
    assert factories.make_titled_plan(larkshire, "Violence").plans_before() == []
    after = factories.make_restricted_plan(larkshire, "Violence", named=[cast.manager])
    assert after.plans_before() == [before]
    factories.make_named_person(after, cast.officer)
    assert after.plans_before() == []


def test_trying_an_address_tells_nothing_of_a_restricted_plan(manager, larkshire):
    factories.make_restricted_plan(larkshire, address="prevent-2026")
    page = text(manager.post(BEGIN, NEW | {"address": "prevent-2026"}))
    assert "“prevent-2026” is the address of another page. Enter another word" in page


def test_restricting_leaves_it_to_who_does_it(manager, plan, cast):
    typed = {"marking": "OFFICIAL-SENSITIVE", "version": version_of(plan)}
    page = text(manager.post(people(plan), typed, follow=True))
    assert "Only you see it, until you name others." in page
    plan.refresh_from_db()
    assert (plan.is_restricted, plan.named.get().membership.user) == (True, cast.manager)


def test_restricting_takes_it_out_of_its_strategy(manager, plan, larkshire):
    plan.strategy = factories.make_strategy(larkshire)
    plan.save()
    manager.post(people(plan), {"marking": "SECRET", "version": version_of(plan)})
    plan.refresh_from_db()
    assert (plan.strategy, plan.marked) == (None, "SECRET")


def test_a_published_plan_is_not_restricted(manager, plan):
    factories.make_edition(plan)
    page = text(manager.post(people(plan), {"marking": "X", "version": version_of(plan)}))
    assert "This plan is published. Withdraw its editions before you restrict it" in page
    assert not Plan.objects.get(pk=plan.pk).is_restricted


def test_a_yearly_plan_is_not_restricted(manager, larkshire):
    plan = factories.make_plan(larkshire)
    page = text(manager.post(people(plan), {"marking": "X", "version": version_of(plan)}))
    assert "A yearly plan cannot be restricted" in page
    assert not Plan.objects.get(pk=plan.pk).is_restricted


def test_a_plan_needs_a_marking(manager, restricted):
    typed = {"marking": " ", "version": version_of(restricted)}
    assert "Enter the marking" in text(manager.post(people(restricted), typed))


def test_who_is_named_sees_it(manager, restricted, cast, larkshire, client, sign_in):
    assert "sees this plan from now on." in name(manager, restricted, cast.reader, larkshire)
    assert sign_in(cast.reader).get("/larkshire/plan-x/").status_code == 200
    person = NamedPerson.objects.get(membership__user=cast.reader)
    assert person.named_by == cast.manager


def test_naming_twice_names_once(manager, restricted, cast, larkshire):
    for _ in range(2):
        name(manager, restricted, cast.officer, larkshire)
    assert restricted.named.count() == 2


def test_nobody_of_another_partnership_is_named(manager, restricted, cast, wrenmoor):
    page = name(manager, restricted, cast.other_officer, wrenmoor)
    assert "Select who is to see the plan from the list" in page
    assert restricted.named.count() == 1


def test_the_last_manager_stays(manager, restricted, cast):
    factories.make_named_person(restricted, cast.officer)
    person = restricted.named.get(membership__user=cast.manager)
    page = text(manager.post(people(restricted, f"{person.pk}/remove/")))
    assert "is the last manager or administrator who sees this plan." in page
    assert restricted.named.count() == 2


def test_who_is_taken_off_finds_it_no_more(manager, restricted, cast):
    factories.make_named_person(restricted, cast.administrator)
    person = restricted.named.get(membership__user=cast.manager)
    response = manager.post(people(restricted, f"{person.pk}/remove/"))
    assert response.url == "/larkshire/"
    assert manager.get("/larkshire/plan-x/").status_code == 404


def test_who_is_taken_off_in_mid_form_gets_the_text_back(manager, restricted, cast):
    restricted.named.all().delete()
    response = manager.post("/larkshire/plan-x/log/add/", {"text": "The words that I typed"})
    assert response.status_code == 404
    assert "The words that I typed" in text(response)


def test_opening_it_is_asked_and_recorded(manager, restricted, cast):
    page = text(manager.get(people(restricted, "everybody/")))
    assert "Everybody in the partnership will see it" in page
    manager.post(people(restricted, "everybody/"), {"version": version_of(restricted)})
    restricted.refresh_from_db()
    assert (restricted.is_restricted, restricted.named.exists()) == (False, False)
    assert restricted.history.first().history_user == cast.manager


def test_opening_is_not_done_over_what_somebody_has_changed(manager, restricted):
    seen = version_of(restricted)
    restricted.save()
    page = text(manager.post(people(restricted, "everybody/"), {"version": seen}))
    assert "Somebody changed this plan while you were reading." in page
    assert Plan.objects.get(pk=restricted.pk).is_restricted


def test_the_figures_of_a_restricted_plan_are_its_own(manager, restricted, larkshire):
    typed = {"title": "Reviews", "unit": "reviews", "kind": "series", "better": "lower"}
    manager.post("/larkshire/plan-x/figures/indicators/add/", typed, follow=True)
    plan = factories.make_plan(larkshire)
    assert "Reviews" not in text(manager.get(f"/larkshire/{plan.address}/figures/"))
    manager.post(people(restricted, "everybody/"), {"version": version_of(restricted)})
    assert "Reviews" in text(manager.get(f"/larkshire/{plan.address}/figures/"))


@pytest.mark.parametrize("role", Role)
def test_every_member_can_be_named(role, manager, restricted, cast):
    page = text(manager.get(people(restricted, "add/")))
    assert (str(getattr(cast, role)) in page.partition("</header>")[2]) == (role != Role.MANAGER)


def test_the_operator_names_somebody_where_nobody_can(restricted, cast, capsys):
    with pytest.raises(CommandError):
        call_command("name_for_plan", "larkshire", "plan-x", cast.administrator.email)
    cast.manager.memberships.all().delete()
    call_command("name_for_plan", "larkshire")
    assert capsys.readouterr().out == "plan-x\n"
    call_command("name_for_plan", "larkshire", "plan-x", cast.administrator.email)
    assert restricted.named.get().membership.user == cast.administrator


def test_no_yearly_plan_is_restricted_nor_one_with_a_strategy_nor_unmarked(larkshire, restricted):
    strategy = factories.make_strategy(larkshire)
    plan = factories.make_plan(larkshire)
    for row, constraint, fields in (
        (plan, "plan_yearly_is_not_restricted", {"is_restricted": True}),
        (restricted, "plan_restricted_without_strategy", {"strategy": strategy}),
        (restricted, "plan_has_marking", {"marking": ""}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Plan.objects.filter(pk=row.pk).update(**fields)


def test_nobody_is_named_twice(restricted, cast):
    with pytest.raises(IntegrityError):
        factories.make_named_person(restricted, cast.manager)
