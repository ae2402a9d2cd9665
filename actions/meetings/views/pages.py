"""The groups of a plan with their meetings, one meeting's agenda, and its minutes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from actions.meetings.agenda import items_of, minutes_of, place, stops_of
from actions.meetings.changes import NotPossible, confirm, version_of_notes
from actions.meetings.models import AgendaItem, Meeting, MeetingDecision
from actions.meetings.words import as_text, words_of
from csp.spreadsheets.lists import wants_file
from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest
from partners.models import Membership
from plans.access import plan_or_404
from plans.lists import plan_list
from plans.models import Plan

DECIDED = (
    *("Group", "Meeting", "What was decided", "Kind", "Who", "By when"),
    *("Closed on", "What came of it", "Open"),
)


@require_GET
def meetings(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Which groups meet, for what, and when; and what they decided that is still to be done."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    of_body = Meeting.objects.select_related("minutes").order_by("-held_on")
    bodies = plan.meeting_bodies.order_by("position", "pk")
    decided = MeetingDecision.objects.filter(minutes__meeting__body__plan=plan)
    if wants_file(request):
        if request.GET.get("list") == "decisions":
            return _decisions_list(request, plan, decided)
        cells = [[one.name, one.purpose, one.how_often] for one in bodies]
        return plan_list(request, plan, "meetings", ["Name", "Purpose", "How often"], cells)
    context = {
        "bodies": bodies.prefetch_related(Prefetch("meetings", of_body)),
        "has_decisions": decided.exists(),
        "open": decided.open()
        .select_related("owner", "became", "minutes__meeting__body")
        .order_by("due_on", "pk"),
        "today": timezone.localdate(),
        "may_edit": membership.may(Permission.EDIT_PLAN),
    }
    return shown(request, "meetings", membership, plan, context)


def _decisions_list(
    request: SignedInRequest, plan: Plan, decided: QuerySet[MeetingDecision]
) -> HttpResponse:
    """Open or not, as its last column says."""
    rows = decided.select_related("owner", "became", "minutes__meeting__body")
    cells = [
        [
            *(one.minutes.meeting.body.name, one.minutes.meeting.held_on, one.text),
            *(one.get_kind_display().partition(":")[0], one.owner, one.due_on),
            *(one.closed_on, one.outcome, one.is_open),
        ]
        for one in rows.order_by("minutes__meeting__held_on", "pk")
    ]
    return plan_list(request, plan, "decisions", DECIDED, cells)


@require_GET
def agenda(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """What stands on the agenda: of a meeting to come as of today."""
    membership, meeting = meeting_or_404(request, partnership, address, pk)
    items = items_of(meeting, on=timezone.localdate())
    in_sections = [
        (words, [item for item in items if item.section == section])
        for section, words in AgendaItem.Section.choices
    ]
    context = {
        "meeting": meeting,
        "minutes": minutes_of(meeting),
        "sections": in_sections,
        "stops": stops_of(meeting, items),
        "before": _before(meeting),
        "may_export": membership.may(Permission.EXPORT_DOCUMENT),
    }
    return shown(request, "agenda", membership, meeting.body.plan, context)


@require_http_methods(["GET", "POST"])
def minutes(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """The minutes: a draft that can be confirmed, or as they were confirmed."""
    membership, meeting = meeting_or_404(request, partnership, address, pk)
    if minutes_of(meeting) is None:
        raise Http404
    told = ""
    if request.method == "POST":
        if not membership.may(Permission.RUN_MEETINGS):
            raise PermissionDenied
        try:
            seen = request.POST.get(VERSION, "")
            confirm(meeting, seen=seen, by=request.user, at=timezone.now())
        except ChangedByAnother:
            told = "The minutes have changed since you opened them. Read them again, then confirm"
        except NotPossible as refused:
            told = str(refused)
        else:
            messages.success(request, "The minutes are confirmed. They do not change any more.")
            return redirect("meeting-minutes", partnership, address, pk)
    words = words_of(meeting)
    written = minutes_of(meeting)
    is_draft = written is not None and not written.confirmed_at
    decisions = MeetingDecision.objects.filter(minutes=written) if is_draft else []
    context = {
        "meeting": meeting,
        "minutes": written,
        "words": words,
        "version": version_of_notes(as_text(words)) if is_draft else "",
        "decisions": decisions,
        "told": told,
        "end": place(meeting, "end"),
        "may_export": membership.may(Permission.EXPORT_DOCUMENT),
    }
    return shown(request, "minutes", membership, meeting.body.plan, context)


def meeting_or_404(
    request: SignedInRequest, partnership: str, address: str, pk: int, permission: str = ""
) -> tuple[Membership, Meeting]:
    """The user's membership, and a meeting of a group of the plan, with its plan and minutes."""
    needed = Permission(permission or Permission.SEE_PLAN)
    membership, plan = plan_or_404(request.user, partnership, address, needed)
    meetings = Meeting.objects.select_related("body__plan__partnership", "minutes__confirmed_by")
    return membership, get_object_or_404(meetings, pk=pk, body__plan=plan)


def shown(
    request: SignedInRequest,
    name: str,
    membership: Membership,
    plan: Plan,
    context: dict[str, Any],
) -> HttpResponse:
    """A page of meetings. context: what its template needs beside what all of them do."""
    of_all = {
        "partnership": membership.partnership,
        "plan": plan,
        "may_run": membership.may(Permission.RUN_MEETINGS),
    }
    return render(request, f"meetings/{name}.html", of_all | context)


def _before(meeting: Meeting) -> Meeting | None:
    """The last meeting of the group in this plan before it, with its minutes."""
    earlier = Meeting.objects.filter(body=meeting.body_id, held_on__lt=meeting.held_on)
    rows = earlier.exclude(minutes=None).select_related("minutes", "body__plan__partnership")
    return rows.order_by("-held_on").first()
