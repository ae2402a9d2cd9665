"""Writing an action of a plan: what it says, where it stands, and who else writes."""

import re
from datetime import date

from actions.models import Action, Owner, Status
from plans.changes import remove_row, version_of
from tests.actions.building.plan_action.writing import URL, add, change, changed, typed
from tests.factories import (
    make_action,
    make_agency,
    make_plan,
    make_priority,
    make_strand,
    make_update,
)
from tests.pages import text


def test_a_timescale_is_understood_when_it_is_saved(manager, priority):
    add(manager, priority, timescale="By September")
    assert Action.objects.get().due_on == date(2026, 9, 30)
    page = text(manager.get(f"{URL}{Action.objects.get().pk}/"))
    assert "Understood as: due by 30 September 2026" in page


def test_without_its_wording_nothing_is_saved_and_all_is_given_back(manager, priority, police):
    page = text(add(manager, priority, (police, "Traffic", True), wording=" ", measure="Fines"))
    assert "Enter what will be done" in page
    assert f'<option value="{police.pk}" selected>Police</option>' in page
    assert 'value="Traffic"' in page
    assert re.search(r'name="owners-0-lead"[^>]* checked', page)
    assert "Fines</textarea>" in page
    assert not Action.objects.exists()


def test_a_new_action_comes_last_under_its_heading(manager, priority, action):
    add(manager, priority, wording="After it")
    assert [one.wording for one in priority.actions.order_by("position")] == ["Listen", "After it"]


def test_an_action_moves_to_a_strand_of_another_priority(manager, plan, action):
    strand = make_strand(make_priority(plan, "Burglary"))
    make_action(strand.priority, strand=strand, position=4)
    heading = f"{strand.priority_id}-{strand.pk}"
    response = change(manager, action, heading=heading)
    action.refresh_from_db()
    assert (action.priority, action.strand, action.position) == (strand.priority, strand, 5)
    assert response.url.endswith(f"#plan-action-{action.pk}")


def test_an_action_does_not_move_to_another_plan(manager, larkshire, action):
    other = make_priority(make_plan(larkshire, 2025))
    page = text(change(manager, action, heading=str(other.pk)))
    assert "Select the priority and strand from the list" in page


def test_an_action_is_put_before_another(manager, priority, action):
    second = make_action(priority, "Second", position=1)
    change(manager, second, place="first")
    assert list(priority.actions.order_by("position")) == [second, action]


def test_a_link_may_name_the_strand_of_a_new_action(manager, priority):
    strand = make_strand(priority, "Support")
    page = text(manager.get(f"{URL}{priority.pk}/add/?heading={priority.pk}-{strand.pk}"))
    assert f'<option value="{priority.pk}-{strand.pk}" selected>Support</option>' in page


def test_save_and_add_another_stays_with_the_strand(manager, priority):
    strand = make_strand(priority)
    heading = f"{priority.pk}-{strand.pk}"
    response = add(manager, priority, heading=heading, another="")
    assert response.url == f"{URL}{priority.pk}/add/?heading={heading}"
    assert Action.objects.get().strand == strand


def test_an_update_meanwhile_is_neither_a_conflict_nor_lost(manager, action, shelter):
    mine = changed(action, (shelter, "", False), wording="Listen more")
    update = make_update(action, status=Status.AT_RISK, reason="No room")
    assert manager.post(f"{URL}{action.pk}/", mine).status_code == 302
    action.refresh_from_db()
    assert action.wording == "Listen more"
    assert (action.status, action.latest_update) == (Status.AT_RISK, update)


def test_a_new_action_stands_where_it_is_put(manager, priority, action):
    make_action(priority, "Second", position=1)
    add(manager, priority, wording="New", place=str(action.pk))
    order = Action.objects.order_by("position").values_list("wording", flat=True)
    assert list(order) == ["Listen", "New", "Second"]


def test_a_form_sent_twice_adds_one_action(manager, priority):
    add(manager, priority, wording="New")
    page = text(add(manager, priority, wording="New"))
    assert "There is already an action with this wording" in page
    assert Action.objects.count() == 1


def test_actions_of_the_same_wording_may_stay_so(manager, priority, action):
    other = make_action(priority, "Listen", position=1)
    assert change(manager, other, measure="Letters").status_code == 302


def test_what_was_written_under_a_removed_priority_is_given_back(manager, plan, priority, action):
    mine = changed(action, wording="Written in vain")
    addresses = (f"{URL}{action.pk}/", f"{URL}{priority.pk}/add/")
    remove_row(priority, plan=plan, seen=version_of(priority))
    for address in addresses:
        response = manager.post(address, mine)
        assert response.status_code == 404
        assert "Written in vain" in text(response)
    assert not Action.objects.exists()


def test_an_action_whose_strand_is_gone_with_it_can_be_added_back(manager, plan, priority, shelter):
    strand = make_strand(priority)
    action = make_action(priority, strand=strand, owners=[shelter])
    mine = typed(priority, wording="Mine", version=version_of(action))
    pk = action.pk
    for row in (action, strand):
        remove_row(row, plan=plan, seen=version_of(row))
    page = manager.post(f"{URL}{pk}/", mine)
    assert "removed this while you were writing" in text(page)
    manager.post(f"{URL}{pk}/", mine | {"version": page.context["form"]["version"].value()})
    assert Action.objects.get(pk=pk).strand is None


def test_the_form_costs_the_same_however_much_there_is(
    manager, larkshire, plan, action, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(25) as queries:
            manager.get(f"{URL}{action.pk}/")
        return len(queries)

    make_strand(make_priority(plan))
    first = cost()
    for place in range(9):
        strand = make_strand(make_priority(plan))
        owner = Owner.objects.create(action=action, agency=make_agency(larkshire), position=place)
        make_action(action.priority, owners=[owner.agency])
        make_action(strand.priority, strand=strand)
    assert cost() == first
