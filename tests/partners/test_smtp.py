"""Mail by a real connection to a mail server."""

import threading
from datetime import timedelta
from unittest.mock import Mock

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from partners import delivery
from partners.models import Mail
from tests.factories import make_mail
from tests.partners.mail_server import mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        yield server


@pytest.fixture
def mail():
    return make_mail("box@example.org", text="Grüße\n.\nmore\n", html="<p>Grüße</p>")


def state_of(mail):
    mail.refresh_from_db()
    return mail.state, mail.problem


def test_one_connection_sends_all(mail, server):
    others = [make_mail() for _ in range(3)]
    assert delivery.send_waiting() == 4
    assert server.taken == {one.message_id: 1 for one in [mail, *others]}
    assert state_of(mail) == (Mail.State.SENT, "")


def test_a_mailbox_that_is_refused(mail, server):
    server.says = {"RCPT": b"550 5.1.1 No such mailbox"}
    assert delivery.send_waiting() == 0
    assert state_of(mail) == (Mail.State.REFUSED, "550 5.1.1 No such mailbox")


def test_a_mailbox_that_is_full_for_now(mail, server):
    server.says = {"RCPT": b"450 4.2.2 Mailbox full"}
    delivery.send_waiting()
    assert state_of(mail) == (Mail.State.WAITING, "450 4.2.2 Mailbox full")


def test_a_mail_that_is_refused_when_it_was_read(mail, server):
    server.says = {".": b"554 5.7.1 It looks like spam"}
    delivery.send_waiting()
    assert state_of(mail) == (Mail.State.REFUSED, "554 5.7.1 It looks like spam")


def test_we_are_refused_ourselves(mail, server):
    server.says = {"MAIL": b"550 5.7.1 You are not allowed"}
    delivery.send_waiting()
    assert state_of(mail) == (Mail.State.WAITING, "550 5.7.1 You are not allowed")


def test_a_refused_mailbox_does_not_end_the_connection(mail, server):
    server.says = {"RCPT": b"550 5.1.1 No such mailbox"}
    other = make_mail()
    delivery.send_waiting()
    assert state_of(other)[0] == Mail.State.REFUSED


@pytest.mark.parametrize("verb", ["MAIL", "."])
def test_a_connection_that_ends_in_the_middle(verb, mail, server):
    server.says = {verb: b""}
    delivery.send_waiting()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.begun_at) == (Mail.State.WAITING, 1, None)


def test_a_server_that_is_not_there(mail, server, settings):
    settings.EMAIL_PORT = 1
    assert delivery.send_waiting() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (Mail.State.WAITING, 0)


def test_a_server_that_knows_no_sign_in(mail, server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "us", "secret"
    assert delivery.send_waiting() == 0
    mail.refresh_from_db()
    assert mail.attempts == 0


def test_where_the_database_fails_it_comes_again_as_the_same_mail(mail, server, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(delivery, "_waiting", Mock(side_effect=OperationalError("It is locked")))
        with pytest.raises(OperationalError):
            delivery.send_waiting()
    with time_machine.travel(timezone.now() + delivery.LEFT_BEHIND + timedelta(minutes=1)):
        assert delivery.send_waiting() == 1
    assert server.taken == {mail.message_id: 2}
    assert state_of(mail) == (Mail.State.SENT, "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("last_word", "outcome"),
    [
        (b"250 taken", (Mail.State.SENT, "")),
        (b"554 5.7.1 It looks like spam", (Mail.State.REFUSED, "554 5.7.1 It looks like spam")),
    ],
)
def test_what_nobody_waits_for_is_brought_to_its_end(last_word, outcome, mail, server):
    """A mail server that reads long before it takes a mail, while somebody waits for a page."""
    other = make_mail()
    server.says, server.goes_on = {".": last_word}, threading.Event()
    assert delivery.send_waiting(within=timedelta(seconds=1)) == 0
    assert state_of(mail) == (Mail.State.WAITING, "")
    server.goes_on.set()
    for thread in threading.enumerate():
        if thread.name.startswith("mail"):
            thread.join()
    assert state_of(mail) == outcome
    assert state_of(other) == (Mail.State.WAITING, "")


def test_whatever_the_server_says_is_kept(mail, server):
    server.says = {"RCPT": b"550-5.1.1 No\0 such\r\n550 5.1.1 mailbox \xff"}
    delivery.send_waiting()
    assert state_of(mail) == (Mail.State.REFUSED, "550 5.1.1 No such 5.1.1 mailbox �")
