"""What is said of a kind of rows that goes into files: kinds.py has them all."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model

IMPLIED = "it is the plan or partnership that the file is of"
# What becomes of a field that names a person who is nobody here.
NOBODY, IMPORTER = "nobody", "importer"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of rows. name: of its list in files.

    owner: the fields that lead to the plan or partnership whose row it is. values: fields that go
    out as they are; the first says what a row is called. links: fields that lead to a row of
    another kind in the file, and many: those that lead to several. elsewhere: fields that lead to
    rows of other plans. people: fields that name a person, with NOBODY or IMPORTER. files: fields
    with pictures or bytes. left_out: fields that do not go out, each with the reason.
    in_archive: whether it goes out with a whole partnership alone.
    """

    name: str
    model: type[Model]
    owner: str
    values: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    in_archive: bool = False

    @property
    def linked(self) -> dict[str, str]:
        """The fields that lead to one row that must be there before, by the kind of it."""
        return {name: kind for name, kind in self.links.items() if name not in LATER}


# Links that are filled in once all rows are there.
LATER = ("latest_update", "successor")
PLAN = {"plan": IMPLIED}
PARTNERSHIP = {"partnership": IMPLIED}
