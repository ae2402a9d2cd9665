"""Plans as they should not be, in every layout: the PDF keeps the rules of PDF/UA-1 all the same.

The plans of test_bad_input.py have long words, Welsh, Arabic and Hebrew everywhere, or nothing.
"""

from itertools import product

import page
import pytest
from pypdfium2 import PdfDocument

from reports.document import document
from reports.formats import pdf_of
from reports.layouts import LAYOUTS
from tests import factories
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CHINESE = "社区安全伙伴关系计划：减少反社会行为"
EMOJI = "Safer streets 👮🏽\u200d♀️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 👨\u200d👩\u200d👧 for all 🎉"
LETTERS = "Llanfair" * 38
ARABIC = "السلامة المجتمعية للجميع، وتقليل السلوك المعادي للمجتمع"


def plan_of(partnership, priorities, words=("Words",), year=2026):
    plan = factories.make_plan(partnership, year)
    for place in range(priorities):
        said = words[place % len(words)]
        priority = factories.make_priority(plan, f"{place} {said}"[:200])
        action = factories.make_action(priority, said, measure=said, outcome=said)
        if place % 3:
            factories.make_update(action, said, status="at_risk", reason=said)
    factories.make_block(plan, "introduction", heading=words[0][:100], body=f"<p>{words[0]}</p>")
    factories.make_log_entry(plan, words[0])
    return plan


def many(partnership):
    """60 priorities, of every kind of words; and the year before the same, to be reviewed."""
    words = (CHINESE, EMOJI, LETTERS, ARABIC, "Ŵyl y tŷ, ŷd a dŵr")
    plan_of(partnership, 5, words, 2025)
    plan = plan_of(partnership, 60, words)
    factories.make_action(plan.priorities.first(), "An action", measure="Word " * 2000)
    return plan


def one(partnership):
    return plan_of(partnership, 1)


def begun_with_its_year(partnership):
    """Odd words again, and the year on a page before all else."""
    plan = plan_of(partnership, 5, (CHINESE, EMOJI, LETTERS, ARABIC))
    plan.parts.create(part="on_a_page")
    return plan


@pytest.mark.parametrize(
    ("make", "layout"),
    [*product([many, one], LAYOUTS), (begun_with_its_year, "partnership-plan")],
)
def test_an_odd_plan_keeps_the_rules_of_pdf_ua_1(make, layout, larkshire):
    content = pdf_of(document(make(larkshire), on=TODAY, layout=layout))
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert {(failure.rule_id, failure.message) for failure in report.failures} == set()


def test_chinese_is_printed_in_running_heads_too(larkshire):
    plan = plan_of(larkshire, 1, (CHINESE,))
    plan.cover_title = CHINESE
    plan.save()
    with PdfDocument(pdf_of(document(plan, on=TODAY))) as pdf:
        pages = [one.get_textpage().get_text_range() for one in pdf]
    assert all(CHINESE in text for text in pages[1:-1])
    assert "\u25a1" not in "".join(pages)
