"""How a plan stands as a whole: stage, strategy, layout."""

import pytest

from csp.versions import version_of
from plans.models import Plan
from tests.factories import make_plan, make_strategy
from tests.pages import text

URL = "/larkshire/2026/settings/"
DETAILS = f"{URL}partnership/"


@pytest.fixture
def plan(larkshire):
    return make_plan(larkshire, stage=Plan.Stage.DRAFTING)


def typed(plan, **changes):
    return {"stage": plan.stage, "layout": plan.layout, "version": version_of(plan), **changes}


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        ("agreed", "The plan is agreed. Its actions can be updated from now on."),
        ("closed", "The plan is closed. Its priorities and actions stay as they are."),
    ],
)
def test_what_follows_from_a_stage_is_told(stage, told, manager, plan):
    page = text(manager.post(URL, typed(plan, stage=stage), follow=True))
    plan.refresh_from_db()
    assert plan.stage == stage
    assert told in page


def test_every_stage_is_explained(manager, plan):
    page = text(manager.get(URL))
    assert page.count("govuk-radios__hint") == 3


def test_strategy_and_layout_are_chosen(manager, plan, larkshire):
    strategy = make_strategy(larkshire)
    manager.post(URL, typed(plan, strategy=strategy.pk, layout="annual-report"))
    plan.refresh_from_db()
    assert (plan.strategy, plan.layout) == (strategy, "annual-report")


def test_a_strategy_of_other_years_is_not_offered(manager, plan, larkshire):
    make_strategy(larkshire, 2020, 2025)
    assert not manager.get(URL).context["form"].fields["strategy"].queryset.exists()


def test_a_highlight_report_is_no_plan_s_layout(manager, plan):
    page = text(manager.post(URL, typed(plan, layout="highlight-report")))
    assert "Select the layout of its document from the list" in page


def test_the_second_to_save_is_told(manager, cast, plan):
    mine = typed(plan, layout="annual-report")
    plan._history_user = cast.administrator
    plan.stage = Plan.Stage.AGREED
    plan.save()
    page = text(manager.post(URL, mine))
    assert f"{cast.administrator} changed this while you were writing." in page
    assert ">Agreed</dd>" in page
    plan.refresh_from_db()
    assert (plan.stage, plan.layout) == ("agreed", "partnership-plan")


def test_a_strategy_keeps_its_plans_within_it(manager, plan, larkshire):
    strategy = make_strategy(larkshire)
    plan.strategy = strategy
    plan.save()
    later = {"title": strategy.title, "stage": "agreed", "layout": strategy.layout}
    later |= {"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2027"}
    later |= {"ends_on_0": "31", "ends_on_1": "3", "ends_on_2": "2029"}
    address = f"/larkshire/{strategy.address}/settings/"
    page = text(manager.post(address, later | {"version": version_of(strategy)}))
    assert "Plan 2026/27 must be within the strategy" in page


def test_a_strategy_names_its_plans_and_is_in_no_other(manager, plan, larkshire):
    strategy = make_strategy(larkshire)
    plan.strategy = strategy
    plan.save()
    page = manager.get(f"/larkshire/{strategy.address}/settings/")
    assert "strategy" not in page.context["form"].fields
    assert 'href="/larkshire/2026/">Plan 2026/27</a>' in text(page)


def details(larkshire, **changes):
    kept = {"accent_colour": larkshire.accent_colour, "version": version_of(larkshire)}
    return kept | {"email": "csp@larkshire.example.org"} | changes


def test_a_manager_says_how_the_partnership_is_reached(manager, plan, larkshire):
    sent = details(larkshire, website="www.larkshire.example.org", address="1 High Street")
    page = text(manager.post(DETAILS, sent, follow=True))
    larkshire.refresh_from_db()
    assert "The contact details and the colour have been saved." in page
    assert larkshire.email == "csp@larkshire.example.org"
    assert larkshire.website == "https://www.larkshire.example.org"
    assert larkshire.address == "1 High Street"


def test_what_is_wrong_with_the_details_is_told(manager, plan, larkshire):
    sent = details(larkshire, email="csp", website="high street", accent_colour="#ffffff")
    page = text(manager.post(DETAILS, sent))
    larkshire.refresh_from_db()
    assert larkshire.accent_colour != "#ffffff"
    assert "Enter an email address in the correct format, like name@example.org" in page
    assert "Website must be a web address, like https://www.example.org" in page
    assert "Enter a darker colour: white text on this one is hard to read" in page


def test_the_second_to_save_the_details_is_told(manager, cast, plan, larkshire):
    mine = details(larkshire, telephone="01732 1")
    larkshire.telephone, larkshire._history_user = "01732 2", cast.administrator
    larkshire.save()
    page = text(manager.post(DETAILS, mine))
    larkshire.refresh_from_db()
    assert larkshire.telephone == "01732 2"
    assert f"{cast.administrator} changed this while you were writing." in page
    assert '<dd class="govuk-summary-list__value">01732 2</dd>' in page
