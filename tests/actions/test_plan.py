from datetime import date

import pytest

from actions.models import Status
from tests.factories import (
    make_action,
    make_agency,
    make_priority,
    make_strand,
    make_theme,
    make_update,
)

URL = "/larkshire/2026/"


def found(client, **filters):
    return {action.wording for action in client.get(URL, filters).context["actions"]}


def test_it_shows_owners_timescale_update_and_status(plan, shelter, cast, sign_in):
    action = make_action(
        make_priority(plan), "Open a refuge", owners=[shelter], timescale="By March 2027"
    )
    make_update(action, "The lease is signed.", status=Status.ON_TRACK)
    page = sign_in(cast.reader).get(URL).content.decode()
    for words in ["Open a refuge", "Lark Shelter", "By March 2027", "The lease", "On track"]:
        assert words in page


def test_it_goes_by_theme_priority_strand_and_place(plan, cast, sign_in):
    second = make_priority(plan, theme=make_theme(plan, position=2), position=1)
    first = make_priority(plan, theme=make_theme(plan, position=1), position=2)
    strand = make_strand(first, position=1)
    make_action(second, "Last")
    make_action(first, "Third", strand=strand, position=0)
    make_action(first, "Second", position=2)
    make_action(first, "First", position=1)
    actions = sign_in(cast.reader).get(URL).context["actions"]
    assert [action.wording for action in actions] == ["First", "Second", "Third", "Last"]


def test_filter_by_priority(plan, cast, sign_in):
    priority = make_priority(plan)
    make_action(priority, "In it")
    make_action(make_priority(plan), "Not in it")
    assert found(sign_in(cast.reader), priority=priority.pk) == {"In it"}


def test_filter_by_agency_finds_what_its_groups_own_too(plan, larkshire, shelter, cast, sign_in):
    group = make_agency(larkshire, "All partners")
    group.members.add(shelter)
    priority = make_priority(plan)
    make_action(priority, "Own", owners=[shelter])
    make_action(priority, "Of the group", owners=[group])
    make_action(priority, "Of another", owners=[make_agency(larkshire)])
    assert found(sign_in(cast.reader), agency=shelter.pk) == {"Own", "Of the group"}


def test_filter_by_several_statuses(plan, cast, sign_in):
    priority = make_priority(plan)
    make_action(priority, "Waiting")
    make_update(make_action(priority, "Done"), status=Status.COMPLETE)
    make_update(make_action(priority, "Going"), status=Status.ON_TRACK)
    statuses = [Status.COMPLETE, Status.NOT_STARTED]
    assert found(sign_in(cast.reader), status=statuses) == {"Waiting", "Done"}


def test_filter_by_words_of_the_action_or_its_update(plan, cast, sign_in):
    priority = make_priority(plan)
    make_update(make_action(priority, "Train taxi drivers"), "Forty came.")
    make_action(priority, "Train wardens")
    client = sign_in(cast.reader)
    assert found(client, words="train TAXI") == {"Train taxi drivers"}
    assert found(client, words="forty") == {"Train taxi drivers"}


def test_filter_by_no_update_since(plan, cast, sign_in):
    priority = make_priority(plan)
    make_action(priority, "Never")
    make_update(make_action(priority, "On the day"), on=date(2026, 9, 1))
    make_update(make_action(priority, "The day before"), on=date(2026, 8, 31))
    client = sign_in(cast.reader)
    assert found(client, no_update_since="2026-09-01") == {"Never", "The day before"}


def test_a_wrong_date_is_named_and_the_actions_stay(plan, cast, sign_in):
    make_action(make_priority(plan), "Still here")
    page = sign_in(cast.reader).get(URL, {"no_update_since": "soon"}).content.decode()
    assert "Enter a real date" in page
    assert "Still here" in page
    assert "<title>Error: " in page


def test_what_looks_like_html_stays_text(plan, cast, sign_in):
    make_action(make_priority(plan, "<b>Bold</b>"), "<script>alert(1)</script>")
    page = sign_in(cast.reader).get(URL).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>Bold" not in page


def test_a_year_without_a_plan_is_not_found(plan, cast, sign_in):
    assert sign_in(cast.reader).get("/larkshire/2019/").status_code == 404


@pytest.mark.parametrize("count", [10, 200])
def test_it_costs_the_same_queries_for_10_actions_and_for_200(
    count, plan, shelter, cast, sign_in, django_assert_num_queries
):
    theme = make_theme(plan)
    priorities = [make_priority(plan, theme=theme, number=number) for number in range(1, 6)]
    strands = [make_strand(priority) for priority in priorities]
    for number in range(count):
        place = number % 5
        action = make_action(priorities[place], owners=[shelter], strand=strands[place])
        if number < 40:
            make_update(action)
    client = sign_in(cast.officer)
    with django_assert_num_queries(11):
        client.get(URL)
