"""/admin/ of all apps: for the operator, who runs the installation."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.decisions import ActionDecision
from actions.meetings.models import AgendaItem
from actions.models import Action, ActionRecommendation, ActionTheme, StatusUpdate
from partners.models import AuditEntry, ContactListShape, User
from plans.models import (
    Allocation,
    Block,
    GlossaryTerm,
    Grant,
    LogEntry,
    NamedPerson,
    Observation,
    PlanColumn,
    PlanPart,
    PriorityDecision,
    Spending,
)
from tests import factories
from tests.conftest import made_once

pytestmark = pytest.mark.slow

MODELS = [
    model
    for model in admin.site._registry
    if model.__module__.split(".")[0] in {"partners", "plans", "actions"}
]


@pytest.fixture
def operator(cast, sign_in):
    return sign_in(cast.operator)


@pytest.fixture(scope="module")
def one_of_each(django_db_setup, django_db_blocker):
    """A row of every model, of 2016: made once, which takes longer than most of the tests."""
    yield from made_once(django_db_blocker, lambda: make_one_of_each(2016))


def page(client, name, *args):
    response = client.get(reverse(f"admin:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def make_one_of_each(year):
    """A row of every model, each in a partnership of its own."""
    partnership = factories.make_partnership(f"District {year}")
    AuditEntry.objects.create(partnership=partnership, what="issued", page="x", path="/")
    agency = factories.make_agency(partnership)
    factories.make_contact(agency)
    member = factories.make_member(partnership)
    factories.make_division(partnership, by=member)
    partnership.former_details.create(until=date(year, 1, 1), name="A", district="A", council="A")
    strategy = factories.make_strategy(partnership, year, year)
    plan = factories.make_plan(partnership, year, strategy=strategy)
    priority = factories.make_priority(plan, theme=factories.make_theme(plan), lead=agency)
    strand = factories.make_strand(priority)
    recommendation = factories.make_recommendation(priority)
    theme = factories.make_cross_cutting_theme(plan)
    factories.make_block(plan, priority=priority)
    meeting = factories.make_meeting(factories.make_meeting_body(plan))
    minutes = factories.make_minutes(meeting, by=member, present=[agency])
    AgendaItem.objects.create(minutes=minutes, position=0, section="silent", title="One action")
    factories.make_decision(meeting, owner=agency, by=member)
    make_rest_of_plan(plan, priority, agency, member)
    action = factories.make_action(priority, strand=strand, owners=[agency])
    ActionRecommendation.objects.create(action=action, recommendation=recommendation)
    ActionTheme.objects.create(action=action, theme=theme)
    ActionDecision.objects.create(row=action, plan=plan, fate="carried_on")
    PriorityDecision.objects.create(row=priority, plan=plan, fate="continues")
    factories.make_update_evidence(factories.make_update(action, by=member))
    factories.make_update_taken(meeting, action)
    factories.make_extension(action, by=member)
    factories.make_step(plan)
    factories.make_plan_import(plan, started_by=member)
    request = factories.make_request(
        factories.make_round(plan, opened_by=member), agency, [f"box{year}@example.org"]
    )
    factories.make_evidence(factories.make_answer(request, action))
    factories.make_partner_question(request, action)
    factories.make_mail(partnership=partnership)
    factories.make_contact_import(partnership)
    factories.make_joining(agency)
    ContactListShape.objects.create(partnership=partnership, headings=str(year), columns=["role"])


def make_rest_of_plan(plan, priority, agency, member):
    """What a plan has besides its actions, of which each model has one row."""
    GlossaryTerm.objects.create(plan=plan, term="CSP", meaning="Community Safety Partnership")
    PlanPart.objects.create(plan=plan, part=Block.Part.GLOSSARY)
    PlanColumn.objects.create(plan=plan, priority=priority, field="wording")
    grant = Grant.objects.create(plan=plan, funder="Commissioner", name="Fund")
    Allocation.objects.create(grant=grant, organisation="Shelter", project="Beds", agency=agency)
    Spending.objects.create(grant=grant, item="Beds")
    LogEntry.objects.create(plan=plan, happened_on=plan.starts_on, text="Begun", added_by=member)
    indicator = factories.make_indicator(plan)
    Observation.objects.create(indicator=indicator, label="2016/17", value=1)


def test_every_model_is_there():
    ours = {
        model
        for label in ("partners", "plans", "actions", "rounds", "building", "meetings")
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical")
    }
    # Of restricted plans, which are not shown there.
    assert {one for one in ours if not one._meta.auto_created} == {*MODELS, NamedPerson}


# Of all models in one test: making the rows takes longer than the lists.
def test_no_list_asks_for_every_row(operator):
    def queries():
        found = {}
        for model in MODELS:
            with CaptureQueriesContext(connection) as asked:
                page(operator, f"{model._meta.app_label}_{model._meta.model_name}_changelist")
            found[model.__name__] = len(asked)
        return found

    for year in (2001, 2002):
        make_one_of_each(year)
    few = queries()
    for year in range(2003, 2010):
        make_one_of_each(year)
    assert queries() == few


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_can_be_searched_opened_and_its_history_read(model, operator, one_of_each):
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    page(operator, f"{name}_changelist")
    assert operator.get(reverse(f"admin:{name}_changelist"), {"q": "x"}).status_code == 200
    row = model.objects.first()
    page(operator, f"{name}_change", row.pk)
    page(operator, f"{name}_history", row.pk)
    if hasattr(model, "history"):
        page(operator, f"{name}_simple_history", row.pk, row.history.first().pk)


@pytest.mark.parametrize("name", ["partners_contact", "actions_owner"])
def test_the_history_of_what_was_moved_from_a_partner_that_is_gone_is_read(
    name, operator, plan, shelter
):
    former = factories.make_agency(plan.partnership)
    action = factories.make_action(factories.make_priority(plan), owners=[former])
    row = {"partners_contact": factories.make_contact(former), "actions_owner": action.owners.get()}
    record = row[name].history.get()
    factories.make_joining(shelter, goes=former)
    gone = "a partner that has been removed"
    assert gone in page(operator, f"{name}_history", row[name].pk)
    assert gone in page(operator, f"{name}_simple_history", row[name].pk, record.pk)


def test_history_is_not_written(operator, shelter):
    record = shelter.history.get()
    address = reverse("admin:partners_agency_simple_history", args=[shelter.pk, record.pk])
    assert operator.post(address, {"name": "Other"}).status_code == 403
    assert "Revert" not in operator.get(address).content.decode()


def test_updates_are_only_read(operator, one_of_each):
    update = StatusUpdate.objects.earliest("pk")
    name = "admin:actions_statusupdate"
    assert operator.get(reverse(f"{name}_add")).status_code == 403
    assert operator.post(reverse(f"{name}_delete", args=[update.pk])).status_code == 403
    address = reverse(f"{name}_change", args=[update.pk])
    assert operator.post(address, {"text": "Other"}).status_code == 403
    assert StatusUpdate.objects.get(pk=update.pk).text == update.text


def test_an_action_shows_its_owners_and_what_was_said(operator, one_of_each):
    content = page(operator, "actions_action_change", Action.objects.get().pk)
    assert 'name="owners-0-agency"' in content
    assert "It goes on." in content
    assert 'name="updates-0-text"' not in content


def test_an_action_with_updates_is_not_deleted(operator, one_of_each):
    action = Action.objects.get()
    operator.post(reverse("admin:actions_action_delete", args=[action.pk]), {"post": "yes"})
    assert Action.objects.exists()


def test_an_action_without_a_priority_is_refused_in_words(operator):
    response = operator.post(reverse("admin:actions_action_add"), {"wording": "Open a refuge"})
    assert response.status_code == 200
    assert "This field is required" in response.content.decode()


def test_a_person_is_added_without_a_password(operator):
    fields = {"email": "Sam@Example.org", "name": "Sam", "usable_password": "false"}
    operator.post(reverse("admin:partners_user_add"), fields)
    person = User.objects.get(name="Sam")
    assert person.email == "sam@example.org"
    assert not person.has_usable_password()
    assert person.history.get().history_user.email == "operator@example.org"


def test_a_person_is_added_with_a_password(operator):
    fields = {"email": "sam@example.org", "name": "Sam", "usable_password": "true"}
    words = "a long and quiet lane"
    operator.post(
        reverse("admin:partners_user_add"), fields | {"password1": words, "password2": words}
    )
    assert User.objects.get(name="Sam").check_password(words)


def test_an_address_that_is_taken_is_refused_in_words(operator, cast):
    fields = {"email": cast.reader.email.upper(), "name": "Sam", "usable_password": "false"}
    response = operator.post(reverse("admin:partners_user_add"), fields)
    assert response.status_code == 200
    assert not User.objects.filter(name="Sam").exists()
