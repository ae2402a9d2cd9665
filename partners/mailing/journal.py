"""The mails that a mail server has taken, as the courier wrote them down: a file for each courier,
a line with the Message-ID for each mail.

Between the server's word and our database a process may be killed. Whoever sends mail next reads
here what was taken, and does not send it again.
"""

import re
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from partners.models import Mail

# Its courier has ended long before, and what it says was read by then.
KEEP_SECONDS = 24 * 60 * 60
# After a power cut there may be anything in the file's last line.
MESSAGE_ID = re.compile(r"^<[^<>\s\0]+>$", re.MULTILINE)


def new_file():
    """Where a courier is to write: the path of a file that does not exist yet."""
    folder = Path(settings.MAIL_JOURNAL)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{uuid4()}.taken"


def settle():
    """Mark the mails as sent that a server has taken from a process that was killed then."""
    files = list(Path(settings.MAIL_JOURNAL).glob("*.taken"))
    _note(files)
    for file in files:
        # Its own process may be done with it, and take it away meanwhile.
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - KEEP_SECONDS:
                file.unlink()


def finish(file):
    """Take away the file of a courier that has ended, once the database knows what it says."""
    _note([file])
    file.unlink(missing_ok=True)


def _note(files):
    taken = set()
    for file in files:
        with suppress(FileNotFoundError):
            taken.update(MESSAGE_ID.findall(file.read_text(errors="replace")))
    if taken:
        Mail.objects.filter(message_id__in=taken, state=Mail.State.WAITING).update(
            state=Mail.State.SENT, sent_at=timezone.now(), begun_at=None, problem=""
        )
