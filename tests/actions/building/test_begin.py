"""Beginning a plan, empty or from the plan of the year before."""

import pytest

from actions.building.carrying.begin import PlanExists, begin_plan
from actions.models import Action
from plans.models import Block, GlossaryTerm, Plan, PlanColumn, PlanPart, Priority
from tests.factories import (
    PASSWORD,
    make_action,
    make_block,
    make_indicator,
    make_meeting_body,
    make_observation,
    make_plan,
    make_priority,
    make_strategy,
    make_theme,
)
from tests.pages import text

URL = "/larkshire/begin/"


@pytest.fixture
def before(larkshire):
    return make_plan(larkshire, 2026, layout=Plan.Layout.PRIORITY_PLAN)


def begin(manager, year=2027, begin_from="before"):
    return manager.post(URL, {"year": year, "begin_from": begin_from})


def test_the_first_plan_of_a_partnership_is_empty(manager, larkshire):
    assert "year before" not in text(manager.get(URL))
    manager.post(URL, {"year": 2026})
    plan = larkshire.plans.get()
    assert (plan.start_year, plan.stage) == (2026, Plan.Stage.DRAFTING)


def test_the_year_after_the_latest_plan_is_proposed(manager, before):
    assert 'value="2027"' in text(manager.get(URL))


def test_it_leads_on_to_carrying_forward(manager, before):
    response = begin(manager)
    assert response.url == "/larkshire/2027/carry-forward/"


def test_an_empty_plan_has_nothing_of_the_year_before(manager, before):
    make_block(before)
    begin(manager, begin_from="empty")
    assert not Block.objects.filter(plan__address="2027").exists()


def test_what_is_shown_goes_along_and_no_figure_is_copied(manager, larkshire, before):
    indicator = make_indicator(before, "Burglaries", priority=make_priority(before))
    before.indicators.update(target=130, target_words="fewer", baseline=160, baseline_label="2020")
    make_observation(indicator, "2026/27")
    begin(manager)
    shown = larkshire.plans.get(address="2027").indicators.get()
    assert (shown.indicator, shown.priority) == (indicator, None)
    assert (shown.target, shown.target_words) == (130, "fewer")
    assert (shown.baseline, shown.baseline_label) == (160, "2020")
    assert indicator.observations.count() == 1


def test_what_stays_from_year_to_year_is_copied(manager, larkshire, before):
    make_theme(before, "Safety", strapline="For all")
    make_block(before, body="<p>Of {{ 2026 }}.</p>", heading="Welcome")
    GlossaryTerm.objects.create(plan=before, term="CSU", meaning="Unit")
    make_meeting_body(before, "Strategy Group", purpose="Decides")
    PlanPart.objects.create(plan=before, part="introduction", heading="Hello")
    PlanColumn.objects.create(plan=before, field="wording", heading="What")
    begin(manager)
    plan = larkshire.plans.get(address="2027")
    assert plan.layout == Plan.Layout.PRIORITY_PLAN
    assert plan.themes.get().strapline == "For all"
    assert plan.blocks.get().heading == "Welcome"
    assert plan.glossary.get().meaning == "Unit"
    assert plan.meeting_bodies.get().purpose == "Decides"
    assert plan.parts.get().heading == "Hello"
    assert plan.columns.get().heading == "What"
    assert plan.blocks.get().history.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"part": Block.Part.REVIEW},
        {"part": Block.Part.PROJECTS},
        {"part": Block.Part.LOG},
        {"kind": Block.Kind.CASE_STUDY},
        {"kind": Block.Kind.QUOTATION},
        {"kind": Block.Kind.PICTURE},
    ],
    ids=str,
)
def test_what_is_of_the_year_alone_is_not_copied(fields, manager, before):
    make_block(before, **fields)
    begin(manager)
    assert not Block.objects.filter(plan__address="2027").exists()


def test_the_old_plan_stays_as_it_is(manager, before):
    make_block(before)
    make_action(make_priority(before))

    def rows():
        return [
            list(model.objects.filter(**{of: before}).values())
            for model, of in ((Block, "plan"), (Priority, "plan"), (Action, "priority__plan"))
        ]

    was = rows()
    begin(manager)
    assert rows() == was


@pytest.mark.parametrize(("last_year", "goes_on"), [(2027, True), (2026, False)])
def test_the_strategy_goes_on_while_its_years_last(last_year, goes_on, larkshire, before):
    before.strategy = make_strategy(larkshire, 2024, last_year)
    plan = begin_plan(Plan.of_year(2027, partnership=larkshire), befores=[before])
    assert bool(plan.strategy) == goes_on


def test_a_second_press_makes_no_second_plan(manager, before):
    make_block(before)
    begin(manager)
    response = manager.post(URL, {"year": 2027, "begin_from": "before"}, follow=True)
    assert "There is already a plan 2027/28." in text(response)
    assert Plan.objects.filter(address="2027").count() == 1
    assert Block.objects.filter(plan__address="2027").count() == 1


def test_a_year_that_has_a_plan_is_refused(larkshire, before):
    with pytest.raises(PlanExists):
        begin_plan(Plan.of_year(2026, partnership=larkshire))


def test_it_is_whole_or_not_at_all(larkshire, before, monkeypatch):
    make_theme(before)
    monkeypatch.setattr("actions.building.carrying.begin.narrative_of", lambda plan: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        begin_plan(Plan.of_year(2027, partnership=larkshire), befores=[before])
    assert not larkshire.plans.filter(address="2027").exists()


def test_without_a_plan_of_the_year_before_it_asks_again(manager, before):
    page = text(begin(manager, year=2030))
    assert "There is no plan 2029/30 to start from. Select an empty plan" in page
    assert 'value="2030"' in page
    assert "<title>Error: " in page


@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("", "Enter the year the plan starts in"),
        ("next", "The year must be a number"),
        (1066, "The year must be 1998 or later"),
        (9999, "The year must be 2100 or earlier"),
    ],
)
def test_a_year_that_is_none_is_asked_for_again(year, words, manager, before):
    assert words in text(begin(manager, year=year))


def test_an_expired_session_keeps_the_year(cast, client, before):
    response = client.post(URL, {"year": 2031, "begin_from": "empty"})
    response = client.post(
        response.url, {"login": cast.manager.email, "password": PASSWORD}, follow=True
    )
    assert 'value="2031"' in text(response)


def test_the_partnership_s_page_leads_to_it_for_those_who_may(cast, sign_in, larkshire):
    assert URL in text(sign_in(cast.manager).get("/larkshire/"))
    assert URL not in text(sign_in(cast.officer).get("/larkshire/"))


def test_copying_costs_the_same_however_much_there_is(
    larkshire, before, django_assert_max_num_queries
):
    for _ in range(30):
        make_block(before)
        make_meeting_body(before)
    with django_assert_max_num_queries(55):
        begin_plan(Plan.of_year(2027, partnership=larkshire), befores=[before])
