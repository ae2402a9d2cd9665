"""One action: how it goes and what was said of it, and the form to say more."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods

from actions.ancestry import decisions_told, line_of
from actions.changes import add_update, say_nothing_new
from actions.extensions import named_moves
from actions.models import Action, StatusUpdate, UpdateEvidence
from actions.over_time.drawn import drawn_in_line
from actions.panels import prepared
from actions.updating.forms import NOTHING_NEW, SAVE_AND_NEXT, ActionUpdateForm
from actions.updating.queue import left_words, queue_of
from csp.evidence_files import download
from csp.middleware import typed_before_sign_in
from csp.versions import ChangedByAnother
from partners.access import Permission, SignedInRequest, membership_or_404, partnerships_of
from partners.models import Membership
from plans.models import Plan


@require_http_methods(["GET", "POST"])
def action(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """One action: everything said of it, and the form to say more."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    today = timezone.localdate()
    action = action_or_404(membership, address, pk)
    may_update = Action.objects.updatable_by([membership]).filter(pk=pk).exists()
    queue = queue_of(request.user, today) if may_update else []
    for_form: dict[str, Any] = {"action": action, "by": request.user, "today": today}
    if request.method == "POST":
        if not may_update:
            raise PermissionDenied
        form = ActionUpdateForm(request.POST, request.FILES, **for_form)
        if form.is_valid():
            try:
                update = save_update(form)
            except ChangedByAnother as changed:
                form.follow(changed.now)
            else:
                return _saved(request, action, update, queue)
        form.keep_files()
    else:
        form = ActionUpdateForm.begun(typed=typed_before_sign_in(request), **for_form)
    updates, beside_updates = prepared(with_evidence(action.all_updates.all()))
    context = {
        "partnership": membership.partnership,
        "plan": action.plan,
        "action": action,
        "updates": updates,
        "beside_updates": beside_updates,
        "own": partnerships_of(request.user),
        "may_update": may_update,
        "may_put_right": may_update and membership.may(Permission.UPDATE_ACTIONS),
        "sees_plan": _sees_plan(membership, action.plan),
        "form": form,
        "queue": queue,
        "today": today,
    }
    return render(request, "actions/action.html", context | _told_of(action, membership, today))


def _told_of(action: Action, membership: Membership, today: date) -> dict[str, Any]:
    """What the page tells of an action beside its updates."""
    line = line_of(action, membership)
    return {
        "recommendations": action.recommendations.all(),
        "line": line,
        "strips": drawn_in_line([action, *line.actions], today),
        "moves": named_moves(action.extensions.select_related("made_by"))[::-1],
    }


@require_GET
def update_evidence(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """A file that stands beside an update."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    actions = Action.objects.seen_by([membership]).filter(
        priority__plan__partnership=membership.partnership
    )
    files = UpdateEvidence.objects.exclude(file=None).exclude(update=None)
    return download(get_object_or_404(files, pk=pk, action__in=actions))


def action_or_404(membership: Membership, address: str, pk: int) -> Action:
    """An action that the member may see, of their partnership's plan of this address."""
    return get_object_or_404(
        Action.objects.seen_by([membership])
        .with_words(timezone.localdate())
        .prefetch_related(decisions_told(membership)),
        pk=pk,
        priority__plan__partnership=membership.partnership,
        priority__plan__address=address,
    )


def with_evidence(updates: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
    """Updates with who made them, who struck them out, and the names of what shows them."""
    return updates.select_related("made_by", "struck_by").prefetch_related(
        Prefetch("evidence", UpdateEvidence.objects.defer("file"))
    )


def _sees_plan(membership: Membership, plan: Plan) -> bool:
    """Whether the member sees more of the plan than the actions of their own agency."""
    if not plan.is_restricted:
        return True
    return membership.partnership.plans.seen_by([membership]).filter(pk=plan.pk).exists()


def save_update(form: ActionUpdateForm) -> StatusUpdate:
    """Write what a valid form says. Raises ChangedByAnother."""
    by, on = form.by, form.cleaned_data["day"]
    said = form.said
    if form.says_nothing_new:
        return say_nothing_new(form.action, by=by, on=on, after=said["after"])
    return add_update(form.action, by=by, on=on, evidence=form.evidence, **said)


def _saved(
    request: SignedInRequest, action: Action, update: StatusUpdate, queue: list[int]
) -> HttpResponse:
    """Say that the update is saved, and go where the pressed button says.

    queue: as queue_of gave it before saving. "Save and next" goes to what follows the action
    there, or to the first that is left, or to My work when nothing is.
    """
    left = [pk for pk in queue if pk != action.pk]
    is_latest = Action.objects.filter(pk=action.pk, heard_on=update.made_on).exists()
    day = date_format(update.made_on, "j F Y")
    saved = (
        "Update saved." if is_latest else f"Update saved for {day}. The plan shows the later one."
    )
    messages.success(request, f"{saved} {left_words(len(left))}")
    if not {SAVE_AND_NEXT, NOTHING_NEW} & request.POST.keys():
        return redirect(action)
    if not left:
        return redirect("my-work")
    place = queue.index(action.pk) if action.pk in queue else 0
    following = Action.objects.select_related("priority__plan__partnership")
    return redirect(following.get(pk=left[place % len(left)]))
