"""Plans that are no yearly ones, from the file that a partnership has to what it hands over."""

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from actions.models import Action
from plans.models import Plan
from reports.document import document
from reports.formats import FORMATS
from tests import factories
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database

OF_FOUR_YEARS = [
    ["Priority", "No.", "Aims", "Lead", "Target Date"],
    ["Prevent", "1.1", "Offer sessions at every school", "Lark Shelter", "Apr-28"],
    ["Prevent", "1.2", "Train licensed premises", "Lark Shelter", "November annually"],
    ["Support", "2.1", "Open a second drop-in", "Lark Shelter", "Year 2"],
]
REVIEW = [
    [
        *("Recommendation", "Action", "Lead agency", "Target date", "Evidence"),
        *("Date of completion", "Outcome"),
    ],
    ["1. Ask about pets", "Add a question", "Lark Shelter", "June 2026", "New form", "", "Asked"],
    [
        "1. Ask about pets",
        "Train staff",
        "Lark Shelter",
        "By March 2027",
        "Register",
        "5/9/2026",
        "Known",
    ],
    ["2. Share the form", "Agree a form", "Lark Shelter", "Ongoing", "", "", ""],
]


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def import_into(client, plan, rows):
    """By the pages, as its manager would: the file, what is asked, and the confirmation."""
    lines = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    file = SimpleUploadedFile("plan.csv", lines.encode())
    at = ["larkshire", plan.address]
    page = client.post(reverse("plan-import", args=at), {"file": file}, follow=True)
    started = plan.imports.get()
    agreed = {"version": page.context["planned"].digest}
    client.post(reverse("plan-import-confirm", args=[*at, started.pk]), agreed)


def printed(plan):
    """The texts of its PDF and of the tables of its Word file."""
    made = document(plan, on=TODAY)
    pdf = PdfReader(BytesIO(FORMATS["pdf"].make(made)))
    word = docx.Document(BytesIO(FORMATS["docx"].make(made)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split()), cells


def test_a_plan_of_four_years_is_imported_updated_and_printed(manager, shelter, larkshire):
    plan = factories.make_titled_plan(larkshire, "Violence against women and girls")
    import_into(manager, plan, OF_FOUR_YEARS)
    sessions = Action.objects.get(reference="1.1")
    assert str(sessions.due_on) == "2028-04-30"
    said = {"status": "on_track", "text": "Seven schools have booked.", "version": ""}
    manager.post(sessions.get_absolute_url(), said)
    pdf, cells = printed(plan)
    for words in ("Violence against women and girls", "Apr-28", "November annually", "Year 2"):
        assert words in pdf
    assert "Seven schools have booked." in pdf
    assert "Apr-28" in cells
    assert any("Open a second drop-in" in cell for cell in cells)


def test_the_table_of_a_review_is_imported_updated_and_printed(manager, shelter, larkshire):
    plan = factories.make_titled_plan(larkshire, "Review R", kind=Plan.Kind.REVIEW)
    import_into(manager, plan, REVIEW)
    asked = plan.recommendations.get(number="1")
    assert [str(action) for action in asked.actions.all()] == ["Add a question", "Train staff"]
    train = Action.objects.get(wording="Train staff")
    assert (train.status, str(train.latest_update.made_on)) == ("complete", "2026-09-05")
    factories.make_update(Action.objects.get(wording="Add a question"), "It is on the form now.")
    pdf, cells = printed(plan)
    for words in ("Ask about pets", "Share the form", "It is on the form now.", "By March 2027"):
        assert words in pdf
    assert "1 Ask about pets" in cells
