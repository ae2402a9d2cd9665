"""The demo's documents as plain values and as PDF: made once, since a PDF takes seconds."""

import io
import pickle
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from uuid import uuid4

import docx
import pytest
from django.db import transaction

from plans.models import Plan
from reports import pdf_structure
from reports.demo import loading
from reports.document import Document, document
from reports.formats import FORMATS, pdf_of
from tests.conftest import TODAY

# A document in each layout, and some with what these lack: partnership, year, layout.
SAMPLES = {
    "partnership-plan": ("tonbridge-and-malling", 2017, "partnership-plan"),
    "partnership-plan with strands": ("tonbridge-and-malling", 2019, "partnership-plan"),
    "partnership-plan with recommendations": ("tunbridge-wells", 2026, "partnership-plan"),
    "partnership-plan with a marking": (
        "tonbridge-and-malling",
        "plan-r7m2xk4q",
        "partnership-plan",
    ),
    "priority-plan": ("tunbridge-wells", 2017, "priority-plan"),
    "annual-report": ("sevenoaks", 2017, "annual-report"),
    "summary-leaflet": ("tonbridge-and-malling", "strategy-2008", "summary-leaflet"),
    "highlight-report": ("tonbridge-and-malling", 2026, "highlight-report"),
    "plan-on-a-page": ("tonbridge-and-malling", 2026, "plan-on-a-page"),
    "partnership-plan with its year on a page": (
        "tonbridge-and-malling",
        2026,
        "partnership-plan",
    ),
}


@dataclass(frozen=True)
class Printed:
    """A Document, its PDF, and the texts in it that stand beyond the edge of a page."""

    sample: str
    document: Document
    content: bytes
    beyond: list[str]


@pytest.fixture(scope="session")
def of_all_processes(tmp_path_factory, worker_id):
    """of_all_processes(name, make): what make() returns, made by whichever process comes first.

    Those that share the tests of a run have it in common, and so have their files.
    """
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent

    def made_by_one(name, make):
        kept = folder / f"{name}.pickle"
        if not kept.exists():
            # Whole or not there: another process may look for it.
            being_written = folder / f"{uuid4()}.pickle"
            being_written.write_bytes(pickle.dumps(make()))
            being_written.rename(kept)
        return pickle.loads(kept.read_bytes())

    return made_by_one


@pytest.fixture(scope="session")
def demo_documents(django_db_setup, django_db_blocker, of_all_processes):
    """The Documents of SAMPLES by name and whether in large print; none stays in the database."""

    def make():
        documents = {}
        with django_db_blocker.unblock(), transaction.atomic():
            loading.load(TODAY)
            for name, (slug, year, layout) in SAMPLES.items():
                plan = Plan.objects.get(partnership__slug=slug, address=str(year))
                for large in (False, True):
                    documents[name, large] = document(
                        plan, on=TODAY, layout=layout, large_print=large
                    )
            transaction.set_rollback(True)
        return documents

    return of_all_processes("demo", make)


@pytest.fixture(scope="session", params=[False, True], ids=["ordinary", "large print"])
def is_large(request):
    return request.param


@pytest.fixture(scope="session", params=SAMPLES)
def printed(request, is_large, demo_documents, of_all_processes):
    """Each of the documents, printed."""
    name, document = request.param, demo_documents[request.param, is_large]
    return of_all_processes(f"{name}, {is_large}", lambda: print_out(document, name))


def print_out(document, sample=""):
    """A Document as Printed."""
    beyond: list[str] = []
    finish = pdf_structure.complete

    def complete(rendered, file):
        beyond.extend(_beyond(rendered))
        return finish(rendered, file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_structure, "complete", complete)
        return Printed(sample, document, pdf_of(document), beyond)


def _beyond(rendered):
    """The texts of a rendered WeasyPrint document that are cut off at a page's edge."""
    for page in rendered.pages:
        for box in page._page_box.descendants():
            if text := getattr(box, "text", "").strip():
                right, bottom = box.position_x + box.width, box.position_y + box.height
                is_within = box.position_x >= 0 and box.position_y >= 0
                if not (is_within and right <= page.width and bottom <= page.height):
                    yield text


@pytest.fixture
def word_file(plan):
    """A function that makes the plan's Word file, and opens it."""

    def make(**options):
        content = FORMATS["docx"].make(document(plan, on=TODAY, **options))
        return docx.Document(io.BytesIO(content))

    return make


@pytest.fixture
def canary():
    """The address of a server that no document may reach, and what it was asked all the same."""
    asked = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield SimpleNamespace(address=f"http://127.0.0.1:{server.server_port}/", asked=asked)
        server.shutdown()
