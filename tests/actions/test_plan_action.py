"""Writing an action of a plan: its form, its owners, its history and the way back."""

import re
from datetime import date

import pytest
from django.urls import reverse

from actions.models import Action, Answer, Owner, Status, StatusUpdate
from plans.changes import remove_row, version_of
from tests.factories import (
    make_accepted_answer,
    make_action,
    make_agency,
    make_plan,
    make_priority,
    make_request,
    make_round,
    make_strand,
    make_update,
)

URL = "/larkshire/2026/edit/actions/"


@pytest.fixture
def plan(larkshire):
    return make_plan(larkshire)


@pytest.fixture
def priority(plan):
    return make_priority(plan, "Abuse", number=1)


@pytest.fixture
def police(larkshire):
    return make_agency(larkshire, "Police")


@pytest.fixture
def action(priority, shelter):
    return make_action(priority, "Listen", owners=[shelter], measure="Calls")


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def text(response):
    return " ".join(response.content.decode().split())


def typed(priority, *owners, **fields):
    """A form as a browser sends it. owners: agency, unit and whether it leads, for each."""
    rows = {}
    for place, (agency, unit, leads) in enumerate(owners):
        rows |= {
            f"owners-{place}-agency": str(agency.pk) if agency else "",
            f"owners-{place}-unit": unit,
        }
        if leads:
            rows[f"owners-{place}-lead"] = "yes"
    return {"wording": "Listen", "heading": str(priority.pk)} | rows | fields


def changed(action, *owners, **fields):
    return typed(
        action.priority,
        *owners,
        **{"version": version_of(action), "wording": action.wording} | fields,
    )


def owners_of(action):
    owners = action.owners.order_by("position")
    return [(one.agency.name, one.unit, one.is_lead) for one in owners]


def add(manager, priority, *owners, **fields):
    return manager.post(f"{URL}{priority.pk}/add/", typed(priority, *owners, **fields))


def change(manager, action, *owners, **fields):
    return manager.post(f"{URL}{action.pk}/", changed(action, *owners, **fields))


def test_a_new_action_has_its_owners_in_their_order(manager, priority, shelter, police):
    add(manager, priority, (police, "", True), (shelter, "Early Help", False))
    action = Action.objects.get()
    assert owners_of(action) == [("Police", "", True), ("Lark Shelter", "Early Help", False)]


def test_a_timescale_is_understood_when_it_is_saved(manager, priority):
    add(manager, priority, timescale="By September")
    assert Action.objects.get().due_on == date(2026, 9, 30)
    page = text(manager.get(f"{URL}{Action.objects.get().pk}/"))
    assert "Understood as: due by 30 September 2026" in page


def test_without_its_wording_nothing_is_saved_and_all_is_given_back(manager, priority, police):
    page = text(add(manager, priority, (police, "Traffic", True), wording=" ", measure="Fines"))
    assert "Enter what is to be done" in page
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


def test_owners_change_and_those_who_stay_keep_their_rows(manager, action, police, shelter):
    before = action.owners.get()
    change(manager, action, (police, "", True), (shelter, "", False))
    assert owners_of(action) == [("Police", "", True), ("Lark Shelter", "", False)]
    assert action.owners.get(agency=shelter) == before


def test_another_owner_can_lead(manager, action, police, shelter):
    change(manager, action, (police, "", True), (shelter, "", False))
    change(manager, action, (police, "", False), (shelter, "", True))
    assert owners_of(action) == [("Police", "", False), ("Lark Shelter", "", True)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["police", "police"], "Police is among the owners twice: take one of them away"),
        ([("police", "Traffic", False), ("police", "traffic", False)], "Police (traffic) is among"),
        ([("police", "", True), ("shelter", "", True)], "Select no more than one lead agency"),
        ([("", "Early Help", False)], "Select the agency that “Early Help” belongs to"),
        ([("", "", True)], "Select which agency leads"),
        ([("police", "U" * 101, False)], "The unit must be 100 characters or fewer"),
        ([("stranger", "", False)], "Select an owner from the list"),
    ],
)
def test_what_is_wrong_with_the_owners_is_said(
    rows, told, manager, priority, police, shelter, wrenmoor
):
    agencies = {"police": police, "shelter": shelter, "": None}
    agencies["stranger"] = make_agency(wrenmoor)
    rows = [(row, "", False) if isinstance(row, str) else row for row in rows]
    page = text(add(manager, priority, *((agencies[name], *rest) for name, *rest in rows)))
    assert f'<a href="#id_owners">{told}' in page
    assert not Action.objects.exists()


def test_the_same_agency_may_own_with_two_units(manager, priority, police):
    add(manager, priority, (police, "Traffic", False), (police, "Wardens", False))
    assert len(owners_of(Action.objects.get())) == 2


def test_groups_are_offered_first_and_nobody_who_is_gone(manager, larkshire, priority, shelter):
    group = make_agency(larkshire, "Zeal of all")
    group.members.add(shelter)
    make_agency(larkshire, "Old Trust", ended_on=date(2026, 4, 1))
    make_agency(larkshire, "New Board", began_on=date(2027, 4, 1))
    page = text(manager.get(f"{URL}{priority.pk}/add/"))
    assert page.index('label="Groups"') < page.index("Zeal of all") < page.index("Lark Shelter")
    assert "Old Trust" not in page
    assert "New Board" not in page


def test_who_owns_it_already_is_offered_though_gone(manager, larkshire, action):
    gone = make_agency(larkshire, "Old Trust", ended_on=date(2020, 4, 1))
    change(manager, action, (gone, "", False))
    assert owners_of(action) == [("Lark Shelter", "", False)]
    Owner.objects.create(action=action, agency=gone, position=1)
    assert "Old Trust" in text(manager.get(f"{URL}{action.pk}/"))


@pytest.mark.parametrize(("written", "is_shown"), [("Lark Shelter.", False), ("Shelter/KCC", True)])
def test_owners_as_written_are_shown_when_they_say_something_else(
    written, is_shown, manager, action
):
    Action.objects.update(owners_as_written=written)
    page = text(manager.get(f"{URL}{action.pk}/"))
    assert ("As written in the document that the action came from" in page) is is_shown


@pytest.mark.parametrize(
    ("button", "rows"),
    [
        ("more", ["Police", "Lark Shelter", "Nobody"]),
        ("up-1", ["Lark Shelter", "Police", "Nobody"]),
        ("less-0", ["Lark Shelter", "Nobody"]),
    ],
)
def test_the_owners_buttons_save_nothing_and_give_everything_back(
    button, rows, manager, action, police, shelter
):
    page = change(
        manager,
        action,
        (police, "", False),
        (shelter, "", False),
        wording="New words",
        again=button,
    )
    selects = re.findall(r"<select[^>]*owners-\d-agency.*?</select>", page.content.decode(), re.S)
    found = [re.search(r"selected>([^<]*)<", one) for one in selects]
    assert [one[1] if one else "Nobody" for one in found] == rows
    assert "New words</textarea>" in text(page)
    assert f'name="version" value="{version_of(action)}"' in text(page)
    action.refresh_from_db()
    assert action.wording == "Listen"


def test_another_row_is_added_beyond_the_empty_one(manager, action, police):
    page = change(manager, action, (police, "", False), (None, "", False), again="more")
    assert len(re.findall(r'name="owners-\d-agency"', page.content.decode())) == 3
    assert len(re.findall("autofocus", page.content.decode())) == 1


def test_owners_typed_before_the_session_ran_out_are_given_back(client, cast, action, police):
    client.force_login(cast.manager, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["typed"] = {
        "path": f"{URL}{action.pk}/",
        "fields": changed(action, (police, "Traffic", True)),
    }
    session.save()
    page = text(client.get(f"{URL}{action.pk}/"))
    assert f'<option value="{police.pk}" selected>Police</option>' in page
    assert 'value="Traffic"' in page


def test_the_second_to_change_the_owners_is_shown_both(manager, cast, action, police, shelter):
    mine = changed(action, (police, "", True))
    theirs = changed(action, (shelter, "Refuge", False))
    manager.force_login(cast.administrator, "django.contrib.auth.backends.ModelBackend")
    manager.post(f"{URL}{action.pk}/", theirs)
    manager.force_login(cast.manager, "django.contrib.auth.backends.ModelBackend")
    page = manager.post(f"{URL}{action.pk}/", mine)
    assert f"{cast.administrator} changed this while you were writing" in text(page)
    assert "Lark Shelter (Refuge)" in text(page)
    assert f'<option value="{police.pk}" selected>Police</option>' in text(page)
    assert owners_of(action) == [("Lark Shelter", "Refuge", False)]
    version = page.context["form"]["version"].value()
    manager.post(f"{URL}{action.pk}/", mine | {"version": version})
    assert owners_of(action) == [("Police", "", True)]


def test_an_update_meanwhile_is_neither_a_conflict_nor_lost(manager, action, shelter):
    mine = changed(action, (shelter, "", False), wording="Listen more")
    update = make_update(action, status=Status.AT_RISK, reason="No room")
    assert manager.post(f"{URL}{action.pk}/", mine).status_code == 302
    action.refresh_from_db()
    assert action.wording == "Listen more"
    assert (action.status, action.latest_update) == (Status.AT_RISK, update)


def restore(manager, action_id, record):
    url = reverse("plan-action-restore", args=["larkshire", 2026, action_id, record.history_id])
    latest = Action.history.filter(id=action_id).order_by("-history_id").first()
    return manager.post(url, {"version": str(latest.history_id)})


def test_a_new_action_stands_where_it_is_put(manager, priority, action):
    make_action(priority, "Second", position=1)
    add(manager, priority, wording="New", place=str(action.pk))
    order = Action.objects.order_by("position").values_list("wording", flat=True)
    assert list(order) == ["Listen", "New", "Second"]


def test_a_form_sent_twice_adds_one_action(manager, priority):
    add(manager, priority, wording="New")
    page = text(add(manager, priority, wording="New"))
    assert "An action of this wording is there already" in page
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


def test_the_way_back_speaks_of_no_status(manager, action):
    record = action.history.latest()
    change(manager, action, wording="Other")
    make_update(action, status=Status.COMPLETE)
    page = text(
        manager.get(
            reverse("plan-action-restore", args=["larkshire", 2026, action.pk, record.history_id])
        )
    )
    assert "<del>Other</del>" in page
    assert "Status" not in page


def test_the_history_tells_of_owners(manager, action, police):
    change(manager, action, (police, "", True))
    page = text(manager.get(reverse("plan-action-history", args=["larkshire", 2026, action.pk])))
    assert "Owners" in page
    assert "<ins>Police, lead</ins>" in page
    assert "<del>Lark Shelter</del>" in page


def test_the_history_costs_the_same_however_long(
    manager, action, police, shelter, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(25) as queries:
            manager.get(reverse("plan-action-history", args=["larkshire", 2026, action.pk]))
        return len(queries)

    change(manager, action, (police, "", True))
    first = cost()
    for agency in (shelter, police) * 3:
        change(manager, action, (agency, "", True))
    assert cost() == first


def test_the_way_back_restores_wording_and_owners_but_no_update(manager, action, police):
    record = action.history.latest()
    change(manager, action, (police, "", True), wording="Other")
    make_update(action, status=Status.COMPLETE)
    restore(manager, action.pk, record)
    action.refresh_from_db()
    assert action.wording == "Listen"
    assert owners_of(action) == [("Lark Shelter", "", False)]
    assert action.status == Status.COMPLETE
    assert action.latest_update == StatusUpdate.objects.get()


def test_removing_tells_what_goes_with_it(manager, action):
    make_update(action)
    make_update(action, "More.")
    page = text(manager.get(f"{URL}{action.pk}/remove/"))
    assert "2 status updates, for good" in page


def test_what_was_removed_comes_back_with_its_owners(manager, action, police, shelter):
    change(manager, action, (shelter, "", False))
    change(manager, action, (police, "Traffic", True))
    make_update(action, status=Status.COMPLETE)
    pk = action.pk
    manager.post(f"{URL}{pk}/remove/", {"version": version_of(action)})
    assert not Action.objects.exists()
    restore(manager, pk, Action.history.get(id=pk, history_type="-"))
    action = Action.objects.get(pk=pk)
    assert owners_of(action) == [("Police", "Traffic", True)]
    assert (action.status, action.latest_update) == (Status.NOT_STARTED, None)


def test_what_was_removed_twice_comes_back_with_the_latest_owners(manager, action, police):
    pk = action.pk
    manager.post(f"{URL}{pk}/remove/", {"version": version_of(action)})
    restore(manager, pk, Action.history.filter(id=pk, history_type="-").latest())
    change(manager, Action.objects.get(pk=pk), (police, "", False))
    manager.post(f"{URL}{pk}/remove/", {"version": version_of(Action.objects.get(pk=pk))})
    restore(manager, pk, Action.history.filter(id=pk, history_type="-").latest())
    assert owners_of(Action.objects.get(pk=pk)) == [("Police", "", False)]


def test_what_somebody_removed_meanwhile_can_be_saved_as_new(manager, action, shelter):
    mine = changed(action, (shelter, "Refuge", True))
    make_update(action)
    pk = action.pk
    Action.objects.get(pk=pk).delete()
    page = manager.post(f"{URL}{pk}/", mine)
    assert "removed this while you were writing" in text(page)
    version = page.context["form"]["version"].value()
    manager.post(f"{URL}{pk}/", mine | {"version": version})
    assert owners_of(Action.objects.get()) == [("Lark Shelter", "Refuge", True)]
    assert Action.objects.get().latest_update is None


def test_an_action_goes_with_the_answers_that_became_updates(manager, plan, action, shelter):
    make_accepted_answer(make_request(make_round(plan), shelter), action)
    action.refresh_from_db()
    manager.post(f"{URL}{action.pk}/remove/", {"version": version_of(action)})
    assert not Action.objects.exists()
    assert not Answer.objects.exists()


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
