"""manage.py import_actions."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from actions.building.models import PlanImport
from actions.models import Action
from partners.models import Agency
from tests import factories

KNOWN = "Priority,Action,Owner,Status\nBurglary,Patrol,Lark Shelter,Green\n"


@pytest.fixture
def plan(larkshire, cast):
    return factories.make_plan(larkshire, 2026)


@pytest.fixture
def run(tmp_path, plan):
    def with_file(text, *options, year=2026):
        file = tmp_path / "plan.csv"
        file.write_text(text)
        out = StringIO()
        call_command("import_actions", "larkshire", year, str(file), *options, stdout=out)
        return out.getvalue()

    return with_file


def test_it_imports_and_says_so(run, cast):
    told = run(KNOWN, "--by", "manager@larkshire.example.org")
    assert "The table, row 2: to be added: Burglary: Patrol" in told
    assert Action.objects.get().updates.get().made_by == cast.manager
    assert PlanImport.objects.get().state == PlanImport.State.IMPORTED


def test_a_dry_run_writes_nothing(run):
    assert "this was a dry run" in run(KNOWN, "--dry-run")
    assert not Action.objects.exists()
    assert not PlanImport.objects.exists()


def test_unknown_owners_are_listed(run):
    text = "Priority,Action,Owner\nBurglary,Patrol,Taxi Forum\n"
    with pytest.raises(CommandError, match="Taxi Forum"):
        run(text)
    assert not PlanImport.objects.exists()
    assert "Partners to be added: Taxi Forum" in run(text, "--make-partners")
    assert Agency.objects.get(name="Taxi Forum").ownerships.count() == 1


def test_what_is_there_already_is_left_alone(run):
    run(KNOWN)
    assert "There is nothing to import." in run(KNOWN)
    assert Action.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "options", "year", "expected"),
    [
        (KNOWN, [], 2030, "There is no plan “2030”"),
        (KNOWN, ["--by", "officer@larkshire.example.org"], 2026, "who may change the plan"),
        ("Priority,Action,Status\na,b,Purple\n", [], 2026, "“Purple” is no status"),
        ("Action,Owner\nPatrol,Lark Shelter\n", [], 2026, "Enter the priority"),
        ("", [], 2026, "is empty"),
    ],
)
def test_what_is_wrong_is_said(text, options, year, expected, run):
    with pytest.raises(CommandError, match=expected):
        run(text, *options, year=year)
    assert not Action.objects.exists()


def test_a_column_without_a_heading_is_left_out_and_told(run):
    told = run("Priority,Action,Update,Status,\nBurglary,Patrol,Slow,Red,Ask Ann\n")
    assert "which has no heading, of The table is left out: 1 cell, such as “Ask Ann”" in told
    assert Action.objects.get().latest_update.text == "Slow"


def test_what_is_left_out_is_told_with_its_words(run):
    told = run("Priority,Action,Owner\nBurglary,Patrol,\nBurglary,,Somebody\n")
    assert "row 3: left out, because it has no action: Burglary | Somebody" in told


def test_statuses_can_be_given_by_options(run):
    text = "Priority,Action,Status,Update\nBurglary,a,Amber-ish,x\nBurglary,b,,y\n"
    with pytest.raises(CommandError, match="“Amber-ish” is no status"):
        run(text)
    run(text, "--status-of", "Amber-ish=at_risk", "--no-status")
    assert [one.status for one in Action.objects.order_by("wording")] == ["at_risk", "not_started"]


def test_a_status_that_is_none_of_ours_is_refused(run):
    with pytest.raises(CommandError, match="must be words, “=”, and one of"):
        run(KNOWN, "--status-of", "Amber-ish=amber")
