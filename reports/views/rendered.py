"""Files of a document that makers make: sent if they are there, or a page on how it goes."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from partners.access import SignedInRequest
from partners.models import Membership
from plans.access import plan_or_404
from plans.models import Plan
from reports.document import Document
from reports.formats import FORMATS
from reports.models import Rendering
from reports.rendered import TooManyWaiting, files_before, is_forgotten, rendered_file


def file_or_progress(
    request: SignedInRequest, plan: Plan, document: Document, format: str, *, name: str
) -> HttpResponse:
    """A plan's document in a format of FORMATS as a download; or the way to its progress page.

    name: what the file is called. The view that calls this has checked the permission.
    """
    try:
        file = rendered_file(plan, document, format, name=name, by=request.user)
    except TooManyWaiting as refused:
        return too_many(request, plan, refused)
    if file.is_made:
        return _download(file)
    arguments = [plan.partnership.slug, plan.address, format, file.fingerprint]
    return redirect("rendered", *arguments)


def too_many(request: SignedInRequest, plan: Plan, refused: TooManyWaiting) -> HttpResponse:
    """The page that says that somebody waits for as many files as one may."""
    context = {"partnership": plan.partnership, "plan": plan, "files": refused.files}
    return render(request, "reports/too_many_waiting.html", context, status=429)


@require_GET
def progress(
    request: SignedInRequest, partnership: str, address: str, format: str, fingerprint: str
) -> HttpResponse:
    """How the making of a file goes; the file once it is made, or why it could not be."""
    membership, plan, file = _found_or_404(request, partnership, address, format, fingerprint)
    context = {
        "membership": membership,
        "partnership": membership.partnership,
        "plan": plan,
        "file": file,
        "before": files_before(file),
        "is_forgotten": is_forgotten(file),
    }
    return render(request, "reports/rendered.html", context)


@require_GET
def download(
    request: SignedInRequest, partnership: str, address: str, format: str, fingerprint: str
) -> HttpResponse:
    """The file, once it is made."""
    _, _, file = _found_or_404(request, partnership, address, format, fingerprint)
    return _download(file)


def _found_or_404(
    request: SignedInRequest, partnership: str, address: str, format: str, fingerprint: str
) -> tuple[Membership, Plan, Rendering]:
    if format not in FORMATS:
        raise Http404
    permission = FORMATS[format].permission
    membership, plan = plan_or_404(request.user, partnership, address, permission)
    kept = plan.renderings.defer("document")
    return membership, plan, get_object_or_404(kept, format_name=format, fingerprint=fingerprint)


def _download(file: Rendering) -> HttpResponse:
    content = file.content
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(content, content_type=file.format.content_type, headers=headers)
