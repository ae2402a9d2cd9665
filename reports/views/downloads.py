"""The document of a plan as a Word file, and its actions as data, to take away."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from partners.access import Permission, membership_or_404
from plans.models import Plan
from reports.choice import chosen_or_404
from reports.formats import FORMATS, file_name
from reports.rendering import RenderingFailed
from reports.views.documents import about
from reports.views.rendered import file_or_progress


@require_GET
def document_word(request, partnership, year):
    """The document as a Word file."""
    membership = membership_or_404(request.user, partnership, Permission.EXPORT_DOCUMENT)
    plan = get_object_or_404(Plan, partnership=membership.partnership, start_year=year)
    document = chosen_or_404(request, plan)
    return file_or_progress(plan, document, "docx", name=file_name(partnership, document, "docx"))


@require_GET
def actions_file(request, partnership, year, format):
    """The plan's actions as data. format: a name in FORMATS."""
    membership = membership_or_404(request.user, partnership, Permission.EXPORT_DOCUMENT)
    plan = get_object_or_404(Plan, partnership=membership.partnership, start_year=year)
    document = chosen_or_404(request, plan)
    form = FORMATS[format]
    try:
        content = form.make(document)
    except RenderingFailed as error:
        return about(request, membership, plan, document, error)
    name = file_name(partnership, document, format)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=form.content_type, headers=headers)
