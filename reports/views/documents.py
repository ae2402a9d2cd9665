"""The document of a plan: what it holds, the document as a web page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from partners.access import Permission, SignedInRequest
from partners.models import Membership
from plans.access import plan_or_404
from plans.models import Plan
from reports.checks.accepted import sorted_out
from reports.document import Document
from reports.document_form import chosen_or_404, form_of
from reports.formats import FORMATS, picture_as_data
from reports.outline import Outline, outline_of
from reports.pdf import RenderingFailed


@require_GET
def document(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """What the document of a plan is, what it holds, what the checks find, and the choice of it."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    form = form_of(request, plan)
    choice = form.cleaned_data if form.is_valid() else {}
    shown = outline_of(plan, on=timezone.localdate(), **choice)
    return about(request, membership, plan, shown)


@require_GET
def document_page(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The document itself, as a web page."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    document = chosen_or_404(request, plan)
    context = {
        "membership": membership,
        "partnership": membership.partnership,
        "plan": plan,
        "document": document,
        "picture_address": picture_as_data,
    }
    try:
        return render(request, "reports/document_page.html", context)
    except RenderingFailed as error:
        return about(request, membership, plan, document, error)


def about(
    request: SignedInRequest,
    membership: Membership,
    plan: Plan,
    document: Document | Outline,
    error: RenderingFailed | None = None,
) -> HttpResponse:
    """The page about a document; with an error, the one that says why it could not be made."""
    found, accepted = sorted_out(plan, timezone.localdate())
    context = {
        "membership": membership,
        "partnership": membership.partnership,
        "plan": plan,
        "document": document,
        "form": form_of(request, plan),
        "findings": found,
        "accepted": accepted,
        "may_edit": membership.may(Permission.EDIT_PLAN),
        "may_export": membership.may(Permission.EXPORT_DOCUMENT),
        "may_have": {name for name, form in FORMATS.items() if membership.may(form.permission)},
        "may_take": membership.may(Permission.SEE_ROUNDS),
        "formats": FORMATS,
        "error": error,
    }
    return render(request, "reports/document.html", context, status=500 if error else 200)
