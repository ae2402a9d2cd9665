"""Files of a plan's document, which makers make (makers.py): asked for here, and found again.

No request waits for one: whoever asks gets the row of the file (Rendering), made or not. It is
told by the fingerprint of all that goes into it, so an unchanged document is not made twice, and
one that many ask for is made once.
"""

import pickle
from collections.abc import Mapping
from datetime import timedelta
from functools import cache, partial
from hashlib import sha256
from zlib import compress

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from partners.models import User
from plans.models import Plan
from reports.document import Document
from reports.models import Rendering

# How many files of a plan are kept in each format: large and ordinary print of a few layouts.
KEPT = 6
# How many files one person may wait for.
MOST_WAITING = 6
# For how long a file may be the next to be made.
LONG = timedelta(minutes=1)
# What a file looks like depends on these, beside the document itself.
MADE_OF = ("reports/**/*.py", "templates/reports/**/*.html", "static/print/*", "static/built/*.css")


class TooManyWaiting(Exception):
    """The person waits for as many files as one may; files: those."""

    def __init__(self, files: list[Rendering]) -> None:
        super().__init__(", ".join(file.name for file in files))
        self.files = files


def rendered_file(plan: Plan, document: Document, format: str, *, name: str, by: User) -> Rendering:
    """The Rendering of a plan's Document in a format of FORMATS, which is asked for if it is new.

    name: what it is called as a download. One that failed is asked for again, and so is one of
    which the file is gone. Raises TooManyWaiting.
    """
    fingerprint = fingerprint_of(document, format)
    file = kept_file(plan, format, fingerprint)
    if file and not file.failure and not (file.is_made and file.is_gone):
        return file
    new = Rendering(plan=plan, format_name=format, fingerprint=fingerprint)
    return _asked(file or new, document, name, by)


def rendered_files(
    plan: Plan, document: Document, names: Mapping[str, str], *, by: User
) -> list[Rendering]:
    """The same as `rendered_file` in several formats.

    names: what each is called as a download, by the format; the files come in their order.
    """
    return [
        rendered_file(plan, document, format, name=name, by=by) for format, name in names.items()
    ]


def kept_file(plan: Plan, format: str, fingerprint: str) -> Rendering | None:
    """The one of that fingerprint, or None if there is none any more.

    fingerprint: any text, as it came in an address.
    """
    kept = plan.renderings.filter(format_name=format, fingerprint=fingerprint)
    return kept.defer("document").first()


def files_before(file: Rendering) -> int:
    """How many files are to be made before one that waits."""
    waiting = Rendering.objects.filter(state=Rendering.State.WAITING)
    return waiting.filter(asked_at__lt=file.asked_at).count()


def is_forgotten(file: Rendering) -> bool:
    """Whether it has waited for long although nothing is being made: nobody is there to make it."""
    if file.state != Rendering.State.WAITING or timezone.now() - file.asked_at < LONG:
        return False
    return not Rendering.objects.filter(state=Rendering.State.MAKING).exists()


@transaction.atomic
def _asked(file: Rendering, document: Document, name: str, by: User) -> Rendering:
    """The file as one that waits to be made. file: a new one, or one to be made again."""
    # One after another: nobody gets more by asking several times at once. Rows that name the person
    # may be added meanwhile, such as by an import of theirs, which holds the plan.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    waiting = Rendering.objects.exclude(state__in=Rendering.OVER).filter(asked_by=by)
    key = {"plan": file.plan, "format_name": file.format_name, "fingerprint": file.fingerprint}
    others = list(waiting.exclude(**key).select_related("plan__partnership").defer("document"))
    if len(others) >= MOST_WAITING:
        raise TooManyWaiting(others)
    asked = {
        "name": name,
        "state": Rendering.State.WAITING,
        "asked_by": by,
        "asked_at": timezone.now(),
        "document": compress(pickle.dumps(document), 1),
        "media": sorted(document.media),
        "attempts": 0,
        "progress": "",
        "failure": "",
        "file": "",
    }
    if file.pk:
        # Unless somebody was quicker.
        Rendering.objects.filter(pk=file.pk, asked_at=file.asked_at).update(**asked)
        file.refresh_from_db()
    else:
        file, _ = Rendering.objects.get_or_create(**key, defaults=asked)
        _drop_old(file)
    return file


def _drop_old(newest: Rendering) -> None:
    """Keep a plan's newest files of that format, and those that are being made."""
    of_kind = Rendering.objects.filter(plan=newest.plan, format_name=newest.format_name)
    for old in of_kind.order_by("-asked_at", "-pk").defer("document")[KEPT:]:
        if old.is_over:
            old.delete()
            if old.file.name:
                transaction.on_commit(partial(old.file.storage.delete, old.file.name))


def fingerprint_of(document: Document, format: str) -> str:
    """What tells apart all that would look different: a checksum in hexadecimal."""
    digest = sha256(repr((format, document)).encode())
    digest.update((_checksum_of if settings.DEBUG else _known_checksum_of)(MADE_OF))
    for name in sorted(document.media):
        digest.update(_digest_of_picture(name))
    return digest.hexdigest()


def _checksum_of(patterns: tuple[str, ...]) -> bytes:
    """Of all our files of such names."""
    digest = sha256()
    paths = {path for pattern in patterns for path in settings.BASE_DIR.glob(pattern)}
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.digest()


# They are others only with another version of us, and whoever is at work on that sees it.
_known_checksum_of = cache(_checksum_of)


def _digest_of_picture(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return sha256(file.read()).digest()
    except (OSError, ValueError, SuspiciousFileOperation):
        # The rendering fails because of it, until it is there.
        return b"none"
