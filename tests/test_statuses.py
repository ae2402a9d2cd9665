"""A status is declared once (actions.statuses), and prints wherever statuses are."""

import io
import re
from collections import Counter
from pathlib import Path

import docx
import pytest
from django.db import IntegrityError
from docx.oxml.ns import qn

from actions.building.plan_import.words import status_of
from actions.models import Action, StatusUpdate
from actions.statuses import FINISHED, NEEDS_REASON, Status
from reports import formats, word, word_styles
from reports.document import document
from reports.highlights import highlights_of
from reports.open_data.schema import schema
from tests import factories
from tests.actions.building.test_round_trip import came_back
from tests.conftest import TODAY
from tests.pages import text

ROOT = Path(__file__).parent.parent
each = pytest.mark.parametrize("status", Status)


def reason_of(status):
    return "No money." if status in NEEDS_REASON else ""


@pytest.fixture
def action(plan, shelter):
    return factories.make_action(factories.make_priority(plan), "Lend locks", owners=[shelter])


@pytest.fixture
def told(action, status):
    """The action, of which this month was said that it has the status."""
    how = {"reason": reason_of(status), "on": TODAY.replace(day=2)}
    factories.make_update(action, "Lark update", status, **how)
    return action


def rules():
    """The rules of static/print/status.css: the comment above each, selector, declarations."""
    css = (ROOT / "static/print/status.css").read_text().partition("*/\n")[2]
    rule = re.compile(r"\n(?:/\* ([^*]*) \*/\n)?(\.app-status\S*) {\n([^{}]*)}\n")
    assert rule.sub("", css) == ""
    return [(*names, re.findall(r"(\S+): (.*?);", body)) for *names, body in rule.findall(css)]


@each
def test_it_has_its_sign_and_its_colours_on_pages_and_paper(status):
    name = f".app-status--{status.css_class}"
    own = {selector: rule for _, selector, rule in rules() if selector.startswith(name)}
    of_all = next(rule for _, selector, rule in rules() if selector == ".app-status")
    colours = dict([*of_all, *own.get(name, [])])
    assert colours["--status-shape"] == status.traits.shape
    assert colours["--status-tint"] == status.traits.tint
    drawn = [": ".join(pair) for pair in own.get(f"{name}::before", [])]
    assert "; ".join(drawn) == status.traits.drawn
    assert next(sign for sign, one, _ in rules() if one in own) == status.traits.sign


def test_no_two_have_the_same_sign_or_the_same_words():
    for name in ("sign", "drawn"):
        assert len({getattr(status.traits, name) for status in Status}) == len(Status)
    spellings = [words for status in Status for words in status.traits.spellings.split("|")]
    spellings += [status.label.lower() for status in Status]
    assert [words for words, count in Counter(spellings).items() if count > 1] == []


@pytest.mark.any_database
@pytest.mark.django_db
def test_each_has_its_style_in_word(plan):
    start = word._pandoc("--print-default-data-file=reference.docx")
    look = docx.Document(io.BytesIO(word_styles.reference(document(plan, on=TODAY), start)))
    for status in Status:
        style = look.styles[word_styles.BY_CLASS[f"app-status--{status.css_class}"]]
        colour = style.element.find(f".//{qn('w:shd')}").get(qn("w:fill"))
        assert f"#{colour.lower()}" == status.traits.tint


@each
def test_files_may_write_it_in_its_ways(status):
    written = [status.label, status.label.upper(), *status.traits.spellings.split("|")]
    assert {status_of(words) for words in written} == {status}


@each
def test_pages_say_it(status, told, cast, sign_in):
    officer = sign_in(cast.officer)
    plan = told.plan
    for url in (told.get_absolute_url(), plan.get_absolute_url(), "/larkshire/"):
        assert f"app-status--{status.css_class}" in text(officer.get(url))
    filtered = text(officer.get(plan.get_absolute_url(), {"status": status.value}))
    assert "1 of 1 action" in filtered


@each
def test_the_document_says_it(status, told):
    # As this year's plan, and as the review of the year. A plan that begins tells no statuses.
    other = "on_track" if status == "not_started" else "not_started"
    factories.make_update(factories.make_action(told.priority), status=other)
    for layout in ("partnership-plan", "annual-report"):
        page = formats.web_page_of(document(told.plan, on=TODAY, layout=layout))
        assert f">{status.label}</span>" in page


@each
def test_the_review_and_its_results_count_it(status, told):
    review = document(factories.make_plan(told.plan.partnership, 2027), on=TODAY).part("review")
    assert dict(review.results.counts) == dict.fromkeys(Status.values, 0) | {status: 1}
    assert review.actions[0].texts["status"] == status


@each
def test_a_meeting_hears_of_it(status, told):
    highlights = highlights_of(told.plan, on=TODAY)
    assert highlights.overall.counts == ((status, 1),)
    assert len(highlights.changed) == (status != Status.NOT_STARTED)
    assert len(highlights.in_trouble) == (status in NEEDS_REASON)
    page = formats.web_page_of(document(told.plan, on=TODAY, layout="highlight-report"))
    assert f">{status.label}</span>" in page


@each
@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_it_comes_back_from_a_file(format, status, told, cast):
    content = formats.FORMATS[format].make(document(told.plan, on=TODAY))
    other = came_back(told.plan, f"plan.{format}", content, cast.manager)
    assert Action.objects.get(priority__plan=other).status == status


@each
def test_it_may_be_said_and_needs_its_reason(status, action, cast, sign_in):
    officer = sign_in(cast.officer)
    said = {"status": status.value, "text": "Lark", "reason": "", "version": ""}
    page = text(officer.post(action.get_absolute_url(), said, follow=True))
    assert (f"Enter why the action is {status.label.lower()}" in page) == (status in NEEDS_REASON)
    officer.post(action.get_absolute_url(), said | {"reason": reason_of(status)})
    action.refresh_from_db()
    assert action.status == status


@pytest.mark.parametrize("status", NEEDS_REASON)
def test_without_its_reason_it_is_not_kept(status, action, cast):
    with pytest.raises(IntegrityError, match="status_update_off_track_has_reason"):
        StatusUpdate.objects.create(
            action=action, status=status, text="Lark", made_on=TODAY, made_by=cast.officer
        )


@each
def test_no_update_is_wanted_of_what_is_finished(status, action):
    Action.objects.update(status=status)
    wanting = Action.objects.wanting_update(TODAY)
    assert wanting.exists() == (status not in FINISHED)


def test_the_description_of_the_data_names_every_status():
    columns = schema()["properties"]["actions"]["items"]["properties"]
    assert columns["status"]["enum"] == Status.labels
