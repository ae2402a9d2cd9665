"""What mail servers say of a mail afterwards: RFC 3464 and 6533."""

import io
import re
import sys
from base64 import b64encode
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from csp.mailing.bounces import read_bounce
from partners.delivery import send_waiting
from partners.models import Mail
from tests.factories import make_mail

pytestmark = pytest.mark.django_db

REPORT = 'Content-Type: multipart/report; boundary="B"\n\n--B\n'
NOTIFICATION = """\
From: MAILER-DAEMON@mail.example.org
To: csp-plan@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to tell you …

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Wed, 18 Nov 2026 10:00:00 +0000

Final-Recipient: rfc822; gone@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <gone@example.org>: no such
    mailbox here

--B
Content-Type: {quoted}

From: csp-plan@example.org
To: gone@example.org
Subject: An update is wanted
Message-ID: <7@example.org>

--B--
"""


@pytest.fixture
def mail():
    return make_mail(
        "gone@example.org", message_id="<7@example.org>", state="sent", sent_at=timezone.now()
    )


@pytest.fixture
def read(monkeypatch, capsys):
    """read(notification) gives it to the command, and returns what that prints."""

    def run(notification=NOTIFICATION, action="failed", quoted="text/rfc822-headers"):
        text = notification.format(action=action, quoted=quoted)
        stdin = SimpleNamespace(buffer=io.BytesIO(text.encode()))
        monkeypatch.setattr(sys, "stdin", stdin)
        call_command("read_bounce")
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("quoted", ["text/rfc822-headers", "message/rfc822"])
def test_a_mail_that_came_back_is_marked(quoted, mail, read):
    assert read(quoted=quoted).startswith("Came back: An update is wanted, to gone@example.org")
    mail.refresh_from_db()
    assert mail.state == Mail.State.BOUNCED
    assert mail.problem == "550 5.1.1 <gone@example.org>: no such mailbox here"


def test_one_that_came_back_before_the_servers_word_was_read(mail, read):
    Mail.objects.update(state=Mail.State.WAITING, sent_at=None, begun_at=timezone.now())
    read()
    mail.refresh_from_db()
    assert mail.state == Mail.State.BOUNCED


def test_without_a_diagnostic_the_status_is_kept(mail, read):
    read(NOTIFICATION.replace("Diagnostic-Code", "X-Other"))
    mail.refresh_from_db()
    assert mail.problem == "5.1.1"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_one_that_is_only_late_did_not_come_back(action, mail, read):
    assert read(action=action).startswith("Left alone")
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT


@pytest.mark.parametrize(
    "notification",
    [
        "Subject: Out of office\n\nI am away.\n",
        NOTIFICATION.replace("<7@example.org>", "<8@example.org>"),
        NOTIFICATION.replace("Message-ID", "X-Other").replace("gone@", "other@"),
        "",
        "\x00\x01",
        NOTIFICATION.replace("<7@example.org>", "<7@exam\0ple.com>"),
        REPORT + "Content-Type: message/rfc822\n\n",
        REPORT + "Content-Type: message/delivery-status\n\n",
    ],
    ids=["away", "not ours", "no id", "empty", "rubbish", "a nought", "cut", "cut earlier"],
)
def test_other_mails_are_left_alone(notification, mail, read):
    assert read(notification).startswith("Left alone")
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT


GLOBAL = (
    NOTIFICATION.replace("message/delivery-status", "message/global-delivery-status")
    .replace("=delivery-status", "=global-delivery-status")
    .replace("rfc822; gone@example.org", "utf-8; gone@example.org")
)


@pytest.mark.parametrize("quoted", ["message/global-headers", "message/global"])
def test_a_notification_in_all_letters_is_read(quoted, mail, read):
    assert read(GLOBAL, quoted=quoted).startswith("Came back")


def test_one_that_is_encoded_is_read(mail, read):
    head, said, rest = re.split("(?<=-status\n)\n|\n(?=--B\nContent-Type: {)", NOTIFICATION)
    encoded = b64encode(said.replace("{action}", "failed").encode()).decode()
    notification = f"{head}Content-Transfer-Encoding: base64\n\n{encoded}\n{rest}"
    assert read(notification).startswith("Came back")
    mail.refresh_from_db()
    assert mail.problem.startswith("550 5.1.1")


def test_a_mail_with_another_message_id_is_known_by_our_header(mail, read):
    changed = "Message-ID: <9@relay.example.net>\nX-CSP-Plan-Mail: <7@example.org>"
    assert read(NOTIFICATION.replace("Message-ID: <7@example.org>", changed)).startswith("Came")


def test_every_mail_has_our_header(mailoutbox):
    make_mail("gone@example.org", message_id="<7@example.org>")
    send_waiting()
    assert mailoutbox[0].extra_headers["X-CSP-Plan-Mail"] == "<7@example.org>"


def test_without_any_name_the_last_mail_to_the_address_came_back(mail, read):
    make_mail("gone@example.org", state="sent", sent_at=timezone.now() - timedelta(days=1))
    without = NOTIFICATION.replace("Message-ID", "X-Other").replace("gone@", "GONE@")
    assert read(without).startswith("Came back")
    assert Mail.objects.get(state=Mail.State.BOUNCED) == mail


def test_letters_of_an_address_may_be_written_as_numbers():
    said = GLOBAL.replace("gone@example.org", r"m\x{F4}r@example.org")
    bounce = read_bounce(said.replace("{action}", "failed").encode())
    assert bounce.recipients == ["môr@example.org"]


LINES = st.sampled_from(
    [
        *NOTIFICATION.splitlines(),
        *GLOBAL.splitlines(),
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: x-uuencode",
        "Content-Type: multipart/mixed",
        "Content-Type: text/plain; charset=nonsense",
        "Action: failed",
        "Final-Recipient: utf-8; \\x{D800}",
        "=?x?=",
        "",
    ]
)


@given(st.lists(LINES.map(str.encode) | st.binary(max_size=20)).map(b"\n".join))
def test_whatever_arrives_is_read_or_left_alone(content):
    read_bounce(content)
    read_bounce(NOTIFICATION.replace("{action}", "failed").encode() + content)


def test_parts_within_parts_without_end_are_left_alone():
    part = 'Content-Type: multipart/mixed; boundary="{0}"\n\n--{0}\n'
    assert read_bounce("".join(map(part.format, range(2000))).encode()) is None
