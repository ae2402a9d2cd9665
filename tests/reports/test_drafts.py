"""A document that wasn't issued says so on every page, on paper and on a screen."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.document import document
from reports.formats import pdf_of, web_page_of
from tests import factories
from tests.conftest import TODAY


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


def test_the_exported_web_page_has_the_mark_until_it_is_issued(draft):
    page = web_page_of(draft)
    assert '<body class="draft">' in page
    assert "<strong>DRAFT</strong> of 18 November 2026" in page
    issued = web_page_of(replace(draft, edition="Edition 1"))
    assert "draft" not in issued.lower()


def test_the_page_in_the_product_has_the_mark(plan, cast, sign_in):
    page = sign_in(cast.reader).get("/larkshire/2026/document/page/").content.decode()
    assert "<strong>DRAFT</strong> of 18 November 2026" in page
