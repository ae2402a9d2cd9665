import pytest

from csp.spreadsheets.tables import Table
from partners import contact_import
from partners.models import Contact
from tests.factories import make_agency, make_contact

URL = "/larkshire/partners/import/earlier/"


@pytest.fixture
def clerk(shelter):
    return make_contact(shelter, "Clerk", email="clerk@example.org")


@pytest.fixture
def imported(larkshire, clerk):
    """An import that added a contact, and made the clerk a manager."""
    rows = [["Lark Shelter", "Cook", "cook@example.org"], ["Lark Shelter", "Manager", clerk.email]]
    table = Table(["Agency", "Role", "E-mail"], list(enumerate(rows, start=2)), [])
    agreed = contact_import.preview(table, partnership=larkshire).digest
    assert contact_import.write(table, partnership=larkshire, agreed=agreed)[1]
    return Contact.objects.get(role="Cook").history.get().history_change_reason


def take_back(client, reason, url=URL):
    return client.post(url, {"import": reason}, follow=True).content.decode()


def test_it_says_what_was_imported(imported, cast, sign_in):
    response = sign_in(cast.administrator).get(URL)
    (found,) = response.context["imports"]
    assert (found["added"], found["changed"], found["untouched"]) == (1, 1, 2)
    assert "Undo the import of 2 contacts?" in response.content.decode()


def test_taking_it_back_removes_and_restores(imported, clerk, cast, sign_in):
    page = take_back(sign_in(cast.administrator), imported)
    assert "1 removed, 1 restored." in page
    clerk.refresh_from_db()
    assert clerk.role == "Clerk"
    assert Contact.objects.count() == 1


def test_what_somebody_changed_since_is_left_alone(imported, clerk, cast, sign_in):
    clerk.refresh_from_db()
    clerk.name = "Pat"
    clerk.save()
    page = take_back(sign_in(cast.administrator), imported)
    assert "1 removed, 0 restored, 1 left as they are" in page
    clerk.refresh_from_db()
    assert (clerk.role, clerk.name) == ("Manager", "Pat")


def test_it_is_taken_back_once(imported, cast, sign_in):
    client = sign_in(cast.administrator)
    take_back(client, imported)
    history = Contact.history.count()
    assert "Nothing left to undo" in take_back(client, imported)
    assert Contact.history.count() == history


@pytest.mark.parametrize("reason", ["", "Import ", "Import x"])
def test_an_import_that_never_was_takes_nothing_back(reason, imported, cast, sign_in):
    take_back(sign_in(cast.administrator), reason)
    assert Contact.objects.count() == 2


def test_another_partnership_cannot_take_it_back(imported, cast, sign_in):
    client = sign_in(cast.other_administrator)
    take_back(client, imported, "/wrenmoor/partners/import/earlier/")
    assert Contact.objects.count() == 2
    assert list(client.get("/wrenmoor/partners/import/earlier/").context["imports"]) == []


def test_other_changes_are_no_imports(larkshire, cast, sign_in):
    make_contact(make_agency(larkshire))
    response = sign_in(cast.administrator).get(URL)
    assert "No contacts have been imported yet" in response.content.decode()
