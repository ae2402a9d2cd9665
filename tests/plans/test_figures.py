"""What was counted: indicators with their figures, and the groups that meet."""

from decimal import Decimal

import pytest

from plans.models import Indicator, MeetingBody, Observation
from tests.factories import (
    make_indicator,
    make_meeting_body,
    make_observation,
    make_plan,
    make_priority,
)
from tests.pages import text

URL = "/larkshire/2026/figures/"
COUNTED = {"title": "Reports by area", "unit": "reports", "kind": "parts", "better": "lower"}


@pytest.fixture
def indicator(plan):
    return make_indicator(plan, "Burglaries", comparison_label="<b>Kent</b>")


def test_a_manager_enters_an_indicator(manager, plan):
    priority = make_priority(plan, "Anti-social behaviour")
    manager.post(f"{URL}add/", COUNTED | {"priority": priority.pk})
    saved = plan.indicators.get()
    assert (saved.title, saved.kind, saved.better) == ("Reports by area", "parts", "lower")
    assert saved.priority == priority


def test_another_plan_s_priority_is_not_offered(manager, plan, larkshire):
    other = make_priority(make_plan(larkshire, 2025), "Old")
    page = text(manager.post(f"{URL}add/", COUNTED | {"priority": other.pk}))
    assert "Select the priority from the list" in page
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("field", "error"),
    [
        ("title", '<a href="#id_title">Enter the title</a>'),
        ("unit", '<a href="#id_unit">Enter what is counted</a>'),
        ("kind", '<a href="#id_kind_1">Select what the figures are of</a>'),
        ("better", '<a href="#id_better_1">Select which way is better</a>'),
    ],
)
def test_what_an_indicator_needs(field, error, manager, plan):
    assert error in text(manager.post(f"{URL}add/", COUNTED | {field: ""}))


def test_a_figure_is_entered_beside_its_comparison(manager, indicator):
    data = {"label": "2026/27", "value": "1,234.5", "comparison": "1200"}
    page = text(manager.post(f"{URL}observations/{indicator.pk}/add/", data, follow=True))
    saved = Observation.objects.get()
    assert (saved.value, saved.comparison) == (Decimal("1234.5"), Decimal(1200))
    assert ">1,234.5</td>" in page


def test_words_stand_for_a_small_number(manager, indicator):
    data = {"label": "Swanley", "value": "", "words": "fewer than five"}
    page = text(manager.post(f"{URL}observations/{indicator.pk}/add/", data, follow=True))
    assert Observation.objects.get().value is None
    assert ">fewer than five</td>" in page


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, '<a href="#id_value">Enter a figure, or words instead of it</a>'),
        (
            {"value": "3", "words": "fewer than five"},
            '<a href="#id_words">Enter a figure, or words instead of it, but not both</a>',
        ),
        ({"value": "many"}, '<a href="#id_value">Figure must be a number, like 1,250</a>'),
        ({"value": "-1"}, '<a href="#id_value">Figure must be 0 or more</a>'),
    ],
)
def test_a_figure_or_words(typed, error, manager, indicator):
    data = {"label": "Swanley"} | typed
    assert error in text(manager.post(f"{URL}observations/{indicator.pk}/add/", data))
    assert not Observation.objects.exists()


def test_zero_is_a_figure(manager, indicator):
    manager.post(f"{URL}observations/{indicator.pk}/add/", {"label": "Swanley", "value": "0"})
    assert Observation.objects.get().value == 0


def test_what_it_is_compared_with_cannot_be_markup(manager, indicator):
    page = text(manager.get(f"{URL}observations/{indicator.pk}/add/"))
    assert "&lt;b&gt;Kent&lt;/b&gt;" in page
    assert "<b>Kent" not in page


def test_without_a_comparison_none_is_asked_for(manager, plan):
    alone = make_indicator(plan)
    assert "Comparison" not in text(manager.get(f"{URL}observations/{alone.pk}/add/"))


def test_a_period_is_entered_once(manager, indicator):
    make_observation(indicator, "2026/27")
    url = f"{URL}observations/{indicator.pk}/add/"
    page = text(manager.post(url, {"label": "2026/27", "value": "5"}))
    assert "The indicator already has a figure for this" in page


def test_the_page_costs_the_same_however_much_it_shows(
    manager, plan, indicator, django_assert_num_queries
):
    for number in range(3):
        another = make_indicator(plan, priority=make_priority(plan))
        for _ in range(number * 3):
            make_observation(another)
    # Session, person, membership, menu, plan, indicators, observations.
    with django_assert_num_queries(7):
        manager.get(URL)


def test_a_manager_enters_a_group_that_meets(manager, plan):
    data = {"name": "Strategy Group", "purpose": "Decides", "how_often": "Every six months"}
    page = text(manager.post("/larkshire/2026/meetings/add/", data, follow=True))
    assert plan.meeting_bodies.get().how_often == "Every six months"
    assert ">Decides</td>" in page


def test_a_group_needs_a_name(manager, plan):
    page = text(manager.post("/larkshire/2026/meetings/add/", {"purpose": "Decides"}))
    assert '<a href="#id_name">Enter the name</a>' in page
    assert "Decides</textarea>" in page
    assert not MeetingBody.objects.exists()


def test_the_page_of_meetings_costs_the_same_however_many(manager, plan, django_assert_num_queries):
    for _ in range(9):
        make_meeting_body(plan)
    # Session, person, membership, menu, plan, groups.
    with django_assert_num_queries(6):
        manager.get("/larkshire/2026/meetings/")


def test_links_and_messages_name_a_figure_as_it_is_read(manager, plan):
    observation = make_observation(make_indicator(plan), "2025/26", value=1290)
    observation.refresh_from_db()
    assert str(observation) == "2025/26: 1,290"
