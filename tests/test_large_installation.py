"""A page starts from rows of its own partnership, however many the others have."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Action, Owner
from partners.models import Agency, Mail, Partnership
from plans.models import Plan, Priority

MANY = 300
LARGE = {model._meta.db_table for model in (Action, Agency, Mail, Owner)}


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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("contributor", "my-work"),
        ("contributor", "signed-in-actions"),
        ("officer", "my-work"),
        ("officer", "plan"),
        ("officer", "action"),
        ("officer", "desk"),
        ("administrator", "person-invite"),
    ],
)
def test_no_page_reads_all_there_is(role, name, address, cast, sign_in, others):
    client = sign_in(getattr(cast, role))
    url = reverse(name) if name == "my-work" else address(name)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    selects = [query["sql"] for query in queries if "SELECT" in query["sql"]]
    assert {sql: tables for sql in selects if (tables := _read_whole(sql))} == {}
