"""Updates in the rows of My work, one by one in the list, many at once in the table."""

from datetime import date

import pytest

from actions.models import StatusUpdate
from actions.updating import my_work
from plans.models import Plan
from tests.factories import make_action, make_agency, make_plan, make_priority, make_update, strike
from tests.pages import text

TABLE = "/?view=table"


@pytest.fixture
def actions(larkshire, shelter):
    priority = make_priority(make_plan(larkshire))
    return [
        make_action(priority, f"Action {number}", owners=[shelter], reference=f"1.{number}")
        for number in range(1, 4)
    ]


def sent(*rows, **more):
    """What the page sends: rows are an action with what is written in its row."""
    fields = {"row": [action.pk for action, _ in rows]}
    for action, said in rows:
        action.refresh_from_db()
        shown = action.status if action.latest_update_id else ""
        row = {"status": shown, "shown": shown, "text": "", "reason": ""}
        row |= {"version": action.latest_update_id or ""} | said
        fields |= {f"a{action.pk}-{name}": value for name, value in row.items()}
    return fields | more


def said_of(*actions):
    return [[update.text for update in action.updates.all()] for action in actions]


GOOD = {"status": "on_track", "text": "It goes on."}


@pytest.mark.parametrize("where", ["/", TABLE])
def test_what_is_written_is_saved_and_the_rest_left(where, actions, officer):
    one, two, three = actions
    page = text(officer.post(where, sent((one, GOOD), (two, {}), (three, GOOD)), follow=True))
    assert "2 updates are saved. 1 more needs an update." in page
    assert said_of(*actions) == [["It goes on."], [], ["It goes on."]]


def test_nothing_new_is_said_of_one_row_alone(actions, officer):
    one, two, _ = actions
    make_update(one, "Before.", on=date(2026, 5, 1))
    fields = sent((one, {}), (two, {}), nothing_new=one.pk)
    assert "1.1 is saved." in text(officer.post("/", fields, follow=True))
    assert [update.is_nothing_new for update in StatusUpdate.objects.all()] == [True, False]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"status": "on_track"}, "Enter what has happened"),
        ({"text": "It goes on."}, "Select how the action is going"),
        ({"status": "nonsense", "text": "x"}, "Select how the action is going"),
        ({"status": "at_risk", "text": "Stuck."}, "Enter why the action is at risk"),
        (GOOD | {"text": "x" * 4001}, "What has happened must be 4,000 characters or fewer"),
    ],
)
def test_a_wrong_row_is_named_and_a_good_one_saved(said, error, actions, officer):
    one, two, _ = actions
    page = text(officer.post(TABLE, sent((one, said), (two, GOOD))))
    assert f"1.1: {error}" in page
    assert "1 saved, 1 not saved" in page
    assert "<title>Error: " in page
    assert said_of(one, two) == [[], ["It goes on."]]


def test_a_row_that_somebody_saved_meanwhile_says_so_and_keeps_its_text(actions, officer, cast):
    one, two, _ = actions
    fields = sent((one, GOOD | {"text": "Mine."}), (two, GOOD))
    make_update(one, "Two more warrants.", by=cast.manager, on=date(2026, 11, 18))
    page = text(officer.post(TABLE, fields))
    assert "Manager of Larkshire saved an update while you were writing." in page
    assert "It says: “Two more warrants.”. Save again to add yours" in page
    assert "Mine.</textarea>" in page
    assert said_of(one) == [["Two more warrants."]]


def test_sent_again_after_reading_it_is_added(actions, officer, cast):
    one = actions[0]
    fields = sent((one, GOOD | {"text": "Mine."}))
    now = make_update(one, "Theirs.", by=cast.manager, on=date(2026, 11, 18))
    page = officer.post(TABLE, fields).content.decode()
    assert f'name="a{one.pk}-version" value="{now.pk}"' in page
    officer.post(TABLE, fields | {f"a{one.pk}-version": now.pk})
    assert said_of(one) == [["Mine.", "Theirs."]]


def test_a_row_of_which_the_latest_was_struck_out_says_so(actions, officer):
    one = actions[0]
    update = make_update(one)
    fields = sent((one, GOOD | {"text": "Mine."}))
    strike(update)
    assert "was struck out while you were writing" in text(officer.post(TABLE, fields))


def test_pressed_twice_a_row_is_saved_once(actions, officer):
    one, two, _ = actions
    fields = sent((one, GOOD), (two, GOOD))
    for _ in range(2):
        officer.post(TABLE, fields)
    assert said_of(one, two) == [["It goes on."], ["It goes on."]]


def test_all_rows_are_of_the_day_that_is_given(actions, officer):
    one, two, _ = actions
    officer.post(TABLE, sent((one, GOOD), (two, GOOD), day_0="3", day_1="6", day_2="2026"))
    assert {one.made_on for one in StatusUpdate.objects.all()} == {date(2026, 6, 3)}


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2026-12-24", "The day must be today or in the past"),
        ("2026-03-31", "The day must be on or after 1 April 2026"),
        ("2026-02-30", "The day must be a real date"),
    ],
)
def test_a_day_that_cannot_be_saves_nothing_and_gives_the_text_back(day, error, actions, officer):
    parts = dict(zip(("day_2", "day_1", "day_0"), day.split("-"), strict=True))
    page = text(officer.post(TABLE, sent((actions[0], GOOD), **parts)))
    assert error in page
    assert "It goes on.</textarea>" in page
    assert not StatusUpdate.objects.exists()


def test_an_action_that_can_t_be_updated_any_more_gives_its_text_back(actions, officer):
    fields = sent((actions[0], GOOD))
    Plan.objects.update(stage=Plan.Stage.CLOSED)
    page = text(officer.post(TABLE, fields))
    assert "What you typed (not saved)" in page
    assert "It goes on." in page
    assert not StatusUpdate.objects.exists()


def test_an_expired_session_gives_the_rows_back(actions, client, cast):
    client.post(TABLE, sent((actions[0], GOOD | {"text": "Typed for an hour."})))
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(TABLE).content.decode()
    assert "Typed for an hour.</textarea>" in page
    assert "is not saved yet" in page


def test_nobody_writes_rows_of_others(actions, larkshire, cast, sign_in):
    theirs = make_action(actions[0].priority, owners=[make_agency(larkshire)])
    fields = sent((theirs, GOOD), (actions[0], GOOD))
    sign_in(cast.contributor).post("/", fields)
    assert said_of(theirs, actions[0]) == [[], ["It goes on."]]
    for person in (cast.reader, cast.other_officer):
        sign_in(person).post("/", sent((actions[1], GOOD)))
    assert said_of(actions[1]) == [[]]


def test_nothing_written_is_said_so(actions, officer):
    page = text(officer.post(TABLE, sent((actions[0], {})), follow=True))
    assert "Nothing is saved: no row says anything new." in page


@pytest.fixture
def two_parts(actions, monkeypatch):
    """A part of the list has two rows, in both views; the actions fill two parts."""
    monkeypatch.setattr(my_work, "ROWS", {"table": 2, "list": 2})
    return actions


@pytest.mark.parametrize("where", ["/", TABLE])
def test_changing_the_part_of_the_list_saves_what_is_written(where, two_parts, officer):
    one, two, three = two_parts
    shown = officer.post(where, sent((one, GOOD), (two, {}), start=2), follow=True)
    assert said_of(*two_parts) == [["It goes on."], [], []]
    # Two of them are left, and the one that follows has moved up: none is passed over.
    assert [row.action for row in shown.context["rows"]] == [three]
    assert shown.context["view"] == ("table" if "table" in where else "list")


def test_a_mistake_keeps_the_part_of_the_list_and_what_is_written(two_parts, officer):
    one, two, _ = two_parts
    shown = officer.post(TABLE, sent((one, {"text": "Half a row."}), (two, {}), start=2))
    assert "Half a row.</textarea>" in text(shown)
    assert one in [row.action for row in shown.context["rows"]]


def test_changing_the_part_with_nothing_written_says_nothing(two_parts, officer):
    one, two, three = two_parts
    shown = officer.post(TABLE, sent((one, {}), (two, {}), start=2), follow=True)
    assert "Nothing is saved" not in text(shown)
    assert [row.action for row in shown.context["rows"]] == [three]


@pytest.mark.parametrize("start", ["99", "-1", "nonsense", "9" * 30])
def test_a_part_that_is_not_there_is_another(start, two_parts, officer):
    assert officer.get(f"{TABLE}&start={start}").context["rows"]


def test_the_table_costs_the_same_queries_for_many(
    actions, officer, shelter, django_assert_num_queries
):
    with django_assert_num_queries(10) as few:
        officer.get(TABLE)
    for _ in range(30):
        action = make_action(actions[0].priority, owners=[shelter])
        make_update(action, on=date(2026, 5, 1))
    with django_assert_num_queries(len(few)):
        officer.get(TABLE)
    assert "More of the list" in text(officer.get(TABLE))
