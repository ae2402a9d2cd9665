"""How the statuses moved, in the highlight report: strips, their sentences and their numbers."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import page as pages
import pytest
from lxml import html as lxml_html

from reports.document import context_of, document
from reports.formats import pdf_of, web_page_of, word_of
from reports.parts.over_time import over_time
from tests import factories
from tests.actions.test_standing import FIRST, entered
from tests.conftest import TODAY

SENTENCE = "1 of 2 actions is on track or complete, as many as at the end of September."


@pytest.fixture
def plan(larkshire):
    """Of two priorities, counted by hand:

                        Apr  May  Jun  Jul  Aug  Sep  Oct  Nov
    Violence:  refuge    -    ok   ok   ok   ok   ok   ok   risk   (ok 4 May, risk 2 Nov)
               courses   -    -    -    -    -    -    -    done   (done 3 Nov)
    Nuisance:  patrols   -    -    -    -    -    -    -    -
    """
    plan = entered(factories.make_plan(larkshire), FIRST)
    violence = factories.make_priority(plan, "Violence", position=1)
    nuisance = factories.make_priority(plan, "Nuisance", position=2)
    factories.make_priority(plan, "Nothing yet", position=3)
    refuge, courses = (
        entered(factories.make_action(violence, name), FIRST) for name in ("Refuge", "Courses")
    )
    entered(factories.make_action(nuisance, "Patrols"), FIRST)
    factories.make_update(refuge, on=date(2026, 5, 4))
    factories.make_update(refuge, status="at_risk", on=date(2026, 11, 2), reason="No money.")
    factories.make_update(courses, status="complete", on=date(2026, 11, 3))
    return plan


def reported(plan, **options):
    return document(plan, on=TODAY, layout="highlight-report", **options)


def body_of(document):
    [part] = lxml_html.fromstring(web_page_of(document)).xpath("//section[.//*[@id='over_time']]")
    return part


def words_in(element):
    return " ".join(element.text_content().split())


def test_each_priority_with_actions_has_its_sentence_and_its_strip(plan):
    body = body_of(reported(plan))
    assert [words_in(one) for one in body.xpath(".//h3")] == [
        *("All priorities", "Violence", "Nuisance")
    ]
    assert SENTENCE in words_in(body)
    drawn = body.xpath(".//svg[contains(@viewbox, ' 208 ')]/title")
    assert [one.text for one in drawn][1] == f"{SENTENCE} 1 is at risk or off track."
    assert len(drawn) == 2
    assert "As far as was said, its one action was not started." in words_in(body)


def test_the_numbers_are_as_counted_by_hand(plan):
    rows = [
        [words_in(cell) for cell in row] for row in body_of(reported(plan)).xpath(".//table//tr")
    ]
    assert rows[0] == ["Status", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    assert rows[rows.index(["Violence"]) + 1 :] == [
        ["Not started", *"21111110"],
        ["On track", *"01111110"],
        ["At risk", *"00000001"],
        ["Complete", *"00000001"],
        ["All", *"22222222"],
    ]


def test_its_key_says_in_words_what_each_sign_is(plan):
    key = body_of(reported(plan)).xpath(".//p[@class='strip-key']/svg/title")
    assert [one.text for one in key] == ["Not started", "On track", "At risk", "Complete"]


def test_in_large_print_the_numbers_are_lines(plan):
    body = body_of(reported(plan, large_print=True))
    assert body.xpath(".//table") == []
    assert "November 2026: 1 complete, 1 at risk" in words_in(body)


def test_a_report_of_a_past_day_ends_there(plan):
    part = document(plan, on=date(2026, 6, 10), layout="highlight-report").part("over_time")
    assert [mark.day for mark in part.of_each[0][1].marks][-1] == date(2026, 6, 10)


def test_a_plan_that_nothing_was_said_of_has_sentences_alone(larkshire):
    plan = entered(factories.make_plan(larkshire), FIRST)
    entered(factories.make_action(factories.make_priority(plan)), FIRST)
    body = body_of(reported(plan))
    assert body.xpath(".//svg | .//table") == []


def test_a_draft_and_a_plan_to_come_have_none(larkshire):
    for year, stage in ((2026, "drafting"), (2027, "agreed")):
        plan = factories.make_plan(larkshire, year, stage=stage)
        factories.make_action(factories.make_priority(plan))
        assert reported(plan).part("over_time") is None


@pytest.mark.any_database
def test_in_word_each_strip_is_a_picture_with_its_words(plan):
    with ZipFile(BytesIO(word_of(reported(plan)))) as file:
        words = file.read("word/document.xml").decode()
    assert f'descr="{SENTENCE} 1 is at risk or off track."' in words
    assert 'descr="At risk"' in words


@pytest.fixture
def of_years(larkshire):
    days = {"starts_on": date(2023, 4, 1), "ends_on": date(2027, 3, 31)}
    plan = factories.make_titled_plan(larkshire, "Violence", **days)
    action = entered(factories.make_action(factories.make_priority(plan)), date(2023, 4, 1))
    factories.make_update(action, on=date(2024, 5, 1))
    return plan


def test_quarters_of_several_years_are_told_apart(of_years):
    [years] = body_of(reported(of_years)).xpath(".//thead/tr[1]")
    assert [(one.text, one.get("colspan")) for one in years.iter("th")] == [
        *(("2023/24", "4"), ("2024/25", "4"), ("2025/26", "4"), ("2026/27", "3"))
    ]


@pytest.mark.any_database
@pytest.mark.parametrize("large", [False, True])
def test_strips_keep_the_rules_of_pdf_ua_1(large, of_years):
    content = pdf_of(reported(of_years, large_print=large))
    report = pages.validate_pdf_bytes(content, profile=pages.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


@pytest.mark.parametrize("more", [0, 5])
def test_it_costs_the_same_for_many_priorities(more, plan, django_assert_num_queries):
    for number in range(more):
        priority = factories.make_priority(plan, f"Priority {number}", position=10 + number)
        factories.make_update(factories.make_action(priority), on=date(2026, 6, 1))
    context = context_of(plan, on=TODAY, layout="highlight-report")
    # As other parts have read them.
    assert context.priorities
    assert context.pieces is not None
    with django_assert_num_queries(4):
        over_time(context)
