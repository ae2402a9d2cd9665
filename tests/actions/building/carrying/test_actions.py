"""What becomes of last year's actions."""

from datetime import date

from actions.models import Action, Owner
from plans.models import Block, Priority
from tests.actions.building.carrying.deciding import URL, carried_on, decide
from tests.factories import (
    make_action,
    make_agency,
    make_block,
    make_plan,
    make_priority,
    make_strand,
    make_update,
)
from tests.pages import text


def test_a_kept_action_is_copied(manager, action, new, shelter):
    strand = make_strand(action.priority, "Housing", position=3)
    Action.objects.update(
        strand=strand,
        reference="1.10",
        position=4,
        measure="Beds",
        outcome="Safety",
        resources="Money",
        pier="prevention",
        owners_as_written="Shelter",
    )
    Owner.objects.update(unit="Houses", is_lead=True)
    decide(manager, action, "keep", priority=new.pk, timescale="By March 2027")
    copy = carried_on(action).get()
    assert (copy.priority, copy.wording, copy.strand.title) == (new, "Open a refuge", "Housing")
    assert (copy.reference, copy.position) == ("1.10", 4)
    assert (copy.measure, copy.outcome, copy.resources) == ("Beds", "Safety", "Money")
    assert (copy.pier, copy.owners_as_written) == ("prevention", "Shelter")
    assert (copy.due_on, copy.status) == (date(2027, 3, 31), "not_started")
    owner = copy.owners.get()
    assert (owner.agency, owner.unit, owner.is_lead) == (shelter, "Houses", True)


def test_of_the_old_plan_only_the_fate_and_its_reason_change(manager, action, new):
    make_update(action)
    make_block(action.plan)
    was = Action.objects.filter(pk=action.pk).values().get()
    others = [list(model.objects.order_by("pk").values()) for model in (Priority, Block)]
    decide(manager, action, "reword", priority=new.pk, wording="Open two", reason="More came")
    now = Action.objects.filter(pk=action.pk).values().get()
    assert now == was | {"fate": "reworded", "fate_reason": "More came"}
    assert [list(model.objects.order_by("pk").values()) for model in (Priority, Block)] == others


def test_a_reworded_action_says_what_was_typed(manager, action, new):
    words = {"wording": "Open two", "timescale": "Ongoing", "measure": "Beds"}
    decide(manager, action, "reword", priority=new.pk, **words)
    copy = carried_on(action).get()
    assert (copy.wording, copy.timescale, copy.measure) == ("Open two", "Ongoing", "Beds")


def test_a_split_action_becomes_several(manager, action, new):
    Action.objects.update(reference="1.1")
    wordings = "Open a refuge\r\n\r\nOpen a helpline\r\n"
    decide(manager, action, "split", priority=new.pk, wordings=wordings)
    action.refresh_from_db()
    assert action.fate == "split"
    copies = carried_on(action)
    assert [(one.wording, one.reference) for one in copies] == [
        ("Open a refuge", "1.1"),
        ("Open a helpline", ""),
    ]
    assert all(one.owners.count() == 1 for one in copies)


def test_one_wording_is_not_a_split(manager, action, new):
    page = text(decide(manager, action, "split", priority=new.pk, wordings="Only this"))
    assert "Enter the wording of 2 or more actions" in page
    assert "Only this</textarea>" in page
    assert not carried_on(action).exists()


def test_a_merged_action_names_what_it_went_into(manager, action, new):
    into = make_action(new, "Open houses")
    decide(manager, action, "merge", into=into.pk, reason="The same houses")
    action.refresh_from_db()
    assert (action.fate, action.merged_into, action.fate_reason) == (
        "merged",
        into,
        "The same houses",
    )
    assert not carried_on(action).exists()


def test_an_action_cannot_be_merged_into_another_partnership_s(manager, action, wrenmoor):
    theirs = make_action(make_priority(make_plan(wrenmoor)))
    page = text(decide(manager, action, "merge", into=theirs.pk))
    assert "Select the action that it is merged into" in page
    action.refresh_from_db()
    assert action.fate == ""


def test_an_action_is_dropped_with_a_reason_alone(manager, action):
    page = text(decide(manager, action, "drop", reason=" "))
    assert "Enter why the action is dropped" in page
    assert "<title>Error: " in page
    decide(manager, action, "drop", reason="Done.")
    action.refresh_from_db()
    assert (action.fate, action.fate_reason) == ("dropped", "Done.")


def test_a_priority_of_the_new_plan_must_be_chosen(manager, action):
    page = text(decide(manager, action, "keep", priority=action.priority_id))
    assert "Select the priority that it goes to" in page


def test_in_another_priority_it_comes_last_and_has_no_number(manager, action, plan):
    other = make_priority(plan, "Violence")
    make_action(other, position=7)
    Action.objects.filter(pk=action.pk).update(reference="1.1")
    decide(manager, action, "keep", priority=other.pk)
    copy = carried_on(action).get()
    assert (copy.position, copy.reference) == (8, "")


def test_the_form_proposes_the_next_year_s_timescale_and_own_priority(manager, action, new):
    page = text(manager.get(f"{URL}actions/{action.pk}/"))
    assert 'value="By March 2027"' in page
    assert f'<option value="{new.pk}" selected>' in page
    assert "Check the words that are proposed for 2026/27" in page


def test_a_successor_takes_the_place_of_an_agency_that_has_ended(
    manager, action, larkshire, shelter, new
):
    heir = make_agency(larkshire, "Lark Homes", began_on=date(2026, 1, 1))
    gone = make_agency(larkshire, "Old Trust", ended_on=date(2026, 1, 1))
    shelter.ended_on, shelter.successor = date(2026, 4, 1), heir
    shelter.save()
    Owner.objects.create(action=action, agency=heir, position=1)
    Owner.objects.create(action=action, agency=gone, position=2)
    page = text(manager.get(f"{URL}actions/{action.pk}/"))
    assert "Lark Homes replaces Lark Shelter" in page
    assert "Old Trust has ended without a successor and is left out" in page
    decide(manager, action, "keep", priority=new.pk)
    assert [owner.agency for owner in carried_on(action).get().owners.all()] == [heir]
    assert action.owners.count() == 3


def test_an_agency_that_ends_later_stays(manager, action, larkshire, shelter, new):
    shelter.ended_on = date(2026, 4, 2)
    shelter.save()
    decide(manager, action, "keep", priority=new.pk)
    assert carried_on(action).get().owners.get().agency == shelter
