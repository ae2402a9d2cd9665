"""Uploading contacts, looking at what would change, confirming it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from partners.contact_columns import COLUMNS
from partners.models import Contact
from tests.csp.workbooks import workbook
from tests.factories import make_contact
from tests.pages import text

URL = "/larkshire/partners/import/"
CONFIRM = f"{URL}confirm/"
CSV = "Agency,Role,Name,E-mail\nLark Shelter,Manager,Pat,pat@example.org\n"


@pytest.fixture
def upload(cast, sign_in):
    """upload(text or bytes, name=...): what the administrator gets for a file."""

    def send(content, name="contacts.csv"):
        content = content.encode() if isinstance(content, str) else content
        client = sign_in(cast.administrator)
        return client.post(URL, {"file": SimpleUploadedFile(name, content)})

    return send


@pytest.fixture
def confirm(cast, sign_in):
    """confirm(response): press the button of the preview."""

    def press(response):
        client = sign_in(cast.administrator)
        return client.post(CONFIRM, {"rows": response.context["sealed"]}, follow=True)

    return press


def test_the_page_explains_every_column_and_offers_templates(cast, sign_in):
    page = text(sign_in(cast.administrator).get(URL))
    for column in COLUMNS:
        assert f'rowheader">{column}</th>' in page
    assert f"{URL}template.csv" in page
    assert f"{URL}template.xlsx" in page


def test_no_file(cast, sign_in):
    page = text(sign_in(cast.administrator).post(URL))
    assert "<title>Error: Import contacts" in page
    assert '<a href="#id_file">Select a file</a>' in page


def test_a_file_that_cannot_be_read_is_named_at_its_field(upload):
    page = text(upload(b"PK\x03\x04", "contacts.xlsx"))
    assert '<a href="#id_file">The selected file is damaged.' in page


def test_every_wrong_heading_is_named(upload):
    page = text(upload("Agency,Shoe size\nLark Shelter,9\n"))
    for problem in ["“Shoe size” is not a column", "no column “Role”", "no column “E-mail”"]:
        assert problem in page


def test_the_preview_says_what_would_be_added_and_writes_nothing(upload):
    page = text(upload(CSV))
    assert "Lark Shelter, Manager, Pat" in page
    assert "18 November 2028" in page
    assert "Import these contacts" in page
    assert not Contact.objects.exists()


def test_the_preview_says_what_would_be_changed(upload, shelter):
    make_contact(shelter, "Clerk", name="Pat", email="pat@example.org")
    page = text(upload(CSV))
    assert "<strong>Role</strong> from “Clerk” to “Manager”" in page


def test_the_preview_says_which_sheet_was_read(upload):
    rows = [line.split(",") for line in CSV.splitlines()]
    page = text(upload(workbook(*rows, sheets=[("Notes", [])]), "contacts.xlsx"))
    assert "Only the sheet “Contacts” was read" in page


def test_wrong_headings_name_the_sheet_that_was_read(upload):
    rows = [line.split(",") for line in CSV.splitlines()]
    content = workbook(["Read me"], ["Please"], sheets=[("List", rows)])
    page = text(upload(content, "contacts.xlsx"))
    assert "“Read me” is not a column of contacts" in page
    assert "Only the sheet “Contacts” was read" in page


def test_a_refused_row_names_row_and_column_and_nothing_can_be_confirmed(upload):
    response = upload(CSV + "Lark Shelter,Clerk,,clerk\n")
    page = text(response)
    assert "Nothing can be imported yet" in page
    assert "Row 3" in page
    assert "E-mail: Enter an email address in the correct format" in page
    assert response.context["sealed"] == ""
    assert "Import these contacts" not in page


def test_what_is_here_already_cannot_be_confirmed(upload, confirm):
    confirm(upload(CSV))
    response = upload(CSV)
    assert "There is nothing to import" in text(response)
    assert response.context["sealed"] == ""


def test_confirming_writes_it(upload, confirm, cast, shelter):
    page = text(confirm(upload(CSV)))
    assert "1 contact added." in page
    contact = shelter.contacts.get()
    assert (contact.role, contact.name, contact.email) == ("Manager", "Pat", "pat@example.org")
    assert contact.history.get().history_user == cast.administrator


def test_how_many_were_changed(upload, confirm, shelter):
    make_contact(shelter, "Clerk", email="pat@example.org")
    assert "1 contact changed." in text(confirm(upload(CSV)))
    make_contact(shelter, "Clerk", email="sam@example.org")
    rows = "Lark Shelter,Nurse,,sam@example.org\nLark Shelter,Cook,,cook@example.org\n"
    assert "1 contact added, 1 changed." in text(confirm(upload(CSV + rows)))


def test_confirming_twice_writes_once(upload, confirm):
    preview = upload(CSV)
    confirm(preview)
    assert "have been changed since" in text(confirm(preview))
    assert Contact.objects.count() == 1


def test_an_import_that_was_overtaken_is_shown_again(upload, confirm, shelter):
    preview = upload(CSV)
    contact = make_contact(shelter, "Clerk", name="Pat", email="pat@example.org")
    again = confirm(preview)
    assert "The contacts have been changed since you looked at this" in text(again)
    assert "from “Clerk” to “Manager”" in text(again)
    contact.refresh_from_db()
    assert contact.role == "Clerk"
    confirm(again)
    contact.refresh_from_db()
    assert contact.role == "Manager"


@pytest.mark.parametrize("person", ["other_administrator", "manager"])
def test_a_preview_counts_for_the_person_who_saw_it(person, upload, cast, sign_in):
    sealed = upload(CSV).context["sealed"]
    response = sign_in(getattr(cast, person)).post(CONFIRM, {"rows": sealed})
    assert response.status_code in {403, 404}
    assert not Contact.objects.exists()


def test_a_preview_counts_for_its_partnership(upload, cast, sign_in, wrenmoor):
    sealed = upload(CSV).context["sealed"]
    cast.administrator.memberships.create(
        partnership=wrenmoor, role="administrator", taken_up_at=timezone.now()
    )
    client = sign_in(cast.administrator)
    page = text(client.post("/wrenmoor/partners/import/confirm/", {"rows": sealed}, follow=True))
    assert "That preview has expired" in page


def test_a_preview_counts_for_a_day(upload, confirm, time_machine):
    preview = upload(CSV)
    time_machine.move_to("2026-11-19T12:01:00+00:00")
    assert "That preview has expired" in text(confirm(preview))
    assert not Contact.objects.exists()


def test_what_was_tampered_with_is_not_written(cast, sign_in):
    page = text(sign_in(cast.administrator).post(CONFIRM, {"rows": "x:y:z"}, follow=True))
    assert "That preview has expired" in page


def test_after_signing_in_again_the_preview_is_shown_again(upload, cast, client, sign_in):
    sealed = upload(CSV).context["sealed"]
    client.logout()
    client.post(CONFIRM, {"rows": sealed})
    assert not Contact.objects.exists()
    page = text(sign_in(cast.administrator).get(CONFIRM))
    assert "Lark Shelter, Manager, Pat" in page
    assert "Import these contacts" in page


def test_the_templates_have_headings_and_no_rows(cast, sign_in, upload):
    client = sign_in(cast.administrator)
    for name in ("template.csv", "template.xlsx"):
        response = client.get(URL + name)
        assert f'filename="contacts.{name[9:]}"' in response["Content-Disposition"]
        page = text(upload(response.content, name))
        assert "no rows below the headings" in page
