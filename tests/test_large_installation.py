"""A page starts from rows of its own partnership, however many the others have."""

import itertools
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Owner, StatusUpdate
from actions.rounds.models import Answer, Recipient, UpdateRequest, UpdateRound
from partners.models import Agency, Mail, Partnership
from plans.models import Plan, Priority
from tests import factories

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="what its planner does with a larger installation"
)
MANY = 300
LARGE = {
    model._meta.db_table
    for model in (Action, Agency, Answer, Mail, Owner, Recipient, StatusUpdate, UpdateRequest)
}


@pytest.fixture
def others(db):
    """Many other partnerships, of which the database knows."""
    partnerships = Partnership.objects.bulk_create(
        Partnership(name=f"{number}", slug=f"other-{number}") for number in range(MANY)
    )
    plans = Plan.objects.bulk_create(
        Plan.of_year(2026, partnership=one, stage=Plan.Stage.AGREED) for one in partnerships
    )
    priorities = Priority.objects.bulk_create(Priority(plan=plan, title="Theft") for plan in plans)
    agencies = Agency.objects.bulk_create(
        Agency(partnership=one, name=f"Agency {n}") for one in partnerships for n in range(8)
    )
    actions = Action.objects.bulk_create(
        Action(priority=one, wording=f"Do {n}") for one in priorities for n in range(8)
    )
    pairs = zip(actions, agencies, strict=True)
    Owner.objects.bulk_create(Owner(action=action, agency=agency) for action, agency in pairs)
    Mail.objects.bulk_create(
        Mail(partnership=one.partnership, key=key, message_id=key, try_at="2026-11-02T12:00Z")
        for one in agencies
        if (key := f"{one.pk}")
    )
    _say_and_ask(actions, agencies, plans)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _say_and_ask(actions, agencies, plans):
    """Three updates of each action, and a round of each plan with an answer about each action."""
    by, at = factories.make_user(), timezone.now()
    said = {"status": "on_track", "text": "It goes on."}
    StatusUpdate.objects.bulk_create(
        StatusUpdate(action=one, made_by=by, made_on=date(2026, month, 1), **said)
        for month in (6, 8, 10)
        for one in actions
    )
    rounds = UpdateRound.objects.bulk_create(
        UpdateRound(plan=plan, name="Autumn", closes_on="2026-11-30", opened_at=at, opened_by=by)
        for plan in plans
    )
    of_agencies = zip([one for one in rounds for _ in range(8)], agencies, strict=True)
    requests = UpdateRequest.objects.bulk_create(
        UpdateRequest(round=round, agency=agency) for round, agency in of_agencies
    )
    Recipient.objects.bulk_create(
        Recipient(request=one, email=f"{one.agency_id}@example.org") for one in requests
    )
    states = itertools.cycle(["draft", "sent", "returned"])
    Answer.objects.bulk_create(
        Answer(request=one, action=action, state=state, sent_at=at, question="Why?", **said)
        for one, action, state in zip(requests, actions, states, strict=False)
    )


def _read_whole(sql):
    """The large tables that the database reads from end to end for a query."""
    # PostgreSQL's cursors are declared before their SELECT.
    select = re.search(r"\(*SELECT.*", sql, re.S)[0]
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {select}")
        steps = "\n".join(str(row[-1]) for row in cursor.fetchall())
    tables = {alias: table for table, alias in re.findall(r'"(\w+)" ([A-Z]\d+)\b', select)}
    scanned = re.findall(r"(?:SCAN|Seq Scan on) (\w+)", steps)
    return LARGE & {tables.get(name, name) for name in scanned}


def _tables_read_whole(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    selects = [query["sql"] for query in queries if "SELECT" in query["sql"]]
    return {sql: tables for sql in selects if (tables := _read_whole(sql))}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("contributor", "my-work"),
        pytest.param("contributor", "my-actions", marks=on_postgresql),
        ("contributor", "signed-in-actions"),
        ("reader", "partnership"),
        ("reader", "document-page"),
        ("officer", "my-work"),
        ("officer", "my-actions"),
        ("officer", "across-actions"),
        ("officer", "plan"),
        ("officer", "action"),
        ("officer", "desk"),
        ("officer", "desk-answer"),
        ("officer", "round"),
        ("manager", "workspace"),
        # SQLite, which is for one council, looks through the owners.
        pytest.param("manager", "agency", marks=on_postgresql),
        ("administrator", "person-invite"),
        ("officer", "search?q=theft"),
        # What stands in nearly every row there is.
        ("officer", "search?q=goes"),
        pytest.param("contributor", "search?q=do+goes", marks=on_postgresql),
    ],
)
def test_no_page_reads_all_there_is(role, name, address, cast, sign_in, others):
    client = sign_in(getattr(cast, role))
    page, _, query = name.partition("?")
    own = page in ("my-work", "my-actions", "across-actions", "search")
    url = f"{reverse(page) if own else address(page)}?{query}"
    assert _tables_read_whole(client, url) == {}


@pytest.mark.slow
@on_postgresql
def test_without_its_index_a_page_would_be_seen_to_read_it(address, cast, sign_in, others):
    """That the test above can fail."""
    with connection.cursor() as cursor, connection.schema_editor() as editor:
        of_owner = connection.introspection.get_constraints(cursor, Owner._meta.db_table)
        for name, one in of_owner.items():
            if one["index"] and one["columns"] == ["agency_id"]:
                editor.execute(f'DROP INDEX "{name}"')
    found = _tables_read_whole(sign_in(cast.contributor), reverse("my-work"))
    assert {Owner._meta.db_table} in found.values()


@pytest.mark.slow
@on_postgresql
def test_no_list_of_the_operator_reads_all_there_is(cast, sign_in, others):
    client, found = sign_in(cast.operator), {}
    for model in (Action, Answer, Mail, Owner, Recipient, StatusUpdate, UpdateRequest):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        found |= _tables_read_whole(client, reverse(name))
    # What is counted is bounded: partners/admin_lists.py.
    assert {sql: tables for sql, tables in found.items() if "COUNT" not in sql} == {}
