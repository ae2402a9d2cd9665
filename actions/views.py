"""A plan and what runs through it. How it stands: actions/home.py; updates: actions/updating/."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.filters import ActionFilter
from actions.lists import HEADINGS, row_of
from actions.models import Action
from actions.recommendations import all_answered_in, counted
from actions.summary import standing_of
from csp.spreadsheets.lists import wants_file
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.lists import plan_list
from plans.marks import as_text

RECOMMENDED = ("Number", "Recommendation", "Source", "Response", "Why", "Actions", "Statuses")
# Of one plan, so that neither the partnership nor the plan is said in each row.
BY_THEME = ("Theme", *HEADINGS[2:])


@require_GET
def plan(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The plan: priorities and actions, and the filters."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    today = timezone.localdate()
    actions = Action.objects.filter(priority__plan=plan)
    in_order = actions.with_words(today).in_plan_order()
    # Without the theme here, each priority of a themed plan would fetch its own.
    in_order = in_order.select_related("priority__theme")
    chosen = ActionFilter(request.GET or None, plan=plan, queryset=in_order, on=today)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "filter": chosen,
        "form": chosen.form,
        "actions": chosen.qs,
        "standing": standing_of(actions, plan, f"{plan.get_absolute_url()}?"),
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
    if wants_file(request):
        cells = [[theme, *row_of(action)[2:]] for theme in themes for action in theme.actions.all()]
        return plan_list(request, plan, "cross-cutting-themes", BY_THEME, cells)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "themes": [(theme, counted(list(theme.actions.all()))) for theme in themes],
        "may_edit": membership.may(Permission.EDIT_PLAN),
    }
    return render(request, "actions/cross_cutting.html", context)
