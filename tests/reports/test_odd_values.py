"""Whatever stands in the database, the document is made, in every form of it."""

import re
import zipfile
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings

from plans.models import Plan
from reports import pdf
from reports.document import document
from reports.formats import FORMATS
from tests import factories
from tests.conftest import TODAY
from tests.plans.test_rich_text import PASTED

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


@pytest.mark.parametrize("form", FORMS)
def test_addresses_without_a_scheme_are_completed(form, larkshire, shelter):
    larkshire.website, larkshire.email = "www.lark.example", "kim tern"
    larkshire.save()
    shelter.website, shelter.grid_position = "shelter.example/join", 1
    shelter.save()
    text = made(factories.make_plan(larkshire), form)
    assert "https://www.lark.example" in text
    assert "https://shelter.example/join" in text
    assert "document.invalid" not in text
    assert "mailto:kim" not in text


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=PASTED)
def test_whatever_text_was_stored_is_printed(body, larkshire):
    Plan.objects.filter(partnership=larkshire).delete()
    plan = factories.make_plan(larkshire)
    factories.make_block(plan, body=body.replace("\0", ""))
    for form in FORMS:
        assert "document.invalid" not in made(plan, form)


# Signs that no XML may hold; the first is what Word puts between lines.
NOT_OF_XML = "a\x0bb\x1bc\ufffed"


@pytest.mark.parametrize("form", [*FORMS, "xlsx", "csv", "json"])
def test_signs_that_no_file_may_hold_are_left_out(form, larkshire, shelter):
    larkshire.name = larkshire.address = larkshire.notice = NOT_OF_XML
    larkshire.save()
    plan = factories.make_plan(larkshire)
    priority = factories.make_priority(plan, NOT_OF_XML, scope=NOT_OF_XML)
    action = factories.make_action(priority, NOT_OF_XML, owners=[shelter], timescale=NOT_OF_XML)
    factories.make_update(action, NOT_OF_XML)
    factories.make_block(plan, heading=NOT_OF_XML, body=f"<p>{NOT_OF_XML}</p>")
    factories.make_term(plan, NOT_OF_XML, NOT_OF_XML)
    assert made(plan, form)


@pytest.mark.parametrize(
    "inside",
    [
        '<a href="#nowhere">Words</a><a href="#nowhere"></a><a href="https://example.org"></a>',
        '<a href="#nowhere" style="display: block"><p>A</p><ul><li>B</li></ul></a>',
        '<a href="https://example.org"><svg width="9" height="9"><title>A</title></svg></a>',
        '<p style="position: running(head)"><a href="#nowhere">A</a></p>'
        "<style>@page { @top-left { content: element(head) } }</style>",
        "<style>p::before { content: 'A'; -weasy-link: url(#nowhere) }</style><p>B</p>",
        "<table><tr><td>A<table><tr><th>B</th></tr><tr><td>C</td></tr></table></td></tr></table>",
        "<table><tr><th>A<table><thead><tr><th>B</th></tr></thead></table></th></tr></table>",
        "<table><tbody><tr><th rowspan=3>A</th></tr><tr></tr></tbody></table><table></table>",
        "<table style='display: block'><tr><th>A</th><td>B</td></tr></table>",
        "<table><tr style='display: block'><th>A</th><td>B</td></tr><tr><td>C</td></tr></table>",
        "<table><tr><td style='display: block'>B</td><th style='float: left'>A</th></tr></table>",
        "<table><tr><td colspan=9 rowspan=9>A</td><td>B</td></tr><tr><th>C</th></tr></table>",
        "<div style='display: flex'><table><tr><th>A</th><td>B</td></tr></table></div>",
        "<h2> </h2><h4></h4><ul></ul><ol><li></li></ol><p></p>",
    ],
)
def test_the_structure_of_a_page_is_completed_as_far_as_it_goes(inside):
    html = f'<!doctype html><html lang="en-GB"><title>A plan</title><body><h1>A</h1>{inside}'
    assert pdf.render(html).startswith(b"%PDF")
