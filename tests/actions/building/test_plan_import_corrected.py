"""A file that comes back corrected: what differs is shown, and taken where somebody says so."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from actions.building.models import PlanImport
from actions.building.plan_import.corrections import TAKE_ALL
from actions.building.plan_import.tables_to_plan import planned_from
from actions.building.plan_import.taking_back import take_back
from actions.building.plan_import.writing import write
from actions.models import Action, Status
from actions.moving import Said
from partners.models import Agency
from plans.action_fields import ACTION_FIELDS
from tests import factories
from tests.actions.building.test_plan_import import imported
from tests.conftest import TODAY

SAID = Said(False, "No locks", "The partnership")
HEAD = "Priority,Action,Owner,Timescale,Update,Status"


@pytest.fixture
def plan(larkshire, cast):
    factories.make_agency(larkshire, "Larkshire Police", abbreviation="LP")
    return factories.make_plan(larkshire, 2026)


@pytest.fixture
def action(plan, cast):
    """Of Larkshire Police, by May 2026, on track."""
    police = Agency.objects.get(name="Larkshire Police")
    priority = factories.make_priority(plan, "Theft")
    made = factories.make_action(priority, "Lend locks", [police], timescale="May 2026")
    factories.make_update(made, "Ten lent", Status.ON_TRACK, by=cast.manager)
    made.refresh_from_db()
    return made


def brought(plan, *lines, head=HEAD):
    return imported(plan, "\n".join([head, *lines]).encode(), "plan.csv")


def differences(started):
    (row,) = planned_from(started).actions
    return [(one.name, one.old, one.new) for one in row.differences]


def take(started, by, *names):
    """Take these differences of the only row."""
    planned = planned_from(started)
    keys = {f"take-{planned.actions[0].pk}-{name}" for name in names}
    agreed = planned.digest
    _, is_written = write(started, by=by, on=TODAY, agreed=agreed, taken=keys, said=SAID)
    return is_written


def test_what_is_the_same_differs_in_nothing(plan, action):
    started = brought(plan, "Theft,Lend  locks,LP,May 2026,Ten lent,On track")
    assert (differences(started), planned_from(started).can_be_written) == ([], False)


def test_each_field_that_differs_is_told(plan, action):
    started = brought(plan, "Theft,Lend locks,Larkshire Guild,June 2026,20 lent,Complete")
    started.choices = {"owners": {"larkshire guild": "new"}}
    assert differences(started) == [
        ("timescale", "May 2026", "June 2026"),
        ("owners", "Larkshire Police", "Larkshire Guild, a new partner"),
        ("update", "On track: Ten lent", "Complete: 20 lent"),
    ]


def test_what_the_file_has_no_column_for_is_no_difference(plan, action):
    assert differences(brought(plan, "Theft,Lend locks", head="Priority,Action")) == []


def test_an_empty_update_takes_nothing_away(plan, action):
    assert differences(brought(plan, "Theft,Lend locks,LP,May 2026,,")) == []


def test_what_is_taken_is_written_and_the_rest_stays(plan, action, cast):
    started = brought(plan, "Theft,Lend locks,,June 2026,20 lent,Complete")
    assert take(started, cast.manager, "timescale", "update")
    action.refresh_from_db()
    assert (action.timescale, action.due_on.month) == ("June 2026", 6)
    assert (action.status, action.latest_update.text) == (Status.COMPLETE, "20 lent")
    assert action.latest_update.imported_from == "plan.csv"
    assert [str(one) for one in action.owners.all()] == ["LP"]


def test_owners_are_taken_with_new_partners(plan, action, cast):
    started = brought(plan, "Theft,Lend locks,Larkshire Guild,May 2026,,")
    started.choices = {"owners": {"larkshire guild": "new"}}
    started.save()
    assert take(started, cast.manager, "owners")
    assert [one.agency.name for one in action.owners.all()] == ["Larkshire Guild"]


def test_nothing_is_written_where_nothing_is_chosen(plan, action, cast):
    started = brought(plan, "Theft,Lend locks,LP,June 2026,,")
    assert not take(started, cast.manager)
    started.refresh_from_db()
    assert started.state == PlanImport.State.CHOOSING


def test_nothing_is_taken_once_somebody_has_changed_the_action(plan, action, cast):
    started = brought(plan, "Theft,Lend locks,LP,June 2026,,")
    agreed = planned_from(started).digest
    Action.objects.update(timescale="April 2026")
    _, is_written = write(started, by=cast.manager, on=TODAY, agreed=agreed, taken={TAKE_ALL})
    action.refresh_from_db()
    assert (is_written, action.timescale) == (False, "April 2026")


def test_references_of_our_own_sheets_find_actions_in_other_words(plan):
    priority = factories.make_priority(plan, "Theft")
    factories.make_action(priority, "Lend locks", reference="1.1")
    head = ",".join(["Priority", *(one.label for one in ACTION_FIELDS)])
    row = "Theft,1.1,Lend locks and chains" + "," * 8
    assert differences(brought(plan, row, head=head)) == [
        ("wording", "Lend locks", "Lend locks and chains")
    ]
    other = brought(plan, "Theft,1.1,Lend locks and chains", head="Priority,Ref,Action")
    assert not planned_from(other).actions[0].is_there


def test_actions_that_the_file_has_not_are_told_and_stay(plan, action):
    factories.make_action(action.priority, "Mark tools", reference="2")
    started = brought(plan, "Theft,Lend locks,LP,May 2026,,")
    assert planned_from(started).not_in_file == ("2 Mark tools",)
    assert planned_from(brought(plan, "Theft,Walk,LP,,,")).not_in_file == ()


def test_what_was_taken_stays_when_the_import_is_taken_back(plan, action, cast):
    started = brought(plan, "Theft,Lend locks,LP,June 2026,,", "Theft,Walk,LP,,,")
    take(started, cast.manager, "timescale")
    taken_back = take_back(started)
    assert (taken_back.removed, taken_back.corrected) == (1, 1)
    action.refresh_from_db()
    assert action.timescale == "June 2026"


@pytest.fixture
def page(plan, action, cast, sign_in):
    """(client, the import's pages by name)"""
    started = brought(plan, "Theft,Lend locks,LP,June 2026,,")

    def at(name):
        return reverse(f"plan-import-{name}", args=["larkshire", 2026, started.pk])

    return sign_in(cast.manager), at


def test_the_page_shows_both_and_takes_what_is_selected(page, action):
    client, at = page
    shown = client.get(at("preview"))
    assert "May 2026" in shown.content.decode()
    typed = {"version": shown.context["planned"].digest, f"take-{action.pk}-timescale": "yes"}
    typed |= {"moved_because": "No locks", "moved_agreed_by": "The partnership"}
    told = client.post(at("confirm"), typed, follow=True).content.decode()
    assert "1 action changed." in told


def test_the_page_asks_to_select_something(page):
    client, at = page
    version = client.get(at("preview")).context["planned"].digest
    shown = client.post(at("confirm"), {"version": version}).content.decode()
    assert 'href="#take-all"' in shown


def test_what_was_selected_is_there_when_the_plan_was_changed_meanwhile(page, action):
    client, at = page
    typed = {"version": "older", f"take-{action.pk}-timescale": "yes"}
    shown = client.post(at("confirm"), typed).content.decode()
    assert "Check it again" in shown
    assert f'name="take-{action.pk}-timescale" value="yes" checked' in shown


def test_the_command_tells_and_takes_changes(plan, action, cast, tmp_path, capsys):
    path = tmp_path / "plan.csv"
    path.write_text(f"{HEAD}\nTheft,Lend locks,LP,June 2026,,")
    call_command("import_actions", "larkshire", "2026", str(path))
    assert "Timescale differs: “May 2026” in the plan, “June 2026” here" in capsys.readouterr().out
    said = ["--moved-because=No locks", "--moved-agreed-by=The partnership"]
    call_command("import_actions", "larkshire", "2026", str(path), "--take-changes", *said)
    action.refresh_from_db()
    assert (action.timescale, action.extensions.get().reason) == ("June 2026", "No locks")


def test_the_command_moves_no_timescale_without_a_reason(plan, action, tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text(f"{HEAD}\nTheft,Lend locks,LP,June 2026,,")
    with pytest.raises(CommandError, match="--moved-because"):
        call_command("import_actions", "larkshire", "2026", str(path), "--take-changes")
    action.refresh_from_db()
    assert action.timescale == "May 2026"


def test_a_timescale_that_is_taken_is_kept_as_an_extension(plan, action, cast):
    take(brought(plan, "Theft,Lend locks,LP,June 2026,,"), cast.manager, "timescale")
    kept = action.extensions.get()
    assert (kept.before, kept.after, kept.agreed_by) == ("May 2026", "June 2026", "The partnership")
    assert (str(kept.before_due_on), str(kept.after_due_on)) == ("2026-05-31", "2026-06-30")


def test_a_timescale_in_other_words_needs_no_reason(plan, action, cast):
    started = brought(plan, "Theft,Lend locks,LP,By 31 May 2026,,")
    agreed = planned_from(started).digest
    write(started, by=cast.manager, on=TODAY, agreed=agreed, taken={TAKE_ALL})
    action.refresh_from_db()
    assert (action.timescale, action.extensions.count()) == ("By 31 May 2026", 0)


def test_the_page_asks_why_a_timescale_is_moved_and_keeps_what_was_selected(page, action):
    client, at = page
    version = client.get(at("preview")).context["planned"].digest
    typed = {"version": version, "take-all": "yes", "moved_agreed_by": "The board"}
    shown = client.post(at("confirm"), typed).content.decode()
    assert "Enter why the timescale is moved" in shown
    assert 'name="take-all" value="yes" checked' in shown
    assert "The board" in shown
    action.refresh_from_db()
    assert action.timescale == "May 2026"


def test_what_differs_costs_no_query_by_row(plan, action, django_assert_num_queries):
    priority = action.priority
    for number in range(9):
        factories.make_action(priority, f"Act {number}", timescale="May 2026")
    rows = [f"Theft,Act {number},LP,June 2026,a,Complete" for number in range(9)]
    few, many = brought(plan, rows[0]), brought(plan, *rows)
    with django_assert_num_queries(6):
        planned_from(few)
    with django_assert_num_queries(6):
        assert len(planned_from(many).differing) == 9
