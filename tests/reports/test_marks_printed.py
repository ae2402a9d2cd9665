"""Lists, bold and links of actions and updates, in every format of the document, and back in."""

from io import BytesIO

import docx
import page
import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html

from reports.action_records import records
from reports.document import document
from reports.formats import FORMATS
from reports.parts.columns import needed
from reports.parts.tables import ActionRow
from tests import factories
from tests.conftest import TODAY
from tests.reports.test_pdf_structure import elements

pytestmark = pytest.mark.any_database

WORDING = "Open the **harbour**:\n- at six\n- for [boats](https://boats.example.org/)"
SAID = "It opened.\n\n• 40 boats\n  • 3 of them large\n• no gull\n\nNext: سلام, Ŵyth"


@pytest.fixture
def action(plan, shelter):
    priority = factories.make_priority(plan, "Boats", number=1)
    action = factories.make_action(
        priority, WORDING, [shelter], reference="1.1", measure="1. A\n2. B"
    )
    factories.make_update(action, SAID)
    return action


@pytest.fixture
def made(plan, action):
    """made(name) is the plan's document in that format."""
    return lambda name, **how: FORMATS[name].make(document(plan, on=TODAY, **how))


LAYOUTS = ["partnership-plan", "priority-plan", "annual-report", "highlight-report"]


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_pdf_keeps_the_rules_of_accessible_ones(layout, is_large, made):
    content = made("pdf", layout=layout, large_print=is_large)
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_the_lists_in_cells_are_lists_to_a_screen_reader(made):
    with pikepdf.open(BytesIO(made("pdf"))) as pdf:
        cells = [
            *elements(pdf.Root.StructTreeRoot, "/TD"),
            *elements(pdf.Root.StructTreeRoot, "/TH"),
        ]
        lists = [one for cell in cells for one in elements(cell, "/L")]
        items = [one for cell in cells for one in elements(cell, "/LI")]
        links = [one for cell in cells for one in elements(cell, "/Link")]
    # Of the action, its measure, its update, and the list within that.
    assert (len(lists), len(items), len(links)) == (4, 7, 1)


def test_the_web_page_has_the_reference_in_the_first_paragraph(made):
    web = lxml_html.fromstring(made("html"))
    cell = web.xpath("//th[contains(@class, 'of-wording')]")[0]
    assert cell[0].text_content() == "1.1 Open the harbour:"
    assert [item.text_content() for item in cell.findall("ul/li")] == ["at six", "for boats"]


def test_word_has_items_of_lists_in_the_size_of_cells(made):
    file = docx.Document(BytesIO(made("docx")))
    table = next(one for one in file.tables if "harbour" in one.rows[1].cells[0].text)
    paragraphs = table.rows[1].cells[0].paragraphs
    items = [one for one in paragraphs if one._p.pPr.numPr is not None]
    assert [one.text for one in items][:1] == ["at six"]
    assert {one.style.name for one in paragraphs} == {"Table Text"}
    assert any(run.bold for run in paragraphs[0].runs)
    assert table._tbl.findall(f".//{qn('w:hyperlink')}")


def test_a_plain_paragraph_is_printed_as_ever(plan):
    priority = factories.make_priority(plan, "Boats")
    factories.make_action(priority, "Count < 5 gulls\nand “terns”", measure="Gulls*")
    web = FORMATS["html"].make(document(plan, on=TODAY, layout="partnership-plan")).decode()
    assert (
        'of-wording">Count &lt; 5 gulls<br>and “terns”<br><span class="measure">Measure: Gulls*'
        "</span></th>"
    ) in web


def test_data_has_it_as_it_was_typed(plan, action, made):
    (record,) = records([action.priority])
    assert record.texts["action"] == WORDING
    assert SAID.encode().splitlines()[0] in made("csv")
    assert "**harbour**" in made("json").decode()


def test_marks_and_addresses_make_no_column_wider():
    long = "[boats](https://boats.example.org/a/very/long/address/of/a/page)"
    shown = ActionRow({"wording": long}, is_achieved=False).shown("wording")
    assert needed("wording", [shown]) == needed("wording", ["boats"])
