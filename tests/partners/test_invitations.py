"""Whoever is made a member is told so by e-mail, and how to sign in."""

from datetime import UTC, datetime

import pytest

from partners import changes
from partners.access import Role
from partners.models import Mail, Membership, User
from tests.factories import make_member

ADD = "/larkshire/partners/people/add/"


@pytest.fixture
def sam(administrator):
    """Sam's membership, made on the page."""
    fields = {"email": "sam@example.org", "name": "Sam Lark", "role": "officer"}
    administrator.post(ADD, fields)
    return Membership.objects.get(user__email="sam@example.org")


def invite(client, membership, **fields):
    address = f"/larkshire/partners/people/{membership.pk}/invite/"
    return client.post(address, fields, follow=True).content.decode()


def test_a_new_person_is_told_who_added_them_to_what_and_how_to_sign_in(sam, larkshire):
    mail = Mail.objects.get()
    assert (mail.recipient, mail.partnership) == ("sam@example.org", larkshire)
    for text in (mail.text, mail.html):
        for words in [
            "Administrator of Larkshire has invited you to Larkshire Community Safety Partnership",
            "officer",
            "/accounts/login/code/",
            "Enter sam@example.org and we will send you a code",
            "update any action",
        ]:
            assert words in text
        assert "issue the document" not in text


def test_a_contributor_is_told_for_whom_they_speak(administrator, shelter):
    fields = {"email": "sam@example.org", "name": "Sam", "role": "contributor"}
    administrator.post(ADD, fields | {"agency": shelter.pk})
    assert "as contributor for Lark Shelter." in Mail.objects.get().text


def test_the_page_says_that_an_e_mail_has_gone(administrator):
    fields = {"email": "sam@example.org", "name": "Sam Lark", "role": "officer"}
    page = administrator.post(ADD, fields, follow=True).content.decode()
    assert "sam@example.org has been invited. An email is on its way" in page


def test_nobody_is_added_without_the_e_mail(larkshire, cast, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(changes, "put_invitation", fail)
    with pytest.raises(RuntimeError):
        changes.add_person(
            larkshire, by=cast.administrator, email="sam@example.org", name="Sam", role="reader"
        )
    assert not User.objects.filter(email="sam@example.org").exists()


def test_a_name_does_no_harm_in_the_e_mail(administrator, cast):
    cast.administrator.name = "<b>Ada</b>"
    cast.administrator.save()
    administrator.post(ADD, {"email": "sam@example.org", "name": "Sam", "role": "reader"})
    assert "&lt;b&gt;Ada&lt;/b&gt; has invited you" in Mail.objects.get().html


def test_it_is_sent_again_to_who_has_not_taken_it_up(administrator, sam):
    page = administrator.get(f"/larkshire/partners/people/{sam.pk}/").content.decode()
    assert "sam@example.org has been invited but has not accepted yet" in page
    assert "An email is on its way" in invite(administrator, sam, number="2")
    assert Mail.objects.filter(recipient="sam@example.org").count() == 2


def test_pressed_twice_it_is_sent_once(administrator, sam):
    invite(administrator, sam, number="2")
    invite(administrator, sam, number="2")
    assert Mail.objects.count() == 2


def test_the_page_asks_first_and_says_what_became_of_the_last(administrator, sam):
    Mail.objects.update(state=Mail.State.REFUSED, sent_at=None, problem="550 No such mailbox")
    page = administrator.get(f"/larkshire/partners/people/{sam.pk}/invite/").content.decode()
    assert "Its status: refused (550 No such mailbox)" in page
    assert 'name="number" value="2"' in page
    assert Mail.objects.count() == 1


def test_who_has_taken_it_up_is_not_invited_again(administrator, sam):
    changes.take_up(sam, at=datetime(2026, 11, 1, tzinfo=UTC))
    page = administrator.get(f"/larkshire/partners/people/{sam.pk}/").content.decode()
    assert "invitation" not in page
    assert "is a member already" in invite(administrator, sam, number="2")
    assert Mail.objects.count() == 1


def test_who_is_removed_before_it_left_gets_none(administrator, sam):
    Mail.objects.update(state=Mail.State.WAITING, sent_at=None)
    administrator.post(f"/larkshire/partners/people/{sam.pk}/remove/", {"version": "officer"})
    assert not Mail.objects.exists()


def test_a_member_of_another_partnership_is_not_invited(administrator, wrenmoor):
    other = make_member(wrenmoor, Role.READER).memberships.get()
    address = f"/larkshire/partners/people/{other.pk}/invite/"
    assert administrator.post(address, {"number": "1"}).status_code == 404
    assert not Mail.objects.exists()


def test_a_number_that_the_page_never_sent_invites_nobody(sam, administrator):
    page = invite(administrator, sam, number="9" * 5000)
    assert "Send the invitation to sam@example.org again?" in page
    assert Mail.objects.count() == 1
