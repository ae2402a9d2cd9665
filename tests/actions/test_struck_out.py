"""An update that should not stand is kept, struck out, and counts for nothing any more."""

import ast
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.changes import say_nothing_new, strike_out
from actions.models import Action, Status, StatusUpdate
from actions.rounds.requests import progress_of
from csp.versions import ChangedByAnother
from reports.action_records import records
from reports.highlights import highlights_of
from tests import factories
from tests.conftest import TODAY
from tests.factories import make_action, make_plan, make_priority, make_update
from tests.test_architecture import MODULES, ROOT, nodes_of

MISTAKE = StatusUpdate.Strike.MISTAKE


@pytest.fixture
def action(larkshire, shelter):
    return make_action(make_priority(make_plan(larkshire)), "Open a refuge", owners=[shelter])


@pytest.fixture
def strike(cast):
    """strike(update) strikes it out, as an officer does."""

    def do(update, strike=MISTAKE, why="It is of another action.", by=None, **more):
        by = by or cast.officer
        return strike_out(update, strike=strike, why=why, by=by, at=timezone.now(), **more)

    return do


def test_the_action_is_again_what_was_said_before(action, strike):
    before = make_update(action, "It goes on.", on=date(2026, 6, 1))
    strike(make_update(action, "It is done.", Status.COMPLETE, on=date(2026, 9, 1)))
    action.refresh_from_db()
    assert (action.status, action.latest_update) == (Status.ON_TRACK, before)
    assert action.heard_on == date(2026, 6, 1)


def test_nothing_is_left_of_the_only_update_but_itself(action, strike):
    update = strike(make_update(action, "It is done.", Status.COMPLETE))
    action.refresh_from_db()
    assert (action.status, action.latest_update, action.heard_on) == ("not_started", None, None)
    assert list(action.updates) == []
    assert list(action.all_updates.all()) == [update]


def test_one_of_an_earlier_day_changes_nothing_of_the_action(action, strike):
    older = make_update(action, "Once.", on=date(2026, 6, 1))
    latest = make_update(action, "Now.", Status.COMPLETE, on=date(2026, 9, 1))
    strike(older)
    action.refresh_from_db()
    assert (action.status, action.latest_update) == (Status.COMPLETE, latest)


def test_struck_out_twice_by_one_person_it_is_struck_out_once(action, strike):
    update = make_update(action)
    assert strike(update).struck_at == strike(update).struck_at


def test_who_comes_second_is_told(action, cast, strike):
    update = make_update(action)
    strike(update, why="Wrong action.")
    with pytest.raises(ChangedByAnother) as error:
        strike(update, by=cast.manager)
    assert error.value.now.struck_reason == "Wrong action."


def test_other_words_stand_on_its_day_with_its_evidence(action, strike):
    update = make_update(action, "Te lease is signed.", on=date(2026, 6, 1))
    factories.make_update_evidence(update)
    words = {"status": "on_track", "text": "The lease is signed.", "reason": ""}
    strike(update, strike="replaced", why="A letter was missing.", instead=words)
    (now,) = action.updates.all()
    assert (now.text, now.made_on) == ("The lease is signed.", date(2026, 6, 1))
    assert now.evidence.count() == 1


@pytest.mark.parametrize("missing", ["struck_at", "struck_by", "struck_reason", "strike"])
def test_a_strike_says_by_whom_when_and_why(missing, action, strike):
    update = strike(make_update(action))
    empty = None if missing in ("struck_at", "struck_by") else ""
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusUpdate.every.filter(pk=update.pk).update(**{missing: empty})


def test_counts_documents_and_data_leave_it_out(action, strike):
    make_update(action, "It goes on.", on=date(2026, 6, 1))
    strike(make_update(action, "Wrongly told.", Status.COMPLETE, on=date(2026, 11, 2)))
    told = highlights_of(action.plan, on=TODAY)
    assert told.overall.counts == (("on_track", 1),)
    assert told.changed == ()
    priorities = action.plan.priorities.prefetch_related("actions__owners__agency")
    assert "Wrongly told." not in str(records(priorities))


def test_an_issued_edition_stays_as_it_was(action, strike):
    update = make_update(action, "Wrongly told.")
    edition = factories.make_edition(action.plan, page="<p>Wrongly told.</p>")
    before = list(edition.files.values_list())
    strike(update)
    assert list(edition.files.values_list()) == before


def test_an_import_that_made_it_does_not_take_its_action_away_when_more_was_said(action, strike):
    """What Django asks by itself, such as what belongs to an action, sees all updates."""
    strike(make_update(action))
    assert StatusUpdate._default_manager.filter(action=action).exists()


def test_an_agency_is_asked_again_once_its_last_action_is_not_finished(
    action, shelter, strike, django_capture_on_commit_callbacks
):
    asked = factories.make_request(factories.make_round(action.plan), shelter, ["box@example.org"])
    with django_capture_on_commit_callbacks(execute=True):
        done = make_update(action, status=Status.COMPLETE)
    asked.refresh_from_db()
    assert asked.answered_at
    with django_capture_on_commit_callbacks(execute=True):
        strike(done)
    asked.refresh_from_db()
    assert (asked.answered_at, progress_of([asked])[asked.pk].wanted) == (None, 1)


def test_what_a_round_that_is_over_came_to_stays(
    action, shelter, strike, django_capture_on_commit_callbacks
):
    round = factories.make_round(action.plan, closes_on=date(2026, 11, 17))
    asked = factories.make_request(round, shelter, ["box@example.org"])
    with django_capture_on_commit_callbacks(execute=True):
        done = make_update(action, status=Status.COMPLETE)
    with django_capture_on_commit_callbacks(execute=True):
        strike(done)
    asked.refresh_from_db()
    assert asked.answered_at


def test_an_accepted_answer_stays_the_answer_that_was_accepted(action, shelter, strike):
    asked = factories.make_request(factories.make_round(action.plan), shelter, ["box@example.org"])
    answer = factories.make_accepted_answer(asked, action)
    strike(answer.update)
    answer.refresh_from_db()
    assert (answer.state, answer.update.struck_reason) == ("accepted", "It is of another action.")


def test_nothing_new_leaves_word_and_status_and_quietens_my_work(action, cast):
    said = make_update(action, "It goes on.", on=date(2026, 5, 1))
    say_nothing_new(action, by=cast.officer, on=TODAY, after=said.pk)
    action.refresh_from_db()
    assert (action.latest_update, action.heard_on) == (said, TODAY)
    assert not Action.objects.wanting_update(TODAY).exists()


def test_nothing_new_pressed_twice_is_said_once(action, cast):
    said = [say_nothing_new(action, by=cast.officer, on=TODAY) for _ in range(2)]
    assert said[0] == said[1]


def test_nothing_new_is_not_said_over_news(action, cast):
    make_update(action, "Somebody was quicker.")
    with pytest.raises(ChangedByAnother):
        say_nothing_new(action, by=cast.officer, on=TODAY, after="")


# Who shows or keeps what was struck out. Whoever else asks for updates gets those that stand.
SEES_ALL = {
    "actions/changes.py": "finds one that somebody else has struck out",
    "actions/status_updates.py": "declares it",
    "actions/forms.py": "tells whose text comes back that what they answer was struck out",
    "actions/personal_data.py": "what somebody has said is theirs, struck out or not",
    "actions/updating/action_page.py": "shows what was said, and what of it was struck out",
    "actions/updating/putting_right.py": "tells who comes second",
}


def test_nobody_else_asks_for_updates_that_were_struck_out():
    """By the manager `every`, the link `all_updates`, or a condition through it."""
    asking = {
        str(path.relative_to(ROOT))
        for path in MODULES
        for node in nodes_of(path)
        if (isinstance(node, ast.Attribute) and node.attr in ("every", "all_updates"))
        or (isinstance(node, ast.keyword) and (node.arg or "").startswith("all_updates"))
        or (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("all_updates")
        )
    }
    templates = [
        path for path in (ROOT / "templates").rglob("*.html") if "all_updates" in path.read_text()
    ]
    assert asking <= SEES_ALL.keys()
    assert templates == []
