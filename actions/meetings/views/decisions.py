"""One decision of a meeting: what came of it, and before the minutes are confirmed, its words."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.meetings.agenda import asked_of, place
from actions.meetings.changes import NotPossible, change_decision, close, remove_decision
from actions.meetings.forms import ChangeDecisionForm, OutcomeForm
from actions.meetings.models import MeetingDecision
from actions.meetings.views.pages import shown
from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404


@require_http_methods(["GET", "POST"])
def decision(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """A decision: put right before the minutes are confirmed, closed at any time."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    rows = MeetingDecision.objects.select_related(
        "owner", "closed_by", "became__priority__plan__partnership", "minutes__meeting__body__plan"
    ).select_related("minutes__meeting__body__plan__partnership")
    row = get_object_or_404(rows, pk=pk, minutes__meeting__body__plan=plan)
    may_run = membership.may(Permission.RUN_MEETINGS)
    may_change = may_run and not row.minutes.confirmed_at
    change = outcome = None
    if request.method == "POST":
        if not may_run:
            raise PermissionDenied
        if "close" in request.POST:
            outcome = OutcomeForm(request.POST, point=row)
            answer = _closed(request, row, outcome)
        else:
            change = ChangeDecisionForm(request.POST, decision=row)
            answer = _changed(request, row, change)
        if answer:
            return answer
    typed: dict[str, Any] = typed_before_sign_in(request) or {}
    if may_change and change is None:
        change = ChangeDecisionForm(decision=row, typed=typed)
    if may_run and row.is_open and outcome is None:
        outcome = OutcomeForm(
            point=row, initial={"outcome": typed.get(f"point-{row.pk}-outcome", "")}
        )
    sent = [form for form in (change, outcome) if form and form.is_bound]
    context = {
        "decision": row,
        "asked": asked_of(row),
        "change": change,
        "outcome": outcome,
        "form": sent[0] if sent else None,
        "end": place(row.minutes.meeting, "end"),
    }
    return shown(request, "decision", membership, plan, context)


def _closed(
    request: SignedInRequest, row: MeetingDecision, form: OutcomeForm
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        close(row, outcome=form.cleaned_data["outcome"], by=request.user, at=timezone.now())
    except ChangedByAnother as changed:
        form.follow(changed.now)
        return None
    messages.success(request, "The point is closed.")
    return redirect(request.path)


def _changed(
    request: SignedInRequest, row: MeetingDecision, form: ChangeDecisionForm
) -> HttpResponse | None:
    """Save or remove what the form is about; None if it has to be shown again."""
    of_all: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        if "remove" in request.POST:
            remove_decision(row, seen=request.POST.get(VERSION, ""), **of_all)
            messages.success(request, "The decision is removed.")
            return redirect(place(row.minutes.meeting, "end"))
        if not form.is_valid():
            return None
        change_decision(row, **form.said, **of_all)
    except NotPossible as refused:
        form.is_valid()
        form.add_error(None, str(refused))
        return None
    except ChangedByAnother as changed:
        form.is_valid()
        form.follow(changed.now)
        return None
    messages.success(request, "The decision is saved.")
    return redirect(request.path)
