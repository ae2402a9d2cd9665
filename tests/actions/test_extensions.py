"""Moving a timescale of an agreed plan: the reason is asked, kept, and shown."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from actions.building.carrying.action_fates import promised_before
from actions.extensions import Extension, Promise, is_moved, moved_words, ordinal
from actions.models import Action
from actions.personal_data import forget_word
from csp.versions import version_of
from partners.erasure import SOMEBODY
from plans import years
from plans.models import Plan
from tests.factories import (
    make_action,
    make_extension,
    make_plan,
    make_priority,
    make_update,
    make_user,
)

PERIOD = years.period_of(2026)
WHY = {"moved_because": "The builder left", "moved_agreed_by": "The partnership, 12 November"}


@pytest.fixture
def action(plan):
    return make_action(make_priority(plan), "Open a refuge", timescale="By December 2026")


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def typed(action, **fields):
    """What the form of an action sends."""
    return {
        "version": version_of(action),
        "wording": action.wording,
        "heading": str(action.priority_id),
        "timescale": action.timescale,
    } | fields


def change(client, action, **fields):
    url = reverse("plan-action", args=["larkshire", action.plan.address, action.pk])
    return client.post(url, typed(action, **fields), follow=True).content.decode()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("By March 2027", "By June 2027", True),
        ("By March 2027", "By 31 March 2027", False),
        ("By March 2027", "", True),
        ("By March 2027", "Ongoing", True),
        ("Ongoing", "Continuous", False),
        ("Ongoing", "By March 2027", True),
        ("", "By March 2027", False),
        ("When there is money", "when  there is money", False),
        ("When there is money", "When there is time", True),
        ("Monthly", "Annually", True),
    ],
)
def test_what_moves_a_timescale(before, after, expected):
    assert is_moved(Promise.of(before, PERIOD), Promise.of(after, PERIOD)) == expected


def test_a_moved_timescale_needs_a_reason_and_who_agreed(action, manager):
    page = change(manager, action, timescale="By March 2027")
    assert "Enter why the timescale is moved" in page
    assert "Enter who agreed that the timescale is moved" in page
    assert "By March 2027" in page
    action.refresh_from_db()
    assert (action.timescale, action.extensions.count()) == ("By December 2026", 0)


def test_it_is_kept_with_the_change(action, manager, cast):
    change(manager, action, timescale="By March 2027", **WHY)
    action.refresh_from_db()
    kept = action.extensions.get()
    assert (action.timescale, kept.before, kept.after) == (
        "By March 2027",
        "By December 2026",
        "By March 2027",
    )
    assert (kept.reason, kept.agreed_by) == tuple(WHY.values())
    assert (kept.made_by, str(kept.made_on)) == (cast.manager, "2026-11-18")


def test_a_mistake_is_put_right_without_who_agreed(action, manager):
    change(manager, action, timescale="By March 2027", moved_as="mistake")
    kept = action.extensions.get()
    assert (kept.what, kept.is_correction) == ("Correction", True)
    assert Action.objects.with_moves().get(pk=action.pk).moved == ""


def test_other_words_for_the_same_day_need_no_reason(action, manager):
    change(manager, action, timescale="By 31 December 2026")
    assert not action.extensions.exists()
    action.refresh_from_db()
    assert action.timescale == "By 31 December 2026"


def test_a_draft_promises_nothing(action, plan, manager):
    Plan.objects.filter(pk=plan.pk).update(stage=Plan.Stage.DRAFTING)
    plan.history.all().delete()
    change(manager, action, timescale="By March 2027")
    action.refresh_from_db()
    assert (action.timescale, action.extensions.count()) == ("By March 2027", 0)


def test_a_plan_that_was_agreed_and_opened_again_still_promises(action, plan, manager):
    plan.stage = Plan.Stage.DRAFTING
    plan.save()
    assert "Enter why the timescale is moved" in change(manager, action, timescale="By March 2027")


def test_a_new_action_is_not_asked(action, manager):
    url = reverse("plan-action-add", args=["larkshire", 2026, action.priority_id])
    assert "If you move the timescale" not in manager.get(url).content.decode()


def restored(client, action, record, **fields):
    url = reverse("plan-action-restore", args=["larkshire", 2026, action.pk, record.history_id])
    return client.post(url, {"version": version_of(action)} | fields, follow=True).content.decode()


def test_an_earlier_version_with_another_timescale_needs_a_reason(action, manager):
    make_extension(action, "By March 2027")
    then = action.history.earliest("history_id")
    assert "Enter why the timescale is moved" in restored(manager, action, then)
    assert "has been restored" in restored(manager, action, then, **WHY)
    moves = [(one.before, one.after, one.what) for one in action.extensions.all()]
    assert moves == [
        ("By December 2026", "By March 2027", "Extension"),
        ("By March 2027", "By December 2026", "Brought forward"),
    ]


def test_an_earlier_version_with_the_same_timescale_needs_none(action, manager):
    action.wording = "Open a shelter"
    action.save()
    then = action.history.earliest("history_id")
    assert "has been restored" in restored(manager, action, then)
    assert not action.extensions.exists()


def test_moves_come_back_with_an_action_that_was_removed(action, manager):
    make_extension(action, "By March 2027")
    url = reverse("plan-action-remove", args=["larkshire", 2026, action.pk])
    manager.post(url, {"version": version_of(action)})
    gone = Action.history.filter(id=action.pk).latest("history_id")
    url = reverse("plan-action-restore", args=["larkshire", 2026, action.pk, gone.history_id])
    manager.post(url, {"version": gone.history_id})
    assert Extension.objects.get(action_id=action.pk).after == "By March 2027"


def test_the_action_tells_each_move_and_what_was_first_promised(action, cast, sign_in):
    make_extension(action, "By March 2027", reason="No builder")
    make_extension(action, "By June 2027", agreed_by="The board")
    page = sign_in(cast.reader).get(action.get_absolute_url()).content.decode()
    for words in [
        "Moved twice. First promised: “By December 2026”.",
        "Second extension",
        "From “By March 2027” to “By June 2027”",
        "Why: No builder",
        "Agreed by: The board",
    ]:
        assert words in page


def test_lists_tell_how_often_a_timescale_was_moved(action, cast, sign_in):
    make_extension(action, "By March 2027")
    page = sign_in(cast.reader).get("/larkshire/2026/").content.decode()
    assert "<strong>Moved once</strong>; first promised: “By December 2026”" in page


@pytest.mark.parametrize(
    ("timescale", "carried", "expected"),
    [
        ("By December 2026", "By March 2028", "By December 2026"),
        ("Quarter 2", "Quarter 2", "Quarter 2 (30 September 2026)"),
        ("Ongoing", "Ongoing", ""),
        ("By March 2028", "By March 2028", ""),
    ],
)
def test_an_action_that_is_carried_on_keeps_what_was_first_promised(
    timescale, carried, expected, plan, larkshire
):
    action = make_action(make_priority(plan), timescale=timescale)
    following = make_plan(larkshire, 2027, stage="drafting")
    assert promised_before(action, carried, following) == expected


def test_the_first_promise_goes_through_moves_and_years(action, larkshire):
    make_extension(action, "By March 2027")
    following = make_plan(larkshire, 2027)
    assert promised_before(action, "By March 2028", following) == "By December 2026"
    action.promised_before = "By March 2026"
    assert promised_before(action, "By March 2028", following) == "By March 2026"


def test_a_promise_that_was_kept_is_not_carried_on(action, larkshire):
    make_update(action, status="complete")
    following = make_plan(larkshire, 2027)
    assert promised_before(action, "By December 2027", following) == ""


def test_a_move_has_a_reason_and_who_agreed(action):
    move = make_extension(action, "By March 2027")
    move.agreed_by = ""
    with pytest.raises(ValidationError):
        move.full_clean()


def test_who_is_erased_is_named_nowhere(action, larkshire, cast):
    person = make_user("Ann Archer")
    person.memberships.create(partnership=larkshire, role="officer")
    move = make_extension(action, "By March 2027", agreed_by="The board and ann archer")
    forget_word(person, set())
    move.refresh_from_db()
    assert move.agreed_by == f"The board and {SOMEBODY}"
    assert not Extension.history.filter(agreed_by__icontains="archer").exists()


def test_numbers_in_words():
    assert [moved_words(number) for number in range(4)] == [
        "",
        "Moved once",
        "Moved twice",
        "Moved 3 times",
    ]
    assert [ordinal(number) for number in (1, 6, 7, 11, 21, 22)] == [
        *("First", "Sixth", "7th", "11th", "21st", "22nd")
    ]
