"""What nobody meant to write prints well all the same, in every layout, in both sizes of print.

Positions are measured in the PDF: every word stands inside its page, and none is lost.
"""

import re
import unicodedata
from io import BytesIO
from types import SimpleNamespace

import page
import pikepdf
import pypdfium2
import pytest
from django.db import transaction
from PIL import Image

from plans.action_fields import HEADINGS
from reports.document import document
from reports.formats import FORMATS, pdf_of
from reports.layouts import LAYOUTS
from reports.rendering import RenderingFailed
from tests import factories
from tests.conftest import TODAY

# The documents are made from the database, also where no test asks for it.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LONG = "Gwrthgymdeithasol" * 18
WELSH = "Ŵyl y tŷ, Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, ŷd a dŵr"
ARABIC = "السلامة المجتمعية للجميع"
HEBREW = "בטיחות הקהילה לכולם"
LIST = "<ul><li>One<ul><li>two<ul><li>three<ul><li>four</li></ul></li></ul></li></ul></li></ul>"
# In points: no word stands nearer to the edge of the paper than a printer can print.
EDGE = 12
SIZES = [(layout, large) for layout in LAYOUTS for large in (False, True)]


@pytest.fixture(scope="module")
def bad_documents(django_db_setup, django_db_blocker):
    """bad_documents[layout, large]: the Document of a plan that went wrong everywhere."""
    with django_db_blocker.unblock(), transaction.atomic():
        plan = make_bad_plan()
        documents = {
            (layout, large): document(plan, on=TODAY, layout=layout, large_print=large)
            for layout, large in SIZES
        }
        transaction.set_rollback(True)
    return documents


def make_bad_plan():
    partnership = factories.make_partnership(
        f"Larkshire and {'Wren' * 20}", slug="bad", telephone="01234 " * 15, notice=LONG
    )
    strategy = factories.make_strategy(partnership, 2025, 2028)
    last_plan = factories.make_plan(partnership, 2025)
    plan = factories.make_plan(partnership, 2026, strategy=strategy)
    agencies = [
        factories.make_agency(
            partnership,
            f"{name} {place}",
            telephones=LONG[:200],
            website=f"https://www.{'longname' * 12}.example.org/",
            grid_position=place,
        )
        for place, name in enumerate([LONG[:190], WELSH, ARABIC, HEBREW, *["All partners"] * 4])
    ]
    add_bad_priorities(last_plan, agencies, texts=(LONG, WELSH))
    add_bad_priorities(plan, agencies, texts=(LONG, WELSH, ARABIC, HEBREW, "--", "Word " * 100))
    parts = dict.fromkeys(part for layout in LAYOUTS.values() for part, _ in layout.parts)
    for part in parts:
        for words in (LONG, f"{WELSH} {ARABIC} {HEBREW}"):
            factories.make_block(plan, part, heading=words[:200], body=f"<p>{words}</p>{LIST}")
    add_bad_figures(plan)
    return plan


def add_bad_priorities(plan, agencies, texts):
    aims = dict.fromkeys(("success_indicator", "overall_target", "specific_target"), LONG)
    theme = factories.make_theme(plan, LONG[:200], strapline=LONG[:300])
    priority = factories.make_priority(plan, LONG[:200], theme=theme, scope=LONG, **aims)
    factories.make_priority(plan, "An empty priority")
    strand = factories.make_strand(priority, LONG[:200])
    for words in texts:
        action = factories.make_action(
            priority,
            words,
            owners=agencies,
            strand=strand,
            reference=LONG[:20],
            timescale=words[:200],
            measure=words,
            outcome=words,
            resources=words,
            pier="prevention",
        )
        factories.make_update(action, words, status="at_risk", reason=words)
    for place, field in enumerate(HEADINGS):
        plan.columns.create(field=field, position=place)


def add_bad_figures(plan):
    grant = factories.make_grant(plan, LONG[:200], amount=123456789, funder=LONG[:200], note=LONG)
    factories.make_allocation(
        grant, LONG[:200], organisation=LONG[:200], proposed_year=99999999, evaluation=LONG
    )
    factories.make_spending(grant, LONG[:300])
    factories.make_log_entry(plan, LONG)
    factories.make_meeting_body(plan, LONG[:200], purpose=LONG, how_often=LONG[:100])
    indicator = factories.make_indicator(
        plan, LONG[:200], unit=LONG[:60], source=LONG[:300], comparison_label=LONG[:100]
    )
    for place in range(3):
        label = f"{place}{LONG}"[:100]
        factories.make_observation(indicator, label, 12345678, comparison=1, position=place)
    plan.glossary.create(term=LONG[:60], meaning=LONG[:300])


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}-{'large' * size[1]}")
def bad(request, bad_documents):
    """A Document, its PDF, the text in it, and the boxes of the words on each page."""
    shown = bad_documents[request.param]
    content = pdf_of(shown)
    with pypdfium2.PdfDocument(content) as opened:
        texts = [one.get_textpage() for one in opened]
        boxes = [[one.get_rect(place) for place in range(one.count_rects())] for one in texts]
        sizes = [one.get_size() for one in opened]
        text = "".join(one.get_text_range() for one in texts)
    return SimpleNamespace(document=shown, content=content, text=text, boxes=boxes, sizes=sizes)


def bare(text):
    """Letters alone, in one form of each: PDFs hold the joined forms of Arabic letters."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def test_every_word_stands_inside_its_page(bad):
    outside = [
        (number, box)
        for number, (boxes, (width, height)) in enumerate(zip(bad.boxes, bad.sizes, strict=True), 1)
        for box in boxes
        if min(box[:2]) < EDGE or box[2] > width - EDGE or box[3] > height - EDGE
    ]
    assert len(bad.boxes) > (1 if bad.document.design.is_one_page else 5)
    assert outside == []


def test_it_keeps_the_rules_of_pdf_ua_1(bad):
    report = page.validate_pdf_bytes(bad.content, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_nothing_is_lost(bad):
    printed = bare(bad.text)
    for piece in (piece for part in bad.document.parts for piece in part.pieces):
        assert bare(piece.heading)[:40] in printed or not piece.heading.isascii()
    assert LONG in printed or bad.document.layout == "highlight_report"


def test_every_letter_has_its_own_shape(bad):
    """A letter that no font has would be printed as a box."""
    with pikepdf.open(BytesIO(bad.content)) as opened:
        fonts = {str(one.BaseFont) for one in opened.objects if is_font(one)}
    assert all("Atkinson" in name or "Noto" in name for name in fonts)


def is_font(one):
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("large", [False, True])
def test_an_empty_plan_prints(layout, large, larkshire):
    empty = document(factories.make_plan(larkshire), on=TODAY, layout=layout, large_print=large)
    report = page.validate_pdf_bytes(pdf_of(empty), profile=page.ValidationProfile.PDF_UA_1)
    assert report.failures == []


@pytest.mark.parametrize("format", ["html", "docx"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_bad_input_is_in_the_other_forms_too(layout, format, bad_documents):
    assert len(FORMATS[format].make(bad_documents[layout, False])) > 10_000


@pytest.mark.parametrize("format", ["pdf", "html", "docx"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"No picture", "the picture park.png cannot be read"),
        (b"", "the picture park.png cannot be read"),
        ((20_000, 8_000), "the picture park.png is too large"),
        ((20_000, 20_000), "the picture park.png is too large"),
    ],
    ids=["words", "nothing", "giant", "bomb"],
)
def test_a_picture_that_is_none_is_named_with_its_part(
    content, words, format, larkshire, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    if isinstance(content, bytes):
        (tmp_path / "park.png").write_bytes(content)
    else:
        Image.new("1", content).save(tmp_path / "park.png")
    plan = factories.make_plan(larkshire)
    factories.make_block(plan, kind="picture", picture="park.png", alternative_text="A park")
    with pytest.raises(RenderingFailed, match=f"{words}.*Introduction"):
        FORMATS[format].make(document(plan, on=TODAY))
