"""Bytes of rows, in files and out of them: pictures, evidence, editions."""

from base64 import b64decode, b64encode
from binascii import Error
from typing import Any

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField, Model

from actions.models import UpdateEvidence
from actions.rounds.models import Evidence
from csp.evidence_files import checked
from plans.pictures import NotUsable, written_anew
from reports.transfer.kind import Kind


def content_of(row: Model, name: str) -> bytes | None:
    """The bytes of a row's field; None if there are none, or the picture can't be read."""
    value = getattr(row, name)
    if not isinstance(row._meta.get_field(name), FileField):
        return None if value is None else bytes(value)
    if not value:
        return None
    try:
        with default_storage.open(value.name) as file:
            return file.read()
    except (OSError, ValueError, SuspiciousFileOperation):
        return None


def inside(kind: Kind, row: Model, name: str, content: bytes) -> str:
    """Bytes as a plan.json by itself has them: in Base64."""
    return b64encode(content).decode("ascii")


def outside(said: Any) -> bytes:
    """The bytes that `inside` has written. Raises ValidationError."""
    try:
        return b64decode(said, validate=True)
    except (Error, ValueError, TypeError):
        raise ValidationError("must be a file in Base64") from None


def put(row: Model, name: str, content: bytes) -> list[str]:
    """Fill a row's field, which is saved by whoever calls. Raises ValidationError.

    Returns the names in the media of what was stored, so that it can be taken out again.
    """
    if not isinstance(row._meta.get_field(name), FileField):
        if isinstance(row, Evidence | UpdateEvidence):
            checked(SimpleUploadedFile(row.file_name, content))
        setattr(row, name, content)
        return []
    try:
        picture: Any = written_anew(ContentFile(content, "picture"))
    except NotUsable as error:
        raise ValidationError(f"cannot be used: {error}") from None
    field = getattr(row, name)
    field.save(picture.name, picture, save=False)
    return [field.name]
