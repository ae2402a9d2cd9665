"""Where a row stands, what it was before, and the way back; of which kind, the address says."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.changes import move_row
from plans.history import changes_of, differences
from plans.kinds import ALL_KINDS, CannotBeRestored, Kind
from plans.models import Plan
from plans.restoring import restore_row
from plans.views.rows import closed, page

STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "POST"])
def move(
    request: SignedInRequest, partnership: str, address: str, kind: Kind, pk: int
) -> HttpResponse:
    """Move a row one place up or down. By itself, the page has the two buttons for it."""
    _, plan = plan_or_404(request.user, partnership, address, kind.permission)
    row = kind.row_or_404(plan, pk)
    if kind.is_closed_in(plan):
        return closed(request, kind, plan)
    if request.method == "POST":
        by = STEPS.get(request.POST.get("move", ""), 0)
        seen = request.POST.get(VERSION, "")
        try:
            move_row(row, plan=plan, sequence=kind.sequence, by=by, seen=seen)
        except ChangedByAnother:
            messages.error(
                request,
                "Somebody else has moved or removed this. Check where it is now "
                "before you move it.",
            )
        return redirect(kind.place_of(plan, pk))
    return page(request, "move", kind, plan, f"Move {kind.noun}", {"row": row})


@require_GET
def history(
    request: SignedInRequest, partnership: str, address: str, kind: Kind, pk: int
) -> HttpResponse:
    """Every change of a row: who, when, before and after. Also of one that is removed."""
    _, plan = plan_or_404(request.user, partnership, address, kind.permission)
    records = list(kind.records_or_404(plan, pk))
    context = {"latest": records[0], "changes": changes_of(kind, records)}
    return page(request, "history", kind, plan, f"History of {kind.noun}", context)


@require_http_methods(["GET", "POST"])
def restore(
    request: SignedInRequest, partnership: str, address: str, kind: Kind, pk: int, record: int
) -> HttpResponse:
    """Ask whether a row is to be again as it was, and make it so."""
    _, plan = plan_or_404(request.user, partnership, address, kind.permission)
    records = kind.records_or_404(plan, pk)
    then = get_object_or_404(records, history_id=record)
    if kind.is_closed_in(plan):
        return closed(request, kind, plan)
    told = ""
    latest = records[0]
    form = _asked(request, kind, plan, latest, then)
    if request.method == "POST" and (form is None or form.is_valid()):
        seen = request.POST.get(VERSION, "")
        try:
            lost = restore_row(kind, then, plan=plan, seen=seen, said=form)
        except ChangedByAnother:
            told = "Somebody changed this while you were reading. Compare both again"
            latest = records[0]
            form = _asked(request, kind, plan, latest, then)
        except CannotBeRestored as error:
            told = str(error)
        else:
            success = f"{kind.named(then.instance)} has been restored."
            if lost:
                names = ", ".join(str(field.verbose_name) for field in lost)
                success += f" Left empty, because what was named there has been removed: {names}."
            messages.success(request, success)
            return redirect(kind.place_of(plan, pk))
    context = {
        "form": form,
        "then": then,
        "latest": latest,
        "is_removed": latest.history_type == "-",
        "differences": differences(kind, latest, then),
        "told": told,
    }
    return page(request, "restore", kind, plan, f"Restore {kind.noun}", context)


def _asked(request: SignedInRequest, kind: Kind, plan: Plan, latest: Any, then: Any) -> Any:
    """The form of what must be said before the restoring, with what was typed into it, or None."""
    typed = request.POST if request.method == "POST" else None
    form = kind.asked_of_restoring(plan, latest, then, by=request.user, typed=typed)
    if form is not None and typed is None and (before := typed_before_sign_in(request)):
        form.initial |= before
    return form


@require_GET
def removed(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """What was removed from the plan, newest first, with the way back for each."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    # Two kinds may be of one model, such as the columns of a plan and those of a priority.
    found = {
        (kind.model, record.id): (kind, record)
        for kind in ALL_KINDS
        for record in kind.removed_from(plan)
    }
    rows = sorted(found.values(), key=lambda one: one[1].history_date, reverse=True)
    context = {"partnership": membership.partnership, "plan": plan, "rows": rows}
    return render(request, "plans/removed.html", context)
