"""Uploading a list of contacts, saying what its columns are, looking at it, importing it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from partners.contact_import.columns import COLUMNS
from partners.models import Agency, Contact, ContactImport
from tests.csp.workbooks import workbook
from tests.factories import make_agency, make_contact, make_contact_import
from tests.pages import text

URL = "/larkshire/partners/import/"
CSV = "Agency,Role,Name,E-mail\nLark Shelter,Manager,Pat,pat@example.org\n"


@pytest.fixture
def upload(administrator):
    """upload(text or bytes, name=...): what the administrator gets for a file."""

    def send(content, name="contacts.csv"):
        content = content.encode() if isinstance(content, str) else content
        return administrator.post(URL, {"file": SimpleUploadedFile(name, content)}, follow=True)

    return send


@pytest.fixture
def go_on(administrator):
    """go_on(response, do="", **fields): send the form of a page as it is, but for these fields."""

    def press(response, do="", **fields):
        form = response.context["form"]
        sent = {one.html_name: one.value() for one in form if one.value() not in (None, False)}
        if "preview" in response.context:
            sent |= {"agreed": response.context["preview"].digest, "do": do}
        return administrator.post(response.request["PATH_INFO"], sent | fields, follow=True)

    return press


def test_the_page_explains_every_column_and_offers_templates(administrator):
    page = text(administrator.get(URL))
    for column in COLUMNS:
        assert f'rowheader">{column}</th>' in page
    assert f"{URL}template.csv" in page
    assert f"{URL}template.xlsx" in page


def test_no_file(administrator):
    page = text(administrator.post(URL))
    assert "<title>Error: Import contacts" in page
    assert '<a href="#id_file">Select a file</a>' in page


def test_a_file_that_cannot_be_read_is_named_at_its_field(upload):
    page = text(upload(b"PK\x03\x04", "contacts.xlsx"))
    assert '<a href="#id_file">The selected file is damaged.' in page
    assert not ContactImport.objects.exists()


def test_a_list_takes_a_file_and_three_presses(upload, go_on, shelter, cast):
    page = go_on(go_on(upload(CSV)), "import")
    assert "1 added, 0 changed" in text(page)
    contact = shelter.contacts.get()
    assert (contact.role, contact.name, contact.email) == ("Manager", "Pat", "pat@example.org")
    assert contact.history.get().history_user == cast.administrator


def test_nothing_is_written_before_it_is_confirmed(upload, go_on):
    page = text(go_on(upload(CSV)))
    assert "Lark Shelter, Manager, Pat" in page
    assert "18 November 2028" in page
    assert "Import 1 contact</button>" in page
    assert not Contact.objects.exists()


def test_the_columns_are_proposed_with_their_first_values(upload):
    page = upload("Partners of 2026\n\nOrganisation,First name,Shoe size\nLark Shelter,Pat,9\n")
    form = page.context["form"]
    assert [one.value() for one, *_ in form.columns] == ["agency", "first_name", "none"]
    assert [texts for *_, texts in form.columns] == [["Lark Shelter"], ["Pat"], ["9"]]
    assert form["head"].value() == "3"
    assert form["role"].value() == "Contact"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"column-0": "none"}, "Select which column is the partner, or enter the partner"),
        ({"column-1": "agency"}, "Select one column as “Partner”"),
        ({"column-1": "none", "role": ""}, "Select which column is the role, or enter a role"),
        ({"column-1": "hat"}, "What is Role? Select from the list"),
    ],
)
def test_what_is_missing_is_asked_at_its_field(fields, expected, upload, go_on):
    page = text(go_on(upload(CSV), **fields))
    assert "<title>Error: What is each column?" in page
    assert expected in page


def test_other_headings_make_the_columns_anew(upload, go_on):
    page = go_on(upload("Agency,Role\nBody,Post\nLark Shelter,Cook\n"), head="2")
    assert "The list was read anew" in text(page)
    assert page.context["list"].head == ["Body", "Post"]
    assert go_on(page).context["preview"].added[0].becomes.role == "Cook"


def test_another_sheet_is_chosen(upload, go_on):
    sheets = [("Fire", [["Agency", "Role"], ["Lark Shelter", "Cook"]])]
    page = upload(workbook(["Agency", "Role"], ["Lark Shelter", "Lead"], sheets=sheets), "x.xlsx")
    assert "The others are not read" in text(page)
    page = go_on(page, sheet="1")
    assert go_on(page).context["preview"].added[0].becomes.role == "Cook"


def test_columns_left_out_are_told(upload, go_on):
    page = text(go_on(upload("Agency,Role,Shoe size\nLark Shelter,Cook,9\n")))
    assert "Columns left out: Shoe size." in page


def test_a_whole_list_of_one_partner_and_one_role(upload, go_on, shelter):
    page = go_on(upload("email address\na@x.org\nb@x.org\n"), partner="Lark Shelter", role="Cook")
    go_on(page, "import")
    assert list(shelter.contacts.values_list("role", flat=True)) == ["Cook", "Cook"]


def test_the_preview_says_what_would_be_changed(upload, go_on, shelter):
    make_contact(shelter, "Clerk", name="Pat", email="pat@example.org")
    page = text(go_on(upload(CSV)))
    assert "<strong>Role</strong> from “Clerk” to “Manager”" in page


BAD = CSV + "Lark Shelter,Clerk,,clerk\n"


def test_bad_rows_are_named_and_said_to_be_left_out(upload, go_on):
    page = text(go_on(upload(BAD)))
    assert "1 of 2 rows can be imported" in page
    assert "E-mail: Enter an email address in the correct format" in page
    assert "Import 1 contact and leave 1 row out</button>" in page


@pytest.mark.parametrize("when", ["before", "after"])
def test_bad_rows_come_back_as_a_file_with_their_reasons(when, upload, go_on, administrator):
    page = go_on(upload(BAD))
    if when == "after":
        go_on(page, "import")
    started = ContactImport.objects.get()
    response = administrator.get(f"{URL}{started.pk}/left-out.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0] == ("Agency", "Role", "Name", "E-mail", "Why")
    assert rows[1][1:3] == ("Clerk", None)
    assert rows[1][4].startswith("E-mail: Enter an email address")


def test_mended_the_file_goes_in(upload, go_on, administrator):
    go_on(go_on(upload(BAD)), "import")
    response = administrator.get(f"{URL}{ContactImport.objects.get().pk}/left-out.xlsx")
    book = load_workbook(io.BytesIO(response.content))
    book.active["D2"] = "clerk@example.org"
    file = io.BytesIO()
    book.save(file)
    page = go_on(upload(file.getvalue(), "contacts-left-out.xlsx"))
    assert "1 added" in text(go_on(page, "import"))


def test_a_near_name_is_proposed_and_taken_when_it_is_answered(upload, go_on, shelter):
    page = go_on(upload("Agency,Role\nLark Sheltr,Cook\n"))
    assert "Proposed, because the names are alike" in text(page)
    assert not page.context["preview"].can_be_written
    page = go_on(page, "answer")
    assert "1 added" in text(go_on(page, "import"))
    assert shelter.contacts.get().role == "Cook"


def test_a_long_list_is_shown_from_its_first_rows_with_a_way_to_all(upload, go_on, administrator):
    rows = "".join(f"Lark Shelter,Cook {number},p{number}@x.org\n" for number in range(201))
    page = go_on(upload("Agency,Role,Email\n" + rows))
    assert "These are the first 200 of 201 rows." in text(page)
    assert "p200@x.org" not in text(page)
    whole = text(administrator.get(page.request["PATH_INFO"], {"rows": "all"}))
    assert "p200@x.org" in whole
    assert "These are the first" not in whole


def test_all_partners_are_added_at_once(upload, go_on):
    page = go_on(upload("Agency,Role\nQuay Bank,Cook\nPort Choir,Lead\n"))
    page = go_on(page, "add")
    assert "Partners to be added: Quay Bank; Port Choir." in text(page)
    go_on(page, "import")
    assert Agency.objects.filter(name__in=["Quay Bank", "Port Choir"]).count() == 2


def test_answers_that_were_not_seen_in_the_preview_are_shown_first(upload, go_on):
    page = go_on(upload(CSV + "Quay Bank,Cook,,\n"))
    page = go_on(page, "import", **{"partner-0": "add"})
    assert "Your answers have changed what is imported" in text(page)
    assert not Contact.objects.exists()
    go_on(page, "import")
    assert Contact.objects.count() == 2


def test_two_addresses_are_asked_on_the_page(upload, go_on, shelter):
    page = go_on(upload("Agency,Role,Email\nLark Shelter,Cook,a@x.org; b@x.org\n"))
    assert "Several addresses in one row" in text(page)
    go_on(go_on(page, "answer", addresses="each"), "import")
    assert shelter.contacts.count() == 2


def test_what_is_here_already_cannot_be_imported(upload, go_on):
    go_on(go_on(upload(CSV)), "import")
    page = text(go_on(upload(CSV)))
    assert "There is nothing to import" in page
    assert 'value="import"' not in page


def test_pressing_twice_imports_once(upload, go_on):
    preview = go_on(upload(CSV))
    go_on(preview, "import")
    assert "Contacts imported" in text(go_on(preview, "import"))
    assert Contact.history.count() == 1


def test_an_import_that_was_overtaken_is_shown_again(upload, go_on, shelter):
    preview = go_on(upload(CSV))
    contact = make_contact(shelter, "Clerk", name="Pat", email="pat@example.org")
    again = go_on(preview, "import")
    assert "have been changed since you looked at this" in text(again)
    assert "from “Clerk” to “Manager”" in text(again)
    contact.refresh_from_db()
    assert contact.role == "Clerk"
    go_on(again, "import")
    contact.refresh_from_db()
    assert contact.role == "Manager"


def test_columns_that_somebody_else_chose_meanwhile_are_shown(upload, go_on):
    page = upload(CSV)
    go_on(page, **{"column-2": "none"})
    again = go_on(page, **{"column-2": "last_name"})
    assert "Somebody chose otherwise" in text(again)
    assert [words for _, words in again.context["form"].saved_now] == ["Leave out"]
    go_on(again, **{"column-2": "last_name"})
    assert "last_name" in ContactImport.objects.get().choices["columns"]


def test_answers_that_somebody_else_gave_meanwhile_are_shown(upload, go_on):
    page = go_on(upload("Agency,Role\nQuay Bank,Cook\n"))
    go_on(page, "answer", **{"partner-0": "add"})
    again = go_on(page, "answer", **{"partner-0": "leave"})
    assert "Somebody chose otherwise" in text(again)
    assert ContactImport.objects.get().choices["partners"] == {"quay bank": "add"}


def test_an_unfinished_list_is_taken_up_again_or_deleted(upload, administrator):
    upload(CSV)
    started = ContactImport.objects.get()
    assert f"{URL}{started.pk}/columns/" in text(administrator.get(URL))
    page = administrator.get(f"{URL}{started.pk}/discard/")
    administrator.post(f"{URL}{started.pk}/discard/", {"version": page.context["version"]})
    assert not ContactImport.objects.exists()


def test_what_somebody_went_on_with_is_not_deleted(upload, go_on, administrator):
    page = upload(CSV)
    started = ContactImport.objects.get()
    seen = administrator.get(f"{URL}{started.pk}/discard/").context["version"]
    go_on(page)
    administrator.post(f"{URL}{started.pk}/discard/", {"version": seen})
    assert ContactImport.objects.exists()


def test_a_list_of_another_partnership_is_not_there(administrator, wrenmoor):
    started = make_contact_import(wrenmoor)
    for step in ("columns/", "preview/", "discard/", "left-out.xlsx", "done/"):
        assert administrator.get(f"{URL}{started.pk}/{step}").status_code == 404


def test_after_signing_in_again_what_was_typed_is_there(upload, client, sign_in, cast):
    upload(CSV)
    url = f"{URL}{ContactImport.objects.get().pk}/columns/"
    client.logout()
    client.post(url, {"column-0": "agency", "column-1": "none", "role": "Baker"})
    page = sign_in(cast.administrator).get(url)
    assert page.context["form"]["role"].value() == "Baker"
    assert "What you typed before you signed in is not saved yet" in text(page)


def test_the_templates_have_headings_and_no_rows(administrator, upload):
    make_agency(Agency.objects.first().partnership)
    for name in ("template.csv", "template.xlsx"):
        response = administrator.get(URL + name)
        assert f'filename="contacts.{name[9:]}"' in response["Content-Disposition"]
        page = upload(response.content, name)
        assert page.context["list"].head == list(COLUMNS)
        assert page.context["list"].rows == []
