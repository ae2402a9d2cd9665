"""Findings by their kind, as the page and the command show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from reports.checks import CHECKS
from reports.checks.findings import Finding


@dataclass(frozen=True)
class Group:
    """The findings of one kind, a name of CHECKS."""

    name: str
    title: str
    findings: list[Finding]


def groups_of(found: Iterable[Finding]) -> list[Group]:
    """Findings by their kind, in the order of CHECKS."""
    places = list(CHECKS)
    by_kind = sorted(found, key=lambda finding: places.index(finding.check))
    return [
        Group(name, CHECKS[name].title, list(group))
        for name, group in groupby(by_kind, key=lambda finding: finding.check)
    ]
