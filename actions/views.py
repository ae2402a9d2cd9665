"""How a partnership and a plan stand. What is said of actions: actions/updating/."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.filters import ActionFilter
from actions.models import Action
from actions.panels import panels_of_overview
from actions.recommendations import all_answered_in, counted
from actions.statuses import Status
from actions.summary import standing_by_agency, standing_by_priority, standing_of
from csp.spreadsheets.lists import wants_file
from partners.access import (
    Permission,
    SignedInRequest,
    membership_or_404,
    partnerships_of,
)
from plans.access import plan_or_404
from plans.lists import plan_list
from plans.marks import as_text
from plans.usual import usual_plan

RECOMMENDED = ("Number", "Recommendation", "Source", "Response", "Why", "Actions", "Statuses")


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
            "panels": panels_of_overview(plan, membership, on=timezone.localdate()),
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
    answered = all_answered_in(plan)
    if wants_file(request):
        cells = [
            [
                *(one.recommendation.number, as_text(one.recommendation.text)),
                *(one.recommendation.source, one.recommendation.get_response_display()),
                as_text(one.recommendation.response_reason),
                "\n".join(f"{action} ({leads})" for action, leads in one.with_leads),
                "\n".join(action.get_status_display() for action in one.actions),
            ]
            for one in answered
        ]
        return plan_list(request, plan, "recommendations", RECOMMENDED, cells)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "answered": answered,
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
