"""Charts in the Word file: pictures with words, as large as the letters, beside what they show."""

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from lxml import html as lxml_html

from reports import word
from reports.document import FEW_FIGURES, document
from reports.formats import FORMATS
from reports.word_styles import WIDE_TEXT_WIDTH
from tests import factories
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} 48" width="{0}" height="48" '
    'aria-label="Bar chart: thefts"><rect width="50" height="20"/></svg>'
)


def prepared(plan, width=96, **options):
    drawing = DRAWING.format(width)
    return word.prepared(f"<p>Before {drawing} after</p>", document(plan, on=TODAY, **options))


def test_a_chart_is_a_picture_with_its_words(plan):
    page = prepared(plan)
    assert 'alt="Bar chart: thefts"' in page
    assert 'src="data:image/png;base64,' in page
    assert page.index("Before") < page.index("<img") < page.index("after")
    assert "<svg" not in page


@pytest.mark.parametrize(
    ("width", "large", "inches"),
    [
        (96, False, 1),
        # 18 points to the 10.5 of its letters.
        (96, True, 1.71),
        # As wide as what is printed on, and no wider.
        (960, False, 6.85),
        (480, True, 6.85),
    ],
)
def test_a_chart_in_large_print_has_letters_as_large_as_others(plan, width, large, inches):
    [image] = lxml_html.fromstring(prepared(plan, width, large_print=large)).iter("img")
    assert image.get("width") == f"{inches:.2f}in"


@pytest.fixture
def on_a_page(plan):
    """A plan on a page, with drawings in the cells of its table."""
    plan.layout = "plan-on-a-page"
    factories.make_update(factories.make_action(factories.make_priority(plan)), status="complete")
    return plan


def test_a_drawing_in_a_cell_has_its_words_and_no_address(on_a_page, word_file):
    (table,) = word_file().tables
    (drawing,) = table._tbl.iter(qn("wp:inline"))
    words = drawing.find(qn("wp:docPr")).get("descr")
    assert words
    assert drawing.find(f".//{qn('pic:cNvPr')}").get("descr") == words


def test_a_drawing_stands_where_the_text_does(on_a_page, word_file):
    drawings = list(word_file().element.body.iter(qn("wp:inline")))
    distances = {one.get(f"dist{side}") for one in drawings for side in "TBLR"}
    assert distances == {"0"}


def test_a_drawing_is_no_wider_than_its_cell(on_a_page, word_file):
    (table,) = word_file().tables
    (drawing,) = table._tbl.iter(qn("wp:inline"))
    margins = Twips(2 * 85)
    assert int(drawing.find(qn("wp:extent")).get("cx")) <= table.columns[-1].width - margins


def test_a_plan_on_a_page_is_turned(on_a_page, word_file):
    (section,) = word_file().sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    (number,) = section.footer.paragraphs[0].paragraph_format.tab_stops
    assert number.position == pytest.approx(WIDE_TEXT_WIDTH, abs=Pt(1))


def test_but_not_in_large_print(on_a_page, word_file):
    (section,) = word_file(large_print=True).sections
    assert section.page_width < section.page_height


def test_a_chart_stays_by_its_table_and_not_by_the_next_chart(plan):
    plan.layout = "annual-report"
    priority = factories.make_priority(plan)
    for number in range(FEW_FIGURES + 1):
        indicator = factories.make_indicator(plan, f"Thefts {number}", priority)
        for label in ("2024/25", "2025/26"):
            factories.make_observation(indicator, label)
    content = FORMATS["docx"].make(document(plan, on=TODAY))
    file = docx.Document(io.BytesIO(content))
    charts = [one for one in file.paragraphs if one._p.findall(f".//{qn('wp:inline')}")]
    kept = [one.paragraph_format.keep_with_next for one in charts]
    assert kept == [False] * FEW_FIGURES + [True]


def test_how_the_actions_of_a_theme_stand_stays_by_their_table(plan):
    action = factories.make_action(factories.make_priority(plan))
    factories.make_cross_cutting_theme(plan, "Young people", [action])
    content = FORMATS["docx"].make(document(plan, on=TODAY))
    file = docx.Document(io.BytesIO(content))
    [counted] = [one for one in file.paragraphs if one.text == "1 action: 1 not started."]
    assert counted.style.paragraph_format.keep_with_next
