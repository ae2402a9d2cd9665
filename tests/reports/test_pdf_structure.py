"""That the PDF can be read aloud, that one finds one's way in it, and that nothing is missing."""

import itertools
import re
from io import BytesIO

import page
import pikepdf
import pypdfium2
import pytest
from django.template.loader import render_to_string

from actions.models import Status
from reports.pdf import media_address

# The documents are made from the database, of which nothing else is needed here.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(scope="module")
def document(printed):
    return printed.document


@pytest.fixture(scope="module")
def content(printed):
    return printed.content


@pytest.fixture(scope="module")
def pdf(content):
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


@pytest.fixture(scope="module")
def tree(pdf):
    return pdf.Root.StructTreeRoot


@pytest.fixture(scope="module")
def texts(content):
    """The text of each page, in the order of reading, without white space."""
    with pypdfium2.PdfDocument(content) as opened:
        found = [one.get_textpage().get_text_range() for one in opened]
    return [without_spaces(text) for text in found]


@pytest.fixture(scope="module")
def words(content):
    """All the text without running heads, in the order of reading, without white space."""
    return "".join(map(without_spaces, read_aloud(content)))


def without_spaces(text):
    """And without hyphens, which PDFium tells from those at the end of a line sometimes, and
    bullets: that of an item which goes on over a page may be drawn in its midst.
    """
    return re.sub(r"[\s\u200b\ufffe\x02•-]+", "", text)


def elements(root, *tags):
    """The elements of these tags below one of the structure tree, in the order of reading."""
    for kid in root.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S in tags:
                yield kid
            yield from elements(kid, *tags)


def test_it_keeps_the_rules_of_pdf_ua_1(content):
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_it_says_its_language_title_and_author(pdf, document):
    assert pdf.Root.Lang == "en-GB"
    assert str(pdf.docinfo.Title).endswith(f"{document.title} {document.years}")
    assert pdf.docinfo.Author == document.partnership


def test_bookmarks_lead_to_every_part(pdf, document):
    with pdf.open_outline() as outline:
        titles = [bookmark.title for bookmark in outline.root[0].children]
    contents = ["Contents"] if document.design.has_contents else []
    assert titles == [*contents, *(part.title for part in document.parts), document.partnership]


def test_headings_are_nested_without_gaps(tree):
    levels = [int(str(heading.S)[2:]) for heading in elements(tree, "/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


def test_every_data_cell_names_header_cells_that_exist(tree):
    headers = {str(cell.ID) for cell in elements(tree, "/TH")}
    for cell in elements(tree, "/TD"):
        named = {str(name) for name in cell.A.Headers}
        assert named
        assert named <= headers


def test_every_header_cell_has_a_scope(tree):
    assert {str(cell.A.Scope) for cell in elements(tree, "/TH")} <= {"/Column", "/Row"}


def test_every_figure_has_a_text(tree):
    assert all(str(figure.Alt).strip() for figure in elements(tree, "/Figure"))


def test_what_no_element_has_is_an_artifact(pdf):
    for one in pdf.pages:
        marked = set()
        for operands, operator in pikepdf.parse_content_stream(one):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                marked.add(int(operands[1].MCID))
        owners = pdf.Root.StructTreeRoot.ParentTree.Nums[2 * one.index + 1]
        assert marked == {mark for mark, owner in enumerate(owners) if owner is not None}


def test_running_heads_page_numbers_and_the_draft_mark_are_not_read(content, document):
    read = "".join(read_aloud(content))
    assert document.title in read
    assert "DRAFT" not in read
    assert not re.search(r"Page \d+ of \d+", read)


def read_aloud(content):
    """The texts that are no artifacts, in the order in which they are drawn."""
    with pypdfium2.PdfDocument(content) as opened:
        for one in opened:
            found = [pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
            for item in one.get_objects(found, textpage=one.get_textpage()):
                if pypdfium2.raw.FPDFPageObj_GetMarkedContentID(item) >= 0:
                    yield item.extract()


def test_what_goes_on_over_pages_is_one_element(tree, document):
    """A table for each that was written, and a head in each of them."""
    tables = list(elements(tree, "/Table"))
    html = html_of(document)
    assert len(tables) == html.count("<table")
    assert all(len(list(elements(table, "/THead"))) == 1 for table in tables)
    assert len(list(elements(tree, "/P"))) == len(re.findall(r"<p[ >]", html))


def html_of(document):
    context = {"document": document, "picture_address": media_address}
    return render_to_string("reports/print.html", context)


@pytest.mark.parametrize("tag", ["/H1", "/H2", "/H3", "/H4", "/H5", "/P", "/Table"])
def test_none_of_these_is_in_another_of_its_kind(tag, tree):
    assert [one for one in elements(tree, tag) if list(elements(one, tag))] == []


def test_the_action_is_the_header_of_its_row(tree, document, is_large):
    headers = [cell for cell in elements(tree, "/TH") if cell.A.Scope == "/Row"]
    names = {str(cell.ID) for cell in headers}
    assert len(names) == len(headers)
    for row in elements(tree, "/TR"):
        own = {str(cell.ID) for cell in elements(row, "/TH")} & names
        for cell in elements(row, "/TD") if own else ():
            assert own <= {str(name) for name in cell.A.Headers}
    parts = [part for part in document.parts if getattr(part, "tables", ())]
    actions = sum(len(table.actions) for part in parts for table in part.tables if table.columns)
    assert len(headers) >= actions or is_large


def test_items_of_lists_have_a_body(tree):
    for item in elements(tree, "/LI"):
        assert [str(one.S) for one in item.K if "/S" in one][-1] == "/LBody"
        assert {str(one.S) for one in item.K if "/S" in one} <= {"/Lbl", "/LBody"}


def test_a_strand_is_the_header_of_the_rows_below_it_alone(tree, printed, is_large):
    found: set[str] = set()
    for table in elements(tree, "/Table"):
        strands = {str(cell.ID) for cell in elements(table, "/TH") if "/ColSpan" in cell.A}
        found |= strands
        above: set[str] = set()
        for cell in elements(table, "/TH", "/TD"):
            if cell.S == "/TD":
                assert {str(name) for name in cell.A.Headers} & strands == above
            elif "/ColSpan" in cell.A:
                above = {str(cell.ID)}
    tables = [table for part in printed.document.parts for table in getattr(part, "tables", ())]
    has_strands = any(strand.title for table in tables for strand in table.strands)
    # In the table of how the statuses moved, priorities head their rows so.
    has_strands |= any(getattr(part, "begun", ()) for part in printed.document.parts)
    assert bool(found) == (has_strands and not is_large)


def test_nothing_is_cut_off_at_the_edge_of_a_page(printed):
    assert printed.beyond == []


def entries_of(document):
    """What the contents list: (anchor, heading) each."""
    for part in document.parts:
        yield part.name, part.title
        yield from part.entries


def contents_links(pdf, document):
    """The links of the contents, however many pages they take: (page, link) each."""
    if not document.design.has_contents:
        return []
    count = len(list(entries_of(document)))
    links = [(one, link) for one in pdf.pages[1:4] for link in one.get("/Annots", [])]
    # An entry on two lines has a link on each.
    by_entry = itertools.groupby(links, lambda link: link[1].Dest)
    return [next(of_entry) for _, of_entry in by_entry][:count]


def test_the_contents_have_one_link_for_each_entry(pdf, document):
    if document.design.has_contents:
        links = [str(link.Contents) for _, link in contents_links(pdf, document)]
        assert links == [heading for _, heading in entries_of(document)]


def test_the_numbers_in_the_contents_are_those_of_the_pages(pdf, texts, document):
    names = list(pdf.Root.Names.Dests.Names)
    places = {str(name): place for name, place in zip(names[::2], names[1::2], strict=True)}
    pages = [one.objgen for one in pdf.pages]
    for where, link in contents_links(pdf, document):
        number = pages.index(places[str(link.Dest)][0].objgen) + 1
        assert without_spaces(f"{link.Contents}{number}") in texts[where.index]


def test_every_action_is_there_with_its_owners(document, words):
    for part in document.parts:
        for table in getattr(part, "tables", ()):
            for action in table.actions if table.columns else ():
                assert re.search(pattern(action, table), words)


def pattern(action, table):
    """What the row of an action says, in the order of its columns, with labels or without."""
    cells = []
    for column in table.columns:
        text = action.texts[column.field]
        if column.field == "wording" and action.texts["measure"] and "measure" not in table.fields:
            text += "Measure: " + action.texts["measure"]
        if column.field == "status":
            text = Status(action.texts["status"]).label
        label, said = (re.escape(without_spaces(words)) for words in (column.heading, text))
        cells.append(f"(?:{label}:)?{said}")
    return "".join(cells)


def test_every_partner_is_there_by_name(document, words):
    for member in getattr(document.part("members"), "members", ()):
        assert without_spaces(member.name) in words


def test_every_partner_is_there_with_telephone_and_website(document, words):
    if document.layout == "partnership-plan":
        for member in document.part("members").members:
            telephones = "".join(f"Tel: {telephone}" for telephone in member.telephones)
            website = member.website.partition("://")[2].rstrip("/")
            assert without_spaces(member.name + telephones + website) in words


def test_every_term_is_there_with_its_meaning(document, words):
    for term in getattr(document.part("glossary"), "terms", ()):
        assert without_spaces(term.term + term.meaning) in words


def test_the_demos_notice_is_on_the_first_page(document, texts):
    # In large print the plan on a page takes more than one, and has it at its end.
    of = "".join(texts) if document.design.is_one_page else texts[0]
    assert without_spaces(document.notice) in of


def test_the_last_page_tells_how_to_reach_the_partnership(document, texts):
    assert without_spaces(document.contact.telephone) in texts[-1]
    assert without_spaces(document.contact.email) in texts[-1]


def test_the_last_page_tells_how_to_ask_for_another_format(texts):
    assert without_spaces("You may have this document in another format") in texts[-1]


@pytest.mark.parametrize(
    ("sample", "part", "actions"),
    [
        ("partnership-plan", "review", 36),
        ("partnership-plan", "action_plans", 43),
        ("partnership-plan with strands", "review", 35),
        ("partnership-plan with strands", "action_plans", 26),
        ("priority-plan", "action_plans", 40),
    ],
)
def test_the_plans_hold_the_actions_of_the_source_documents(sample, part, actions, demo_documents):
    found = demo_documents[sample, False].part(part).actions
    assert len(found) == actions
    assert all(action.texts["owners"] for action in found)
