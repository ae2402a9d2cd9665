"""The document of a plan as a file, and its actions as data."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.filters import ActionFilter
from actions.models import Action
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from reports.document_form import chosen_or_404
from reports.formats import FORMATS, file_name
from reports.rendering import RenderingFailed
from reports.transfer.writing import plan_file
from reports.views.documents import about
from reports.views.rendered import file_or_progress


@require_GET
def document_file(
    request: SignedInRequest, partnership: str, address: str, format: str
) -> HttpResponse:
    """The document as a file that takes long to make. format: in FORMATS."""
    form = FORMATS[format]
    _, plan = plan_or_404(request.user, partnership, address, form.permission)
    document = chosen_or_404(request, plan)
    if form.has_whole:
        document = replace(document, whole=plan_file(plan))
    name = file_name(partnership, document, format)
    return file_or_progress(request, plan, document, format, name=name)


@require_GET
def actions_file(
    request: SignedInRequest, partnership: str, address: str, format: str
) -> HttpResponse:
    """The plan's actions as data, as the filters of its page leave them. format: in FORMATS."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EXPORT_DOCUMENT)
    document = chosen_or_404(request, plan)
    of_plan = Action.objects.filter(priority__plan=plan)
    chosen = ActionFilter(request.GET, plan=plan, queryset=of_plan, on=timezone.localdate())
    shown = set(chosen.qs.values_list("pk", flat=True))
    document = replace(
        document, actions=tuple(action for action in document.actions if action.pk in shown)
    )
    form = FORMATS[format]
    try:
        content = form.make(document)
    except RenderingFailed as error:
        return about(request, membership, plan, document, error)
    name = file_name(partnership, document, format)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=form.content_type, headers=headers)
