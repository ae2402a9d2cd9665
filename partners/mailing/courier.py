"""The courier: a process that hands e-mails to the mail server and writes down what it has taken.

It stands apart from the worker that gives it the mails, so that a worker may be killed at any
moment: the courier brings the mail at hand to its end, notes it in the journal, and goes. It needs
nothing but Python, and so starts in a moment.

It reads from stdin a line of JSON that says where the server is, and then for each mail a line of
JSON (message_id, sender, recipient, size) and the mail in so many bytes. It writes to stdout a line
of JSON when it is connected and after each mail: {} or what went wrong, as `failure` gives it.
"""

import json
import os
import signal
import smtplib
import ssl
import sys
from contextlib import suppress


def main(given, answer):
    server_settings = json.loads(given.readline())
    journal = os.open(server_settings["journal"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        server = connect(server_settings)
    except OSError as error:
        answer(failure(error))
        return
    answer({})
    for line in iter(given.readline, b""):
        mail = json.loads(line)
        content = given.read(mail["size"])
        if len(content) < mail["size"]:
            # The worker was killed while it wrote: this mail is not begun.
            break
        taken = f"{mail['message_id']}\n".encode()
        try:
            server.sendmail(mail["sender"], [mail["recipient"]], content)
        except OSError as error:
            answer(failure(error))
            continue
        # Nothing must come between the server's word and this. A full disk does not unsend it.
        with suppress(OSError):
            os.write(journal, taken)
            os.fsync(journal)
        answer({})
    with suppress(OSError):
        server.quit()


def connect(wanted):
    """An open, signed-in connection to the mail server. Raises OSError."""
    address = {"host": wanted["host"], "port": wanted["port"], "timeout": wanted["timeout"]}
    server: smtplib.SMTP
    if wanted["ssl"]:
        server = smtplib.SMTP_SSL(**address, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(**address)
    if wanted["tls"]:
        server.starttls(context=ssl.create_default_context())
    if wanted["username"] and wanted["password"]:
        server.login(wanted["username"], wanted["password"])
    return server


def failure(error):
    """What went wrong: error, the name of one of smtplib's or Python's; code and said, in the
    server's words, code 0 if it said nothing.
    """
    code: int = 0
    said: str | bytes = str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    if isinstance(said, bytes):
        said = said.decode(errors="replace")
    # A line, and nothing that a database would not keep.
    said = " ".join(said.replace("\0", " ").split())
    return {"error": type(error).__name__, "code": code, "said": said}


def _answer(outcome):
    try:
        os.write(sys.stdout.fileno(), json.dumps(outcome).encode() + b"\n")
    except BrokenPipeError:
        # Nobody reads any more: the worker was killed.
        sys.exit()


if __name__ == "__main__":
    # Where a whole service is told to stop, the mail at hand is still brought to its end.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    main(sys.stdin.buffer, _answer)
