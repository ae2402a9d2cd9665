from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.access import Role
from partners.models import Membership, User
from tests.factories import make_agency, make_member, make_user

URL = "/larkshire/partners/people/"
ADD = f"{URL}add/"


@pytest.fixture
def officer(cast):
    return cast.officer.memberships.get()


def add(client, **fields):
    fields = {"email": "sam@example.org", "name": "Sam Lark", "role": "officer"} | fields
    return client.post(ADD, fields, follow=True).content.decode()


def change(client, membership, role, agency="", seen=None):
    seen = seen or f"{membership.role} {membership.agency_id or ''}".strip()
    fields = {"role": role, "agency": agency, "version": seen}
    return client.post(f"{URL}{membership.pk}/", fields, follow=True).content.decode()


def remove(client, membership):
    address = f"{URL}{membership.pk}/remove/"
    typed = {"version": client.get(address).context["version"]}
    return client.post(address, typed, follow=True).content.decode()


def test_members_with_role_agency_and_last_sign_in(administrator, cast):
    User.objects.filter(pk=cast.officer.pk).update(last_login=datetime(2026, 10, 1, tzinfo=UTC))
    page = administrator.get(URL).content.decode()
    for words in [
        "Officer of Larkshire",
        "officer@larkshire.example.org",
        "Contributor for Lark Shelter",
        "1 October 2026",
        "Never",
    ]:
        assert words in page


def test_people_of_another_partnership_are_not_listed(administrator, cast):
    assert "Wrenmoor" not in administrator.get(URL).content.decode()


def test_the_number_of_queries_does_not_grow(administrator, larkshire):
    def queries(rows):
        for _ in range(rows):
            make_member(larkshire, Role.CONTRIBUTOR, make_agency(larkshire))
        with CaptureQueriesContext(connection) as asked:
            administrator.get(URL)
        return len(asked)

    assert queries(5) == queries(45)


def test_a_new_person_is_added_without_a_password(administrator, larkshire):
    assert "sam@example.org has been invited." in add(administrator, email="Sam@Example.org")
    person = User.objects.get(email="sam@example.org")
    assert person.name == "Sam Lark"
    assert not person.has_usable_password()
    membership = person.memberships.get()
    assert (membership.partnership, membership.role) == (larkshire, "officer")


def test_a_new_person_signs_in_with_an_e_mailed_code(administrator, client):
    add(administrator)
    client.logout()
    client.post("/accounts/login/code/", {"email": "sam@example.org"})
    assert mail.outbox[-1].to == ["sam@example.org"]


def test_who_has_an_account_gets_a_membership_and_keeps_the_name(administrator):
    person = make_user("Samantha", "Sam@example.org")
    add(administrator)
    person.refresh_from_db()
    assert person.name == "Samantha"
    assert person.has_usable_password()
    assert User.objects.filter(email__iexact="sam@example.org").count() == 1


def test_who_is_a_member_is_not_added_again(administrator, cast):
    page = add(administrator, email=cast.reader.email.upper(), role="administrator")
    assert "Whoever has this email address is a member or invited already" in page
    assert cast.reader.memberships.get().role == "reader"


def test_a_contributor_speaks_for_an_agency(administrator, shelter):
    add(administrator, role="contributor", agency=shelter.pk)
    assert Membership.objects.get(user__email="sam@example.org").agency == shelter


def test_others_speak_for_none(administrator, shelter):
    page = add(administrator, role="manager", agency=shelter.pk)
    assert "Only a contributor has a partner" in page
    assert not Membership.objects.filter(user__email="sam@example.org").exists()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"email": ""}, "Enter an email address"),
        ({"email": "sam"}, "Enter an email address in the correct format"),
        ({"name": " "}, "Enter a full name"),
        ({"name": "x" * 201}, "Full name must be 200 characters or fewer"),
        ({"role": ""}, "Select a role"),
        ({"role": "king"}, "Select a role"),
        ({"role": "contributor"}, "Select the contributor’s partner"),
    ],
)
def test_mistakes_are_named(fields, problem, administrator):
    page = add(administrator, **fields)
    assert "<title>Error: Invite a person" in page
    assert problem in page
    assert not User.objects.filter(email="sam@example.org").exists()


def test_an_agency_of_another_partnership_cannot_be_chosen(administrator, wrenmoor):
    agency = make_agency(wrenmoor, "Wrenmoor Police")
    page = add(administrator, role="contributor", agency=agency.pk)
    assert "Select a partner from the list" in page
    assert "Wrenmoor" not in page


def test_every_role_says_what_it_permits(administrator):
    page = administrator.get(ADD).content.decode()
    for role in Role:
        assert f'value="{role}"' in page
    assert "choose who is a member, and in which role" in page


def test_a_role_is_changed(administrator, officer):
    assert "has been changed" in change(administrator, officer, "manager")
    officer.refresh_from_db()
    assert officer.role == "manager"


def test_who_becomes_a_contributor_gets_an_agency_and_loses_it_again(
    administrator, officer, shelter
):
    change(administrator, officer, "contributor", shelter.pk)
    officer.refresh_from_db()
    assert officer.agency == shelter
    change(administrator, officer, "reader", shelter.pk)
    officer.refresh_from_db()
    assert officer.agency is None


def test_what_another_administrator_chose_meanwhile_is_shown(administrator, officer):
    Membership.objects.filter(pk=officer.pk).update(role="reader")
    page = change(administrator, officer, "manager")
    assert "Somebody has given Officer of Larkshire another role while you were here" in page
    officer.refresh_from_db()
    assert officer.role == "reader"
    change(administrator, officer, "manager", seen="reader")
    officer.refresh_from_db()
    assert officer.role == "manager"


def test_one_s_own_role_is_for_others_to_change(administrator, cast):
    membership = cast.administrator.memberships.get()
    assert "You cannot change your own role" in change(administrator, membership, "reader")
    membership.refresh_from_db()
    assert membership.role == "administrator"


def test_removing_asks_once(administrator, officer):
    page = administrator.get(f"{URL}{officer.pk}/remove/").content.decode()
    assert "Remove Officer of Larkshire?" in page
    assert Membership.objects.filter(pk=officer.pk).exists()


def test_who_is_removed_keeps_the_account(administrator, officer, cast):
    assert "Officer of Larkshire has been removed." in remove(administrator, officer)
    assert not cast.officer.memberships.exists()
    assert User.objects.filter(pk=cast.officer.pk).exists()


def test_nobody_removes_themselves(administrator, cast):
    membership = cast.administrator.memberships.get()
    assert "You cannot remove yourself" in remove(administrator, membership)
    assert cast.administrator.memberships.exists()


@pytest.mark.parametrize("suffix", ["", "remove/"])
def test_a_member_of_another_partnership_is_not_found(suffix, administrator, cast):
    membership = cast.other_officer.memberships.get()
    address = f"{URL}{membership.pk}/{suffix}"
    assert administrator.get(address).status_code == 404
    assert administrator.post(address, {"role": "reader", "version": "officer"}).status_code == 404
    assert cast.other_officer.memberships.get().role == "officer"


def test_who_was_given_another_role_meanwhile_is_not_removed_unseen(administrator, officer):
    address = f"{URL}{officer.pk}/remove/"
    version = administrator.get(address).context["version"]
    Membership.objects.filter(pk=officer.pk).update(role="manager")
    page = administrator.post(address, {"version": version})
    assert "another role while you were here" in page.content.decode()
    assert Membership.objects.filter(pk=officer.pk).exists()
    administrator.post(address, {"version": page.context["version"]})
    assert not Membership.objects.filter(pk=officer.pk).exists()
