"""A document that wasn't issued says so on every page, on paper and on a screen."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from pypdf import PdfReader

from reports.document import document
from reports.formats import pdf_of, web_page_of
from tests import factories
from tests.conftest import TODAY

MILLIMETRE = 72 / 25.4


@pytest.fixture
def plan(larkshire):
    plan = factories.make_plan(larkshire, 2026)
    for _ in range(3):
        factories.make_block(plan, body="<p>Words of it.</p>" * 40, heading="Of some length")
    return plan


@pytest.fixture
def draft(plan):
    return document(plan, on=TODAY)


@pytest.mark.slow
@pytest.mark.parametrize(("edition", "marks"), [("", 1), ("Edition 1", 0)])
def test_every_page_of_paper_has_the_mark_until_it_is_issued(edition, marks, draft):
    pages = PdfReader(BytesIO(pdf_of(replace(draft, edition=edition)))).pages
    assert len(pages) > 4
    assert [page.extract_text().count("DRAFT") for page in pages] == [marks] * len(pages)


@pytest.mark.any_database
def test_the_mark_lies_over_a_cover_s_picture(plan):
    plan.cover_picture.save("teal.png", ContentFile(factories.make_picture()), save=False)
    plan.cover_alternative_text = "Teal"
    plan.save()
    with pypdfium2.PdfDocument(pdf_of(document(plan, on=TODAY))) as opened:
        cover = opened[0].render(scale=1).to_pil()
    right, top = cover.width - 18 * MILLIMETRE, 18 * MILLIMETRE
    assert cover.getpixel((int(right), int(top))) == (255, 255, 255)
    assert cover.getpixel((int(right), 5)) != (255, 255, 255)


def test_the_exported_web_page_has_the_mark_until_it_is_issued(draft):
    page = web_page_of(draft)
    assert '<body class="draft">' in page
    assert "<strong>DRAFT</strong> of 18 November 2026" in page
    issued = web_page_of(replace(draft, edition="Edition 1"))
    assert "draft" not in issued.lower()


def test_the_page_in_the_product_has_the_mark(plan, cast, sign_in):
    page = sign_in(cast.reader).get("/larkshire/2026/document/page/").content.decode()
    assert "<strong>DRAFT</strong> of 18 November 2026" in page
