"""Files and links that show what an answer says. A file is what its content is, not its name."""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from actions.rounds.models import Evidence
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

# What other kinds of files begin with; plain text begins with none of it.
_NOT_TEXT = ("<", "%pdf", "%!ps", "pk\x03\x04", "{\\rtf", "mz", "#!", "gif8", "rar!", "\x7felf")


# Whether a file, with this content, is what its name says.
Check = Callable[[UploadedFile, bytes], bool]


def file_evidence(file: UploadedFile) -> Evidence:
    """The Evidence, not yet saved, that an uploaded file is.

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
    return Evidence(file=content, file_name=name, content_type=CONTENT_TYPES[ending])


def without_files() -> Prefetch:
    """For prefetch_related: the evidence of many answers, to be named; the files stay where they
    are until one is asked for.
    """
    return Prefetch("evidence", Evidence.objects.defer("file"))


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
    return content.startswith((b"%PDF-1.", b"%PDF-2.")) and b"%%EOF" in content[-2048:]


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


def _is_office(main_part: str) -> Check:
    def check(file: UploadedFile, content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False
        names = {part.filename for part in parts}
        return (
            {"[Content_Types].xml", main_part} <= names
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
    return not text.lstrip().lower().startswith(_NOT_TEXT)


_CHECKS = {
    "pdf": _is_pdf,
    "png": _is_picture("PNG", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    "jpg": _is_picture("JPEG", b"\xff\xd8\xff"),
    "jpeg": _is_picture("JPEG", b"\xff\xd8\xff"),
    "docx": _is_office("word/document.xml"),
    "xlsx": _is_office("xl/workbook.xml"),
    "csv": _is_text,
    "txt": _is_text,
}


def download(evidence: Evidence) -> HttpResponse:
    """The file as a download, which no browser opens as a page."""
    return HttpResponse(
        bytes(evidence.file or b""),
        # From our own table, whatever stands in the row.
        content_type=CONTENT_TYPES.get(
            evidence.file_name.rpartition(".")[2], "application/octet-stream"
        ),
        headers={
            "Content-Disposition": content_disposition_header(True, evidence.file_name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
