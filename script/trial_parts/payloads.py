"""Texts that look like markup, in every text field, opened in a real browser: nothing runs.

In pages, in e-mails with nothing to hold them back, and in what PDF and Word files hold.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pikepdf
from django.utils import timezone
from lxml import etree
from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from actions.rounds.letters import put_receipt, put_request
from actions.rounds.models import Answer, Recipient
from partners.models import Mail
from plans.models import Plan
from reports.document import document
from reports.formats import FORMATS
from script.benches.measuring import Wrong
from script.trial_parts import people
from script.trial_parts.trial import Ground, Line, Place, Trial
from tests.hostile_texts import CORPUS
from tests.serving import chromium
from tests.written_texts import write_everywhere

# What a script of somebody else would call, and what a browser says that it has held back.
WATCH = """
    window.owned = () => window.ran('owned');
    document.addEventListener('securitypolicyviolation',
        (event) => window.held(event.violatedDirective + ' ' + event.sample));
"""
PATIENCE = 30_000
# What a PDF reader runs, opens or fetches, and what Word does.
LIVE_IN_PDF = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE")
LIVE_IN_WORD = ("vbaProject", "oleObject", "activeX", "afChunk", ".bin")
FIELDS = re.compile(rb"instrText[^<]*>[^<]*(DDE|INCLUDE|MACROBUTTON)", re.I)
SAFE = re.compile(r"(https?:|mailto:|tel:|#)", re.I)


def payloads(ground: Ground) -> list[Line]:
    found = Found()
    fields = 0
    for first in range(ground.scale.passes):
        place = ground.place()
        known = people.filled(place)
        told = place.call(write, first=first)
        fields += told["written"]
        pages = list(dict.fromkeys(known.pages.values()))
        # In tiny, some of them.
        pages = pages[:: 8 if ground.scale.name == "tiny" else 1]
        _look(place, known.administrator, pages, told["mails"], found)
        found.live_in_files += told["live"]
    if found.pages < len(pages) / 2 or not found.mails or not fields:
        raise Wrong(f"Only {found.pages} pages and {found.mails} e-mails were opened")
    tried = f"{fields} texts, {found.pages} pages and {found.mails} e-mails in Chromium"
    return [
        Line(tried, len(found.ran), "scripts run"),
        Line(tried, len(found.held), "held back by the policy alone"),
        Line(f"{fields} texts in PDF and Word files", found.live_in_files, "live in a file"),
    ]


class Found:
    """What a browser has seen."""

    def __init__(self) -> None:
        self.pages = self.mails = self.live_in_files = 0
        self.ran: list[str] = []
        self.held: list[str] = []

    def note(self, told: list[str], words: str) -> None:
        print(words, flush=True)
        told.append(words)


@contextmanager
def _browser(session: str, site: str) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        context.add_init_script(WATCH)
        yield context
        browser.close()


def _look(
    place: Place, session: str, pages: Sequence[str], mails: Sequence[str], found: Found
) -> None:
    with place.served() as server:
        site = f"http://127.0.0.1:{server.port}"
        with _browser(session, site) as context:
            page = context.new_page()
            page.expose_function("ran", lambda what: found.note(found.ran, f"{page.url}: {what}"))
            page.expose_function("held", lambda what: found.note(found.held, f"{page.url}: {what}"))
            page.on("dialog", lambda dialog: dialog.dismiss())
            _prove(page, site)
            if not (found.ran and found.held):
                raise Wrong(f"What runs is not noticed: {found.ran}, {found.held}")
            found.ran.clear()
            found.held.clear()
            for path in pages:
                found.pages += _opened(page, site + path)
            for mail in mails:
                page.goto("about:blank")
                page.set_content(mail, timeout=PATIENCE)
                found.mails += 1


def _prove(page: Page, site: str) -> None:
    """See that a script that runs is noticed, and one that is held back."""
    page.goto(f"{site}/accounts/login/", timeout=PATIENCE)
    page.evaluate("owned()")
    hostile = '<img src=x onerror="owned()"><p onclick="owned()">x</p>'
    page.evaluate("(html) => document.body.insertAdjacentHTML('beforeend', html)", hostile)
    page.wait_for_timeout(500)


def _opened(page: Page, address: str) -> bool:
    """Whether it is a page; a file that is to be saved is none."""
    try:
        answer = page.goto(address, timeout=PATIENCE, wait_until="load")
    except Error as error:
        if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
            return False
        raise Wrong(f"{address}: {error}") from error
    # What waits for the pointer or the keyboard.
    page.evaluate(
        """for (const element of document.querySelectorAll('main *')) {
            for (const kind of ['mouseover', 'focus', 'error', 'load', 'click']) {
                if (element.hasAttribute('on' + kind)) element.dispatchEvent(new Event(kind));
            }
        }"""
    )
    return bool(answer and answer.status == 200)


# What happens in a Side.


def write(first: int) -> dict[str, Any]:
    """Write into every text field. Returns how many, the e-mails made of it, and what is live in
    the files that are made of it.
    """
    written = sum(write_everywhere(CORPUS, first).values())
    for recipient in Recipient.objects.all():
        put_request(recipient, key="trial")
    for answer in Answer.objects.all()[:3]:
        put_receipt(answer.request, [answer], to="trial@example.org", on=timezone.localdate())
    mails = list(Mail.objects.exclude(html="").values_list("html", flat=True))
    live = 0
    for plan in Plan.objects.filter(partnership__slug="larkshire")[:1]:
        shown = document(plan, on=timezone.localdate())
        live += live_in_pdf(FORMATS["pdf"].make(shown)) + live_in_word(FORMATS["docx"].make(shown))
    return {"written": written, "mails": mails, "live": live}


def live_in_pdf(content: bytes) -> int:
    """How much of a PDF would run, or lead to what is no page and no mailbox."""
    found = 0
    with pikepdf.open(io.BytesIO(content)) as opened:
        for one in (inner for outer in opened.objects for inner in _dictionaries(outer)):
            found += sum(key in one for key in LIVE_IN_PDF)
            found += one.get("/S") in LIVE_IN_PDF
            if one.get("/S") == "/URI":
                found += not SAFE.match(str(one.URI))
    return found


def _dictionaries(one: Any) -> Iterator[Any]:
    """The dictionaries of an object of a PDF: itself, and those that stand in it."""
    inside: list[Any] = []
    if isinstance(one, pikepdf.Dictionary):
        yield one
        inside = list(one.values())
    elif isinstance(one, pikepdf.Array):
        inside = list(one)
    for inner in inside:
        if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
            yield from _dictionaries(inner)


def live_in_word(content: bytes) -> int:
    """How much of a Word file would run, or lead to what is no page and no mailbox."""
    found = 0
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            found += any(word in name for word in LIVE_IN_WORD)
            inside = packed.read(name)
            found += len(FIELDS.findall(inside))
            if name.endswith(".rels"):
                for link in etree.fromstring(inside).iterfind(".//{*}Relationship"):
                    if link.get("TargetMode") == "External":
                        found += not SAFE.match(link.get("Target", ""))
    return found


PARTS = [Trial("payloads", "Script in text: in a real browser, PDF, Word and e-mails", payloads)]
