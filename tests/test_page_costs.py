"""Every page costs the same number of queries however much it shows.

How many, the tests of the more important pages say. A new address is walked as soon as
test_access.py knows it; what a new page lists is to be made here.
"""

import contextlib
import io

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.building.models import PlanImport
from actions.models import Action
from partners.earlier_imports import new_reason
from partners.models import Contact, Mail
from plans.removals import remove
from tests import factories
from tests.test_access import BY_LINK, OF_PARTNERSHIP, PUBLISHED

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("no_rendering")]


def _more_of_everything(plan, agency):
    """One more of all that the pages of a plan show, and of what the rows there are consist of."""
    partnership = plan.partnership
    for model in apps.get_models():
        if hasattr(model, "history"):
            for row in model.objects.all()[:30]:
                row.save()
    for action in Action.objects.filter(priority__plan=plan)[:6]:
        factories.make_update(action)
    first_year = partnership.plans.earliest("starts_on").start_year
    factories.make_action(
        factories.make_priority(factories.make_plan(partnership, first_year - 1)), owners=[agency]
    )
    other = factories.make_agency(partnership)
    for one in (agency, other):
        contact = factories.make_contact(one)
        contact.history.update(history_change_reason=new_reason())
    factories.make_member(partnership)
    plan.strategy = factories.make_strategy(partnership, first_year)
    plan.save()
    _more_in_the_plan(plan, agency)
    _more_asked(plan, [agency, other])
    twin = partnership.agencies.filter(name__startswith=f"{agency.name} Service").first()
    _more_of_both(plan, agency, twin)
    factories.make_edition(plan)
    factories.withdraw(factories.make_edition(plan))
    factories.make_accepted_finding(plan)
    rows = [["Priority", "Action", "Owners", "Status"]]
    rows += [[f"P {n}", f"A {n}", agency.name, "On track"] for n in range(plan.imports.count())]
    PlanImport.objects.update(tables=factories.make_plan_import(plan, rows).tables)
    rows = [["Partner", "Role", "E-mail"]]
    rows += [[f"P {n}", "Clerk", f"p{n}@x.org"] for n in range(partnership.contact_imports.count())]
    rows += [[agency.name, "Cook", f"cook{n}@x.org"] for n in range(len(rows))]
    waiting = partnership.contact_imports.filter(reason="")
    waiting.update(tables=factories.make_contact_import(partnership, rows).tables)


def _more_in_the_plan(plan, agency):
    grant, indicator = factories.make_grant(plan), factories.make_indicator(plan)
    for make, above in [
        (factories.make_allocation, grant),
        (factories.make_spending, grant),
        (factories.make_observation, indicator),
        (factories.make_meeting_body, plan),
        (factories.make_log_entry, plan),
        (factories.make_term, plan),
        (factories.make_block, plan),
    ]:
        make(above)
        remove(make(above))
    remove(factories.make_shown(factories.make_series(plan.partnership), plan))
    (before,) = plan.plans_before()
    old = factories.make_priority(before, lead=agency)
    theme = factories.make_theme(plan)
    new = factories.make_priority(plan, theme=theme, lead=agency, carries_on=old)
    strand = factories.make_strand(new)
    factories.make_recommendation(new)
    actions = list(Action.objects.filter(priority__plan=plan)[:3])
    factories.make_recommendation(plan, actions=actions, position=plan.recommendations.count())
    factories.make_cross_cutting_theme(plan, actions=actions)
    for priority in (new, *plan.priorities.all()[:2]):
        carried = factories.make_action(old, owners=[agency])
        action = factories.make_action(priority, owners=[agency], carries_on=carried)
        factories.make_update(action)
        factories.make_update(action)
        factories.make_extension(action)
        factories.make_action(new, strand=strand, owners=[agency])
        factories.make_action(before.priorities.first(), owners=[agency])
        remove(factories.make_action(priority, owners=[agency]))


def _more_of_both(plan, agency, twin):
    """More of what two records of one partner have, and of what both have."""
    action = factories.make_action(plan.priorities.first(), owners=[agency, twin])
    for one in (agency, twin):
        request, _ = plan.rounds.earliest("pk").requests.get_or_create(agency=one)
        factories.make_answer(request, action)
        request.recipients.create(email=f"{action.pk}@example.org")
        factories.make_contact(one, email=f"{action.pk}@example.org")
        factories.make_agency(plan.partnership).members.add(one)
    factories.make_joining(agency)


def _more_asked(plan, agencies):
    priority = plan.priorities.first()
    for round in (plan.rounds.first(), factories.make_round(plan)):
        asked_back = {"question": "How many?", "questioned_by": round.opened_by}
        for agency in agencies:
            request, _ = round.requests.get_or_create(agency=agency)
            mail = factories.make_mail(partnership=plan.partnership)
            recipient = request.recipients.create(email=mail.recipient)
            mail.key = f"request:{recipient.pk}:"
            mail.save()
            for state, words in (("draft", {}), ("sent", {}), ("returned", asked_back)):
                action = factories.make_action(priority, owners=[agency])
                answer = factories.make_answer(request, action, state=state, **words)
                factories.make_evidence(answer)
            factories.make_accepted_answer(
                request, factories.make_action(priority, owners=[agency])
            )


# It reads files one by one, so that no two are in memory.
READS_EACH_FILE = {"archive-file"}


def _costs(client, addresses):
    # What is kept until rows change is made anew, in both walks.
    cache.clear()
    found = {}
    for name, url in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200, name
        found[name] = len(queries)
    return found


def test_no_page_asks_for_every_row(address, larkshire, shelter, administrator):
    addresses = {name: address(name) for name in [*OF_PARTNERSHIP, *BY_LINK, *PUBLISHED]}
    addresses |= {name: reverse(name) for name in ("my-work", "across-actions", "my-actions")}
    plan = larkshire.plans.get(address="2026")
    _more_of_everything(plan, shelter)
    few = _costs(administrator, addresses)
    for _ in range(3):
        _more_of_everything(plan, shelter)
    many = _costs(administrator, addresses)
    # The first walk may have cost a page more: what is looked up once is kept.
    more = {name: (few[name], many[name]) for name in few if many[name] > few[name]}
    assert {name: cost for name, cost in more.items() if name not in READS_EACH_FILE} == {}


# What a command has to do for each row, and why.
BY_ROW = {
    # Each is claimed, sent and noted by itself, so that a killed process repeats one at most.
    "send_mail": 3,
    # The library of histories notes each that goes.
    "delete_old_contacts": 1,
}
OF_PLAN = ("larkshire", "2026")
# Reminders are counted in tests/actions/rounds/test_reminders.py; digests are by person, since
# each tells what is new since that person's last. Imports write what their files say, row by row.
COMMANDS = [
    ("send_mail",),
    ("delete_old_contacts", "--on=2040-01-01"),
    ("check_plan", *OF_PLAN),
    *(
        ("export_plan", *OF_PLAN, f"--format={form}", "--output=plan")
        for form in ("json", "csv", "xlsx", "html", "plan.json", "plan.xlsx")
    ),
]


def test_no_command_asks_for_every_row(address, larkshire, shelter, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plan = larkshire.plans.get(address="2026")

    def costs():
        cache.clear()
        rows = {"send_mail": Mail.objects.filter(state="waiting").count()}
        rows["delete_old_contacts"] = Contact.objects.count()
        found = {}
        for name, *arguments in COMMANDS:
            with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                # The checks end with a status of 1 if they find something.
                with contextlib.suppress(SystemExit):
                    call_command(name, *arguments, stdout=io.StringIO())
                transaction.set_rollback(True)
            of_rows = BY_ROW.get(name, 0) * rows.get(name, 0)
            found[name, *arguments] = len(queries) - of_rows
        return found

    _more_of_everything(plan, shelter)
    few = costs()
    for _ in range(3):
        _more_of_everything(plan, shelter)
    many = costs()
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
