"""The annual report: the year itself, with its rate, its months and its members' addresses."""

from datetime import date

import pytest

from actions.models import Status
from reports.document import document
from reports.formats import web_page_of
from tests import factories
from tests.conftest import TODAY


def report_of(plan):
    return document(plan, on=TODAY, layout="annual-report")


def action_of(plan, status):
    action = factories.make_action(factories.make_priority(plan))
    factories.make_update(action, status=status, on=plan.starts_on)


def test_it_reviews_its_own_year(plan, larkshire):
    action_of(factories.make_plan(larkshire, 2025), Status.COMPLETE)
    action_of(plan, Status.COMPLETE)
    review = report_of(plan).part("review")
    assert [table.title for table in review.tables] == [str(plan.priorities.get())]
    assert "1 of 1 achieved." in web_page_of(report_of(plan))


def test_the_rates_of_both_years_stand_with_the_definition(plan, larkshire):
    last_plan = factories.make_plan(larkshire, 2025)
    for status in (Status.COMPLETE, Status.ON_TRACK):
        action_of(last_plan, status)
    action_of(plan, Status.COMPLETE)
    page = web_page_of(report_of(plan))
    assert page.count("1 of 1 actions were achieved (100%).") == 1
    assert "An action counts as achieved if" in page
    assert "In 2025/26, 1 of 2 actions were achieved (50%)" in page


def test_without_a_year_before_there_is_no_rate_of_it(plan):
    action_of(plan, Status.COMPLETE)
    assert "In 2025/26" not in web_page_of(report_of(plan))


def test_a_priority_is_told_with_its_figures_and_what_becomes_of_it(plan):
    priority = factories.make_priority(plan, fate="continues")
    factories.make_block(plan, "review", priority=priority, heading="What was done")
    factories.make_observation(factories.make_indicator(plan, "Burglaries", priority=priority))
    page = web_page_of(report_of(plan))
    assert page.index("What was done") < page.index("Bar chart: Burglaries")
    assert "<strong>In 2027/28:</strong> Continues as a priority" in page


def test_a_figure_of_no_priority_stands_in_the_year_at_a_glance(plan):
    factories.make_observation(factories.make_indicator(plan, "All crime"))
    (figure,) = report_of(plan).part("figures").figures
    assert figure.title == "All crime"


def test_target_and_break_are_printed_with_the_chart_and_in_its_table(plan):
    indicator = factories.make_indicator(plan, "All crime")
    plan.indicators.update(target=130)
    factories.make_observation(indicator, "2025/26", value=150)
    factories.make_observation(indicator, "2026/27", value=140, break_note="counted anew")
    page = web_page_of(report_of(plan))
    assert ">Target 130</text>" in page
    assert ">2026/27 (note 1)</th>" in page
    assert page.index(">Target</th>") < page.index("Note 1. Break in recording at 2026/27")


def test_every_chart_has_a_table(plan):
    for title in ("Burglaries", "All crime"):
        factories.make_observation(factories.make_indicator(plan, title))
    page = web_page_of(report_of(plan))
    assert page.count("<svg") == page.count('<table class="numbers"') == 2


def test_the_year_is_told_by_months_and_days_where_they_are_known(plan):
    factories.make_log_entry(plan, "A film appeared.", date(2027, 3, 16))
    factories.make_log_entry(plan, "The hall opened.", date(2026, 6, 1), is_day_known=False)
    months = report_of(plan).part("log").months
    assert [month.title for month in months] == ["June 2026", "March 2027"]
    assert [(one.day, one.text) for month in months for one in month.entries] == [
        ("", "The hall opened."),
        ("16 March", "A film appeared."),
    ]


def test_members_have_their_postal_addresses(plan, larkshire):
    factories.make_agency(larkshire, address="1 High Street\nLarkford", grid_position=1)
    page = web_page_of(report_of(plan))
    assert "1 High Street" in page
    assert "Larkford" in page


@pytest.mark.parametrize("rows", [1, 20])
def test_more_of_everything_needs_no_more_queries(rows, plan, shelter, django_assert_num_queries):
    for _ in range(rows):
        priority = factories.make_priority(plan)
        factories.make_action(priority, owners=[shelter])
        factories.make_observation(factories.make_indicator(plan, priority=priority))
        factories.make_allocation(factories.make_grant(plan))
        factories.make_log_entry(plan)
    with django_assert_num_queries(24):
        report_of(plan)
