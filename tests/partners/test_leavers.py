"""Administrators have people erased who left, and learn nothing of other partnerships by it."""

import pytest
from django.urls import reverse

from partners.access import Role
from partners.changes import add_person
from partners.erasure import SOMEBODY
from partners.models import AuditEntry
from partners.purging import purge
from tests import factories
from tests.conftest import TODAY

REASON = {"reason": "They asked for it."}


@pytest.fixture
def kim(larkshire):
    return factories.make_leaver(larkshire, name="Kim Lark", email="kim@example.org")


@pytest.fixture
def elsewhere(larkshire, wrenmoor, kim):
    """Who left Larkshire as Kim did, and is a member of Wrenmoor."""
    lee = factories.make_leaver(larkshire, name="Lee Lark", email="lee@example.org")
    factories.make_membership(lee, wrenmoor)
    return lee


def listed(client):
    page = client.get(reverse("people-left", args=["larkshire"]))
    return [(one.name, one.email) for one in page.context["people"]]


def erase(client, user, **fields):
    address = reverse("person-erase", args=["larkshire", user.pk])
    return client.post(address, REASON | fields, follow=True)


def test_who_left_is_listed_and_no_member(administrator, kim, cast):
    assert listed(administrator) == [("Kim Lark", "kim@example.org")]


def test_they_are_called_as_they_were_when_they_left(administrator, elsewhere):
    elsewhere.name, elsewhere.email = "Lee Married", "lee@wrenmoor.example.org"
    elsewhere.save()
    assert ("Lee Lark", "lee@example.org") in listed(administrator)


def test_who_never_took_an_invitation_up_did_not_leave(administrator, larkshire, cast):
    guest = factories.make_user("Guest")
    factories.make_membership(guest, larkshire, taken_up_at=None).delete()
    assert listed(administrator) == []


def test_who_is_invited_again_is_not_listed(administrator, kim, larkshire, cast):
    again = {"email": kim.email, "name": "", "role": Role.READER}
    add_person(larkshire, by=cast.administrator, **again)
    assert listed(administrator) == []


def test_the_list_costs_the_same_however_many(
    administrator, larkshire, kim, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        listed(administrator)
    for _ in range(5):
        factories.make_leaver(larkshire)
    with CaptureQueriesContext(connection) as many:
        assert len(listed(administrator)) == 6
    assert len(many) == len(few)


def test_the_page_says_what_goes_before_anything_does(administrator, kim, larkshire):
    factories.make_mail(kim.email, partnership=larkshire)
    page = administrator.get(reverse("person-erase", args=["larkshire", kim.pk])).content.decode()
    assert "emails to them: 1 of Larkshire" in page
    kim.refresh_from_db()
    assert kim.name == "Kim Lark"


def test_who_left_is_erased_at_once(administrator, kim):
    page = erase(administrator, kim).content.decode()
    assert "What names them is erased" in page
    kim.refresh_from_db()
    assert (kim.name, kim.is_active) == (SOMEBODY, False)
    assert listed(administrator) == []


def test_the_audit_says_who_did_it_and_why_but_not_whom(administrator, kim, cast):
    erase(administrator, kim)
    entry = AuditEntry.objects.get(page="person-erase")
    assert (entry.user, entry.what) == (cast.administrator, AuditEntry.What.PEOPLE)
    assert entry.about == (
        "Somebody who left on 18 November 2026, officer, erased: They asked for it."
    )


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("", "Enter why they are to be erased"),
        ("Kim Lark asked", "must not have their name"),
        ("KIM@example.org asked", "must not have their name"),
        ("x" * 201, "must be 200 characters or fewer"),
    ],
)
def test_without_a_reason_that_can_be_kept_nothing_happens(reason, told, administrator, kim):
    assert told in erase(administrator, kim, reason=reason).content.decode()
    kim.refresh_from_db()
    assert (kim.name, kim.erase_asked_at) == ("Kim Lark", None)


def test_who_is_a_member_elsewhere_is_erased_when_they_have_left_that(administrator, elsewhere):
    erase(administrator, elsewhere)
    list(purge(on=TODAY))
    elsewhere.refresh_from_db()
    assert (elsewhere.name, elsewhere.memberships.count()) == ("Lee Lark", 1)
    elsewhere.memberships.all().delete()
    list(purge(on=TODAY))
    elsewhere.refresh_from_db()
    assert elsewhere.name == SOMEBODY


def test_the_partnership_does_not_learn_whether_they_are(administrator, kim, elsewhere):
    pages = []
    for user in (kim, elsewhere):
        asked = administrator.get(reverse("person-erase", args=["larkshire", user.pk]))
        text = asked.content.decode() + erase(administrator, user).content.decode()
        for word in (user.name, user.email, str(user.pk), user.name.split()[0]):
            text = text.replace(word, "")
        pages.append(text.partition("<main")[2])
    assert "Wrenmoor" not in "".join(pages)
    assert listed(administrator) == []


def test_a_second_press_finds_it_done(administrator, kim):
    erase(administrator, kim)
    assert erase(administrator, kim).status_code == 404


def test_members_and_those_who_left_another_partnership_are_not_found(
    administrator, cast, wrenmoor
):
    for user in (cast.officer, cast.other_officer, factories.make_leaver(wrenmoor)):
        assert erase(administrator, user).status_code == 404


def test_who_runs_the_installation_stays(administrator, kim):
    kim.is_staff = True
    kim.save()
    erase(administrator, kim)
    list(purge(on=TODAY))
    kim.refresh_from_db()
    assert kim.name == "Kim Lark"
