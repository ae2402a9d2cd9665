"""Whoever is invited shows nothing of themselves, and sees nothing, until they take it up."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from partners import changes
from partners.models import Mail, Membership, User
from tests.factories import make_member, make_user

PEOPLE = "/larkshire/partners/people/"
EMAIL = "sam@example.org"
FIELDS = {"email": EMAIL, "name": "Sam Lark", "role": "officer"}


@pytest.fixture
def somebody_elses(wrenmoor):
    """Sam has been known to Wrenmoor for long."""
    person = make_member(wrenmoor, email=EMAIL)
    User.objects.filter(pk=person.pk).update(
        name="Aaron Samuel Wren", last_login=datetime(2026, 10, 3, tzinfo=UTC)
    )
    return person


def invited(administrator):
    """What the administrator sees of inviting Sam, without what differs from time to time."""
    replies = [administrator.post(f"{PEOPLE}add/", FIELDS, follow=True)]
    pk = str(Membership.objects.get(user__email=EMAIL, partnership__slug="larkshire").pk)
    replies += [administrator.get(PEOPLE)]
    replies += [administrator.get(f"{PEOPLE}{pk}/{page}") for page in ("", "invite/", "remove/")]
    replies += [administrator.post(f"{PEOPLE}{pk}/invite/", {"number": "2"}, follow=True)]
    fields = {"role": "reader", "seen": "officer"}
    replies += [administrator.post(f"{PEOPLE}{pk}/", fields, follow=True)]
    replies += [administrator.post(f"{PEOPLE}add/", FIELDS, follow=True)]
    mails = [mail.text for mail in Mail.objects.order_by("pk")]
    replies += [administrator.post(f"{PEOPLE}{pk}/remove/", follow=True)]
    return [_without_chance(reply, pk) for reply in replies], mails


def _without_chance(reply, pk):
    page = reply.content.decode().replace(f"/{pk}/", "/PK/")
    for changing in (str(reply.context["csrf_token"]), reply.wsgi_request.csp_nonce):
        page = page.replace(changing, "")
    return page


def test_a_stranger_and_somebody_of_another_partnership_are_invited_alike(
    administrator, cast, wrenmoor
):
    of_stranger = invited(administrator)
    User.objects.get(email=EMAIL).delete()
    Mail.objects.all().delete()
    somebody = make_member(wrenmoor, email=EMAIL)
    User.objects.filter(pk=somebody.pk).update(name="Aaron Wren", last_login="2026-10-03T00:00Z")
    assert invited(administrator) == of_stranger


def test_only_the_address_is_shown_until_it_is_taken_up(administrator, somebody_elses):
    page = administrator.post(f"{PEOPLE}add/", FIELDS, follow=True).content.decode()
    assert "Invited, not yet accepted" in page
    assert "Aaron" not in page
    assert "October" not in page
    changes.take_up(somebody_elses.memberships.get(partnership__slug="larkshire"), at=_now())
    page = administrator.get(PEOPLE).content.decode()
    assert "Aaron Samuel Wren" in page
    assert "3 October 2026" in page


def _now():
    return datetime(2026, 11, 18, tzinfo=UTC)


def test_who_is_invited_sees_nothing_before_taking_it_up(administrator, somebody_elses, plan):
    administrator.post(f"{PEOPLE}add/", FIELDS)
    client = Client()
    client.force_login(somebody_elses, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/larkshire/").status_code == 404
    assert reverse("invitations") in client.get("/").content.decode()
    assert "as officer" in client.get(reverse("invitations")).content.decode()


@pytest.fixture
def invitation(larkshire, cast, sign_in):
    """Nora's invitation to Larkshire; the client is signed in as her."""
    nora = sign_in(make_user("Nora", "nora@example.org")) and User.objects.get(name="Nora")
    return Membership.objects.create(user=nora, partnership=larkshire, role="officer")


def press(client, what, invitation):
    fields = {"invitation": invitation.pk, "do": what}
    return client.post(reverse("invitations"), fields, follow=True).content.decode()


def test_taking_it_up_opens_the_partnership(client, invitation):
    assert "You are now a member of Larkshire" in press(client, "take up", invitation)
    assert client.get("/larkshire/").status_code == 200


def test_declining_ends_it(client, invitation):
    assert "You have declined the invitation" in press(client, "decline", invitation)
    assert not Membership.objects.filter(pk=invitation.pk).exists()


def test_another_s_invitation_cannot_be_taken_up(sign_in, cast, invitation):
    client = sign_in(cast.other_officer)
    fields = {"invitation": invitation.pk, "do": "take up"}
    assert client.post(reverse("invitations"), fields).status_code == 404
    invitation.refresh_from_db()
    assert invitation.taken_up_at is None


def test_who_is_only_invited_is_no_administrator_besides(cast, larkshire):
    other = make_user("Other")
    Membership.objects.create(user=other, partnership=larkshire, role="administrator")
    with pytest.raises(changes.LastAdministrator):
        changes.remove_person(cast.administrator.memberships.get(), seen="administrator")
