import pytest

from partners.access import Role
from partners.contact_import.choosing import preview_of
from partners.contact_import.comparing import ADD
from partners.contact_import.writing import write
from partners.earlier_imports import take_back as take_back_of
from partners.models import Agency, Contact
from tests.factories import (
    make_agency,
    make_contact,
    make_contact_import,
    make_joining,
    make_member,
    make_plan,
    make_priority,
)

URL = "/larkshire/partners/import/earlier/"


@pytest.fixture
def clerk(shelter):
    return make_contact(shelter, "Clerk", email="clerk@example.org")


def import_rows(partnership, rows, **choices):
    """The reason that the history gives for an import of these rows."""
    head = ["Agency", "Role", "E-mail"]
    started = make_contact_import(partnership, [head, *rows], choices=choices)
    assert write(started, agreed=preview_of(started).digest)[1]
    started.refresh_from_db()
    return started.reason


@pytest.fixture
def imported(larkshire, clerk):
    """An import that added a contact, and made the clerk a manager."""
    rows = [["Lark Shelter", "Cook", "cook@example.org"], ["Lark Shelter", "Manager", clerk.email]]
    return import_rows(larkshire, rows)


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


@pytest.fixture
def with_partner(larkshire):
    """An import that added a contact of a partner that was not there."""
    return import_rows(larkshire, [["Quay Bank", "Lead", "q@x.org"]], partners={"quay bank": ADD})


def test_a_partner_that_it_added_goes_too(with_partner, cast, sign_in):
    page = take_back(sign_in(cast.administrator), with_partner)
    assert "and 1 partner removed that it had added" in page
    assert not Agency.objects.filter(name="Quay Bank").exists()


def test_a_partner_that_is_used_since_stays(with_partner, larkshire, cast, sign_in):
    make_member(larkshire, Role.CONTRIBUTOR, agency=Agency.objects.get(name="Quay Bank"))
    take_back(sign_in(cast.administrator), with_partner)
    assert Agency.objects.filter(name="Quay Bank").exists()


def test_a_partner_that_leads_a_priority_since_stays(with_partner, larkshire, cast, sign_in):
    make_priority(make_plan(larkshire), lead=Agency.objects.get(name="Quay Bank"))
    take_back(sign_in(cast.administrator), with_partner)
    assert Agency.objects.filter(name="Quay Bank").exists()


def test_contacts_of_a_partner_that_was_joined_with_another_stay(with_partner, larkshire, shelter):
    make_joining(shelter, goes=Agency.objects.get(name="Quay Bank"))
    # The contact, and the partner that is gone.
    assert take_back_of(larkshire, with_partner).left == 2
    assert shelter.contacts.exists()


def test_taking_back_costs_no_query_for_each_changed_contact(
    larkshire, shelter, django_assert_max_num_queries
):
    rows = [["Lark Shelter", f"Clerk {n}", f"c{n}@example.org"] for n in range(30)]
    import_rows(larkshire, rows)
    changed = import_rows(larkshire, [[agency, f"{role}, night", at] for agency, role, at in rows])
    with django_assert_max_num_queries(25):
        take_back_of(larkshire, changed)
    assert Contact.objects.filter(role="Clerk 29").exists()
