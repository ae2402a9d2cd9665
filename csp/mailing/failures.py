"""Why an e-mail was not sent: its own fault, ours, or the mail server's."""

import smtplib

# What a mail server says of one mail; whatever else goes wrong with it tells of the server.
REPLIES = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
# Refusals that tell of our account with the mail server, not of the mail.
OF_THE_SENDER = (
    smtplib.SMTPSenderRefused,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
)


def is_of_the_server(error: BaseException) -> bool:
    """Whether the next mail would meet the same."""
    return isinstance(error, OSError) and not isinstance(error, REPLIES)


def is_for_good(error: BaseException) -> bool:
    """Whether it would be of no use to try this mail again (RFC 5321, 4.2.1)."""
    code, _ = _reply(error)
    return code >= 500 and not isinstance(error, OF_THE_SENDER)


def words_of(error: BaseException) -> str:
    """What went wrong, in one line of the server's words, or with the name of Python's error."""
    code, said = _reply(error)
    # Nothing that a database would not keep.
    return " ".join([str(code or type(error).__name__), *said.replace("\0", " ").split()])


def _reply(error: BaseException) -> tuple[int, str]:
    """Code (0 if the server said nothing) and words."""
    code: int = 0
    said: str | bytes = str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    return code, said.decode(errors="replace") if isinstance(said, bytes) else said
