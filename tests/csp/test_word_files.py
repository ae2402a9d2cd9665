"""Tables of Word files: what is read of them, and files that are refused in words."""

import contextlib
import io
from functools import cache

import docx
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from csp.spreadsheets.reading import read_grids
from tests.csp.costing import costs
from tests.csp.word_documents import (
    RELATIONSHIPS,
    W,
    add_table,
    archive,
    p,
    saved,
    table,
    tr,
    with_body,
    with_table,
)
from tests.csp.workbooks import workbook

pytestmark = pytest.mark.any_database


def read(content, name="plan.docx"):
    return read_grids(name, io.BytesIO(content))


def cells(content):
    return [row.cells for grid in read(content).grids for row in grid.rows]


def test_tables_come_in_their_order_with_what_stands_above():
    document = docx.Document()
    add_table(document, ["Action"], ["Patrol"], above=[("Plan", 1), ("Burglary", 2)])
    add_table(document, ["Action"], ["Listen"], above=[("Text", 0), ("Noise", 2)])
    first, second = read(saved(document)).grids
    assert (first.title, [one.text for one in first.above]) == ("Table 1", ["Plan", "Burglary"])
    assert [one.text for one in second.above] == ["Plan", "Noise"]
    assert [row.cells for row in second.rows] == [["Action"], ["Listen"]]


def test_a_bold_line_right_above_is_a_heading_and_goes_with_the_next_paragraph():
    document = docx.Document()
    document.add_paragraph().add_run("Burglary").bold = True
    add_table(document, ["Action"], ["Patrol"])
    document.add_paragraph("Said in passing.")
    add_table(document, ["Action"], ["Listen"])
    first, second = read(saved(document)).grids
    assert [(one.level, one.text) for one in first.above] == [(10, "Burglary")]
    assert second.above == []


def test_paragraphs_lists_and_breaks_keep_a_line_each():
    document = docx.Document()
    cell = add_table(document, ["Action"]).cell(0, 0)
    cell.text = "One\ttab\nbreak"
    cell.add_paragraph("item", style="List Bullet")
    assert cells(saved(document)) == [["One tab\nbreak\n• item"]]


def test_lists_in_one_another_are_indented_and_one_item_alone_is_no_list():
    document = docx.Document()
    table = add_table(document, ["Action", "Measure"])
    for name in ("List Bullet", "List Bullet 2", "List Number"):
        table.cell(0, 0).add_paragraph(name, style=name)
    table.cell(0, 1).paragraphs[0].style = "List Bullet"
    ((action, measure),) = cells(saved(document))
    assert action == "Action\n• List Bullet\n• List Bullet 2\n1. List Number"
    assert measure == "Measure"


def test_merged_cells_are_resolved():
    document = docx.Document()
    made = add_table(document, ["Action", "Owner", "When"], "Burglary", ["a", "x", "1"])
    made.add_row()
    made.cell(2, 1).merge(made.cell(3, 1))
    made.cell(3, 0).text = "b"
    rows = read(saved(document)).grids[0].rows
    assert (rows[1].cells, rows[1].is_heading) == (["Burglary", "", ""], True)
    assert (rows[3].cells, rows[3].continued) == (["b", "x", ""], [1])


def test_tracked_changes_are_read_as_accepted_and_told():
    cell = (
        "<w:tc><w:p><w:r><w:t>Keep</w:t></w:r><w:ins><w:r><w:t> new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> old</w:delText></w:r></w:del></w:p></w:tc>"
    )
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('Gone')}</w:tc></w:tr>"
    found = read(with_body(table(f"<w:tr>{cell}</w:tr>", gone)))
    assert [row.cells for row in found.grids[0].rows] == [["Keep new"]]
    assert "tracked changes" in found.notes[0]


def test_a_nested_table_is_part_of_its_cell_and_a_table_of_its_own():
    inner = table(["a", "b"], ["c", "d"])
    found = read(with_body(table(f"<w:tr><w:tc>{p('Outer')}{inner}{p('')}</w:tc></w:tr>")))
    assert [row.cells for row in found.grids[0].rows] == [["Outer\na | b\nc | d"]]
    assert [row.cells for row in found.grids[1].rows] == [["a", "b"], ["c", "d"]]
    assert "inside a cell" in found.notes[0]


def test_content_controls_and_links_are_seen_through():
    row = f"<w:sdt><w:sdtContent>{tr('In a control')}</w:sdtContent></w:sdt>"
    link = "<w:p><w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink></w:p>"
    assert cells(with_body(table(row, f"<w:tr><w:tc>{link}</w:tc></w:tr>"))) == [
        ["In a control"],
        ["A link"],
    ]


@cache
def five_thousand_rows():
    rows = [[f"Action {number}", "Owner", "Ongoing"] for number in range(4_999)]
    return with_body(table(["Action", "Owner", "When"], *rows))


def test_five_thousand_rows_are_read():
    assert len(cells(five_thousand_rows())) == 5_000


def encrypted():
    content = bytearray(with_table(["Action"], ["a"]))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def nested(depth):
    xml = p("a")
    for _ in range(depth):
        xml = f"<w:tbl><w:tr><w:tc>{xml}<w:p/></w:tc></w:tr></w:tbl>"
    return xml


def raw(xml):
    return archive(document=xml)


GOOD = with_table(["Action", "Owner"], ["Patrol", "Police"])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILES = {"many.xml": "<x/>"} | {f"word/media/{number}.png": "" for number in range(2_001)}
ONE = f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc></w:tr></w:tbl>"

# Name, content, and what is said. What takes long to make is made when it is wanted.
BAD = {
    # Of a wrong kind, or damaged
    "text": ("plan.txt", b"Action", "must be a Word, Excel, OpenDocument, PDF or CSV file"),
    "old word": ("plan.doc", OLE, "save it as .docx"),
    "rich text": ("plan.rtf", GOOD, "save it as .docx"),
    "with macros": ("plan.docm", GOOD, "save it as .docx"),
    "old excel": ("plan.xls", OLE, "save it as .xlsx"),
    "nothing": ("plan.docx", b"", "file is empty"),
    "too large": ("plan.docx", b"a" * (20 * 1024 * 1024 + 1), "smaller than 20MB"),
    "password": ("plan.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password protected"),
    "password of a zip": ("plan.docx", encrypted(), "password protected"),
    "old word renamed": ("plan.docx", OLE, "save it as .docx"),
    "page renamed": ("plan.docx", b"<html><table>", "is not a Word file, although"),
    "excel renamed": ("plan.docx", workbook(["Action"]), "is not a Word file, although"),
    "word as csv": ("plan.csv", GOOD, "is not a CSV file, although"),
    "cut off": ("plan.docx", GOOD[: len(GOOD) // 2], "is damaged"),
    "beginning of a zip": ("plan.docx", b"PK\x03\x04", "is damaged"),
    "no document": ("plan.docx", archive(styles="<x/>"), "is damaged"),
    "no body": ("plan.docx", raw(f"<w:document {W}/>"), "is damaged"),
    "broken xml": ("plan.docx", raw(f"<w:document {W}><w:body>"), "is damaged"),
    "no text": ("plan.docx", with_body(""), "has no tables"),
    "no tables": ("plan.docx", with_body(p("Only words")), "has no tables"),
    "empty tables": ("plan.docx", with_body(table(["", ""])), "has no tables"),
    # More than is read
    "deep tables": ("plan.docx", with_body(nested(3)), "tables within tables within tables"),
    "wide": ("plan.docx", with_body(table(["a"] * 51)), "more than 50 columns"),
    "ten thousand rows": ("plan.docx", lambda: with_body(table(*[["a"]] * 10_000)), "5,000 rows"),
    "rows in many tables": (
        "plan.docx",
        lambda: with_body(table(*[["a"]] * 60) * 100),
        "5,000 rows",
    ),
    "many tables": ("plan.docx", lambda: with_body(ONE * 401), "more than 400 tables"),
    "long cell": ("plan.docx", with_body(table(["a" * 32_768])), "32,768 characters"),
    # Bombs
    "relationship elsewhere": (
        "plan.docx",
        archive(rels=RELATIONSHIPS.format("../../etc/passwd"), document="<x/>"),
        "is not a Word file",
    ),
    "entities": ("plan.docx", raw(f"{LAUGHS}<x>&b;</x>"), "is damaged"),
    "document type": ("plan.docx", raw(f'<!DOCTYPE x SYSTEM "file:///x"><x {W}/>'), "is damaged"),
    "entities in relationships": (
        "plan.docx",
        archive(rels=f"{LAUGHS}<x>&b;</x>", document="<x/>"),
        "is damaged",
    ),
    "entities in styles": (
        "plan.docx",
        archive(styles=f"{LAUGHS}<x>&b;</x>", document=f"<w:document {W}/>"),
        "is damaged",
    ),
    "very deep tables": ("plan.docx", with_body(nested(200)), "is damaged"),
    "deep": ("plan.docx", lambda: with_body("<w:x>" * 90_000 + "</w:x>" * 90_000), "is damaged"),
    "large member": ("plan.docx", lambda: archive(document=b" " * (31 << 20)), "holds too much"),
    "large picture": (
        "plan.docx",
        lambda: archive(**{"word/x.png": bytes(201 << 20)}),
        "holds too much",
    ),
    "many members": ("plan.docx", lambda: archive(**FILES), "holds too much"),
    "many elements": ("plan.docx", lambda: with_body("<w:p/>" * 400_001), "holds too much"),
    "many runs": (
        "plan.docx",
        lambda: with_body(f"<w:p>{'<w:r/>' * 400_001}</w:p>"),
        "holds too much",
    ),
    "many comments": ("plan.docx", lambda: with_body("<!-- -->" * 400_001), "holds too much"),
    "many instructions": ("plan.docx", lambda: with_body("<?x y?>" * 400_001), "holds too much"),
    "many attributes": (
        "plan.docx",
        lambda: with_body("<w:p " + " ".join(f'w:a{n}="1"' for n in range(400_001)) + "/>"),
        "holds too much",
    ),
    "long attribute": ("plan.docx", with_body(f'<w:p w:a="{"a" * 100_001}"/>'), "too much"),
    "long text": ("plan.docx", lambda: with_body(p("a" * 20_000_000)), "holds too much"),
    "much text": ("plan.docx", lambda: with_body(table(*[["a" * 30_000]] * 101)), "3,000,000"),
    "many cells": ("plan.docx", lambda: with_body(table(["a"] * 90_000)), "40,000 cells"),
    "wide rows": ("plan.docx", lambda: with_body(table(*[["a"] * 60] * 1_500)), "40,000 cells"),
    "wide span": (
        "plan.docx",
        with_body(
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{p("a")}</w:tc>'
            f"<w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
        ),
        "50 columns",
    ),
    "many wide spans": (
        "plan.docx",
        lambda: with_body(
            table(
                *[
                    '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr>'
                    + p("a")
                    + "</w:tc><w:tc>"
                    + p("b")
                    + "</w:tc></w:tr>"
                ]
                * 4_000
            )
        ),
        "50 columns",
    ),
    "wide beginning": (
        "plan.docx",
        with_body(
            '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr>'
            f"<w:tc>{p('a')}</w:tc></w:tr></w:tbl>"
        ),
        "50 columns",
    ),
    "cell that goes on": (
        "plan.docx",
        lambda: with_body(
            table(
                ["a" * 32_000],
                *[f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('')}</w:tc></w:tr>"] * 4_000,
            )
        ),
        "3,000,000 characters",
    ),
}


@cache
def content_of(case):
    _, content, _ = BAD[case]
    return content() if callable(content) else content


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_words(case):
    name, _, expected = BAD[case]
    with pytest.raises(ValidationError) as refused:
        read(content_of(case), name)
    assert expected in " ".join(refused.value.messages)


LARGE = list(BAD)[list(BAD).index("deep tables") :]


def test_there_are_thirty_bombs():
    assert len(LARGE) >= 30


@pytest.fixture(scope="module")
def cost():
    """What reading a large file costs, and refusing each bomb: by its name, as of costs()."""
    files = {case: content_of(case) for case in LARGE} | {"large": five_thousand_rows()}
    return costs("read_grids", "plan.docx", files)


@pytest.mark.parametrize("case", LARGE)
def test_a_bomb_costs_little(case, cost):
    """However fast the machine is: not much more work than a file that is read."""
    milliseconds, kilobytes = cost[case]
    assert milliseconds < 4 * cost["large"][0]
    assert kilobytes < 150_000


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused_in_words(content):
    with contextlib.suppress(ValidationError):
        read(content)


def test_a_table_of_more_cells_than_any_plan_has_is_refused():
    wide = f"<w:tr>{'<w:tc><w:p/></w:tc>' * 40}</w:tr>" * 1_001
    with pytest.raises(ValidationError, match="more than 40,000 cells"):
        read(with_body(f"<w:tbl>{wide}</w:tbl>"))
