"""Fifty texts that are huge or hostile: a file, or a message in words; never anything else."""

import re

import pytest

from reports.document import document
from reports.formats import FORMATS
from reports.rendering import RenderingFailed
from tests import factories
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database


def nested(tag, levels, inside="x"):
    return f"<{tag}>" * levels + inside + f"</{tag}>" * levels


def nested_lists(levels, tag="ul"):
    return f"<{tag}><li>x" * levels + f"</li></{tag}>" * levels


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BODIES = {
    "rows": f"<table>{'<tr><td>a<td>b' * 2000}</table>",
    "row-of-cells": f"<table><tr>{'<td>a' * 2000}</table>",
    "spanning-cells": '<table><tr><td colspan="100000000" rowspan="100000000">x</table>',
    "tables-in-tables": nested("table><tr><td", 100),
    "divs": nested("div", 300),
    "more-divs": nested("div", 5000),
    "bold": nested("strong", 100),
    "more-bold": nested("strong", 300),
    "italic-bold": nested("em><strong", 200),
    "links": nested('a href="https://example.org/"', 300),
    "paragraphs": nested("p", 300),
    "lists-10": nested_lists(10),
    "lists-40": nested_lists(40),
    "lists-60": nested_lists(60),
    "lists-300": nested_lists(300),
    "lists-apart": nested_lists(8) * 20,
    "numbered-lists": nested_lists(300, "ol"),
    "list-items": nested("li", 200),
    "unclosed": "<ul><li><strong><em>" * 120,
    "closed-too-often": "</ul></li></p></div></body></html>" * 200,
    "many-paragraphs": "<p>x</p>" * 300,
    "many-items": f"<ul>{'<li>x</li>' * 300}</ul>",
    "many-breaks": "x<br>" * 400,
    "many-links": '<a href="https://example.org/">x</a> ' * 500,
    "empty-paragraphs": "<p></p>" * 400,
    "word": "x" * 300,
    "huge-word": "x" * 4_000,
    "words": "word " * 4000,
    "spaces": " " * 20_000 + "x",
    "hard-spaces": "\u00a0" * 5000,
    "hyphens": "\u00ad" * 5000,
    "no-width": "x\u200b" * 3000,
    "joiners": "x\u2060" * 1000,
    "marks": "e" + "\u0301" * 1000,
    "directions": "\u202e\u202d\u2066" * 300 + "x",
    "arabic": "السلامة " * 400,
    "chinese": "社区安全" * 400,
    "emoji": "👩‍👩‍👧‍👦" * 100,
    "private-letters": "\ue000\uf8ff" * 100,
    "control-letters": "".join(map(chr, range(1, 32))) + "\x7f\ufffe\ufeff",
    "entities": "&amp;lt;&#x0;&#xffffff;&#55296;&nosuch;&" * 100,
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><p>&l9;</p>',
    "comments": "<!--" * 500,
    "cdata": "<![CDATA[" * 500,
    "style": "<style>* { margin: 1e30cm; columns: 1000 } p { counter-increment: x 1e9 }</style>x",
    "inline-style": '<p style="height: 1e9px; font-size: 1e9px; position: fixed">x</p>',
    "giant-image": '<img src="data:image/png;base64,AAAA" width="1e9" height="1e9">',
    "giant-drawing": '<svg width="1e9" height="1e9"><rect width="1e9" height="1e9"/></svg>',
    "long-address": f'<a href="https://example.org/{"x" * 5000}">x</a>',
    "attributes": f"<p {' '.join(f'a{n}=x' for n in range(3000))}>x</p>",
    "template": "{% include 'x' %}{{ settings.SECRET_KEY }}{% load x %}",
}


def put(plan, body):
    # As whatever wrote the row may have left it: update() cleans nothing.
    block = factories.make_block(plan)
    type(block).objects.filter(pk=block.pk).update(body=f"<p>Before.</p>{body}")


def test_there_are_fifty():
    assert len(BODIES) >= 50


def outcome(plan, body, format):
    """The file, or the message in its place, as text."""
    put(plan, body)
    try:
        return FORMATS[format].make(document(plan, on=TODAY)).decode("latin-1")
    except RenderingFailed as failure:
        return str(failure)


@pytest.mark.parametrize("name", BODIES)
def test_a_pdf_or_a_message(name, larkshire):
    made = outcome(factories.make_plan(larkshire), BODIES[name], "pdf")
    assert re.match("%PDF|The PDF .* too many levels of lists. It is in the part “Introd", made)


@pytest.mark.parametrize("name", list(BODIES)[::4])
def test_a_word_file_or_a_message(name, larkshire):
    made = outcome(factories.make_plan(larkshire), BODIES[name], "docx")
    assert re.match("PK|The Word file could not be made", made)


def test_a_page_is_shown_of_every_one(larkshire, cast, sign_in):
    plan = factories.make_plan(larkshire)
    for body in BODIES.values():
        put(plan, body)
    response = sign_in(cast.reader).get(f"/larkshire/{plan.start_year}/document/page/")
    assert response.status_code == 200
    assert response.content.count(b"Before.") == len(BODIES)
