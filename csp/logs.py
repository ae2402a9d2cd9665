"""What is kept out of the logs: the links by which an agency answers, and calendars are read,
without an account; and people's e-mail addresses. And logs as JSON, for programs.
"""

import json
import logging
import re
from datetime import UTC, datetime

# Whoever reads what follows /answer/ could answer for the agency; what follows /calendar/, read
# what is due for a person. Quoted addresses, as in ?next=, write the slash as %2F.
TOKEN = re.compile(r"((?:/|%2F)(?:answer|calendar)(?:/|%2F))[^\s\"'<>,;)\]}]+", re.IGNORECASE)

# What mail servers and databases quote, and Message-IDs, which look alike.
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")


def without_tokens(text: str) -> str:
    return TOKEN.sub(r"\1…", text)


def _clean(text: str) -> str:
    return ADDRESS.sub("…@…", without_tokens(text)) if "@" in text else without_tokens(text)


class HideTokens(logging.Filter):
    """Takes the links and the addresses out of whatever a record says, its traceback too."""

    formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            said = record.getMessage()
        except (TypeError, ValueError, KeyError):
            # A line that was written wrongly is told as it is, and breaks nothing.
            said = f"{record.msg} {record.args}"
            record.msg, record.args = said, ()
        if (clean := _clean(said)) != said:
            record.msg, record.args = clean, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = _clean(record.exc_text)
        if record.stack_info:
            record.stack_info = _clean(record.stack_info)
        return True


class JsonLines(logging.Formatter):
    """Each record as one line: an object with nothing that is not named here."""

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "exception": record.exc_text,
        }
        return json.dumps({name: text for name, text in told.items() if text is not None})


def hide_tokens_of_server(form: str = "line") -> None:
    """gunicorn's loggers have handlers of its own, which LOGGING must not replace.

    form: as LOG_FORMAT.
    """
    for name in ("gunicorn.access", "gunicorn.error"):
        logger = logging.getLogger(name)
        if not any(isinstance(one, HideTokens) for one in logger.filters):
            logger.addFilter(HideTokens())
        for handler in logger.handlers if form == "json" else ():
            handler.setFormatter(JsonLines())
