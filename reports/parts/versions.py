"""Which editions of a document there are, and what has changed from one to the next."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.template.defaultfilters import pluralize

from reports.parts import Part

NAME = "versions"


@dataclass(frozen=True)
class Version:
    """An edition. changed: what the issuer says of it; counted: the same, counted by us."""

    label: str
    issued_on: date
    changed: str
    counted: str
    is_withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Versions(Part):
    """versions: the oldest first."""

    versions: tuple[Version, ...]
    template: ClassVar[str] = "reports/parts/versions.html"

    @property
    def summary(self) -> str:
        return f"{len(self.versions)} edition{pluralize(self.versions)}"


def versions_part(versions: tuple[Version, ...]) -> Versions:
    return Versions(name=NAME, title="Editions of this document", versions=versions)
