"""Two people at once. SQLite lets one transaction write at a time; PostgreSQL needs our locks."""

import pytest

from csp.versions import version_of
from partners.access import Role
from partners.changes import LastAdministrator, remove_person
from partners.contact_changes import save_contact
from partners.contact_import.choosing import preview_of
from partners.contact_import.writing import write
from partners.models import Contact, Membership
from tests.at_once import at_once, needs_connections
from tests.factories import make_contact, make_contact_import, make_member

pytestmark = [
    pytest.mark.django_db(transaction=True),
    needs_connections,
]


def test_the_same_import_twice(larkshire, shelter):
    rows = [["Lark Shelter", f"Clerk {n}", ""] for n in range(50)]
    started = make_contact_import(larkshire, [["Agency", "Role", "E-mail"], *rows])
    agreed = preview_of(started).digest

    def import_it():
        return write(started, agreed=agreed)[1]

    assert sorted(at_once(import_it, import_it)) == [False, True]
    assert Contact.objects.count() == 50


def test_two_managers_change_the_same_contact(shelter):
    contact = make_contact(shelter, "Lead", keep_until="2030-01-01")
    typed = {"email": contact.email, "version": version_of(contact)}
    typed |= {"keep_until_0": "1", "keep_until_1": "1", "keep_until_2": "2030"}
    saves = [
        lambda role=role: save_contact(contact, typed | {"role": role})[1]
        for role in ("Head", "Clerk")
    ]
    assert sorted(at_once(*saves)) == [False, True]
    assert contact.history.count() == 2


def test_two_administrators_remove_one_another(larkshire):
    members = [make_member(larkshire, Role.ADMINISTRATOR).memberships.get() for _ in range(2)]
    outcomes = at_once(
        *(lambda member=member: remove_person(member, seen="administrator") for member in members)
    )
    assert [type(outcome) for outcome in outcomes if outcome] == [LastAdministrator]
    assert Membership.objects.count() == 1
