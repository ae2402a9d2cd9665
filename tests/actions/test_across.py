"""Partnerships beside each other, against plans that were counted by hand (by_hand.py)."""

import re

import pytest

from partners.access import Role
from tests.actions.by_hand import figures_of, make_counted_plan, rows_of, wrong_figures
from tests.factories import (
    make_action,
    make_agency,
    make_membership,
    make_partnership,
    make_plan,
    make_priority,
    make_restricted_plan,
)
from tests.pages import text, words

URL = "/across/"


@pytest.fixture
def county(larkshire, wrenmoor, cast, sign_in):
    """The test client, signed in as somebody who reads in Larkshire and Wrenmoor."""
    make_membership(cast.reader, wrenmoor, Role.READER)
    return sign_in(cast.reader)


@pytest.fixture
def counted(larkshire, wrenmoor, shelter):
    """Larkshire's plan, and one of Wrenmoor that goes better: an action of its Police."""
    make_counted_plan(larkshire, shelter)
    priority = make_priority(make_plan(wrenmoor), "Violence", number=1)
    police = make_agency(wrenmoor, "The police")
    return make_action(
        priority, "Patrol the high street at night, by bicycle", owners=[police], status="complete"
    )


def test_every_figure_opens_the_list_that_it_counts(counted, county):
    html = county.get(URL).content.decode()
    assert len(figures_of(html)) > 15
    assert wrong_figures(html) == []


def test_the_plans_stand_beside_each_other_in_numbers(counted, county):
    assert rows_of(county.get(URL).content.decode(), "How each partnership stands") == {
        "Larkshire 2026/27": [1, 3, 1, 1, 1, 1, 8, 1, 2, 5, 3],
        "Wrenmoor 2026/27": [0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1],
    }


def test_the_sentence_counts_all_together(counted, county):
    assert "5 of 9 actions in 2 plans are on track or complete, as many as" in words(
        county.get(URL)
    )


def test_who_lags_is_named(counted, county):
    page = text(county.get(URL))
    assert re.findall(r"quarter: ([\w /]+), <a", page) == ["Larkshire 2026/27"]


def test_a_partner_of_several_is_known_by_its_name(counted, county):
    page = text(county.get(URL)).partition('id="partners"')[2]
    assert re.findall(r"<h3[^>]*>([^<]+)</h3>", page) == ["Police"]
    assert "Bar: The police. 1 complete" in page


def test_actions_of_nearly_the_same_words_are_shown_together(counted, county):
    page = text(county.get(URL)).partition('id="shared"')[2]
    assert "2 partnerships" in page
    assert ">Patrol the high street at night</a>" in page
    assert (
        f'href="{counted.get_absolute_url()}">Patrol the high street at night, by bicycle</a>'
        in page
    )


def test_the_same_words_twice_in_one_partnership_are_not_shared(larkshire, county):
    priority = make_priority(make_plan(larkshire))
    for _ in range(2):
        make_action(priority, "Light the lane at night")
    assert "No action is in more than one plan" in text(county.get(URL))


def test_without_any_plan_it_says_so(county):
    page = text(county.get(URL))
    assert "Without a plan yet:" in page
    assert 'href="/wrenmoor/">Wrenmoor</a>' in page


def test_an_empty_plan_has_no_bar(larkshire, county):
    make_plan(larkshire)
    page = text(county.get(URL))
    assert "Larkshire 2026/27" in page
    assert "No actions" in page


def test_nothing_is_told_of_a_partnership_of_others(counted, larkshire, cast, sign_in):
    other = make_partnership("Heath")
    make_membership(cast.officer, other, Role.READER)
    page = text(sign_in(cast.officer).get(URL))
    assert "Larkshire" in page
    assert "Wrenmoor" not in page
    assert "by bicycle" not in page


def test_nothing_is_told_of_a_restricted_plan(wrenmoor, county):
    plan = make_restricted_plan(wrenmoor, "Quillfeather")
    make_action(make_priority(plan), "Wyrmwood")
    page = text(county.get(URL))
    assert "Quillfeather" not in page
    assert "Wyrmwood" not in page


def test_who_is_in_one_is_led_to_that(cast, sign_in):
    assert sign_in(cast.reader).get(URL)["Location"] == "/larkshire/"


def test_who_is_in_none_finds_nothing(cast, sign_in):
    assert sign_in(cast.operator).get(URL).status_code == 404


def test_it_costs_the_same_queries_for_many_partnerships(
    counted, cast, county, django_assert_num_queries
):
    for number in range(6):
        other = make_partnership(f"Heath {number}")
        make_membership(cast.reader, other, Role.READER)
        police = make_agency(other, "Police")
        make_action(
            make_priority(make_plan(other)), "Patrol the high street at night", owners=[police]
        )
    with django_assert_num_queries(15):
        county.get(URL)
