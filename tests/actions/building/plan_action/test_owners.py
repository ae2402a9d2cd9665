"""The owners of an action, as its form has them."""

import re
from datetime import date

import pytest

from actions.models import Action, Owner
from csp.versions import version_of
from tests.actions.building.plan_action.writing import URL, add, change, changed, owners_of
from tests.factories import make_agency
from tests.pages import text


def test_a_new_action_has_its_owners_in_their_order(manager, priority, shelter, police):
    add(manager, priority, (police, "", True), (shelter, "Early Help", False))
    action = Action.objects.get()
    assert owners_of(action) == [("Police", "", True), ("Lark Shelter", "Early Help", False)]


def test_owners_change_and_those_who_stay_keep_their_rows(manager, action, police, shelter):
    before = action.owners.get()
    change(manager, action, (police, "", True), (shelter, "", False))
    assert owners_of(action) == [("Police", "", True), ("Lark Shelter", "", False)]
    assert action.owners.get(agency=shelter) == before


def test_another_owner_can_lead(manager, action, police, shelter):
    change(manager, action, (police, "", True), (shelter, "", False))
    change(manager, action, (police, "", False), (shelter, "", True))
    assert owners_of(action) == [("Police", "", False), ("Lark Shelter", "", True)]


def test_two_can_lead_together(manager, action, police, shelter):
    change(manager, action, (police, "", True), (shelter, "", True))
    assert owners_of(action) == [("Police", "", True), ("Lark Shelter", "", True)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["police", "police"], "Police is listed as an owner twice. Remove one of them"),
        (
            [("police", "Traffic", False), ("police", "traffic", False)],
            "Police (traffic) is listed",
        ),
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
