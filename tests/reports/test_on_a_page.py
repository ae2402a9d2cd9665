"""The plan on a page: what it says, and that it is one page or says what does not fit."""

from dataclasses import replace

import pypdfium2
import pytest
from django.template.loader import render_to_string

from actions.statuses import Status
from plans.figures.charts import stack
from reports.checks import findings
from reports.document import document
from reports.formats import pdf_of
from reports.parts.on_a_page import CUT, LEAST, LINE, OPENING, POSTER, PageRow, fitted
from tests import factories
from tests.conftest import TODAY

LETTERS = "Llanfair" * 38
WELSH = "Ymddygiad gwrthgymdeithasol a throseddau casineb yn ein cymunedau"
ARABIC = "السلامة المجتمعية للجميع، وتقليل السلوك المعادي للمجتمع"
LONG = ("Mmmmm WWWW " * 9, "WWW MMM @@@ " * 20)


@pytest.fixture
def plan(larkshire):
    return factories.make_plan(larkshire, 2026, layout="plan-on-a-page")


def part_of(plan, **choice):
    return document(plan, on=TODAY, **choice).part("on_a_page")


def filled(plan, count, title, measure):
    """The document of a plan with so many priorities, and whether they fit on its page."""
    made = document(plan, on=TODAY)
    part = made.part("on_a_page")
    sheet = POSTER if plan.layout == "plan-on-a-page" else OPENING
    row = replace(part.rows[0], title=title, lead=title[:60], measures=(measure,) * 3)
    rows, fitting = fitted([row] * count, sheet)
    return replace(made, parts=(replace(part, rows=rows, fitting=fitting),)), fitting == count


def test_a_priority_has_its_lead_or_who_leads_most_of_it(plan, shelter):
    factories.make_priority(plan, "A", lead=shelter)
    action = factories.make_action(factories.make_priority(plan, "B"))
    action.owners.create(agency=shelter, is_lead=True)
    factories.make_action(factories.make_priority(plan, "C"), owners=[shelter])
    assert [row.lead for row in part_of(plan).rows] == ["Lark Shelter", "Lark Shelter", ""]


def test_figures_come_before_aims_and_aims_before_measures_of_actions(plan):
    priority = factories.make_priority(plan, success_indicator="Fewer victims")
    factories.make_action(priority, measure="How many came")
    factories.make_action(priority, measure="How many stayed")
    indicator = factories.make_indicator(plan, "Reports", priority, better="lower")
    plan.indicators.update(target=100)
    for label, value in (("2024/25", 120), ("2025/26", 118)):
        factories.make_observation(indicator, label, value)
    (row,) = part_of(plan).rows
    figure = "Reports: 118 in 2025/26 (2 fewer, better), target 100 or fewer"
    assert row.measures == (figure, "Fewer victims", "How many came")


def test_a_figure_by_its_parts_says_their_sum(plan):
    indicator = factories.make_indicator(plan, "Reports", factories.make_priority(plan))
    indicator.kind = "parts"
    indicator.save()
    for label, value in (("Larkton", 40), ("Wrenford", 62)):
        factories.make_observation(indicator, label, value, period="2025/26")
    assert part_of(plan).rows[0].measures == ("Reports: 102 in 2025/26",)


@pytest.mark.parametrize("more", [", target 1000 or fewer", " (1000 fewer, better)"])
def test_of_a_target_and_a_change_all_is_said_or_nothing(more):
    row = PageRow("Theft", "", (f"Reports: 118 in 2025/26{more}",), 0, None, None)
    sheet = replace(POSTER, height=LEAST, measures=70, steps=((3, 1),))
    rows, _ = fitted([row], sheet)
    assert rows[0].measures == ("Reports: 118 in 2025/26…",)


def test_of_a_target_alone_all_is_said_or_nothing():
    row = PageRow("Theft", "", ("Reports by type: target: fewer in every ward",), 0, None, None)
    rows, _ = fitted([row], replace(POSTER, height=LEAST, measures=50, steps=((3, 1),)))
    assert rows[0].measures == ("Reports by type…",)


def test_where_all_have_one_line_the_first_have_more_as_long_as_there_is_room(plan):
    row = PageRow("Theft", "", ("Word of a measure " * 4,), 0, None, None)
    sheet = replace(POSTER, height=3 * LEAST + LINE, measures=60, steps=((1, 3), (1, 1)))
    rows, fitting = fitted([row] * 3, sheet)
    assert fitting == 3
    assert [row.measures[0].endswith(CUT) for row in rows] == [False, True, True]


def test_without_measures_the_first_actions_stand_there(plan):
    priority = factories.make_priority(plan)
    for wording in ("Lend locks", "Light the lane", "Visit shops", "Ring round"):
        factories.make_action(priority, wording)
    assert part_of(plan).rows[0].measures == ("Lend locks", "Light the lane", "Visit shops")


def test_a_plan_that_begins_has_no_bars(plan):
    factories.make_action(factories.make_priority(plan))
    part = part_of(plan)
    assert part.bar is None
    assert part.rows[0].bar is None
    assert part.rows[0].counted == "1 not started"


def test_every_status_is_drawn_in_its_own_way():
    drawn = set()
    for status in Status:
        bar = stack("Bar", [(status.value, status.label, 3)], width=200, unit=10)
        page = render_to_string("actions/status_bar.html", {"bar": bar, "accent": "#123456"})
        assert ">3</text>" in page
        drawn.add(page)
    assert len(drawn) == len(Status)


@pytest.mark.any_database
@pytest.mark.parametrize(("layout", "around"), [("plan-on-a-page", 0), ("partnership-plan", 3)])
@pytest.mark.parametrize(
    ("title", "measure"),
    [("Violence", "Fewer"), (WELSH, WELSH), (ARABIC, ARABIC), (LETTERS[:200], LETTERS), LONG],
)
def test_as_many_as_fit_are_one_page(title, measure, layout, around, plan):
    plan.layout = layout
    plan.save()
    plan.parts.create(part="on_a_page")
    priority = factories.make_priority(plan)
    for status in Status:
        reason = "No money." if status.traits.needs_reason else ""
        action = factories.make_action(priority)
        factories.make_update(action, status=status, reason=reason)
    made = [filled(plan, count, title, measure) for count in range(1, 20)]
    most = [one for one, fits in made if fits][-1]
    assert len(most.part("on_a_page").rows) > 1
    with pypdfium2.PdfDocument(pdf_of(most)) as pdf:
        assert len(pdf) == around + 1


def test_the_checks_say_how_many_fit(plan):
    for number in range(30):
        factories.make_priority(plan, f"Priority of ours {number}")
    found = [one.words for one in findings(plan, TODAY) if one.check == "one-page"]
    assert found == [
        "“Priorities for 2026/27” takes more than one page. There are 30 priorities: 7 fit, with "
        "one measure each. Shorten their titles, or leave the part out."
    ]


def test_the_checks_say_how_many_measures_are_cut(plan):
    for number in range(7):
        indicator = f"Word {number} " * 30
        factories.make_priority(plan, f"Priority of ours {number}", success_indicator=indicator)
    (found,) = [one.words for one in findings(plan, TODAY) if one.check == "one-page"]
    assert "has no room for all of 7 measures, such as “Word 0 Word 0" in found


def test_in_large_print_nothing_is_cut(plan):
    factories.make_priority(plan, "A problem", success_indicator=LONG[1] * 9)
    for _ in range(20):
        factories.make_priority(plan)
    part = part_of(plan, large_print=True)
    assert part.fits
    assert part.rows[0].measures == (LONG[1] * 9,)
