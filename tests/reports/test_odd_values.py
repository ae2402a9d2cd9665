"""Whatever stands in the database, the document is made, in every form of it."""

import re
import zipfile
from io import BytesIO

import pikepdf
import pytest

from plans.models import Plan
from reports.document import document
from reports.formats import FORMATS
from tests import factories
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# As hrefs of links in the narrative; none leads anywhere.
DEAD = [
    "#_ftn1",
    "#",
    "",
    "javascript:alert(1)",
    "file:///C:/Users/kim/plan.docx",
    "../plan.html",
    "plan.pdf",
    "/plan",
    "?page=2",
    "mailto:kim tern@example.org",
    "http://[::1",
    "https:///x",
    "https://document.invalid/x",
    f"https://example.org/{'x' * 5000}",
]
FORMS = ("pdf", "html", "docx")


def made(plan, form, layout=Plan.Layout.PARTNERSHIP_PLAN):
    """The plan's document in that form, unpacked to text as far as it is packed."""
    content = FORMATS[form].make(document(plan, on=TODAY, layout=layout))
    if form == "docx":
        with zipfile.ZipFile(BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    if form == "pdf":
        with pikepdf.open(BytesIO(content)) as opened:
            streams = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
            said = [repr(one).encode() for one in opened.objects]
            content += b"\n".join([*said, *(one.read_bytes() for one in streams)])
    return content.decode(errors="replace")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("href", DEAD, ids=lambda href: href[:20])
def test_a_link_that_leads_nowhere_is_its_words(href, form, larkshire):
    plan = factories.make_plan(larkshire)
    factories.make_block(plan, body=f'<p>See <a href="{href}">curlews</a>.</p>')
    text = made(plan, form)
    assert "document.invalid" not in text
    assert href not in re.findall(r'(?:href|Target)="([^"]*)"', text)
