"""Texts with marks on every page: whoever shows one does so by plans/templatetags/marks.py."""

import re
from pathlib import Path

import pytest
from django.db.models import TextField
from django.template.loader import render_to_string
from django.urls import reverse
from lxml import html as lxml_html

from actions.models import Action
from actions.search import with_words
from plans.action_fields import MARKED, OWN_FIELDS
from reports.checks.loaded import load
from tests import factories
from tests.actions.rounds.answering.page import at
from tests.conftest import TODAY

TEMPLATES = Path(__file__).parent.parent / "templates"
# Words of an action, an update or an answer, by what templates call them.
SAID = r"(?:update|answer|draft|told|before)\.(?:text|reason)"
SHOWN = re.compile(
    rf"{{[{{%] [^}}]*?\b((?:\w+\.)*(?:wording|review_wording|measure)|(?:\w+\.)*{SAID})\b"
    r"([^}]*)[%}]}"
)
FILTERS = re.compile(r"\|(?:marked|marked_in_cell|marked_line|unmarked|opening|rest)\b")
ASKS = ("{% if", "{% elif", "{% with", "{% url", "{% include")


def test_no_template_shows_such_a_text_as_it_is_stored():
    bare = []
    for path in sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]):
        for found in SHOWN.finditer(path.read_text()):
            tag = found[0]
            is_shown = not tag.startswith(ASKS) or re.search(r"value=[\w.]+[ %]", tag)
            if (
                is_shown
                and not tag.startswith(("{% said ", "{% words_in_cell ", "{% tall_in_"))
                and not FILTERS.search(found[2])
            ):
                bare.append(f"{path.relative_to(TEMPLATES)}: {tag}")
    assert bare == []


def test_the_texts_of_an_action_have_marks_and_its_lines_have_none():
    texts = {
        one.name for one in OWN_FIELDS if isinstance(Action._meta.get_field(one.name), TextField)
    }
    assert texts == MARKED - {"update"}


WORDS = "Open the **harbour**:\n- at six\n- for [boats](https://boats.example.org/)"
LIST = ["at six", "for boats"]


@pytest.fixture
def action(larkshire, plan, shelter, cast):
    priority = factories.make_priority(plan, "Boats")
    action = factories.make_action(priority, WORDS, [shelter], measure=WORDS, outcome=WORDS)
    factories.make_update(action, WORDS, status="at_risk", reason=WORDS)
    return action


def page_of(response):
    page = lxml_html.fromstring(response.content)
    for typed in page.xpath("//textarea | //input | //script"):
        typed.drop_tree()
    return page


@pytest.mark.parametrize(
    "name",
    [
        "plan",
        "action",
        "workspace",
        "document-page",
        "my-work",
        "partnership",
        "plan-action-history",
    ],
)
def test_a_page_shows_lists_links_and_no_stars(name, action, manager, plan):
    args = {"my-work": [], "partnership": ["larkshire"], "plan": ["larkshire", "2026"]}
    args |= {one: ["larkshire", "2026"] for one in ("workspace", "document-page")}
    args |= {one: ["larkshire", "2026", action.pk] for one in ("action", "plan-action-history")}
    page = page_of(manager.get(reverse(name, args=args[name])))
    if name == "plan-action-history":
        # What was typed, with what has changed in it.
        assert "**harbour**" in page.text_content()
        return
    assert "**" not in page.text_content()
    assert "](" not in page.text_content()
    items = [item.text_content() for item in page.xpath("//main//li[not(ancestor::nav)]")]
    assert set(LIST) <= set(items)
    assert page.xpath("//a[@href='https://boats.example.org/'][text()='boats']")


def test_an_action_is_called_by_its_first_paragraph(action, officer):
    page = page_of(officer.get(action.get_absolute_url()))
    assert page.findtext(".//h1") == "Open the harbour:"
    assert "Open the harbour:" in page.findtext(".//title")


def test_whoever_answers_by_a_link_sees_lists(action, plan, shelter, client):
    asked = factories.make_request(
        factories.make_round(plan), shelter, ["lead@shelter.example.org"]
    )
    response = client.get(at(asked))
    # The buttons work there too, but nobody reads a paste for a stranger.
    (script,) = lxml_html.fromstring(response.content).xpath("//script[@data-marks]")
    assert "data-reader" not in script.attrib
    page = page_of(response)
    assert "**" not in page.text_content()
    assert LIST[0] in [item.text_content() for item in page.iter("li")]


def test_an_email_says_it_as_plain_text(action, plan, shelter, cast):
    context = {"action": action, "partnership": plan.partnership, "plan": plan}
    letter = render_to_string("mail/rounds/passed.txt", context)
    assert "Open the harbour:\n• at six\n• for boats (https://boats.example.org/)" in letter


def test_words_are_found_whatever_marks_stand_in_them(action):
    assert with_words(Action.objects.all(), "“the harbour: at six”").get() == action


def test_the_checks_read_the_words_alone(action, plan):
    read = [one.words for one in load(plan, TODAY).texts if "harbour" in one.words]
    assert len(read) >= 3
    assert not any("**" in words or "](" in words for words in read)


def test_a_box_for_such_a_text_has_the_buttons_and_others_have_none(action, manager):
    edit = reverse("plan-action", args=["larkshire", "2026", action.pk])
    page = lxml_html.fromstring(manager.get(edit).content)
    marked = {box.get("name") for box in page.xpath("//textarea[@data-marks]")}
    assert marked >= {"wording", "measure", "outcome", "year_end_wording"}
    update = lxml_html.fromstring(manager.get(action.get_absolute_url()).content)
    assert {box.get("name") for box in update.xpath("//textarea[@data-marks]")} == {
        "text",
        "reason",
    }


def test_it_is_stored_as_it_was_typed(action, manager, plan):
    edit = reverse("plan-action", args=["larkshire", "2026", action.pk])
    page = lxml_html.fromstring(manager.get(edit).content)
    form = next(one for one in page.forms if "wording" in one.fields)
    assert form.fields["wording"].strip() == WORDS


def test_what_is_pasted_is_read_as_text_with_marks(manager):
    html = "<ul><li><b>One</b></li><li>two</li></ul>"
    read = manager.post(reverse("pasted"), {"html": html, "marks": ""}).json()
    assert read == {"text": "• **One**\n• two"}
