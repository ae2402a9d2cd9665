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


def test_a_year_is_begun_where_it_is_asked_for(run, larkshire):
    with pytest.raises(CommandError, match="--begin begins a year"):
        run(KNOWN, year=2031)
    told = run(KNOWN, "--begin", year=2031)
    assert "Begun: Larkshire 2031/32, 1 April 2031 to 31 March 2032." in told
    assert larkshire.plans.get(address="2031").priorities.get().actions.count() == 1


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_a_year_is_not_begun_for_nothing(options, run, larkshire):
    text = KNOWN if options else "Priority,Action\nBurglary,\n"
    run(text, "--begin", *options, year=2031)
    assert not larkshire.plans.filter(address="2031").exists()


@pytest.mark.parametrize("address", ["violence", "1066", "02026", "99999999999999999999"])
def test_only_years_are_begun(address, run):
    with pytest.raises(CommandError, match="none"):
        run(KNOWN, "--begin", year=address)


def test_a_bad_file_is_told_in_words(run, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text("[]")
    with pytest.raises(CommandError, match="not an export of actions"):
        call_command("import_actions", "larkshire", "2026", str(file))
