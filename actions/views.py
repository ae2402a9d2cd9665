"""My work, how a partnership and a plan stand, and one action with its update form."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from actions.ancestry import decisions_told, line_of
from actions.changes import add_update
from actions.filters import ActionFilter
from actions.forms import UpdateForm
from actions.models import Action
from actions.panels import panels_of_my_work, prepared
from actions.recommendations import all_answered_in, counted
from actions.statuses import IN_TROUBLE, NEEDS_REASON, Status
from actions.summary import standing_by_agency, standing_by_priority, standing_of
from csp.middleware import typed_before_sign_in
from csp.versions import ChangedByAnother
from partners.access import (
    Permission,
    SignedInRequest,
    membership_or_404,
    partnerships_of,
)
from partners.models import Membership, User
from plans.access import plan_or_404
from plans.models import Plan
from plans.usual import usual_plan


@require_GET
def my_work(request: SignedInRequest) -> HttpResponse:
    """What wants an update from this person now, in all their partnerships."""
    memberships = list(request.user.memberships.taken_up().select_related("partnership", "agency"))
    today = timezone.localdate()
    updatable = Action.objects.updatable_by(memberships)
    wanting = list(updatable.wanting_update(today))
    overdue = sum(action.is_overdue for action in wanting)
    standing = standing_of(updatable.asked_about(today))
    counts = {
        "Overdue": overdue,
        "Due an update": len(wanting) - overdue,
        IN_TROUBLE.capitalize(): sum(standing.counts[status] for status in NEEDS_REASON),
        "Complete": standing.counts[Status.COMPLETE],
    }
    context = {
        "wanting": wanting,
        "counts": counts,
        "total": standing.total,
        "panels": panels_of_my_work(memberships, on=today),
        "may_update": any(
            one.may(Permission.UPDATE_ACTIONS) or one.may(Permission.UPDATE_OWN_ACTIONS)
            for one in memberships
        ),
        "several": len({one.partnership_id for one in memberships}) > 1,
    }
    return render(request, "actions/my_work.html", context)


@require_GET
def partnership(request: SignedInRequest, partnership: str) -> HttpResponse:
    """How the partnership stands: this year's plan by priority and by agency; its other plans."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    plans = list(membership.partnership.plans.seen_by([membership]))
    plan = usual_plan(plans, timezone.localdate())
    context = {
        "partnership": membership.partnership,
        "plans": plans,
        "plan": plan,
        "statuses": Status,
        "may_build": membership.may(Permission.EDIT_PLAN),
    }
    if came_from := list(membership.partnership.predecessors):
        own = partnerships_of(request.user)
        context["came_from"] = [(one, one.pk in own) for one in came_from]
    if membership.may(Permission.CHANGE_PARTNERSHIP):
        asked = membership.partnership.founder_of.filter(agrees=None, founding__partnership=None)
        context["asked_into"] = [one.founding for one in asked.select_related("founding")]
    if plan:
        actions = Action.objects.filter(priority__plan=plan)
        context |= {
            "standing": standing_of(actions),
            "priorities": standing_by_priority(plan, actions),
            "agencies": standing_by_agency(membership.partnership, actions),
        }
    return render(request, "actions/partnership.html", context)


@require_GET
def plan(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The plan: priorities and actions, and the filters."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    actions = Action.objects.filter(priority__plan=plan)
    in_order = actions.with_words(timezone.localdate()).in_plan_order()
    # Without the theme here, each priority of a themed plan would fetch its own.
    in_order = in_order.select_related("priority__theme")
    chosen = ActionFilter(request.GET or None, plan=plan, queryset=in_order)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "filter": chosen,
        "form": chosen.form,
        "actions": chosen.qs,
        "standing": standing_of(actions),
        "may_build": membership.may(Permission.EDIT_PLAN),
        "may_export": membership.may(Permission.EXPORT_DOCUMENT),
    }
    return render(request, "actions/plan.html", context)


@require_GET
def recommendations(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """What was recommended, what was answered, and what has become of it."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "answered": all_answered_in(plan),
        "may_edit": membership.may(Permission.EDIT_PLAN),
    }
    return render(request, "actions/recommendations.html", context)


@require_GET
def cross_cutting(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The plan's actions by what they have in common across its priorities."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    actions = Action.objects.with_words(timezone.localdate()).in_plan_order()
    themes = plan.cross_cutting_themes.prefetch_related(Prefetch("actions", actions))
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "themes": [(theme, counted(list(theme.actions.all()))) for theme in themes],
        "may_edit": membership.may(Permission.EDIT_PLAN),
    }
    return render(request, "actions/cross_cutting.html", context)


@require_http_methods(["GET", "POST"])
def action(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """One action: everything said of it, and the form to say more."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    today = timezone.localdate()
    action = get_object_or_404(
        Action.objects.seen_by([membership])
        .with_words(today)
        .prefetch_related(decisions_told(membership)),
        pk=pk,
        priority__plan__partnership=membership.partnership,
        priority__plan__address=address,
    )
    may_update = Action.objects.updatable_by([membership]).filter(pk=pk).exists()
    if request.method == "POST":
        if not may_update:
            raise PermissionDenied
        form = UpdateForm(request.POST)
        if form.is_valid():
            queue = _queue(request.user, today)
            try:
                add_update(action, by=request.user, on=today, **form.said)
            except ChangedByAnother as changed:
                form.follow(changed.now)
            else:
                return _saved(request, action, queue)
    else:
        form = UpdateForm.for_action(action, typed_before_sign_in(request))
    updates, beside_updates = prepared(action.updates.select_related("made_by"))
    context = {
        "partnership": membership.partnership,
        "plan": action.plan,
        "action": action,
        "updates": updates,
        "beside_updates": beside_updates,
        "recommendations": action.recommendations.all(),
        "line": line_of(action, membership),
        "own": partnerships_of(request.user),
        "may_update": may_update,
        "sees_plan": _sees_plan(membership, action.plan),
        "form": form,
    }
    return render(request, "actions/action.html", context)


def _sees_plan(membership: Membership, plan: Plan) -> bool:
    """Whether the member sees more of the plan than the actions of their own agency."""
    if not plan.is_restricted:
        return True
    return membership.partnership.plans.seen_by([membership]).filter(pk=plan.pk).exists()


def _queue(user: User, today: date) -> list[int]:
    """The ids of the actions in the order of the user's My work."""
    memberships = user.memberships.taken_up().select_related("partnership", "agency")
    wanting = Action.objects.updatable_by(memberships).wanting_update(today)
    return list(wanting.values_list("pk", flat=True))


def _saved(request: HttpRequest, action: Action, queue: list[int]) -> HttpResponse:
    """Say that the update is saved, and go where the pressed button says.

    queue: as _queue gave it before saving. "Save and next" goes to what follows the action there,
    or to the first that is left, or to My work when nothing is.
    """
    left = [pk for pk in queue if pk != action.pk]
    left_words = f"{len(left)} more need{'s' if len(left) == 1 else ''} an update."
    messages.success(
        request, f"Update saved. {left_words if left else 'Nothing else needs an update.'}"
    )
    if "save_and_next" not in request.POST:
        return redirect(action)
    if not left:
        return redirect("my-work")
    place = queue.index(action.pk) if action.pk in queue else 0
    following = Action.objects.select_related("priority__plan__partnership")
    return redirect(following.get(pk=left[place % len(left)]))
