"""A whole partnership as a zip: its plans, agencies, contacts, people, evidence and editions."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import IO, Any

from django.db.models import Model, Sum
from django.db.models.functions import Length

from actions.models import Action, UpdateEvidence
from actions.rounds.models import Evidence
from csp.spreadsheets import csv_files
from partners.models import Membership, Partnership
from partners.resources import ContactResource
from plans.models import Observation, Plan
from reports.models import EditionFile
from reports.transfer.kind import Kind
from reports.transfer.kinds import (
    AGENCIES,
    INDICATORS,
    OBSERVATIONS,
    OF_PARTNERSHIP,
    PARTNERSHIP_ITSELF,
)
from reports.transfer.writing import Writer, as_bytes, content_of

FORMAT, VERSION = "csp-plan-partnership", 1
PARTNERSHIP_FILE = "partnership.json"
# What a page makes in memory while its reader waits: some two seconds. More is for the command.
MOST_BYTES_OF_PAGE = 50 * 1024 * 1024
MOST_ACTIONS_OF_PAGE = 3_000
README = """{name}
as CSP Plan had it on {day:%-d %B %Y}.

{partnership_file}        name and address, partners, contacts, people and their roles, figures
contacts.csv            the contacts, for spreadsheets
plans/2026/plan.json    a plan with its actions and the history of its updates: a folder for each
plans/2026/evidence/    files that partners have sent with their answers
plans/2026/editions/    the documents as they were issued
plans/2026/pictures/    pictures of the narrative

What the .json files say is told in docs/data-format.md of CSP Plan. “manage.py import_partnership”
reads the zip into an installation where the partnership isn’t. There are no passwords in it, and no
links of emails that were sent.

It holds names and email addresses of people, and plans as they are marked below. Keep it where only
those come who may know them, and delete it when it is not needed any more.

Plans:
{plans}
"""


def write_archive(
    file: IO[bytes], partnership: Partnership, plans: Sequence[Plan], *, on: date
) -> None:
    """Write the zip of a partnership with these of its plans. on: the day that it tells."""
    known = Plan.objects.filter(pk__in=[one.pk for one in plans])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = [f"{one.address}: {one.label} {one.marked}".strip() for one in plans]
        archive.writestr(
            "README.txt",
            README.format(
                name=partnership.name,
                day=on,
                partnership_file=PARTNERSHIP_FILE,
                plans="\n".join(lines) or "none",
            ),
        )
        archive.writestr(PARTNERSHIP_FILE, as_bytes(_partnership(archive, partnership, plans)))
        contacts = ContactResource(partnership).export()
        archive.writestr("contacts.csv", csv_files.write(contacts.headers, contacts))
        for plan in plans:
            folder = f"plans/{plan.address}/"
            content = content_of(plan, known, keep=_Folder(archive, folder), alone=True)
            archive.writestr(f"{folder}plan.json", as_bytes(content))


def plans_of(membership: Membership) -> list[Plan]:
    """The plans of a member's partnership of which they know, the earliest first."""
    seen = Plan.objects.seen_by([membership]).select_related("partnership")
    return list(seen.order_by("starts_on", "pk"))


def is_too_much(plans: Sequence[Plan]) -> bool:
    """Whether the zip of these plans takes longer to make than a page may."""
    of_plans = {"answer__request__round__plan__in": plans}
    evidence = Evidence.objects.filter(**of_plans).aggregate(size=Sum(Length("file")))
    files = EditionFile.objects.filter(edition__plan__in=plans)
    size = (evidence["size"] or 0) + (files.aggregate(size=Sum(Length("content")))["size"] or 0)
    actions = Action.objects.filter(priority__plan__in=plans).count()
    return size > MOST_BYTES_OF_PAGE or actions > MOST_ACTIONS_OF_PAGE


def _partnership(
    archive: zipfile.ZipFile, partnership: Partnership, plans: Sequence[Plan]
) -> dict[str, Any]:
    writer = Writer(_Folder(archive, ""))
    shared = partnership.indicators.filter(only_in=None).order_by("pk")
    observations = Observation.objects.filter(indicator__in=shared)
    agencies = partnership.agencies.prefetch_related("members", "different_from")
    lists: list[tuple[Kind, list[Any]]] = [
        (AGENCIES, list(agencies.order_by("pk"))),
        (INDICATORS, list(shared)),
        (OBSERVATIONS, list(observations.order_by("pk"))),
    ]
    for kind in OF_PARTNERSHIP:
        rows = kind.model._default_manager.filter(**{kind.owner: partnership})
        if kind.people:
            rows = rows.select_related(*kind.people)
        lists.append((kind, list(rows.order_by("pk"))))
    written = {}
    for kind, rows in lists:
        writer.number(kind, rows)
        written[kind.name] = writer.list_of(kind, rows)
    return {
        "format": FORMAT,
        "version": VERSION,
        "partnership": writer.written(PARTNERSHIP_ITSELF, partnership),
        **written,
        "plans": [plan.address for plan in plans],
    }


class _Folder:
    """Puts bytes of rows into a folder of the zip, and says where they are."""

    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self.archive = archive
        self.folder = folder
        self.count = 0

    def __call__(self, kind: Kind, row: Model, name: str, content: bytes) -> dict[str, str]:
        self.count += 1
        place, called = _place_of(row, name)
        path = f"{self.folder}{place}{self.count}-{re.sub('[^A-Za-z0-9.]+', '-', called)[-80:]}"
        # Pictures and PDFs are packed already.
        self.archive.writestr(path, content, zipfile.ZIP_STORED)
        return {"file": path}


def _place_of(row: Any, name: str) -> tuple[str, str]:
    """The folder of a row's file, and what it is called."""
    if isinstance(row, Evidence | UpdateEvidence):
        return "evidence/", row.file_name
    if isinstance(row, EditionFile):
        return "editions/", f"edition.{row.format}"
    return ("pictures/" if name == "picture" else ""), getattr(row, name).name.rpartition("/")[2]
