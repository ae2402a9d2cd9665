"""A plan as one file, and back; a whole partnership as a zip."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from csp.spreadsheets import excel_files
from partners.access import Permission, SignedInRequest, membership_or_404
from plans.access import plan_or_404
from reports.formats import plan_in_names
from reports.transfer import archive
from reports.transfer.common import MissingPartners
from reports.transfer.forms import WholePlanForm
from reports.transfer.importing import import_plan
from reports.transfer.workbook import plan_workbook
from reports.transfer.writing import plan_file


@require_GET
@never_cache
def plan_as_json(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """All of a plan as plan.json."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.SEE_ROUNDS)
    name = f"{partnership}-plan-{plan_in_names(plan.label, plan.address, plan.marked)}.json"
    return _file(plan_file(plan), "application/json", name)


@require_GET
@never_cache
def plan_as_workbook(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """All of a plan as a workbook."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.SEE_ROUNDS)
    name = f"{partnership}-plan-{plan_in_names(plan.label, plan.address, plan.marked)}.xlsx"
    return _file(plan_workbook(plan), excel_files.CONTENT_TYPE, name)


@require_http_methods(["GET", "POST"])
def plan_from_file(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Import a plan.json into the partnership, whole or not at all."""
    membership = membership_or_404(request.user, partnership, Permission.EDIT_PLAN)
    form = WholePlanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = import_plan(
                membership.partnership,
                form.content,
                file_name=form.cleaned_data["file"].name,
                by=request.user,
                make_partners=form.cleaned_data["make_partners"],
            )
        except MissingPartners as error:
            form.add_error(
                "make_partners",
                f"{error.message}. Select that they are added, or add them first. Then select the "
                "file again",
            )
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            messages.success(request, " ".join([f"{made.plan} was imported.", *made.notes]))
            return redirect(made.plan)
    context = {"membership": membership, "partnership": membership.partnership, "form": form}
    return render(request, "reports/transfer/plan_from_file.html", context)


@require_GET
def take_away(request: SignedInRequest, partnership: str) -> HttpResponse:
    """What the zip of a partnership holds, and the way to it."""
    membership = membership_or_404(request.user, partnership, Permission.TAKE_AWAY)
    plans = archive.plans_of(membership)
    context = {
        "membership": membership,
        "partnership": membership.partnership,
        "plans": plans,
        "is_too_much": archive.is_too_much(plans),
    }
    return render(request, "reports/transfer/take_away.html", context)


@require_GET
@never_cache
def archive_file(request: SignedInRequest, partnership: str) -> HttpResponse | FileResponse:
    """The zip of a partnership, with the plans of which its reader knows."""
    membership = membership_or_404(request.user, partnership, Permission.TAKE_AWAY)
    plans = archive.plans_of(membership)
    if archive.is_too_much(plans):
        raise Http404
    file = BytesIO()
    archive.write_archive(file, membership.partnership, plans, on=timezone.localdate())
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{partnership}.zip", content_type="application/zip"
    )


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
