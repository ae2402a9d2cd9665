"""Files that people send to show what they say. A file is what its content is, not its name."""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, NamedTuple, Protocol

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from csp import pictures

MOST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 120
# What an Office file may claim to unpack to, and in how many parts: a bomb claims more.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5_000

_OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
KINDS = "PDF, PNG, JPEG, Word (.docx), Excel (.xlsx), CSV or plain text"
ACCEPT = ",".join(f".{ending}" for ending in CONTENT_TYPES)

# What other kinds of files begin with. Programs, archives and pictures have characters besides that
# no text has: a text may begin as they do.
_NOT_TEXT = re.compile(r"<[a-z!?/]|%pdf-|%!ps|\{\\rtf|#!\s*/", re.I)
# A mark of the encoding, and empty lines, may stand before a PDF; every reader passes over them.
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}%PDF-[12]\.")
# Says of which kind the parts of an Office file are.
_TYPES = "[Content_Types].xml"
_MOST_TYPES = 1024 * 1024
# What a damaged or an encrypted archive raises.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)


# Whether a file, with this content, is what its name says.
Check = Callable[[UploadedFile, bytes], bool]


class Checked(NamedTuple):
    """A file as it may be kept, under the names that rows of evidence have for it."""

    file: bytes
    file_name: str
    content_type: str


def checked(file: UploadedFile) -> Checked:
    """An uploaded file, once it is what its name says.

    Raises ValidationError in words for its field: too large, empty, of another kind than may be,
    or of another than its name says.
    """
    name = clean_name(file.name or "")
    ending = name.rpartition(".")[2]
    if ending not in CONTENT_TYPES:
        raise ValidationError(f"The selected file must be a {KINDS} file")
    size = file.size or 0
    if size > MOST_BYTES:
        raise ValidationError("The selected file must be smaller than 5MB")
    if not size:
        raise ValidationError("The selected file is empty")
    content = file.read()
    if not _CHECKS[ending](file, content):
        raise ValidationError(
            f"The selected file is not what its name says (.{ending}), or it is damaged. "
            "Save it again as a " + KINDS + " file"
        )
    return Checked(content, name, CONTENT_TYPES[ending])


def clean_name(name: str) -> str:
    """The name of a file without anything that a disk or a screen could take amiss.

    Letters, figures, spaces, "-", "_", "(" and ")" stay; the ending is in small letters.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    stem, _, ending = PurePosixPath(name).name.rpartition(".")
    stem = re.sub(r"[^\w \-()]+", "-", stem)
    stem = re.sub(r"\s+", " ", stem).strip(" -")
    ending = re.sub(r"[^a-z0-9]", "", ending.lower())[:10]
    return f"{stem[: LONGEST_NAME - len(ending) - 1] or 'evidence'}.{ending}"


def _is_pdf(file: UploadedFile, content: bytes) -> bool:
    return bool(_PDF.match(content)) and b"%%EOF" in content[-2048:]


def _is_picture(format: str, first: bytes, last: bytes = b"") -> Check:
    def check(file: UploadedFile, content: bytes) -> bool:
        if not content.startswith(first) or not content.endswith(last):
            return False
        try:
            pictures.opened(file, kinds=[format])
        except pictures.TooManyPixels as error:
            raise ValidationError(str(error)) from error
        except pictures.NotUsable:
            return False
        return True

    return check


def _is_office(kind: str) -> Check:
    """kind: of its chief part, whatever that is called: Word on the web has document2.xml."""
    chief = f'"{_OFFICE}{kind}.main+xml"'.encode()

    def check(file: UploadedFile, content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                parts = archive.infolist()
                with archive.open(_TYPES) as types:
                    has_chief = chief in types.read(_MOST_TYPES)
        except _DAMAGED:
            return False
        return (
            has_chief
            and len(parts) <= MOST_PARTS
            and sum(part.file_size for part in parts) <= MOST_UNPACKED
            and not any(_is_unsafe(part.filename) for part in parts)
        )

    return check


def _is_unsafe(part: str) -> bool:
    """A path out of the archive, or a macro, of which a .docx or .xlsx has none."""
    return (
        part.startswith("/")
        or "\\" in part
        or ".." in PurePosixPath(part).parts
        or part.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs"))
    )


def _is_text(file: UploadedFile, content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # As Excel on Windows saves a CSV file.
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return False
    if any(unicodedata.category(char) == "Cc" and char not in "\t\r\n\f" for char in text):
        return False
    return not _NOT_TEXT.match(text.lstrip())


_CHECKS = {
    "pdf": _is_pdf,
    "png": _is_picture("PNG", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    "jpg": _is_picture("JPEG", b"\xff\xd8\xff"),
    "jpeg": _is_picture("JPEG", b"\xff\xd8\xff"),
    "docx": _is_office("wordprocessingml.document"),
    "xlsx": _is_office("spreadsheetml.sheet"),
    "csv": _is_text,
    "txt": _is_text,
}


class File(Protocol):
    """A row that keeps a file."""

    file: Any
    file_name: str


def download(kept: File) -> HttpResponse:
    """The file as a download, which no browser opens as a page."""
    return HttpResponse(
        bytes(kept.file or b""),
        # From our own table, whatever stands in the row.
        content_type=CONTENT_TYPES.get(
            kept.file_name.rpartition(".")[2], "application/octet-stream"
        ),
        headers={
            "Content-Disposition": content_disposition_header(True, kept.file_name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
