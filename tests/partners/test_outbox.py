"""The outbox: written with what it tells of, sent once, tried again where that may help."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from threading import Barrier

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend as MemoryBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from partners import delivery, outbox
from partners.models import Mail
from tests.at_once import at_once, needs_connections
from tests.factories import make_mail

pytestmark = pytest.mark.django_db
REFUSED = smtplib.SMTPRecipientsRefused({"box@example.org": (550, b"5.1.1 No such mailbox")})
LATER = smtplib.SMTPRecipientsRefused({"box@example.org": (450, b"4.2.2 Mailbox full")})


@pytest.fixture
def server(settings):
    """A mail server that does to a recipient what `does` says: raises it. `is_there`: answers."""

    class Server(MemoryBackend):
        is_there = True
        does: dict[str, Exception] = {}

        def open(self):
            if not Server.is_there:
                raise ConnectionRefusedError("Connection refused")

        def send_messages(self, messages):
            for message in messages:
                if message.to[0] in Server.does:
                    raise Server.does[message.to[0]]
            return super().send_messages(messages)

    globals()["Server"] = Server
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    return Server


def put(key="one", **fields):
    words = {
        "agency": "Lark Shelter",
        "partnership": fields.get("partnership"),
        "answers": [],
    }
    fields = {"to": "box@example.org", "template": "rounds/receipt", "context": words} | fields
    return outbox.put(key=key, **fields)


def wait(**time):
    """The clock, so much later."""
    return time_machine.travel(timezone.now() + timedelta(**time), tick=True)


def sent_to():
    return [message.to[0] for message in django_mail.outbox]


def test_what_is_put_is_sent_after_the_transaction(larkshire, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail = put(partnership=larkshire)
        assert sent_to() == []
    (message,) = django_mail.outbox
    assert message.subject == mail.subject
    assert message.extra_headers["Message-ID"] == mail.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.alternatives[0].mimetype == "text/html"
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT


def test_a_subject_is_one_line(larkshire):
    larkshire.district = "Lark\r\nBcc: all@example.org"
    assert put(partnership=larkshire).subject == "Lark"
    larkshire.district = "Lark\x0b\u2028 and\rmore"
    assert put("other", partnership=larkshire).subject == "Lark and more: thank you for 0 answers"


def test_what_is_rolled_back_is_neither_kept_nor_sent(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    assert sent_to() == []


def test_the_same_key_is_one_mail(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert put("same") == put("same")
    assert sent_to() == ["box@example.org"]


@needs_connections
@pytest.mark.django_db(transaction=True)
def test_two_that_put_the_same_at_once_get_one_mail():
    barrier = Barrier(2)

    def write(number):
        try:
            with transaction.atomic():
                barrier.wait()
                mail = put("same")
                # The transaction goes on, whoever was first.
                put(f"another {number}")
                return mail.pk
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        first, second = pool.map(write, range(2))
    assert first == second
    assert Mail.objects.filter(key="same").count() == 1
    assert Mail.objects.count() == 3


@needs_connections
@pytest.mark.django_db(transaction=True)
def test_two_that_send_at_once_send_each_mail_once():
    mails = [make_mail() for _ in range(20)]
    counts = at_once(*[delivery.send_waiting] * 2)
    assert sum(counts) == 20
    assert sorted(sent_to()) == sorted(mail.recipient for mail in mails)


def test_replies_go_to_the_partnership(larkshire):
    larkshire.email = "csu@larkshire.example.org"
    larkshire.save()
    make_mail(partnership=larkshire)
    delivery.send_waiting()
    assert django_mail.outbox[0].reply_to == ["csu@larkshire.example.org"]


def test_a_mail_waits_for_its_time():
    make_mail(try_at=timezone.now() + timedelta(hours=1))
    assert delivery.send_waiting() == 0
    with wait(hours=2):
        assert delivery.send_waiting() == 1


def test_what_is_sent_is_not_sent_again():
    make_mail()
    assert delivery.send_waiting() == 1
    with wait(days=1):
        assert delivery.send_waiting() == 0


def test_what_another_process_has_begun_is_left_to_it():
    make_mail(begun_at=timezone.now() - timedelta(minutes=1))
    assert delivery.send_waiting() == 0


def test_what_a_killed_process_has_left_is_sent():
    make_mail(begun_at=timezone.now() - delivery.LEFT_BEHIND - timedelta(seconds=1))
    assert delivery.send_waiting() == 1


def test_a_refusal_is_kept_with_the_servers_words(server):
    mail = make_mail("box@example.org")
    server.does = {mail.recipient: REFUSED}
    delivery.send_waiting()
    mail.refresh_from_db()
    assert mail.state == Mail.State.REFUSED
    assert mail.problem == "550 5.1.1 No such mailbox"
    server.does = {}
    with wait(days=2):
        assert delivery.send_waiting() == 0


def test_a_temporary_failure_is_tried_again_with_growing_waits(server):
    mail = make_mail("box@example.org")
    server.does = {mail.recipient: LATER}
    waits = []
    for _ in range(6):
        delivery.send_waiting()
        mail.refresh_from_db()
        waits.append((mail.try_at - timezone.now()) / timedelta(minutes=1))
        mail.try_at = timezone.now()
        mail.save()
    assert [round(wait) for wait in waits] == [1, 5, 30, 120, 1440, 1440]
    assert mail.state == Mail.State.WAITING
    assert mail.problem == "450 4.2.2 Mailbox full"


def test_after_five_days_it_is_given_up(server):
    mail = make_mail("box@example.org")
    server.does = {mail.recipient: LATER}
    with wait(days=5, minutes=1):
        delivery.send_waiting()
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == (Mail.State.REFUSED, "450 4.2.2 Mailbox full")


def test_what_is_sent_in_the_end_has_no_problem(server):
    mail = make_mail("box@example.org")
    server.does = {mail.recipient: LATER}
    delivery.send_waiting()
    server.does = {}
    with wait(minutes=2):
        delivery.send_waiting()
    mail.refresh_from_db()
    assert (mail.state, mail.problem, mail.attempts) == (Mail.State.SENT, "", 2)


def test_one_that_fails_does_not_keep_back_the_others(server):
    make_mail("bad@example.org")
    make_mail("good@example.org")
    server.does = {"bad@example.org": RuntimeError("It cannot be made.")}
    assert delivery.send_waiting() == 1
    assert sent_to() == ["good@example.org"]


def test_without_a_connection_no_try_is_used_up(server):
    mails = [make_mail(), make_mail()]
    server.is_there = False
    assert delivery.send_waiting() == 0
    for mail in mails:
        mail.refresh_from_db()
        assert (mail.attempts, mail.begun_at) == (0, None)
    server.is_there = True
    with wait(minutes=2):
        assert delivery.send_waiting() == 2


def test_a_server_that_is_not_there_is_waited_for_once(
    server, django_capture_on_commit_callbacks, caplog
):
    """However many e-mails are written together: somebody may be waiting for the page."""
    server.is_there = False
    with django_capture_on_commit_callbacks(execute=True) as deliveries:
        for number in range(3):
            put(f"{number}", to=f"box{number}@example.org")
    assert len(deliveries) == 3
    assert caplog.text.count("Emails wait") == 1


def test_a_server_that_falls_silent_is_waited_for_once(server):
    mails = [make_mail("box@example.org"), make_mail(), make_mail()]
    server.does = {mails[0].recipient: TimeoutError("timed out")}
    assert delivery.send_waiting() == 0
    assert delivery.send_waiting() == 0
    for mail, attempts in zip(mails, (1, 0, 0), strict=True):
        mail.refresh_from_db()
        assert (mail.attempts, mail.begun_at) == (attempts, None)
    with wait(minutes=2):
        assert delivery.send_waiting() == 2


def test_refused_as_a_sender_we_try_again(server):
    mail = make_mail("box@example.org")
    server.does = {mail.recipient: smtplib.SMTPSenderRefused(530, b"Sign in first", "us")}
    delivery.send_waiting()
    mail.refresh_from_db()
    assert mail.state == Mail.State.WAITING


def test_a_failing_mail_server_fails_nobodys_request(server, django_capture_on_commit_callbacks):
    server.does = {"box@example.org": RuntimeError("Down")}
    with django_capture_on_commit_callbacks(execute=True):
        put()
    assert Mail.objects.get().state == Mail.State.WAITING


def test_a_waiting_mail_is_withdrawn():
    make_mail(key="reminder:7:3")
    make_mail(key="reminder:70:3")
    assert outbox.withdraw(["reminder:7:"]) == 1
    assert Mail.objects.get().key == "reminder:70:3"


def test_a_mail_that_is_on_its_way_or_gone_is_not_withdrawn():
    make_mail(key="reminder:7:3", begun_at=timezone.now())
    make_mail(key="reminder:7:0", state="sent", sent_at=timezone.now())
    assert outbox.withdraw(["reminder:7:"]) == 0


def test_the_command_sends_what_waits(capsys):
    make_mail()
    call_command("send_mail")
    assert sent_to() != []
    assert "1 email sent" in capsys.readouterr().out


def test_the_command_says_what_still_waits(server, capsys):
    make_mail()
    server.is_there = False
    call_command("send_mail")
    assert "0 emails sent, 1 still waits" in capsys.readouterr().out


def test_as_files_each_mail_has_one(settings, tmp_path):
    settings.EMAIL_BACKEND = "csp.mailing.files.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    mail = make_mail(text="Grüße.\n", html="<p>Grüße.</p>")
    for _ in range(2):
        Mail.objects.update(state=Mail.State.WAITING, sent_at=None)
        delivery.send_waiting()
    (file,) = tmp_path.iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["Message-ID"] == mail.message_id
    assert message.get_body(["plain"]).get_content() == "Grüße.\n"
    assert "Grüße" in message.get_body(["html"]).get_content()
