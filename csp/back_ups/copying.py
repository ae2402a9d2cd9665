"""Copying files between a storage, which may be a folder or speak S3, and a folder of a back-up."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from django.core.files import File
from django.core.files.storage import Storage

from csp.back_ups import NotDone

PIECE = 1024 * 1024


class Sum(NamedTuple):
    bytes: int
    sha256: str


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files of a storage."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        # A folder that is made with its first file.
        return
    before = f"{folder}/" if folder else ""
    yield from (f"{before}{name}" for name in names if name)
    for one in folders:
        yield from names_in(storage, f"{before}{one}")


def copied(source: IO[bytes], to: Path) -> Sum:
    """Copy what is open into a new file, which is on the disk when this returns."""
    to.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with to.open("xb") as file:
        while piece := source.read(PIECE):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return Sum(size, digest.hexdigest())


def copy_new(storage: Storage, folder: Path, sums: dict[str, Sum]) -> None:
    """Copy the files that are not among the sums yet into the folder, and put them there."""
    for name in names_in(storage):
        if name not in sums:
            try:
                source = storage.open(name)
            except FileNotFoundError:
                # Removed since it was listed.
                continue
            with source:
                sums[name] = copied(source, folder / name)


def sum_of(file: IO[bytes]) -> Sum:
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return Sum(size, digest.hexdigest())


def put(storage: Storage, source: Path, name: str) -> None:
    """Put a file into the storage, under this name and no other; one that is there goes."""
    if storage.exists(name):
        storage.delete(name)
    with source.open("rb") as file:
        kept_as = storage.save(name, File(file))
    if kept_as != name:
        storage.delete(kept_as)
        raise NotDone(f"The file {name} could not be kept under its name.")
