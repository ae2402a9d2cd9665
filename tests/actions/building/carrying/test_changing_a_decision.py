"""Two who decide at once, and changing one's mind."""

import pytest
from django.urls import reverse

from actions.building.carrying import action_fates
from actions.building.carrying.decided import actions_of, is_decided
from actions.models import Action, Owner
from csp.versions import ChangedByAnother
from tests.actions.building.carrying.deciding import URL, carried_on, decide, keep, seen, undo
from tests.factories import PASSWORD, make_action, make_agency, make_update
from tests.pages import text


def test_the_second_to_decide_is_told_and_keeps_the_text(manager, cast, action, new, sign_in):
    version = seen(action)
    keep(sign_in(cast.administrator), action)
    manager = sign_in(cast.manager)
    page = text(decide(manager, action, "drop", seen=version, reason="Not needed"))
    assert "Administrator of Larkshire decided this while you were reading: Carried on." in page
    assert "Not needed" in page
    assert "<title>Error: " in page
    action.refresh_from_db()
    assert action.fate == "carried_on"


def test_the_second_to_keep_quickly_is_told(manager, cast, action, new, sign_in):
    version = seen(action)
    decide(sign_in(cast.administrator), action, "drop", reason="Done.")
    data = {"keep": action.pk, "version": version}
    page = text(sign_in(cast.manager).post(URL, data, follow=True))
    assert "Administrator of Larkshire decided this while you were reading: Dropped" in page
    assert not carried_on(action).exists()


def test_a_form_sent_twice_makes_one_action(manager, action, new):
    data = {"priority": new.pk, "version": seen(action)}
    for _ in range(2):
        manager.post(f"{URL}actions/{action.pk}/?decision=keep", data)
    assert carried_on(action).count() == 1


def test_what_is_decided_is_not_decided_again(action, new, plan):
    kwargs = {"plan": plan, "priority": new, "timescale": ""}
    action_fates.keep(action, seen=seen(action), **kwargs)
    with pytest.raises(ChangedByAnother):
        action_fates.keep(action, seen=seen(action), **kwargs)
    assert carried_on(action).count() == 1


def test_undoing_removes_what_was_made(manager, action, new):
    keep(manager, action)
    page = text(manager.get(f"{URL}actions/{action.pk}/"))
    assert "nobody has changed it since" in page
    undo(manager, action)
    action.refresh_from_db()
    assert (action.fate, action.fate_reason, action.merged_into) == ("", "", None)
    assert not new.actions.exists()


def test_what_undoing_removed_and_somebody_brought_back_waits_to_be_confirmed(manager, action, new):
    keep(manager, action)
    made = carried_on(action).get()
    undo(manager, action)
    record = made.history.first()
    url = reverse("plan-action-restore", args=["larkshire", 2026, made.pk, record.history_id])
    manager.post(url, {"version": str(record.history_id)})
    page = text(manager.get(f"{URL}actions/{action.pk}/"))
    assert "already continues it, but no decision was recorded" in page
    manager.post(f"{URL}actions/{action.pk}/", {"version": seen(action), "confirm": ""})
    action.refresh_from_db()
    assert action.fate == "carried_on"


def test_undoing_asks_what_becomes_of_what_was_edited(manager, action, new):
    keep(manager, action)
    copy = carried_on(action).get()
    copy.measure = "Beds"
    copy.save()
    assert "Select what happens to it in the new plan" in text(undo(manager, action))
    assert carried_on(action).exists()
    undo(manager, action, leave="leave")
    copy.refresh_from_db()
    assert copy.carries_on is None


def test_what_was_edited_can_be_removed_on_request(manager, action, new):
    keep(manager, action)
    Owner.objects.create(
        action=carried_on(action).get(), agency=make_agency(new.plan.partnership), position=5
    )
    undo(manager, action, leave="remove")
    assert not new.actions.exists()


def test_moving_a_copy_is_no_edit(manager, action, new):
    keep(manager, action)
    copy = carried_on(action).get()
    copy.position = 9
    copy.save()
    undo(manager, action)
    assert not new.actions.exists()


def test_of_which_something_was_said_stays(manager, action, new, plan):
    keep(manager, action)
    copy = carried_on(action).get()
    make_update(copy)
    assert "Remove it, and the changes made" not in text(manager.get(f"{URL}actions/{action.pk}/"))
    undo(manager, action, leave="leave")
    copy.refresh_from_db()
    assert copy.carries_on is None


def test_an_expired_session_keeps_the_words(cast, client, action, new):
    url = f"{URL}actions/{action.pk}/?decision=drop"
    response = client.post(url, {"version": seen(action), "reason": "Typed for long"})
    response = client.post(
        response.url, {"login": cast.manager.email, "password": PASSWORD}, follow=True
    )
    assert "Typed for long</textarea>" in text(response)


def test_what_the_new_plan_carries_on_already_is_confirmed(manager, action, new):
    copy = make_action(new, "Open two", carries_on=action)
    page = text(manager.get(URL))
    assert "Not decided yet" in page
    assert "Open two" in page
    keep(manager, action)
    action.refresh_from_db()
    assert action.fate == "reworded"
    assert carried_on(action).get() == copy


def test_a_fate_of_which_the_new_plan_shows_nothing_is_not_decided(manager, action, new, plan):
    Action.objects.filter(pk=action.pk).update(fate="carried_on", fate_reason="It works")
    assert not is_decided(actions_of([action.plan], plan).get())
    assert "does not show it yet" in text(manager.get(URL))
    decide(manager, action, "keep", priority=new.pk)
    assert carried_on(action).exists()
