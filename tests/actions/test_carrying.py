"""Carrying last year's priorities and actions forward."""

from datetime import date

import pytest

from actions import timescales
from actions.carrying import decisions, priorities
from actions.carrying.decisions import DecidedByAnother
from actions.carrying.overview import actions_of, is_decided, overview_of, priorities_of
from actions.models import Action, Owner
from plans.models import Block, Plan, PlanColumn, Priority, Recommendation
from tests.factories import (
    PASSWORD,
    make_action,
    make_agency,
    make_block,
    make_plan,
    make_priority,
    make_strand,
    make_theme,
    make_update,
)

URL = "/larkshire/2026/carry-forward/"


@pytest.fixture
def before(larkshire):
    return make_plan(larkshire, 2025)


@pytest.fixture
def plan(larkshire, before):
    return make_plan(larkshire, 2026, stage=Plan.Stage.DRAFTING)


@pytest.fixture
def old(before):
    return make_priority(before, "Domestic abuse", number=1)


@pytest.fixture
def new(plan, old):
    """The priority of the new plan that continues the old one."""
    return make_priority(plan, "Domestic abuse", carries_on=old)


@pytest.fixture
def action(old, new, shelter):
    return make_action(old, "Open a refuge", owners=[shelter], timescale="By March 2026")


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def text(response):
    return " ".join(response.content.decode().split())


def seen(row):
    """The version that a form about the row holds now."""
    plan = Plan.objects.get(start_year=2026, partnership__slug="larkshire")
    if isinstance(row, Action):
        return decisions.version_of(actions_of(row.plan, plan).get(pk=row.pk))
    return priorities.version_of(priorities_of(row.plan, plan).get(pk=row.pk))


def decide(manager, row, decision, **words):
    folder = "actions" if isinstance(row, Action) else "priorities"
    data = {"seen": seen(row), "save": ""} | words
    url = f"{URL}{folder}/{row.pk}/?decision={decision}"
    return manager.post(url, data)


def undo(manager, row, **words):
    return decide(manager, row, "", undo="", **words)


def keep(manager, action):
    return manager.post(URL, {"keep": action.pk, "seen": seen(action)})


def carried_on(action):
    return action.carried_on_by.order_by("pk")


# Actions


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
    assert "Enter the wordings of two or more actions" in page
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


@pytest.mark.parametrize(
    ("words", "start_year", "moved"),
    [
        ("By March 2017", 2016, "By March 2018"),
        ("31 December 2016", 2016, "31 December 2017"),
        ("31/03/2017", 2016, "31/03/2018"),
        ("Apr-16", 2016, "Apr-17"),
        ("By March 2017 (2016/17)", 2016, "By March 2018 (2017/18)"),
        ("Autumn 2016", 2016, "Autumn 2017"),
        ("By March 2020", 2016, "By March 2020"),
        ("Ongoing", 2016, "Ongoing"),
        ("November annually", 2016, "November annually"),
        ("Quarter 2", 2016, "Quarter 2"),
        ("", 2016, ""),
    ],
)
def test_a_timescale_moves_on_where_it_names_a_day_of_the_year(words, start_year, moved):
    assert timescales.moved_on(words, start_year) == moved


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
    assert "Lark Homes takes the place of Lark Shelter" in page
    assert "Old Trust has ended without a successor and is left out" in page
    decide(manager, action, "keep", priority=new.pk)
    assert [owner.agency for owner in carried_on(action).get().owners.all()] == [heir]
    assert action.owners.count() == 3


def test_an_agency_that_ends_later_stays(manager, action, larkshire, shelter, new):
    shelter.ended_on = date(2026, 4, 2)
    shelter.save()
    decide(manager, action, "keep", priority=new.pk)
    assert carried_on(action).get().owners.get().agency == shelter


# Keeping quickly


def test_one_press_keeps_an_action(manager, action, new):
    keep(manager, action)
    copy = carried_on(action).get()
    assert (copy.priority, copy.timescale) == (new, "By March 2027")


def test_one_press_keeps_all_that_are_not_decided(manager, action, old, new):
    make_action(old, "Second")
    dropped = make_action(old, "Dropped", fate="dropped", fate_reason="Done.")
    response = manager.post(URL, {"keep_all": old.pk})
    assert response.url == f"{URL}#decided-{old.pk}"
    assert f'id="decided-{old.pk}" tabindex="-1">3 of 3 actions decided.<' in text(manager.get(URL))
    assert new.actions.count() == 2
    assert not carried_on(dropped).exists()
    manager.post(URL, {"keep_all": old.pk})
    assert new.actions.count() == 2


def test_keeping_all_costs_two_queries_for_each(old, new, plan, django_assert_num_queries):
    for _ in range(10):
        make_action(old)
    # The lock with its savepoint, actions and what belongs to them, where they go, agencies, the
    # new ones with their history; and for each its fate with its history.
    with django_assert_num_queries(11 + 2 * 10):
        decisions.keep_all(old, plan=plan)


def test_without_a_priority_to_go_to_nothing_is_kept(manager, old, plan):
    action = make_action(old)
    for data in ({"keep": action.pk, "seen": seen(action)}, {"keep_all": old.pk}):
        page = text(manager.post(URL, data, follow=True))
        assert "Decide first what becomes of “Priority 1: Domestic abuse”." in page
    assert not carried_on(action).exists()


def test_the_actions_of_a_merged_priority_go_where_it_went(manager, old, plan):
    into = make_priority(plan, "Safety")
    action = make_action(old)
    decide(manager, old, "merge", into=into.pk, reason="Too small")
    keep(manager, action)
    assert carried_on(action).get().priority == into


# Two at once, and changing one's mind


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
    data = {"keep": action.pk, "seen": version}
    page = text(sign_in(cast.manager).post(URL, data, follow=True))
    assert "Administrator of Larkshire decided this while you were reading: Dropped" in page
    assert not carried_on(action).exists()


def test_a_form_sent_twice_makes_one_action(manager, action, new):
    data = {"priority": new.pk, "seen": seen(action)}
    for _ in range(2):
        manager.post(f"{URL}actions/{action.pk}/?decision=keep", data)
    assert carried_on(action).count() == 1


def test_what_is_decided_is_not_decided_again(action, new, plan):
    kwargs = {"plan": plan, "priority": new, "timescale": ""}
    decisions.keep(action, seen=seen(action), **kwargs)
    with pytest.raises(DecidedByAnother):
        decisions.keep(action, seen=seen(action), **kwargs)
    assert carried_on(action).count() == 1


def test_undoing_removes_what_was_made(manager, action, new):
    keep(manager, action)
    page = text(manager.get(f"{URL}actions/{action.pk}/"))
    assert "nobody has changed it since" in page
    undo(manager, action)
    action.refresh_from_db()
    assert (action.fate, action.fate_reason, action.merged_into) == ("", "", None)
    assert not new.actions.exists()


def test_undoing_asks_what_becomes_of_what_was_edited(manager, action, new):
    keep(manager, action)
    copy = carried_on(action).get()
    copy.measure = "Beds"
    copy.save()
    assert "Select what becomes of it in the new plan" in text(undo(manager, action))
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
    assert "is removed, with what was changed" not in text(
        manager.get(f"{URL}actions/{action.pk}/")
    )
    undo(manager, action, leave="leave")
    copy.refresh_from_db()
    assert copy.carries_on is None


def test_an_expired_session_keeps_the_words(cast, client, action, new):
    url = f"{URL}actions/{action.pk}/?decision=drop"
    response = client.post(url, {"seen": seen(action), "reason": "Typed for long"})
    response = client.post(
        response.url, {"login": cast.manager.email, "password": PASSWORD}, follow=True
    )
    assert "Typed for long</textarea>" in text(response)


# What the new plan shows already


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
    assert not is_decided(actions_of(action.plan, plan).get())
    assert "doesn’t show it yet" in text(manager.get(URL))
    decide(manager, action, "keep", priority=new.pk)
    assert carried_on(action).exists()


# Priorities


def test_a_continued_priority_is_copied(manager, old, plan, larkshire):
    theme = make_theme(old.plan, "Safety")
    new_theme = make_theme(plan, "Safety")
    lead = make_agency(larkshire)
    old.theme, old.lead, old.scope, old.specific_target = theme, lead, "At home", "Ten"
    old.save()
    make_strand(old, "Housing")
    Recommendation.objects.create(priority=old, text="Think", position=0)
    PlanColumn.objects.create(plan=old.plan, priority=old, field="wording")
    make_block(plan, Block.Part.PRIORITIES, position=0)
    make_block(old.plan, Block.Part.PRIORITIES, priority=old, heading="Why", position=0)
    make_block(old.plan, Block.Part.REVIEW, priority=old)
    decide(manager, old, "continue", title="Abuse at home")
    new = plan.priorities.get()
    old.refresh_from_db()
    assert (new.title, new.number, new.carries_on) == ("Abuse at home", 1, old)
    assert (new.theme, new.lead) == (new_theme, lead)
    assert (new.scope, new.specific_target) == ("At home", "Ten")
    assert new.strands.get().title == "Housing"
    assert new.recommendations.get().text == "Think"
    assert new.columns.get().plan == plan
    assert new.blocks.get().heading == "Why"
    assert (old.disposition, old.disposition_reason) == ("continues", "")


def test_of_an_old_priority_only_the_disposition_changes(manager, old, plan):
    was = Priority.objects.filter(pk=old.pk).values().get()
    decide(manager, old, "continue", title="Abuse", reason="It rises")
    now = Priority.objects.filter(pk=old.pk).values().get()
    assert now == was | {"disposition": "continues", "disposition_reason": "It rises"}


def test_a_priority_of_that_title_is_taken_as_it_is(manager, old, plan):
    there = make_priority(plan, "Domestic Abuse", scope="Kept")
    decide(manager, old, "continue", title="Domestic abuse")
    there.refresh_from_db()
    assert (there.carries_on, there.scope) == (old, "Kept")
    assert plan.priorities.count() == 1


def test_a_title_that_continues_another_is_refused(manager, old, before, plan):
    make_priority(plan, "Abuse", carries_on=make_priority(before))
    page = text(decide(manager, old, "continue", title="Abuse"))
    assert "has a priority of this title that continues another one" in page
    assert 'value="Abuse"' in page


def test_a_number_that_is_taken_becomes_the_next(manager, old, plan):
    make_priority(plan, number=1)
    make_priority(plan, number=2)
    decide(manager, old, "continue", title="Abuse")
    assert plan.priorities.get(title="Abuse").number == 3


@pytest.mark.parametrize(
    ("decision", "words"),
    [("merge", "Enter why the priority is merged"), ("end", "Enter why the priority ends")],
)
def test_giving_a_priority_up_needs_a_reason(decision, words, manager, old, plan):
    into = make_priority(plan)
    page = text(decide(manager, old, decision, into=into.pk))
    assert words in page
    old.refresh_from_db()
    assert old.disposition == ""


def test_a_priority_is_merged_or_ended(manager, old, before, plan):
    into = make_priority(plan)
    other = make_priority(before)
    decide(manager, old, "merge", into=into.pk, reason="Too small")
    decide(manager, other, "end", reason="Solved")
    for row in (old, other):
        row.refresh_from_db()
    assert (old.disposition, old.merged_into) == ("merged", into)
    assert (other.disposition, other.disposition_reason) == ("ended", "Solved")


def test_the_second_to_decide_about_a_priority_is_told(cast, old, plan, sign_in):
    version = seen(old)
    decide(sign_in(cast.administrator), old, "end", reason="Solved")
    manager = sign_in(cast.manager)
    page = text(decide(manager, old, "continue", seen=version, title="Mine"))
    assert (
        "Administrator of Larkshire decided this while you were reading: "
        "Not a priority any more." in page
    )
    assert "Mine" in page
    assert not plan.priorities.exists()


def test_undoing_removes_the_priority_that_was_made(manager, old, plan):
    decide(manager, old, "continue", title="Abuse")
    undo(manager, old)
    old.refresh_from_db()
    assert old.disposition == ""
    assert not plan.priorities.exists()


def test_a_priority_with_actions_stays(manager, old, plan):
    decide(manager, old, "continue", title="Abuse")
    new = plan.priorities.get()
    make_action(new)
    undo(manager, old, leave="leave")
    new.refresh_from_db()
    assert new.carries_on is None


# The overview


def test_the_overview_counts_what_is_decided(manager, action, old, new):
    make_action(old, fate="dropped", fate_reason="Done.")
    make_priority(old.plan, disposition="ended", disposition_reason="Solved")
    page = text(manager.get(URL))
    assert "1 of 2 priorities and 1 of 2 actions decided." in page
    assert "<dt>Actions still to decide</dt><dd>1</dd>" in page
    assert "<dt>Dropped</dt><dd>1</dd>" in page


def test_the_overview_says_what_keeping_would_change(manager, action):
    assert "timescale becomes “By March 2027” instead of “By March 2026”" in text(manager.get(URL))


def test_save_and_next_goes_through_the_undecided(manager, action, old, new):
    second = make_action(old, "Second", fate="dropped", fate_reason="Done.")
    third = make_action(old, "Third")
    response = decide(manager, action, "drop", reason="Done.", save_and_next="")
    assert response.url == f"{URL}actions/{third.pk}/"
    response = decide(manager, third, "drop", reason="Done.", save_and_next="")
    assert response.url == URL
    assert second


def test_whoever_saves_comes_back_to_where_that_stands_in_the_overview(manager, action, old, new):
    other = make_action(old, "Other")
    response = keep(manager, other)
    assert response.url == f"{URL}#action-{other.pk}"
    response = decide(manager, action, "drop", reason="Done.")
    assert response.url == f"{URL}#action-{action.pk}"
    assert f'id="action-{action.pk}" tabindex="-1"> <p><strong>Dropped<' in text(manager.get(URL))
    response = decide(manager, make_priority(old.plan), "end", reason="Solved")
    priority = old.plan.priorities.get(disposition="ended")
    assert response.url == f"{URL}#priority-{priority.pk}"


def test_without_a_year_before_there_is_nothing_to_carry(manager, larkshire):
    make_plan(larkshire, 2026)
    assert "There is no plan of the year before 2026/27 to carry forward." in text(manager.get(URL))


def test_when_all_is_decided_it_says_where_to_go_on(manager, old, plan, larkshire):
    decide(manager, old, "end", reason="Solved")
    plan.stage = Plan.Stage.AGREED
    plan.save()
    page = text(manager.get(URL))
    assert "Everything of 2025/26 is decided." in page
    assert "close the plan of 2025/26" in page


def test_an_action_of_another_year_is_not_found(manager, plan, new):
    action = make_action(new)
    assert manager.get(f"{URL}actions/{action.pk}/").status_code == 404
    assert manager.post(URL, {"keep": action.pk}).status_code == 404
    assert manager.post(URL, {"keep": "x"}).status_code == 404


def test_the_overview_costs_the_same_however_much_there_is(
    manager, old, new, plan, shelter, django_assert_num_queries
):
    def fill(number):
        for _ in range(number):
            priority = make_priority(old.plan)
            result = make_priority(plan, carries_on=priority)
            strand = make_strand(priority)
            for _ in range(3):
                action = make_action(priority, owners=[shelter], strand=strand)
                make_update(action)
                make_action(result, carries_on=action)
                make_action(priority, owners=[shelter])

    fill(1)
    # Session, person, membership, menu, plan, the year before, agencies; priorities and what
    # continues them; actions, owners, their agencies, and what carries them on.
    with django_assert_num_queries(13):
        manager.get(URL)
    fill(4)
    with django_assert_num_queries(13):
        manager.get(URL)


def test_the_values_of_an_overview_are_in_the_plan_s_order(old, new, plan, before):
    second = make_priority(before, "Second", position=5)
    assert [one.priority for one in overview_of(before, plan)] == [old, second]
