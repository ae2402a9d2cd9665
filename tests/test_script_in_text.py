"""Text that looks like markup, in every text field of every row, on every page: it stays text."""

import os
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.template.loader import render_to_string
from pypdf import PdfReader

from actions.meetings.models import Meeting
from actions.rounds.digests import put_digests
from actions.rounds.letters import (
    put_partner_question,
    put_passed,
    put_question,
    put_receipt,
    put_reply,
    put_request,
    put_to_sign,
)
from actions.rounds.models import Answer, PartnerQuestion, Recipient, UpdateRound
from actions.rounds.reminders import remind
from partners import outbox
from partners.founding.letters import tell_administrators
from partners.invitations import put_invitation
from partners.models import Founding, Mail, Membership
from reports.document import document
from reports.formats import FORMATS
from reports.meeting_papers import minutes_document, pack_of
from reports.models import EditionFile
from script.trial_parts.payloads import live_in_pdf, live_in_word
from tests import factories
from tests.conftest import TODAY
from tests.hostile_texts import CORPUS
from tests.test_access import BY_LINK, OF_PARTNERSHIP, PUBLISHED
from tests.written_texts import (
    AS_JSON,
    called,
    make_the_rest,
    our_models,
    text_fields,
    write_everywhere,
)

pytestmark = pytest.mark.usefixtures("no_rendering")
# With 16 every field has held each of them: PASSES=16 script/test tests/test_script_in_text.py
PASSES = int(os.environ.get("PASSES", 1))
# What is kept as JSON and is no text of anybody's.
WITHOUT_WORDS = {
    "partners.Founding.choices": "keys of rows",
    "partners.Joining.steps": "what was moved, by keys and names of fields",
    "partners.ContactImport.choices": "what columns mean",
    "partners.ContactImport.counts": "numbers",
    "partners.ContactImport.left_out": "numbers of rows",
    "partners.ContactListShape.columns": "what columns mean",
    "building.PlanImport.choices": "what columns mean",
    "building.PlanImport.made": "keys of rows",
    "reports.Rendering.media": "names of files of ours",
}
OF_MEETINGS = {
    *("meetings", "meeting-agenda", "meeting-minutes", "meeting-action", "meeting-point"),
    *("meeting-decision", "meeting-silent", "meeting-end", "meeting-start", "meeting-history"),
}


class Live(HTMLParser):
    """What in a page would run what an author wrote."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.inside = ""

    def handle_starttag(self, tag, attributes):
        self.inside = tag if tag in ("script", "style") else ""
        for name, value in attributes:
            address = "".join((value or "").lower().split())
            if name.startswith("on") or (
                name.removeprefix("xlink:") in ("href", "src", "action", "formaction", "data")
                and address.startswith(("javascript:", "vbscript:", "data:text"))
            ):
                self.found.append((tag, name, value))
        if tag in ("iframe", "object", "embed", "base", "math"):
            self.found.append((tag, attributes))

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, text):
        if self.inside and "owned" in text and not text.lstrip().startswith("{"):
            self.found.append((self.inside, text))


def live(response):
    """What would run in an HTML page; nothing in a response of another kind, which is no page."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    parser = Live()
    parser.feed(response.content.decode())
    return parser.found


def test_the_reader_of_pages_knows_what_runs():
    harmless = {"javascript:owned()", "{{ owned }}{% owned %}${owned()}"}
    harmless |= {"&lt;script&gt;owned()&lt;/script&gt;"}
    unescaped = {text: HttpResponse(f"<p title='{text}'>{text}</p>") for text in CORPUS}
    assert {text for text in CORPUS if not live(unescaped[text])} == harmless


@pytest.fixture
def places(address, larkshire, shelter):
    """Where all pages are that show what somebody wrote, by name, with rows of all there is."""
    found = {name: address(name) for name in OF_PARTNERSHIP.keys() | BY_LINK | PUBLISHED}
    make_the_rest(larkshire.plans.get(address="2026"), shelter)
    return found


@pytest.mark.any_database
def test_every_text_field_is_written(places):
    """A new one has to stand in tests/written_texts.py, with a row that can hold such a text."""
    written = write_everywhere(CORPUS)
    fields = {called(one, field) for one in our_models() for field in text_fields(one)}
    left = {called(EditionFile, field) for field in text_fields(EditionFile)}
    assert {one for one in fields - left if not written.get(one)} == set()
    assert {one for one in AS_JSON if not written[one]} == set()


def test_what_is_kept_as_json_is_known():
    fields = {
        called(one, field)
        for one in our_models()
        for field in one._meta.concrete_fields
        if isinstance(field, models.JSONField)
    }
    assert fields == {one for one in AS_JSON if not one.endswith("words")} | WITHOUT_WORDS.keys()


@pytest.mark.any_database
@pytest.mark.parametrize("first", range(PASSES))
def test_on_no_page_does_it_run(first, places, manager):
    write_everywhere(CORPUS, first)
    found = {}
    shown = set()
    loose = []
    for name, place in places.items():
        response = manager.get(place)
        found |= {name: live(response)} if live(response) else {}
        if "unsafe" in response.headers["Content-Security-Policy"]:
            loose.append(name)
        if "owned" in getattr(response, "content", b"").decode(errors="replace"):
            shown.add(name)
    assert found == {}
    # An e-mail as a page, which has styles of its own, in a frame where nothing runs.
    assert loose == ["sent-mail-file"]
    assert len(shown) > 100
    assert not OF_MEETINGS - shown


@pytest.mark.any_database
def test_in_no_email_does_it_run(places, larkshire, monkeypatch, cast):
    used = set()

    def noting(name, context):
        used.add(name.removeprefix("mail/"))
        return render_to_string(name, context)

    Mail.objects.all().delete()
    written = write_everywhere(CORPUS)
    monkeypatch.setattr(outbox, "render_to_string", noting)
    write_every_email(cast.administrator)
    mails = list(Mail.objects.exclude(html=""))
    assert written["rounds.Answer.question"]
    root = Path(settings.BASE_DIR) / "templates/mail"
    known = {str(one.relative_to(root)) for one in root.rglob("*.html")}
    known -= {"base.html", "whom_to_ask.html"}
    assert known - used == set()
    assert {mail.key: found for mail in mails if (found := live(HttpResponse(mail.html)))} == {}
    assert sum("owned" in mail.html for mail in mails) == len(mails)
    # A line end would begin another header.
    assert not [mail for mail in mails if "\n" in mail.subject or "\r" in mail.subject]


def write_every_email(by):
    """Each that there is, of what there is."""
    for recipient in Recipient.objects.all():
        put_request(recipient, key="x")
        put_to_sign(recipient, key="x", number=2)
        if recipient.action:
            put_passed(recipient, key="x")
        for answer in Answer.objects.all():
            put_question(recipient, answer)
            put_receipt(answer.request, [answer], to="x@example.org", on=TODAY)
    for question in PartnerQuestion.objects.all():
        put_partner_question(question, to="x@example.org", link="https://example.org")
        put_reply(question, to="x@example.org", link="https://example.org")
    for member in Membership.objects.all():
        put_invitation(member, by=by)
    for founding in Founding.objects.all():
        tell_administrators(founding, "asked", by=factories.make_user())
    UpdateRound.objects.update(closes_on=TODAY - timedelta(3))
    remind(TODAY)
    put_digests(TODAY)


@pytest.mark.any_database
@pytest.mark.parametrize("layout", ["plan", "papers", "minutes"])
def test_in_no_document_does_it_run(layout, places, larkshire):
    write_everywhere(CORPUS)
    plan = larkshire.plans.get(starts_on__year=2026, title="")
    meetings = Meeting.objects.filter(body__plan=plan, minutes__isnull=False)
    made = {
        "plan": lambda: [document(plan, on=TODAY)],
        "papers": lambda: [pack_of(one, on=TODAY) for one in meetings],
        "minutes": lambda: [minutes_document(one, on=TODAY) for one in meetings],
    }[layout]()
    assert made
    for one in made:
        assert live_in_pdf(pdf := FORMATS["pdf"].make(one)) == 0
        assert "owned" in "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert live_in_word(FORMATS["docx"].make(one)) == 0
        assert live(HttpResponse(FORMATS["html"].make(one))) == []
