"""Mail by a real connection to a mail server, through the courier."""

import os
from datetime import timedelta
from unittest.mock import Mock

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from partners.mailing import delivery, journal
from partners.models import Mail
from tests.factories import make_mail
from tests.partners.mail_server import mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def server(settings, tmp_path):
    settings.MAIL_JOURNAL = tmp_path / "journal"
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


def test_nothing_is_left_of_the_journal(mail, server, settings):
    delivery.send_waiting()
    assert list(settings.MAIL_JOURNAL.iterdir()) == []


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


def test_what_the_journal_says_was_taken_is_not_sent_again(mail, server):
    """A worker was killed after its courier had noted what the server took."""
    journal.new_file().write_text(f"{mail.message_id}\n")
    Mail.objects.update(begun_at=timezone.now() - timedelta(hours=1))
    assert delivery.send_waiting() == 0
    assert state_of(mail) == (Mail.State.SENT, "")
    assert not server.taken


@pytest.mark.parametrize("how_often", [1, 2])
def test_where_the_database_fails_nothing_comes_twice(how_often, mail, server, monkeypatch):
    """When the mail is noted as sent; and once more when the connection is closed."""
    failing = OperationalError("The database is locked")
    notes = [journal._note, Mock(side_effect=failing)] if how_often == 2 else [journal._note] * 2
    with monkeypatch.context() as broken:
        broken.setattr(delivery, "_waiting", Mock(side_effect=failing))
        broken.setattr(journal, "_note", lambda files: notes.pop(0)(files))
        with pytest.raises(OperationalError):
            delivery.send_waiting()
    with time_machine.travel(timezone.now() + delivery.LEFT_BEHIND + timedelta(minutes=1)):
        assert delivery.send_waiting() == 0
    assert server.taken == {mail.message_id: 1}
    assert state_of(mail) == (Mail.State.SENT, "")


def test_rubbish_in_the_journal_stops_nothing(mail, server):
    journal.new_file().write_bytes(b"<7@example.org>\n\xff\0\0<8@exam")
    assert delivery.send_waiting() == 1


def test_whatever_the_server_says_is_kept(mail, server):
    server.says = {"RCPT": b"550-5.1.1 No\0 such\r\n550 5.1.1 mailbox \xff"}
    delivery.send_waiting()
    assert state_of(mail) == (Mail.State.REFUSED, "550 5.1.1 No such 5.1.1 mailbox �")


def test_an_old_journal_is_taken_away(server, settings):
    file = journal.new_file()
    file.write_text("<7@example.org>\n")
    moment = timezone.now().timestamp()
    os.utime(file, (moment, moment))
    journal.settle()
    assert file.exists()
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        journal.settle()
    assert not file.exists()
