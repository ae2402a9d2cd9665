"""Zip archives that people bring, looked into before anything of them is unpacked."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from django.core.exceptions import ValidationError

MOST_MEMBERS = 20_000
MOST_UNPACKED_BYTES = 4 << 30
# Of one file in it; text such as ours packs to a tenth or a twentieth.
MOST_BYTES_OF_MEMBER = 64 << 20
MOST_TIMES_LARGER = 100
SMALL = 1 << 20
NO_ZIP = "The file is damaged, or is no zip file"
BOMB = "The file holds more than it may when it is unpacked"


class ZipRead:
    """An archive that may be read. Raises ValidationError, whatever is wrong with it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > (
            MOST_UNPACKED_BYTES
        ):
            raise ValidationError(BOMB)
        for one in members:
            _check(one)
        self.names = {one.filename for one in members}

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator[Self]:
        """Raises ValidationError, and OSError if there is no such file."""
        try:
            with zipfile.ZipFile(path) as archive:
                yield cls(archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise ValidationError(NO_ZIP) from None

    def read(self, name: str) -> bytes:
        """The bytes of a file in it; no more than its directory says. Raises ValidationError."""
        if name not in self.names:
            raise ValidationError(f"The zip has no file “{name[:100]}”")
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise ValidationError(f"“{name[:100]}” in the zip is damaged") from None


def _check(member: zipfile.ZipInfo) -> None:
    """Refuse a name that leads out of the folder, and a size that is none of ours."""
    name = member.filename
    if not re.fullmatch(r"[\w .()/-]+", name) or name.startswith("/") or ".." in name.split("/"):
        raise ValidationError(f"The zip has a file with a name that is not taken: “{name[:100]}”")
    if member.file_size > MOST_BYTES_OF_MEMBER or (
        member.file_size > SMALL
        and member.file_size > MOST_TIMES_LARGER * max(member.compress_size, 1)
    ):
        raise ValidationError(BOMB)
