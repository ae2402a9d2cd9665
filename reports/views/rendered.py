"""Files of a document that a child process makes: sent at once, or a page on how it goes."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from partners.access import SignedInRequest
from partners.models import Membership
from plans.access import plan_or_404
from plans.models import Plan
from reports import rendered
from reports.document import Document
from reports.formats import FORMATS
from reports.rendered import RenderedFile


def file_or_progress(plan: Plan, document: Document, format: str, *, name: str) -> HttpResponse:
    """A plan's document in a format of FORMATS as a download; or the way to its progress page.

    name: what the file is called. The view that calls this has checked the permission.
    """
    file = rendered.rendered_file(plan, document, format, name=name, patience=rendered.PATIENCE)
    if file.is_made:
        return _download(file)
    arguments = [plan.partnership.slug, plan.address, format, file.fingerprint]
    return redirect("rendered", *arguments)


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
        "is_over": file.is_over,
        "file": file,
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
) -> tuple[Membership, Plan, RenderedFile]:
    if format not in FORMATS:
        raise Http404
    permission = FORMATS[format].permission
    membership, plan = plan_or_404(request.user, partnership, address, permission)
    file = RenderedFile.kept(plan, format, fingerprint)
    if file is None:
        raise Http404
    return membership, plan, file


def _download(file: RenderedFile) -> HttpResponse:
    content = file.content
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(content, content_type=file.format.content_type, headers=headers)
