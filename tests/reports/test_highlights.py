"""What a meeting is told: how it stands, what changed, what goes wrong, what nobody spoke of."""

from datetime import date

import pytest

from actions.statuses import IN_TROUBLE
from reports.document import document
from reports.formats import web_page_of
from reports.highlights import highlights_of
from tests import factories
from tests.conftest import TODAY

SINCE = date(2026, 10, 7)  # six weeks before TODAY
BEFORE, AFTER = date(2026, 9, 1), date(2026, 11, 1)


@pytest.fixture
def priority(plan):
    return factories.make_priority(plan, "Burglary")


@pytest.fixture
def action_of(priority, shelter):
    """action_of(wording, (status, day), ...): an action with these updates."""

    def make(wording, *updates, **fields):
        action = factories.make_action(priority, wording, **({"owners": [shelter]} | fields))
        for status, day in updates:
            reason = "No money." if status in ("at_risk", "off_track") else ""
            factories.make_update(action, f"{wording}!", status, on=day, reason=reason)
        return action

    return make


def highlights(plan, **options):
    return highlights_of(plan, **({"on": TODAY} | options))


def wordings(told):
    return [one.wording for one in told]


def questions(found):
    return [wordings(decision.actions) for decision in found.decisions]


def test_each_priority_stands_with_its_statuses(plan, priority, action_of):
    action_of("Mark bicycles", ("complete", BEFORE))
    action_of("Lend locks")
    (standing,) = highlights(plan).standings
    assert (standing.title, standing.total) == ("Burglary", 2)
    assert standing.counts == (("not_started", 1), ("complete", 1))


def test_changes_are_counted_from_six_weeks_ago(plan):
    assert highlights(plan).since == SINCE


def test_changes_may_be_counted_from_another_day(plan, action_of):
    action_of("Mark bicycles", ("complete", BEFORE))
    assert highlights(plan).changed == ()
    assert wordings(highlights(plan, since=date(2026, 8, 1)).changed) == ["Mark bicycles"]


def test_a_status_is_changed_if_it_was_another_before_that_day(plan, action_of):
    action_of("Mark bicycles", ("on_track", BEFORE), ("complete", AFTER))
    action_of("Lend locks", ("on_track", BEFORE), ("on_track", AFTER))
    found = highlights(plan)
    (told,) = found.changed
    assert (told.before, told.status, told.text) == ("on_track", "complete", "Mark bicycles!")
    assert [one.wording for one in found.unchanged] == ["Lend locks"]


def test_there_and_back_again_is_no_change(plan, action_of):
    action_of("Lend locks", ("on_track", BEFORE), ("at_risk", SINCE), ("on_track", AFTER))
    assert highlights(plan).changed == ()


def test_the_first_day_counts(plan, action_of):
    action_of("Mark bicycles", ("on_track", SINCE))
    (told,) = highlights(plan).changed
    assert told.before == "not_started"


def test_trouble_is_told_with_its_reason_the_worst_first(plan, action_of):
    action_of("Lend locks", ("at_risk", AFTER))
    action_of("Mark bicycles", ("off_track", AFTER))
    found = highlights(plan).in_trouble
    assert wordings(found) == ["Mark bicycles", "Lend locks"]
    assert found[0].reason == "No money."


def test_why_something_is_not_pursued_is_told_with_the_change_and_the_question(
    plan, priority, shelter
):
    action = factories.make_action(priority, "Lend locks", owners=[shelter])
    factories.make_update(action, "Over.", "not_pursued", on=AFTER, reason="Nobody wants locks.")
    page = web_page_of(document(plan, on=TODAY, layout="highlight-report"))
    assert page.count("<strong>Why:</strong> Nobody wants locks.") == 2


def test_a_change_that_the_last_meeting_could_not_hear_of_is_told_at_this_one(
    plan, priority, shelter
):
    action = factories.make_action(priority, "Lend locks", owners=[shelter])
    update = factories.make_update(action, "Done.", "complete", on=BEFORE)
    asked = factories.make_request(factories.make_round(plan), shelter)
    fields = {"update": update, "accepted_by": update.made_by, "state": "accepted"}
    factories.make_answer(asked, action, accepted_on=AFTER, **fields)
    found = highlights(plan)
    assert wordings(found.changed) == ["Lend locks"]
    assert found.changed[0].before == "not_started"


def test_open_actions_without_a_word_are_silent(plan, action_of):
    action_of("Never", owners=[])
    action_of("Long ago", ("on_track", BEFORE))
    action_of("Lately", ("on_track", AFTER))
    action_of("Finished", ("complete", BEFORE))
    assert wordings(highlights(plan).silent) == ["Never", "Long ago"]


def test_what_is_in_trouble_is_only_counted_among_the_silent(plan, action_of):
    action_of("Lend locks", ("at_risk", BEFORE))
    found = highlights(plan)
    assert found.silent == ()
    assert found.silent_in_trouble == 1


def test_decisions_are_wanted_on_what_the_plan_itself_shows(plan, action_of):
    action_of("Nobody's", ("on_track", AFTER), owners=[])
    action_of("Given up", ("not_pursued", AFTER))
    action_of("Late", ("on_track", AFTER), timescale="By September 2026")
    action_of("Stuck", ("off_track", AFTER))
    action_of("Fine", ("on_track", AFTER))
    assert questions(highlights(plan)) == [["Stuck"], ["Late"], ["Given up"], ["Nobody's"]]


def test_what_was_given_up_before_is_not_asked_again(plan, action_of):
    action_of("Given up", ("not_pursued", BEFORE))
    assert questions(highlights(plan)) == []


def test_what_is_done_is_not_late(plan, action_of):
    action_of("Done", ("complete", AFTER), timescale="By September 2026", owners=[])
    assert questions(highlights(plan)) == []


def test_a_year_that_is_over_is_told_as_of_its_last_day(larkshire):
    found = highlights(factories.make_plan(larkshire, 2020))
    assert (found.on, found.since) == (date(2021, 3, 31), date(2021, 2, 17))


def test_another_partnerships_actions_are_not_told(plan, wrenmoor):
    factories.make_action(factories.make_priority(factories.make_plan(wrenmoor, 2026)))
    assert highlights(plan).overall.total == 0


def test_the_report_has_its_parts_in_order_and_says_what_is_derived(plan, action_of):
    action_of("Stuck", ("off_track", AFTER))
    made = document(plan, on=TODAY, layout="highlight-report")
    names = ["standing", "over_time", "changes", "trouble", "moved", "silence", "decisions"]
    assert [part.name for part in made.parts] == names
    page = web_page_of(made)
    assert "As of 18 November 2026. Changes are counted from 7 October 2026." in page
    assert "Derived from the plan" in page
    assert page.count("No money.") == 1


def test_the_report_of_a_quiet_time_says_so(plan, action_of):
    action_of("Fine", ("on_track", BEFORE), ("on_track", AFTER))
    page = web_page_of(document(plan, on=TODAY, layout="highlight-report"))
    assert f"No action is {IN_TROUBLE}." in page
    assert "The plan itself asks for none." in page
    assert "1 action had an update and kept its status." in page
    assert "Every open action has had an update since 7 October 2026." in page


def test_a_plan_without_actions_has_no_highlights(plan):
    assert document(plan, on=TODAY, layout="highlight-report").parts == ()


def test_timescales_moved_since_the_last_meeting_are_told_with_their_reason(plan, action_of):
    action = action_of("Lend locks", timescale="By June 2026")
    factories.make_extension(action, "By September 2026", on=BEFORE)
    factories.make_extension(action, "By March 2027", on=AFTER, reason="The locks are late")
    (moved,) = highlights(plan).moved
    assert (moved.what, moved.moved) == ("Second extension", "Moved twice")
    assert moved.change == "from “By September 2026” to “By March 2027”"
    assert (moved.first_promised, moved.reason) == ("By June 2026", "The locks are late")


def test_what_was_moved_before_the_last_meeting_is_counted(plan, action_of):
    for number in range(2):
        action = action_of(f"Action {number}", timescale="By June 2026")
        factories.make_extension(action, "By September 2026", on=BEFORE)
    found = highlights(plan)
    assert (found.moved, found.moved_before) == ((), 2)
    page = web_page_of(document(plan, on=TODAY, layout="highlight-report"))
    assert "2 actions had their timescales moved before." in page


def test_a_corrected_mistake_is_no_move(plan, action_of):
    action = action_of("Lend locks", timescale="By June 2062")
    factories.make_extension(action, "By June 2026", on=AFTER, is_correction=True)
    assert highlights(plan).moved == ()


def test_a_report_of_a_past_day_knows_no_later_move(plan, action_of):
    action = action_of("Lend locks", timescale="By June 2026")
    factories.make_extension(action, "By March 2027", on=AFTER)
    assert highlights(plan, on=date(2026, 10, 1)).moved == ()


def test_the_day_since_which_changes_count_is_passed_on(plan, action_of):
    action_of("Fine")
    made = document(plan, on=TODAY, layout="highlight-report", since=date(2026, 5, 1))
    assert "Changes are counted from 1 May 2026." in web_page_of(made)


@pytest.mark.parametrize("actions", [2, 20])
def test_more_actions_need_no_more_queries(actions, plan, action_of, django_assert_num_queries):
    for number in range(actions):
        action_of(f"Action {number}", ("off_track", AFTER))
    with django_assert_num_queries(5):
        highlights(plan)
