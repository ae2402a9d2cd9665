"""For managers: which editions of a plan's document there are, issuing one, withdrawing one."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from csp.middleware import typed_before_sign_in
from csp.spreadsheets.lists import wants_file
from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest
from partners.models import Partnership
from plans.access import plan_or_404
from plans.lists import plan_list
from plans.models import Plan
from reports import formats
from reports.checks.accepted import sorted_out
from reports.checks.findings import Finding
from reports.document import Document
from reports.document import document as document_of
from reports.editions import (
    IsRestricted,
    NotPublishable,
    StillMaking,
    counted_since,
    issue,
    withdraw,
)
from reports.forms import IssueForm, WithdrawForm
from reports.models import EditionFile, Rendering
from reports.rendered import TooManyWaiting, kept_file
from reports.rendering import RenderingFailed
from reports.views.rendered import too_many

# Where a session keeps what was pressed, until the files are made.
PRESSED = "issuing"
EDITIONS = (
    *("Edition", "Document", "Issued", "Issued by", "What has changed", "Counted"),
    *("Withdrawn", "Withdrawn by", "Reason"),
)


@require_GET
def editions(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Every edition of the plan's document, with its files and their checksums."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    editions = plan.editions.select_related("plan__partnership", "issued_by", "withdrawn_by")
    if wants_file(request):
        rows = [
            [
                *(one.label, one.title, one.issued_at, one.issued_by, one.changed, one.counted),
                *(one.withdrawn_at, one.withdrawn_by, one.withdrawn_reason),
            ]
            for one in editions
        ]
        return plan_list(request, plan, "editions", EDITIONS, rows)
    files = EditionFile.objects.described().select_related("edition__plan__partnership")
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "editions": editions.prefetch_related(Prefetch("files", files)),
        "may_issue": membership.may(Permission.ISSUE_DOCUMENT) and not plan.is_restricted,
    }
    return render(request, "reports/editions/editions.html", context)


@require_http_methods(["GET", "POST"])
def edition_issue(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Show what the checks find and ask once; then issue it, unless a finding blocks.

    If the files take long, a page tells how far they are, and issues it once they are made: whoever
    has pressed need not press again.
    """
    membership, plan = plan_or_404(request.user, partnership, address, Permission.ISSUE_DOCUMENT)
    if plan.is_restricted:
        return _refused(request, plan)
    sent: Mapping[str, Any] | None = request.POST
    if request.method == "GET":
        files = _files_being_made(request, plan)
        sent = _pressed_before(request, plan, files)
        if files and sent is None:
            return _making(request, membership.partnership, plan, files)
    if sent is not None:
        return _issue(request, plan, IssueForm(sent, plan=plan))
    typed = typed_before_sign_in(request) or request.GET.dict()
    document = document_of(plan, on=timezone.localdate())
    try:
        counted = counted_since(plan, document)
    except RenderingFailed:
        # It is told when it is issued; until then it may be mended.
        counted = ""
    return _asking(request, plan, document, IssueForm.for_plan(plan, typed, counted))


def _issue(request: SignedInRequest, plan: Plan, form: IssueForm) -> HttpResponse:
    """Issue what the form says, and show it among the editions; or say why not."""
    document = document_of(plan, on=timezone.localdate())
    error, refused = None, []
    if form.is_valid():
        try:
            edition = issue(document, plan, by=request.user, at=timezone.now(), **form.issued)
        except IsRestricted:
            return _refused(request, plan)
        except ChangedByAnother as changed:
            form.follow(changed.now)
        except NotPublishable as not_publishable:
            refused = not_publishable.findings
        except StillMaking as still_making:
            return _made_first(request, plan, form, still_making.files)
        except TooManyWaiting as too_many_waiting:
            return too_many(request, plan, too_many_waiting)
        except RenderingFailed as failure:
            error = failure
        else:
            messages.success(request, f"{edition.label} has been issued.")
            return redirect("editions", plan.partnership.slug, plan.address)
    return _asking(request, plan, document, form, refused, error)


def _made_first(
    request: SignedInRequest, plan: Plan, form: IssueForm, files: list[Rendering]
) -> HttpResponse:
    """To the page that tells how far the files are. What was pressed waits in the session."""
    request.session[PRESSED] = {"plan": plan.pk} | form.cleaned_data
    fingerprints = {file.format_name: file.fingerprint for file in files}
    return redirect(f"{request.path}?{urlencode(form.cleaned_data | fingerprints)}")


def _pressed_before(
    request: SignedInRequest, plan: Plan, files: list[Rendering]
) -> dict[str, Any] | None:
    """What the person has sent to issue the edition whose files are made by now; once, then None.

    It is theirs, sent by a form of ours and kept by us: so looking again may do what it says.
    """
    pressed = request.session.get(PRESSED, {})
    is_of_this = pressed.get("plan") == plan.pk and pressed["label"] == request.GET.get("label")
    if not (files and is_of_this and all(file.is_made for file in files)):
        return None
    return request.session.pop(PRESSED)


def _refused(request: SignedInRequest, plan: Plan) -> HttpResponse:
    """Say that nothing of a restricted plan is published."""
    context = {"partnership": plan.partnership, "plan": plan}
    return render(request, "reports/editions/restricted.html", context)


def _asking(
    request: SignedInRequest,
    plan: Plan,
    document: Document,
    form: IssueForm,
    refused: Sequence[Finding] = (),
    error: RenderingFailed | None = None,
) -> HttpResponse:
    """The page that asks. refused: what stopped it; error: why a file could not be made."""
    found, _ = sorted_out(plan, document.on)
    context = {
        "partnership": plan.partnership,
        "plan": plan,
        "document": document,
        "formats": [form.label for form in formats.issued().values()],
        "findings": found,
        "blocking": refused or [finding for finding in found if finding.blocks],
        "form": form,
        "error": error,
    }
    return render(request, "reports/editions/issue.html", context, status=500 if error else 200)


def _files_being_made(request: SignedInRequest, plan: Plan) -> list[Rendering]:
    """Those whose fingerprints the address names; none unless all are still kept."""
    heavy = [name for name, form in formats.issued().items() if form.is_heavy]
    kept = [kept_file(plan, name, request.GET.get(name, "")) for name in heavy]
    files = [file for file in kept if file]
    return files if len(files) == len(kept) else []


def _making(
    request: SignedInRequest, partnership: Partnership, plan: Plan, files: list[Rendering]
) -> HttpResponse:
    """How the making of an edition's files goes; once they are made, a button for whoever has not
    pressed to issue it."""
    are_over = [file.is_over for file in files]
    is_asked = request.session.get(PRESSED, {}).get("plan") == plan.pk
    failures = [file.failure for file in files if file.failure]
    context = {
        "partnership": partnership,
        "plan": plan,
        "files": files,
        "failures": failures,
        "is_over": all(are_over) or bool(failures),
        "is_asked": is_asked,
        "label": request.GET.get("label", ""),
        "changed": request.GET.get("changed", ""),
        "version": request.GET.get(VERSION, ""),
    }
    return render(request, "reports/editions/making.html", context)


@require_http_methods(["GET", "POST"])
def edition_withdraw(
    request: SignedInRequest, partnership: str, address: str, number: int
) -> HttpResponse:
    """Ask for the reason, and withdraw an edition."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.ISSUE_DOCUMENT)
    edition = get_object_or_404(
        plan.editions.select_related("plan__partnership", "withdrawn_by"), number=number
    )
    form = WithdrawForm(request.POST or typed_before_sign_in(request))
    if request.method == "POST" and not edition.is_withdrawn and form.is_valid():
        if withdraw(edition, by=request.user, at=timezone.now(), **form.cleaned_data):
            messages.success(request, f"{edition.label} has been withdrawn.")
            return redirect("editions", partnership, address)
        edition.refresh_from_db()
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "edition": edition,
        "form": form,
    }
    return render(request, "reports/editions/withdraw.html", context)
