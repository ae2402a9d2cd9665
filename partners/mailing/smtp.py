"""Django's SMTP backend, with a courier that talks to the mail server: see courier.py."""

import json
import smtplib
import subprocess
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

from partners.mailing import courier, journal

# Long enough for a courier that is at its last mail; one that hangs is left to its own timeouts.
PATIENCE = 5


class EmailBackend(smtp.EmailBackend):
    """Sends mails of the outbox: they have one recipient and a Message-ID each."""

    # The courier's process, where Django's own has the connection itself.
    connection: Any

    def open(self):
        """Raises OSError where the mail server cannot be reached or takes no mail from us."""
        if self.connection:
            return False
        self.journal = journal.new_file()
        self.connection = subprocess.Popen(
            [sys.executable, "-I", courier.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What ends the worker's session must not end the mail at hand.
            start_new_session=True,
        )
        try:
            self._tell(
                {
                    "host": self.host,
                    "port": self.port,
                    "username": self.username,
                    "password": self.password,
                    "tls": self.use_tls,
                    "ssl": self.use_ssl,
                    "timeout": self.timeout,
                    "journal": str(self.journal),
                }
            )
        except OSError:
            self.close()
            raise
        return True

    def close(self):
        if self.connection is None:
            return
        connection, self.connection = self.connection, None
        for pipe in (connection.stdin, connection.stdout):
            # It may have ended before it had read all.
            with suppress(BrokenPipeError):
                pipe.close()
        try:
            connection.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return
        journal.finish(self.journal)

    def _send(self, email_message):
        encoding = email_message.encoding or settings.DEFAULT_CHARSET
        (recipient,) = email_message.recipients()
        message = email_message.message()
        content = message.as_bytes(linesep="\r\n")
        mail = {
            "message_id": str(message["Message-ID"]),
            "sender": sanitize_address(email_message.from_email, encoding),
            "recipient": sanitize_address(recipient, encoding),
            "size": len(content),
        }
        self._tell(mail, content)
        return True

    def _tell(self, mail, content=b""):
        """Give something to the courier, and wait for its word. Raises smtplib's errors."""
        try:
            self.connection.stdin.write(json.dumps(mail).encode() + b"\n" + content)
            self.connection.stdin.flush()
        except BrokenPipeError:
            raise smtplib.SMTPServerDisconnected("The connection was lost") from None
        word = self.connection.stdout.readline()
        if not word:
            raise smtplib.SMTPServerDisconnected("The connection was lost")
        outcome = json.loads(word)
        if outcome:
            raise _error(mail=mail, **outcome)


def _error(error, code, said, mail):
    """The error of smtplib that the courier has met: see courier.failure."""
    if error == "SMTPRecipientsRefused":
        return smtplib.SMTPRecipientsRefused({mail["recipient"]: (code, said)})
    if error == "SMTPSenderRefused":
        return smtplib.SMTPSenderRefused(code, said, mail["sender"])
    return getattr(smtplib, error)(code, said) if code else smtplib.SMTPException(said)
