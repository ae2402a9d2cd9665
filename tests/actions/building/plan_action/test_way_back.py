"""The history of an action, its removal, and the way back."""

from django.urls import reverse

from actions.models import Action, Status, StatusUpdate
from actions.rounds.models import Answer
from csp.versions import version_of
from tests.actions.building.plan_action.writing import URL, change, changed, owners_of
from tests.factories import (
    make_accepted_answer,
    make_answer,
    make_joining,
    make_request,
    make_round,
    make_update,
)
from tests.pages import text


def restore(manager, action_id, record):
    url = reverse("plan-action-restore", args=["larkshire", 2026, action_id, record.history_id])
    latest = Action.history.filter(id=action_id).order_by("-history_id").first()
    return manager.post(url, {"version": str(latest.history_id)})


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


def test_owners_that_were_joined_since_come_back_as_the_one_they_are(
    manager, action, police, shelter
):
    record = action.history.latest()
    change(manager, action, (police, "", False), wording="Other")
    make_joining(police, goes=shelter)
    page = text(manager.get(reverse("plan-action-history", args=["larkshire", 2026, action.pk])))
    assert "Lark Shelter (removed)" in page
    assert restore(manager, action.pk, record).status_code == 302
    assert owners_of(action) == [("Police", "", False)]


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
    assert "2 status updates, permanently" in page


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


def test_it_comes_back_without_the_answers_whose_updates_are_gone(manager, plan, action, shelter):
    make_accepted_answer(make_request(make_round(plan), shelter), action)
    answer = make_answer(make_request(make_round(plan), shelter), action, state="sent")
    action.refresh_from_db()
    page = text(manager.get(f"{URL}{action.pk}/remove/"))
    assert "<li>1 answer</li>" in page
    assert "<li>1 answer, permanently</li>" in page
    manager.post(f"{URL}{action.pk}/remove/", {"version": version_of(action)})
    restore(manager, action.pk, Action.history.filter(history_type="-").latest())
    assert list(Answer.objects.all()) == [answer]
