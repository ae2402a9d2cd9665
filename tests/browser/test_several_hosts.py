"""Several web hosts and workers over one database and one storage are as one to everybody."""

import itertools
import re
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.db import connection
from PIL import Image
from playwright.sync_api import expect

from partners.models import Mail
from reports.models import Edition, Rendering
from tests import factories
from tests.browser.conftest import PATIENCE as USUAL
from tests.bucket import bucket_here
from tests.serving import reachable_database, running, served, session_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="several hosts share no file of SQLite's"
    ),
]
# Of one message, not of the way to the next host.
PATIENCE = 120_000
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}


@pytest.fixture
def storage():
    """What a host is told of a storage that speaks S3, on this machine, with an empty bucket."""
    with bucket_here() as told_and_bucket:
        yield told_and_bucket


@contextmanager
def in_turn(ports):
    """The port of a proxy that hands each request to the next of these; how many each was given."""
    turns = itertools.cycle(ports)
    asked = dict.fromkeys(ports, 0)

    class Proxy(BaseHTTPRequestHandler):
        def handle_request(self):
            port = next(turns)
            asked[port] += 1
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as there:
                there.request(self.command, self.path, body, dict(self.headers))
                response = there.getresponse()
                content = response.read()
            # A browser that has gone to the next page waits for nothing more of the last.
            with suppress(ConnectionError):
                self.answer(response, content)

        def answer(self, response, content):
            self.send_response_only(response.status)
            for name, value in response.getheaders():
                if name.lower() not in HOP_BY_HOP | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = handle_request

        def log_message(self, *arguments):
            pass

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    Thread(target=proxy.serve_forever, daemon=True).start()
    yield proxy.server_port, asked
    proxy.shutdown()
    proxy.server_close()


@pytest.fixture
def plan(larkshire, shelter):
    plan = factories.make_plan(larkshire, 2026)
    factories.make_contact(shelter, email="shelter@example.org")
    priority = factories.make_priority(plan, "Safe homes")
    factories.make_action(priority, "Open a refuge", owners=[shelter])
    return plan


@pytest.fixture
def hosts(storage, tmp_path, plan, cast):
    """The port of two web hosts in turn, beside two workers; nothing is shared but as told."""
    database = reachable_database(tmp_path)
    told, _ = storage
    with ExitStack() as stack:
        folders = [tmp_path / name for name in ("web-1", "web-2", "worker-1", "worker-2")]
        ports = []
        for folder in folders[:2]:
            folder.mkdir()
            site = {"WORKER": "true", "MAKERS": "1"} | told
            ports.append(stack.enter_context(served(database, folder, 1, **site)).port)
        for folder in folders[2:]:
            stack.enter_context(running(database, folder, "makers", **site))
            stack.enter_context(
                running(database, folder, "db_worker", "--no-reload", "--interval=0.5", **site)
            )
        yield stack.enter_context(in_turn(ports))


@pytest.fixture
def page_as(hosts, browser):
    """page_as(user): a page at all hosts in turn, of somebody or, without a user, of nobody."""
    port, _ = hosts
    contexts = []

    def page(user=None):
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}")
        if user:
            session = {"name": "sessionid", "value": session_of(user)}
            context.add_cookies([session | {"url": f"http://127.0.0.1:{port}"}])
        # Eight processes of ours share the machine.
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()


def until(ask):
    """What ask() gives, as soon as it gives anything."""
    for _ in range(1200):
        if found := ask():
            return found
        time.sleep(0.1)
    raise AssertionError("Nothing came of it.")


@pytest.fixture(autouse=True)
def leisure():
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=USUAL)


def build(page, picture):
    """Add a picture to the narrative."""
    page.goto("/larkshire/2026/narrative/")
    page.get_by_role("link", name="Add to “Introduction”").click()
    page.get_by_label("Heading", exact=True).fill("Foreword")
    page.get_by_label("Picture", exact=True).set_input_files(picture)
    page.get_by_label("What the picture shows").fill("A park")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Narrative", level=1)).to_be_visible()


def open_round(page):
    page.goto("/larkshire/rounds/")
    page.get_by_role("button", name="Open a round").click()
    page.get_by_label("What is the name of the round?").fill("Autumn")
    page.get_by_role("button", name="Check who will be asked").click()
    page.get_by_role("button", name="Open the round and send 1 email").click()
    expect(page.get_by_text("Autumn is open.")).to_be_visible()


def answer(page):
    """Follow the link in the e-mail that a worker has sent."""
    sent = Mail.objects.filter(recipient="shelter@example.org", state=Mail.State.SENT)
    mail = until(sent.first)
    page.goto(re.search(r"/answer/\S+", mail.text)[0])
    page.get_by_label("On track", exact=True).check()
    page.get_by_label("What has happened?").fill("Ten beds are ready.")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_label("Your name").fill("Robin Lark")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="1 answer sent")).to_be_visible()


def issue(page):
    page.goto("/larkshire/2026/document/issue/")
    page.get_by_role("button", name="Issue and publish").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Edition 1 has been issued.", timeout=PATIENCE
    )


def test_a_partnership_is_served_by_two_hosts_and_two_workers_at_every_request_another(
    hosts, page_as, cast, storage, tmp_path
):
    page = page_as(cast.manager)
    Image.new("RGB", (400, 300), "green").save(tmp_path / "park.png")
    build(page, tmp_path / "park.png")
    open_round(page)
    answer(page_as())
    page.goto("/larkshire/2026/document/")
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="Download the PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    issue(page)
    visitor = page_as()
    visitor.goto("/published/larkshire/2026/1/whole/")
    expect(visitor.get_by_role("img", name="A park")).to_be_visible()
    assert Edition.objects.get().files.count() == 7
    _, bucket = storage
    kept = {entry.key.partition("/")[0] for entry in bucket.objects.all()}
    assert kept == {"media", "renderings"}
    _, asked = hosts
    first, second = asked.values()
    assert first > 20
    assert abs(first - second) <= 1
    assert not Rendering.objects.exclude(state="made").exists()
