"""The papers for a meeting and its minutes, as files."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.meetings.agenda import minutes_of
from actions.meetings.models import Meeting
from actions.meetings.views.pages import meeting_or_404
from partners.access import Permission, SignedInRequest
from reports.meeting_papers import minutes_document, pack_of
from reports.views.rendered import file_or_progress


@require_GET
def pack(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """What is read before the meeting, as one PDF."""
    _, meeting = meeting_or_404(request, partnership, address, pk, Permission.EXPORT_DOCUMENT)
    document = pack_of(meeting, on=timezone.localdate())
    name = f"{_named(meeting, 'papers')}.pdf"
    return file_or_progress(request, meeting.body.plan, document, "pdf", name=name)


@require_GET
def minutes_file(
    request: SignedInRequest, partnership: str, address: str, pk: int, format: str
) -> HttpResponse:
    """The minutes. format: pdf or docx."""
    _, meeting = meeting_or_404(request, partnership, address, pk, Permission.EXPORT_DOCUMENT)
    if minutes_of(meeting) is None:
        raise Http404
    document = minutes_document(meeting, on=timezone.localdate())
    name = f"{_named(meeting, 'minutes')}.{format}"
    return file_or_progress(request, meeting.body.plan, document, format, name=name)


def _named(meeting: Meeting, what: str) -> str:
    """“larkshire-minutes-2026-12-08”: of a restricted plan nothing more than that."""
    return f"{meeting.body.plan.partnership.slug}-{what}-{meeting.held_on:%Y-%m-%d}"
