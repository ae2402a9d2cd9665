"""What is kept out of the logs: the links by which an agency answers, and calendars are read,
without an account.
"""

import logging
import re

# Whoever reads what follows /answer/ could answer for the agency; what follows /calendar/, read
# what is due for a person. Quoted addresses, as in ?next=, write the slash as %2F.
TOKEN = re.compile(r"((?:/|%2F)(?:answer|calendar)(?:/|%2F))[^\s\"'<>,;)\]}]+", re.IGNORECASE)


def without_tokens(text: str) -> str:
    return TOKEN.sub(r"\1…", text)


class HideTokens(logging.Filter):
    """Takes the links out of whatever a record says, its traceback too."""

    formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            said = record.getMessage()
        except (TypeError, ValueError, KeyError):
            # A line that was written wrongly is told as it is, and breaks nothing.
            said = f"{record.msg} {record.args}"
            record.msg, record.args = said, ()
        if TOKEN.search(said):
            record.msg, record.args = without_tokens(said), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_tokens(record.exc_text)
        if record.stack_info:
            record.stack_info = without_tokens(record.stack_info)
        return True


def hide_tokens_of_server() -> None:
    """gunicorn's loggers have handlers of its own, which LOGGING must not replace."""
    for name in ("gunicorn.access", "gunicorn.error"):
        logging.getLogger(name).addFilter(HideTokens())
