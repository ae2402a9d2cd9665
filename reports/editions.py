"""Issuing a plan's document, and withdrawing what was issued.

An edition is stored whole or not at all and is never changed afterwards, whatever becomes of the
plan; what was wrong in it is put right by issuing another.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from csp.versions import ChangedByAnother
from partners.models import Partnership, User
from plans.models import Plan
from reports import action_tables, formats
from reports.checks import findings
from reports.checks.findings import Finding
from reports.document import Document
from reports.frozen.comparing import compare
from reports.frozen.editions import FrozenEdition, frozen_editions
from reports.models import Edition, EditionFile, Rendering
from reports.parts.versions import Version, versions_part
from reports.published_words import words_of
from reports.rendered import rendered_files

# What the table of editions says where they do not differ.
NOTHING = "No change in what is printed."


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
    document: Document,
    plan: Plan,
    *,
    label: str,
    by: User,
    at: datetime,
    after: int | str,
    changed: str = "",
) -> Edition:
    """Freeze the document of a plan in every format that is issued, and publish it.

    label: what the edition is called. changed: what has changed since the edition before, in the
    words of the issuer. after: the number of the latest edition that the issuer knew
    of, be it as text; 0 or "" if there was none. Raises IsRestricted if the plan is,
    NotPublishable if the checks find what blocks, ChangedByAnother if there is a later one than
    `after`, RenderingFailed, TooManyWaiting, and StillMaking if makers have not made all files yet;
    nothing is stored then.
    """
    _refuse(plan, document, after)
    document = replace(document, edition=label)
    counted = counted_since(plan, document)
    version = Version(label, timezone.localdate(at), changed, counted)
    # Before the transaction: rendering takes seconds, in which others want to write.
    files = _files(plan, _with_versions(document, plan, version), by)
    edition = Edition(
        plan=plan,
        label=label,
        title=f"{document.title} {document.years}",
        words=_words(files),
        changed=changed,
        counted=counted,
        issued_at=at,
        issued_by=by,
    )
    _store(edition, files, after)
    return edition


def _refuse(plan: Plan, document: Document, after: int | str) -> None:
    """Raise what stands against issuing a plan's document, before anything is made."""
    if plan.is_restricted:
        raise IsRestricted
    _check_version(plan, after)
    # What is checked is what is printed, whatever somebody has written since it was made.
    found = findings(plan, document.on, document)
    if blocking := [finding for finding in found if finding.blocks]:
        raise NotPublishable(blocking)


@transaction.atomic
def _store(edition: Edition, files: list[EditionFile], after: int | str) -> None:
    """Store an edition with its files, under the next number. after, raises: as issue."""
    # One after another: whoever comes second sees what the first has issued.
    if Plan.objects.select_for_update().get(pk=edition.plan_id).is_restricted:
        raise IsRestricted
    edition.number = _check_version(edition.plan, after) + 1
    edition.save()
    for file in files:
        file.edition = edition
    EditionFile.objects.bulk_create(files)


def _check_version(plan: Plan, after: int | str) -> int:
    """The number of the plan's latest edition, 0 if there is none. Raises ChangedByAnother if the
    issuer knew of another.
    """
    latest = plan.editions.first()
    number = latest.number if latest else 0
    if str(number) != str(after or 0):
        raise ChangedByAnother(latest)
    return number


def counted_since(plan: Plan, document: Document) -> str:
    """How much the document differs from the latest edition that stands; "" if there is none."""
    before = plan.editions.standing()[:1]
    frozen = [*frozen_editions(before).values()]
    if not frozen:
        return ""
    now = {"html": formats.web_page_of(document).encode(), "json": action_tables.json_of(document)}
    return compare(frozen[0], FrozenEdition(now)).counted or NOTHING


def _with_versions(document: Document, plan: Plan, latest: Version) -> Document:
    """With the table of its editions, if there is one before and its layout has that."""
    earlier = [
        Version(
            one.label,
            timezone.localdate(one.issued_at),
            one.changed,
            one.counted,
            one.is_withdrawn,
        )
        for one in plan.editions.order_by("number")
    ]
    if not (earlier and document.design.has_versions):
        return document
    part = versions_part((*earlier, latest))
    return replace(document, parts=(*document.parts, part))


def _files(plan: Plan, document: Document, by: User) -> list[EditionFile]:
    """The document of a plan in every issued format, as files that belong to no edition yet."""
    heavy = _heavy_contents(plan, document, by)
    files = []
    for name, form in formats.issued().items():
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
    names = {name: name for name, form in formats.issued().items() if form.is_heavy}
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
