"""The leaflet for the public: the years of a strategy, names alone, and classes of action."""

import pytest

from reports.document import document
from reports.formats import web_page_of
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def plan(larkshire):
    return factories.make_strategy(larkshire)


def leaflet_of(plan):
    return document(plan, on=TODAY, layout="summary-leaflet")


def test_it_is_of_the_years_of_the_strategy(plan):
    assert leaflet_of(plan).years == "2026 to 2029"


def test_partners_are_named_and_no_more(plan, larkshire):
    factories.make_agency(larkshire, "Lark Police", telephones="01234 567890", grid_position=1)
    page = web_page_of(leaflet_of(plan))
    assert "Lark Police" in page
    assert "01234 567890" not in page


def test_priorities_are_told_of_and_listed_with_what_they_include(plan):
    factories.make_priority(plan, "Burglary", scope="including sheds")
    factories.make_block(plan, "priorities", body="<p>Chosen with care.</p>")
    page = web_page_of(leaflet_of(plan))
    assert "Chosen with care." in page
    assert "Burglary" in page
    assert "Including sheds" in page


def test_groups_that_meet_say_how_often(plan):
    factories.make_meeting_body(plan, "Strategy group", how_often="quarterly")
    assert "quarterly" in web_page_of(leaflet_of(plan))


def test_actions_are_counted_by_class(plan):
    priority = factories.make_priority(plan)
    for pier in ("prevention", "prevention", "enforcement", ""):
        factories.make_action(priority, pier=pier)
    assert leaflet_of(plan).part("how_it_works").counts == (
        ("Prevention", 2),
        ("Intelligence", 0),
        ("Enforcement", 1),
        ("Reassurance", 0),
    )


def test_without_classes_nothing_is_counted(plan):
    factories.make_action(factories.make_priority(plan))
    assert leaflet_of(plan).part("how_it_works") is None


def test_the_plans_own_parts_are_not_the_leaflets(plan):
    plan.parts.create(part="glossary", position=0)
    factories.make_block(plan, "introduction")
    assert [part.name for part in leaflet_of(plan).parts] == ["introduction"]


def test_it_tells_how_the_plans_within_the_strategy_went(plan, larkshire):
    for year, statuses in ((2026, ["complete", "on_track"]), (2027, ["off_track"])):
        within = factories.make_plan(larkshire, year, strategy=plan)
        priority = factories.make_priority(within)
        for status in statuses:
            factories.make_action(priority, status=status)
    part = leaflet_of(plan).part("framed")
    assert [(label, one.total, one.achieved) for label, one in part.plans] == [
        ("2026/27", 2, 1),
        ("2027/28", 1, 0),
    ]
