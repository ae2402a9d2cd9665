"""What stands where on the pages: measured on the PDF, in every layout, ordinary and large.

Positions are PDFium's, in points from the bottom; which element a word is of is in the structure
tree, where each mark has its page.
"""

import re
from html import unescape
from io import BytesIO
from itertools import groupby, pairwise

import pikepdf
import pypdfium2
import pytest
from django.template.loader import render_to_string

from reports.layouts import LAYOUTS
from reports.pdf import media_address
from tests.reports.conftest import SAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MILLIMETRE = 72 / 25.4
# Of every page: where running heads and feet stand.
HEAD, FOOT = 25 * MILLIMETRE, 23 * MILLIMETRE
HEADS = {"/H1", "/H2", "/H3", "/H4", "/H5", "/THead"}
# Before a chapter, where it does not begin a page.
BETWEEN = 13 * MILLIMETRE
# A row that is higher than this does not look stranded, alone on a page.
HIGH_ROW = 60
# Of the figures and capital letters of our font at 18 points.
LARGE_HEIGHT = 11.7
# Of a line in large print, which is a part of the room there that counts.
LARGE_LINE = 27


def test_a_document_in_each_layout_is_measured():
    assert {layout for _, _, layout in SAMPLES.values()} == set(LAYOUTS)


@pytest.fixture(scope="module")
def pages(printed):
    """Of each page: its size, and the lines of its text as (text, left, bottom, right, top)."""
    with pypdfium2.PdfDocument(printed.content) as opened:
        return [(one.get_size(), list(lines_of(one.get_textpage()))) for one in opened]


def lines_of(text):
    for place in range(text.count_rects()):
        box = text.get_rect(place)
        yield text.get_text_bounded(*box), *box


@pytest.fixture(scope="module")
def marks(printed):
    """What is read, in order: (page, number of the mark, the elements around it) each."""
    with pikepdf.open(BytesIO(printed.content)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        return list(marks_below(pdf.Root.StructTreeRoot, numbers, ()))


def marks_below(element, numbers, around):
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            yield numbers[element.Pg.objgen], kid, around
        elif "/MCID" in kid:
            yield numbers[kid.Pg.objgen], int(kid.MCID), around
        elif "/S" in kid:
            yield from marks_below(kid, numbers, (*around, (str(kid.S), kid.objgen)))


def may_be_empty(number, pages, document):
    """Why a page may have less than two thirds on it; empty if there is no reason.

    A page ends early before one of another format, which its tables need.
    """
    last = len(pages) - 1
    if number == 0:
        return "the cover, or all that there is"
    if number >= last - 1:
        return "the back page, or the end of the document before it"
    is_opened = document.parts[0].name == "on_a_page" and not document.is_large_print
    if document.design.has_contents and is_opened and number == 1:
        return "the contents, before the year on a page of its own"
    return "" if pages[number][0] == pages[number + 1][0] else "before a page of another format"


def needed_by(number, marks, opened):
    """How much room what begins a page needs, in points: what else would not be kept together.

    Headings go with what they are over: a paragraph, a figure, or a table's head and first row.
    """
    on_page = [mark for mark in marks if mark[0] == number]
    of_kinds = [dict(around) for _, _, around in on_page]
    ends = [n for n, one in enumerate(of_kinds) if one.keys() & {"/TBody", "/Figure", "/LI"}]
    paragraphs = {one["/P"] for one in of_kinds[: ends[0] if ends else None] if "/P" in one}
    if not ends or len(paragraphs) > 2:
        return 0
    first = of_kinds[ends[0]]
    row = first.get("/TR") or first.get("/LI") or first["/Figure"]
    unit = [mark for mark in on_page if row in {name for _, name in mark[2]}]
    bottom = min((box[1] for box in boxes_of(number, unit, opened)), default=0)
    return opened[number].get_size()[1] - HEAD - bottom


def html_of(document):
    context = {"document": document, "picture_address": media_address}
    return render_to_string("reports/print.html", context)


def test_no_page_is_over_a_third_empty_without_a_reason(pages, marks, printed):
    assert empty_pages(pages, marks, printed) == []


def empty_pages(pages, marks, printed):
    """(number, how empty) of each page over a third empty without a reason."""
    found = []
    with pypdfium2.PdfDocument(printed.content) as opened:
        for number, (size, lines) in enumerate(pages):
            empty = emptiness(size, lines, LARGE_LINE * printed.document.is_large_print)
            if empty > 1 / 3 and not may_be_empty(number, pages, printed.document):
                room = empty * (size[1] - HEAD - FOOT)
                if needed_by(number + 1, marks, opened) + BETWEEN < room:
                    found.append((number + 1, round(empty, 2)))
    return found


def emptiness(size, lines, next_line):
    """The part of a page's room that is empty below its last line, and the one that had no room."""
    height = size[1]
    bottoms = [line[2] for line in lines if line[2] > FOOT - 4 and line[4] < height - HEAD + 20]
    return (min(bottoms, default=height - HEAD) - next_line - FOOT) / (height - HEAD - FOOT)


def test_no_word_is_broken_by_letter(pages, printed):
    assert broken_words(pages, printed.document) == set()


def broken_words(pages, document):
    """Words on the pages that are not in what was to be printed."""
    html = html_of(document)
    named = " ".join(re.findall(r'(?:data-title|data-document|data-partnership)="([^"]*)"', html))
    known = words_in(unescape(re.sub("<[^>]+>", " ", html) + named))
    generated = {"draft", "page", "of"} | words_in(document.marking)
    text = " ".join(line[0] for _, lines in pages for line in lines)
    return words_in(text) - known - generated


def words_in(text):
    return {word.lower() for word in re.findall(r"[^\W\d_]{2,}", text.replace("\ufffe", "-"))}


def test_no_heading_is_alone_at_the_end_of_a_page(marks):
    assert stranded_headings(marks) == []


def stranded_headings(marks):
    return [
        (before[0] + 1, before[2][-2:])
        for before, after in pairwise(marks)
        if before[0] != after[0] and any(kind in HEADS for kind, _ in before[2])
    ]


def test_no_success_indicator_is_parted_from_what_it_is_of(pages, printed):
    assert last_indicators(pages, printed.document) == []


def last_indicators(pages, document):
    """The pages that end with the success indicator of a priority whose actions come after."""
    aims = re.findall(r'<p class="aim">(.*?)</p>', html_of(document), re.DOTALL)
    said = [words_of(unescape(re.sub("<[^>]+>", "", aim))) for aim in aims]
    bodies = [
        words_of(" ".join(line[0] for line in lines if FOOT - 4 < line[2] < size[1] - HEAD))
        for size, lines in pages
    ]
    return [n for n, body in enumerate(bodies, start=1) if body.endswith(tuple(said))]


def words_of(text):
    """Without spaces and hyphens, which are others where a line ends."""
    return re.sub(r"\W", "", text)


def test_no_title_of_an_action_is_alone_at_the_end_of_a_page(marks):
    assert stranded_titles(marks) == []


def stranded_titles(marks):
    """The pages that end with the first paragraph of an item whose next stands on another page."""
    stranded, first = [], {}
    for before, after in pairwise(marks):
        one, next_one = dict(before[2]), dict(after[2])
        if "/LI" in one and "/P" in one:
            is_first = first.setdefault(one["/LI"], one["/P"]) == one["/P"]
            goes_on = next_one.get("/LI") == one["/LI"] and next_one.get("/P") != one["/P"]
            if before[0] != after[0] and is_first and goes_on:
                stranded.append(before[0] + 1)
    return stranded


def test_no_row_is_alone_at_the_beginning_or_end_of_a_page(marks, printed):
    assert stranded_rows(marks, printed.content) == []


def stranded_rows(marks, content):
    """(page, height) of each low row that is alone on its page."""
    stranded = []
    with pypdfium2.PdfDocument(content) as opened:
        for rows in tables_in(marks):
            runs = [list(run) for _, run in groupby(rows, key=lambda row: row[0])]
            for run in (runs[0], runs[-1]) if len(runs) > 1 else ():
                if len(run) == 1 and len(rows) > 2:
                    stranded.append((run[0][0] + 1, round(height_of(run[0], marks, opened))))
    return [(page, height) for page, height in stranded if height < HIGH_ROW]


def tables_in(marks):
    """Of each table its body's rows, as (page on which it begins, its name) each."""
    for _, group in groupby(within(marks, "/Table"), key=lambda pair: pair[1]):
        rows = {}
        for mark, _ in group:
            kinds = [kind for kind, _ in mark[2]]
            if "/TBody" in kinds:
                rows.setdefault(mark[2][kinds.index("/TBody") + 1][1], mark[0])
        yield [(page, row) for row, page in rows.items()]


def within(marks, kind):
    for mark in marks:
        for found, name in mark[2]:
            if found == kind:
                yield mark, name


def height_of(row, marks, opened):
    """How high the text of a row is, in points."""
    within_it = [mark for mark in marks if row[1] in {name for _, name in mark[2]}]
    boxes = boxes_of(row[0], within_it, opened)
    return max(box[3] for box in boxes) - min(box[1] for box in boxes) if boxes else 0


def boxes_of(number, marks, opened):
    """Where on a page, from its bottom, what has these marks stands: (left, bottom, right, top)."""
    numbers = {mark for page, mark, _ in marks if page == number}
    return [
        one.get_bounds()
        for one in opened[number].get_objects()
        if pypdfium2.raw.FPDFPageObj_GetMarkedContentID(one) in numbers
    ]


def test_no_row_of_highlights_is_broken_across_pages(marks, printed):
    """None of the demo's is so high that it would leave a third of a page empty."""
    if printed.document.layout == "highlight-report":
        assert broken_rows(marks) == []


def broken_rows(marks):
    """The pages on which a row begins that ends on another."""
    places = {}
    for mark, row in within(marks, "/TR"):
        places.setdefault(row, set()).add(mark[0] + 1)
    return [min(found) for found in places.values() if len(found) > 1]


def test_large_print_is_large_throughout(printed, is_large):
    if is_large:
        assert small_sizes(printed.content) == []


def small_sizes(content):
    """(page, height) of the figures and capital letters that are smaller than large print has."""
    small = set()
    with pypdfium2.PdfDocument(content) as opened:
        for number, one in enumerate(opened, 1):
            text = one.get_textpage()
            for place, letter in enumerate(text.get_text_range()[: text.count_chars()]):
                if re.match("[A-Z0-9]", letter):
                    _, bottom, _, top = text.get_charbox(place)
                    if 0 < top - bottom < LARGE_HEIGHT:
                        small.add((number, round(top - bottom, 1)))
    return sorted(small)
