"""How a plan stands as a whole: stage, strategy, layout."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from csp.versions import version_of
from partners.models import Partnership
from plans.models import Plan
from tests.factories import make_picture, make_plan, make_strategy
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
    assert "The details of the partnership have been saved." in page
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


def test_notice_and_logo_are_set(manager, plan, larkshire, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    logo = SimpleUploadedFile("badge.png", make_picture())
    manager.post(DETAILS, details(larkshire, notice="Moved to the town hall.", logo=logo))
    larkshire.refresh_from_db()
    assert (larkshire.notice, larkshire.logo.name[:6]) == ("Moved to the town hall.", "logos/")


def test_a_logo_is_taken_off(manager, plan, larkshire):
    Partnership.objects.update(logo="logos/badge.png")
    manager.post(DETAILS, details(larkshire, remove_logo="on"))
    larkshire.refresh_from_db()
    assert not larkshire.logo


def test_a_logo_that_is_no_picture_is_refused(manager, plan, larkshire):
    logo = SimpleUploadedFile("badge.svg", b"<svg/>")
    page = text(manager.post(DETAILS, details(larkshire, logo=logo)))
    assert "The picture must be a PNG or JPEG file that can be read" in page


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (("19", "11", "2026"), "Day of the last meeting must be today or in the past"),
        (("31", "2", "2026"), "Day of the last meeting must be a real date"),
    ],
)
def test_the_last_meeting_was_on_a_real_day_in_the_past(day, told, manager, plan, larkshire):
    typed = {f"last_met_on_{place}": part for place, part in enumerate(day)}
    page = text(manager.post(DETAILS, details(larkshire, **typed)))
    assert told in page
    assert f'value="{day[0]}"' in page


def test_an_administrator_is_led_to_the_names(plan, cast, sign_in):
    address = 'href="/larkshire/partners/rename/"'
    assert address in text(sign_in(cast.administrator).get(DETAILS))
    assert address not in text(sign_in(cast.manager).get(DETAILS))
