"""Issuing a plan's document, and withdrawing what was issued.

An edition is stored whole or not at all and is never changed afterwards, whatever becomes of the
plan; what was wrong in it is put right by issuing another.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from csp.versions import ChangedByAnother
from partners.models import Partnership, User
from plans.models import Plan
from reports import formats
from reports.checks import findings
from reports.checks.findings import Finding
from reports.document import Document
from reports.models import Edition, EditionFile, Rendering
from reports.published_words import words_of
from reports.rendered import rendered_files


class NotPublishable(Exception):
    """The document says what may not be published; findings: what says so."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(finding.words for finding in findings))
        self.findings = findings


class IsRestricted(Exception):
    """Only the people named for the plan know of it: nothing of it is published."""


class StillMaking(Exception):
    """The files are not all made yet; files: those that the edition waits for."""

    def __init__(self, files: list[Rendering]) -> None:
        super().__init__(", ".join(file.progress for file in files))
        self.files = files


def issue(
    document: Document, plan: Plan, *, label: str, by: User, at: datetime, after: int | str
) -> Edition:
    """Freeze the document of a plan in every format there is, and publish it.

    label: what the edition is called. after: the number of the latest edition that the issuer knew
    of, be it as text; 0 or "" if there was none. Raises IsRestricted if the plan is,
    NotPublishable if the checks find what blocks, ChangedByAnother if there is a later one than
    `after`, RenderingFailed, TooManyWaiting, and StillMaking if makers have not made all files yet;
    nothing is stored then.
    """
    if plan.is_restricted:
        raise IsRestricted
    # What is checked is what is printed, whatever somebody has written since it was made.
    found = findings(plan, document.on, document)
    if blocking := [finding for finding in found if finding.blocks]:
        raise NotPublishable(blocking)
    # Before the transaction: rendering takes seconds, in which others want to write.
    files = _files(plan, replace(document, edition=label), by)
    with transaction.atomic():
        # One after another: whoever comes second sees what the first has issued.
        if Plan.objects.select_for_update().get(pk=plan.pk).is_restricted:
            raise IsRestricted
        latest = plan.editions.first()
        number = latest.number if latest else 0
        if str(number) != str(after or 0):
            raise ChangedByAnother(latest)
        edition = Edition.objects.create(
            plan=plan,
            number=number + 1,
            label=label,
            title=f"{document.title} {document.years}",
            words=_words(files),
            issued_at=at,
            issued_by=by,
        )
        for file in files:
            file.edition = edition
        EditionFile.objects.bulk_create(files)
    return edition


def _files(plan: Plan, document: Document, by: User) -> list[EditionFile]:
    """The document of a plan in every format, as files that belong to no edition yet."""
    heavy = _heavy_contents(plan, document, by)
    files = []
    for name, form in formats.FORMATS.items():
        content = heavy[name] if form.is_heavy else form.make(document)
        files.append(
            EditionFile(
                format=name,
                label=f"Actions as {form.label}" if form.is_data else form.label,
                content_type=form.content_type,
                content=content,
                checksum=sha256(content).hexdigest(),
            )
        )
    return files


def _words(files: list[EditionFile]) -> str:
    page = next((file.content for file in files if file.format == "html"), b"")
    return words_of(bytes(page).decode())


def _heavy_contents(plan: Plan, document: Document, by: User) -> dict[str, bytes]:
    """What makers make, by the format."""
    names = {name: name for name, form in formats.FORMATS.items() if form.is_heavy}
    files = rendered_files(plan, document, names, by=by)
    contents = {}
    for file in files:
        content = file.content
        if content is None:
            raise StillMaking(files)
        contents[file.format_name] = content
    return contents


def why_not_restricted(plan: Plan) -> str:
    """Why the plan cannot be restricted, "" if it can: what everybody reads is no secret."""
    if plan.editions.standing().exists():
        return "This plan is published. Withdraw its editions before you restrict it"
    return ""


def withdraw(edition: Edition, *, reason: str, by: User, at: datetime) -> bool:
    """Withdraw an edition from the public, who are told the reason.

    Returns whether it was withdrawn by this: an edition that somebody had withdrawn before keeps
    their reason.
    """
    standing = Edition.objects.standing().filter(pk=edition.pk)
    return bool(standing.update(withdrawn_at=at, withdrawn_by=by, withdrawn_reason=reason))


def why_it_must_stay(partnership: Partnership) -> str:
    """Why a partnership can't be unmade any more: the public has read of it."""
    issued = Edition.objects.filter(plan__partnership=partnership).select_related("plan").first()
    return f"{partnership} has issued {issued}" if issued else ""
