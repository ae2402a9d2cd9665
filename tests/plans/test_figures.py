"""What was counted: indicators with their figures, and the groups that meet."""

from decimal import Decimal

import pytest

from csp.versions import version_of
from plans.models import Indicator, MeetingBody, Observation, PlanIndicator
from tests.factories import (
    make_indicator,
    make_meeting_body,
    make_observation,
    make_plan,
    make_priority,
    make_series,
    make_shown,
)
from tests.pages import text

URL = "/larkshire/2026/figures/"
COUNTED = {"title": "Reports by area", "unit": "reports", "kind": "parts", "better": "lower"}


@pytest.fixture
def indicator(plan):
    return make_indicator(plan, "Burglaries", comparison_label="<b>Kent</b>")


def show(client, series, **typed):
    data = {"indicator": series.pk, "periods": "5"} | typed
    return client.post(f"{URL}add/", data, follow=True)


def test_a_manager_adds_an_indicator_and_the_plan_shows_it(manager, plan):
    make_indicator(plan)
    page = text(manager.post(f"{URL}indicators/add/", COUNTED, follow=True))
    saved = plan.partnership.indicators.get(title="Reports by area")
    assert (saved.kind, saved.better) == ("parts", "lower")
    assert [one.indicator for one in plan.indicators.all()][-1] == saved
    assert "There are no figures for this plan yet." in page


def test_parts_with_periods_stay_parts(manager, plan):
    parts = make_indicator(plan, kind="parts")
    make_observation(parts, "Town", period="2025/26")
    data = COUNTED | {"kind": "series", "version": version_of(parts)}
    page = text(manager.post(f"{URL}indicators/{parts.pk}/", data))
    assert "Its figures are of parts. Remove them before you change this" in page
    parts.refresh_from_db()
    assert parts.kind == "parts"


def test_one_indicator_is_added_after_another(manager, plan):
    response = manager.post(f"{URL}indicators/add/", COUNTED | {"another": ""})
    assert response.url == f"{URL}indicators/add/"


def test_an_indicator_stands_once_in_a_partnership(manager, plan, larkshire):
    make_series(larkshire, "Reports by Area")
    page = text(manager.post(f"{URL}indicators/add/", COUNTED))
    assert "There is already an indicator with this title" in page
    assert not plan.indicators.exists()


def test_a_plan_shows_an_indicator_that_is_there_with_its_target(manager, plan, larkshire):
    series, priority = make_series(larkshire, better="lower"), make_priority(plan)
    make_observation(series, "2025/26", value=118)
    aims = {"target": "1,130", "baseline": "160", "baseline_label": "2019/20"}
    page = text(show(manager, series, priority=priority.pk, **aims))
    saved = plan.indicators.get()
    assert (saved.priority, saved.target, saved.baseline) == (priority, 1130, 160)
    assert "118 reports in 2025/26, 1,012 fewer than the target of 1,130; lower is better." in page


def test_the_link_to_an_indicator_s_form_chooses_it(manager, plan, larkshire):
    series = make_series(larkshire)
    assert f"{URL}add/?indicator={series.pk}" in text(manager.get(URL))
    page = text(manager.get(f"{URL}add/?indicator={series.pk}"))
    assert f'<option value="{series.pk}" selected>' in page


@pytest.mark.parametrize("whose", ["another partnership's", "one that is shown"])
def test_what_is_not_to_be_shown_is_not_offered(whose, manager, plan, wrenmoor):
    series = make_indicator(plan) if whose == "one that is shown" else make_series(wrenmoor)
    before = plan.indicators.count()
    assert "Select the indicator from the list" in text(show(manager, series))
    assert plan.indicators.count() == before


def test_another_partnership_s_indicator_is_neither_read_nor_written(manager, plan, wrenmoor):
    series = make_series(wrenmoor)
    figure = make_observation(series, "2025/26")
    for page in (f"indicators/{series.pk}/", f"observations/{figure.pk}/"):
        for what in ("", "remove/", "history/"):
            assert manager.get(f"{URL}{page}{what}").status_code == 404
    data = {"label": "2026/27", "value": "5"}
    assert manager.post(f"{URL}observations/{series.pk}/add/", data).status_code == 404
    assert series.observations.count() == 1


def test_another_plan_s_priority_is_not_offered(manager, plan, larkshire):
    other = make_priority(make_plan(larkshire, 2025), "Old")
    page = text(show(manager, make_series(larkshire), priority=other.pk))
    assert "Select the priority from the list" in page
    assert not plan.indicators.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"target": "many"}, '<a href="#id_target">Target must be a number, like 1,250</a>'),
        ({"baseline": "-1"}, '<a href="#id_baseline">Baseline must be 0 or more</a>'),
        (
            {"periods": "0"},
            '<a href="#id_periods">How many periods are shown must be between 1 and 20</a>',
        ),
        (
            {"periods": "five"},
            '<a href="#id_periods">How many periods are shown must be a number, like 5</a>',
        ),
        ({"indicator": ""}, '<a href="#id_indicator">Select the indicator</a>'),
    ],
)
def test_what_a_plan_says_of_an_indicator_is_checked(typed, error, manager, plan, larkshire):
    assert error in text(show(manager, make_series(larkshire), **typed))
    assert not plan.indicators.exists()


def test_what_a_plan_does_not_show_any_more_stays(manager, plan, indicator):
    make_observation(indicator, "2025/26")
    shown = plan.indicators.get()
    manager.post(f"{URL}{shown.pk}/remove/", {"version": version_of(shown)})
    assert not plan.indicators.exists()
    assert indicator.observations.count() == 1
    assert "Indicators that this plan does not show" in text(manager.get(URL))


def test_an_indicator_that_no_plan_shows_can_be_removed(manager, plan, indicator):
    url = f"{URL}indicators/{indicator.pk}/remove/"
    assert "It cannot be removed while a plan shows it" in text(manager.get(url))
    plan.indicators.all().delete()
    manager.post(url, {"version": version_of(indicator)})
    assert not Indicator.objects.exists()


def test_what_was_removed_is_called_after_its_indicator_and_comes_back(manager, plan, indicator):
    shown = plan.indicators.get()
    manager.post(f"{URL}{shown.pk}/remove/", {"version": version_of(shown)})
    assert "Burglaries<p" in text(manager.get("/larkshire/2026/edit/removed/"))
    record = PlanIndicator.history.first()
    url = f"{URL}{shown.pk}/history/{record.pk}/"
    assert "“Burglaries” has been restored." in text(
        manager.post(url, {"version": record.pk}, follow=True)
    )
    assert plan.indicators.get().indicator == indicator


def test_a_figure_of_one_plan_is_seen_in_another(manager, plan, larkshire, indicator):
    make_shown(indicator, make_plan(larkshire, 2025))
    url = f"/larkshire/2025/figures/observations/{indicator.pk}/add/"
    manager.post(url, {"label": "2025/26", "value": "1,234"})
    assert ">1,234</td>" in text(manager.get(URL))


def test_figures_outside_the_plan_stand_apart(manager, plan, indicator):
    make_observation(indicator, "2025/26", value=11)
    make_observation(indicator, "2027/28", value=22)
    page = text(manager.get(URL))
    shown, apart = page.split("Figures of Burglaries that this plan does not show (1)")
    assert ">11</td>" in shown
    assert ">22</td>" in apart
    assert ">22</td>" not in shown


def test_a_break_is_typed_beside_its_figure_and_told_on_the_page(manager, plan, indicator):
    make_observation(indicator, "2024/25", value=150)
    data = {"label": "2025/26", "value": "120", "break_note": "counted anew from here"}
    page = text(manager.post(f"{URL}observations/{indicator.pk}/add/", data, follow=True))
    assert "Not compared with 2024/25: there is a break in recording." in page
    assert "Note 1. Break in recording at 2025/26: counted anew from here." in page
    assert ">Break in recording: note 1</text>" in page


def test_parts_are_typed_with_their_period(manager, plan, larkshire):
    parts = make_indicator(plan, kind="parts")
    url = f"{URL}observations/{parts.pk}/add/"
    assert "Enter a period like 2026/27" in text(
        manager.post(url, {"label": "Town", "value": "1", "period": "lately"})
    )
    data = {"label": "Town", "value": "1", "period": "2025/26"}
    manager.post(url, data)
    assert "The indicator already has a figure for this" in text(manager.post(url, data))
    manager.post(url, data | {"period": "2026/27"})
    assert [one.period for one in parts.observations.all()] == ["2025/26", "2026/27"]


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
    assert error in text(manager.post(f"{URL}indicators/add/", COUNTED | {field: ""}))


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
        make_series(plan.partnership)
    # Session, person, membership, menu, plan, what it shows, observations, other indicators.
    with django_assert_num_queries(8):
        manager.get(URL)


def test_a_manager_enters_a_group_that_meets(manager, plan):
    data = {"name": "Strategy Group", "purpose": "Decides", "how_often": "Every six months"}
    page = text(manager.post("/larkshire/2026/meetings/add/", data, follow=True))
    assert plan.meeting_bodies.get().how_often == "Every six months"
    assert ">Decides</p>" in page


def test_a_group_needs_a_name(manager, plan):
    page = text(manager.post("/larkshire/2026/meetings/add/", {"purpose": "Decides"}))
    assert '<a href="#id_name">Enter the name</a>' in page
    assert "Decides</textarea>" in page
    assert not MeetingBody.objects.exists()


def test_the_page_of_meetings_costs_the_same_however_many(manager, plan, django_assert_num_queries):
    for _ in range(9):
        make_meeting_body(plan)
    # Session, person, membership, menu, plan, groups, their meetings, open decisions, whether any.
    with django_assert_num_queries(9):
        manager.get("/larkshire/2026/meetings/")


def test_links_and_messages_name_a_figure_as_it_is_read(manager, plan):
    observation = make_observation(make_indicator(plan), "2025/26", value=1290)
    observation.refresh_from_db()
    assert str(observation) == "2025/26: 1,290"
