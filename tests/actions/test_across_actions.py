"""The lists behind the figures of several partnerships and of My work: /across/actions/, mine/."""

import csv
import io
from datetime import date

import pytest

from actions.across_page import ON_A_PAGE
from actions.models import Action
from partners.access import Role
from tests.factories import (
    make_action,
    make_agency,
    make_membership,
    make_partnership,
    make_plan,
    make_priority,
    make_restricted_plan,
    make_update,
)
from tests.pages import words

URL, MINE = "/across/actions/", "/across/mine/"


@pytest.fixture
def county(larkshire, wrenmoor, cast, sign_in):
    """The test client, signed in as somebody who reads in Larkshire and Wrenmoor."""
    make_membership(cast.reader, wrenmoor, Role.READER)
    return sign_in(cast.reader)


@pytest.fixture
def patrols(larkshire, wrenmoor):
    """An action in each, of its police."""
    return [
        make_action(
            make_priority(make_plan(one), "Violence"),
            f"Patrol {one.district}",
            owners=[make_agency(one, name)],
        )
        for one, name in ((larkshire, "Police"), (wrenmoor, "The police"))
    ]


def listed(client, url=URL, **filters):
    return [action.wording for action in client.get(url, filters).context["page"]]


def test_it_has_the_actions_of_all_with_where_they_belong(patrols, county):
    assert listed(county) == ["Patrol Larkshire", "Patrol Wrenmoor"]
    page = words(county.get(URL))
    assert "2 of 2 actions" in page
    assert "Wrenmoor Actions of" not in page
    assert "Patrol Wrenmoor 2026/27, Violence" in page


def test_a_partner_is_found_in_all_by_its_name(patrols, larkshire, county):
    make_action(patrols[0].priority, "Of others", owners=[make_agency(larkshire, "Council")])
    assert listed(county, agency="police") == ["Patrol Larkshire", "Patrol Wrenmoor"]
    assert listed(county, agency="council") == ["Of others"]


def test_it_is_filtered_by_partnership_status_and_words(patrols, county):
    make_update(patrols[0], status="complete")
    assert listed(county, partnership="wrenmoor") == ["Patrol Wrenmoor"]
    assert listed(county, status=["complete", "at_risk"]) == ["Patrol Larkshire"]
    assert listed(county, words="patrols wrenmoor") == ["Patrol Wrenmoor"]


@pytest.mark.parametrize("query", ["partnership=heath", "agency=x", "status=x", "show=x", "page=x"])
def test_what_cannot_be_chosen_is_said_and_nothing_breaks(query, patrols, county):
    page = county.get(f"{URL}?{query}")
    assert page.status_code == 200
    assert ("Select a valid choice" in words(page)) == (query != "page=x")


def test_only_the_plan_of_today_counts(patrols, larkshire, county):
    make_action(make_priority(make_plan(larkshire, 2025)), "Of last year")
    assert "Of last year" not in listed(county)


def test_nothing_is_told_of_a_partnership_of_others(patrols, cast, sign_in):
    assert listed(sign_in(cast.officer)) == ["Patrol Larkshire"]
    page = words(sign_in(cast.officer).get(URL))
    assert "Wrenmoor" not in page
    assert "All partnerships" not in page


def test_nothing_is_told_of_a_restricted_plan(wrenmoor, larkshire, county):
    make_action(make_priority(make_plan(larkshire)), "Open")
    plan = make_restricted_plan(wrenmoor, "Quillfeather")
    make_action(make_priority(plan), "Wyrmwood", owners=[make_agency(wrenmoor, "Velvetleaf")])
    page = words(county.get(URL))
    assert "1 of 1 action" in page
    assert not {"Quillfeather", "Wyrmwood", "Velvetleaf"} & set(page.split())


def test_it_is_taken_away_as_it_is_filtered(patrols, county):
    content = county.get(URL, {"partnership": "wrenmoor", "as": "csv"}).content.decode("utf-8-sig")
    assert [row["Action"] for row in csv.DictReader(io.StringIO(content))] == ["Patrol Wrenmoor"]


def test_it_is_shown_in_parts(patrols, county):
    first = patrols[0]
    Action.objects.bulk_create(
        Action(priority=first.priority, wording=f"Act {number}") for number in range(ON_A_PAGE)
    )
    assert len(listed(county)) == ON_A_PAGE
    assert len(listed(county, page=2)) == 2
    assert "102 of 102 actions, 1 to 100" in words(county.get(URL))


def test_who_is_in_no_partnership_finds_nothing(cast, sign_in):
    assert sign_in(cast.operator).get(URL).status_code == 404


def test_without_actions_it_says_so(county):
    assert "There are no actions yet." in words(county.get(URL))


def test_mine_are_those_that_one_may_update(patrols, shelter, cast, sign_in):
    make_action(patrols[0].priority, "Of the shelter", owners=[shelter])
    assert listed(sign_in(cast.contributor), MINE) == ["Of the shelter"]
    assert listed(sign_in(cast.officer), MINE) == ["Patrol Larkshire", "Of the shelter"]
    assert "There are no actions for you to update" in words(sign_in(cast.reader).get(MINE))


def test_mine_leaves_out_what_nobody_is_asked_about(larkshire, cast, sign_in):
    make_action(make_priority(make_plan(larkshire, stage="drafting")), "Of a draft")
    make_action(make_priority(make_plan(larkshire, 2024)), "Of a year that is over")
    assert sign_in(cast.officer).get(MINE).context["total"] == 0


def test_of_a_restricted_plan_mine_tells_no_title(larkshire, shelter, cast, sign_in):
    plan = make_restricted_plan(larkshire, "Quillfeather")
    make_action(make_priority(plan), "Of the shelter", owners=[shelter])
    page = words(sign_in(cast.contributor).get(MINE))
    assert f"Of the shelter {plan.marking}" in page
    assert "Quillfeather" not in page


def test_what_is_overdue_and_what_is_due_are_told_apart(patrols, cast, sign_in):
    priority = patrols[0].priority
    for wording, said_on, timescale in (
        ("Silent for long", date(2026, 8, 1), ""),
        ("Past its day", date(2026, 10, 1), "By 30 October 2026"),
        ("Silent for a while", date(2026, 9, 30), ""),
        ("With a day to come", date(2026, 9, 30), "By March 2027"),
        ("Told of", date(2026, 11, 1), ""),
    ):
        make_update(make_action(priority, wording, timescale=timescale), on=said_on)
    client = sign_in(cast.officer)
    overdue = ["Patrol Larkshire", "Silent for long", "Past its day"]
    assert listed(client, MINE, show="overdue") == overdue
    assert listed(client, MINE, show="due") == ["Silent for a while", "With a day to come"]


@pytest.mark.parametrize("url", [URL, MINE])
def test_it_costs_the_same_queries_for_many_partnerships(
    url, patrols, cast, county, django_assert_num_queries
):
    make_membership(cast.reader, make_partnership("Moor"), Role.OFFICER)
    for number in range(6):
        other = make_partnership(f"Heath {number}")
        make_membership(cast.reader, other, Role.OFFICER)
        priority = make_priority(make_plan(other))
        for _ in range(3):
            make_action(priority, owners=[make_agency(other)])
    with django_assert_num_queries(12 if url == URL else 11):
        assert county.get(url).context["page"]
