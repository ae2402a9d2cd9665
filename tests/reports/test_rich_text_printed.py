"""Tables, lists and other languages of the narrative, in the PDF and in the Word file."""

import re
from io import BytesIO

import docx
import page
import pikepdf
import pytest
from docx.oxml.ns import qn
from pypdfium2 import PdfDocument

from reports.document import document
from reports.formats import FORMATS
from tests.conftest import TODAY
from tests.factories import make_block
from tests.reports.test_pdf_structure import elements

pytestmark = pytest.mark.any_database

BODY = (
    "<p>Calls by pier:</p><table><thead><tr><th scope='col'>Pier</th><th scope='col'>Calls</th>"
    "</tr></thead><tbody><tr><th scope='row'>North</th><td>12</td></tr><tr><th scope='row'>South"
    "</th><td><ul><li>By day: 4</li><li>By night: 9</li></ul></td></tr></tbody></table>"
    "<p>The wardens will:</p>"
    "<ul><li>Walk the quay<ul><li>with the harbour</li></ul></li><li>Log it</li></ul>"
    '<ol start="4"><li>Fourth</li></ol><p>As we say: <span lang="cy">Diogelwch ar y cei</span></p>'
)


@pytest.fixture
def made(plan):
    """made(name) is the plan's document in that format, with BODY in it."""
    make_block(plan, body=BODY)
    return lambda name: FORMATS[name].make(document(plan, on=TODAY))


def test_the_cells_of_a_table_say_of_what_they_are(made):
    with pikepdf.open(BytesIO(made("pdf"))) as pdf:
        scopes = [str(one.A.Scope) for one in elements(pdf.Root.StructTreeRoot, "/TH")]
    assert scopes == ["/Column", "/Column", "/Row", "/Row"]


def test_the_pdf_says_which_words_are_in_another_language(made):
    content = made("pdf")
    with pikepdf.open(BytesIO(content)) as pdf:
        spoken = elements(pdf.Root.StructTreeRoot, "/Span")
        languages = {str(one.Lang) for one in spoken if "/Lang" in one}
    assert languages == {"cy"}


def test_a_list_goes_on_with_its_number(made):
    with PdfDocument(made("pdf")) as pdf:
        texts = [one.get_textpage().get_text_range() for one in pdf]
    chapter = next(text for text in texts if "Fourth" in text)
    # Signs before items stand last in its text.
    assert re.findall(r"^\d+\.", chapter, re.M) == ["4."]


def test_the_pdf_keeps_the_rules_of_accessible_ones(made):
    report = page.validate_pdf_bytes(made("pdf"), profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_the_word_file_has_the_table_with_its_heading_row_and_the_language(made):
    file = docx.Document(BytesIO(made("docx")))
    table = file.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Pier", "Calls"]
    assert table.rows[0]._tr.findall(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    welsh = next(run for one in file.paragraphs for run in one.runs if "Diogelwch" in run.text)
    assert welsh._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "cy"
