"""How a partnership stands, by priority and by partner."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from actions.facts import by_agency, by_priority, facts_of, standing_of_facts
from actions.models import Action
from actions.over_time.drawn import Lists
from actions.panels import panels_of_overview
from actions.statuses import Status
from actions.summary import (
    WELL,
    Standing,
    bar_of,
    bar_unit,
    draw_bars,
    furthest_behind,
    since_meeting,
)
from partners.access import Permission, SignedInRequest, membership_or_404, partnerships_of
from partners.models import Membership, Partnership
from plans.access import plan_or_404
from plans.figures.charts import Stack
from plans.figures.shown import Figure, figure_of, windows_of
from plans.legal_steps import WHAT_THE_LAW_ASKS, next_step
from plans.models import Plan
from plans.usual import usual_plan

# How wide the bar of a whole plan is on a desk and on a telephone, as summary.ROW.
WIDE, NARROW = 840, 300
# How many figures the page tells of before it leads to the others.
MOST_FIGURES = 6


class Since(NamedTuple):
    """The day with the end of which today is compared; when that was in words, and in short."""

    day: date
    words: str
    short: str


def since_of(partnership: Partnership, on: date) -> Since:
    """The eve of the last meeting: what was said on its day is news."""
    eve = since_meeting(partnership, on) - timedelta(days=1)
    if met_on := partnership.last_met_on:
        return Since(eve, f"at the meeting on {date_format(met_on, 'j F Y')}", "the meeting")
    return Since(eve, f"on {date_format(eve, 'j F Y')}", date_format(eve, "j F"))


@require_GET
def partnership(request: SignedInRequest, partnership: str) -> HttpResponse:
    """How the partnership stands: this year's plan, what wants doing, and its other plans."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    today = timezone.localdate()
    plans = list(membership.partnership.plans.seen_by([membership]))
    plan = usual_plan(plans, today)
    context = {
        "partnership": membership.partnership,
        "plans": plans,
        "plan": plan,
        "today": today,
        "may_build": membership.may(Permission.EDIT_PLAN),
    }
    if came_from := list(membership.partnership.predecessors):
        own = partnerships_of(request.user)
        context["came_from"] = [(one, one.pk in own) for one in came_from]
    if membership.may(Permission.CHANGE_PARTNERSHIP):
        asked = membership.partnership.founder_of.filter(agrees=None, founding__partnership=None)
        context["asked_into"] = [one.founding for one in asked.select_related("founding")]
    if plan:
        plan.partnership = membership.partnership
        context |= how_it_goes(plan, membership, today)
    return render(request, "actions/partnership.html", context)


def how_it_goes(plan: Plan, membership: Membership, on: date) -> dict[str, object]:
    """What a partnership's page says of its plan. As many queries for any number of actions."""
    since = since_of(membership.partnership, on)
    actions = Action.objects.filter(priority__plan=plan)
    facts = facts_of(actions, on=on, compared_on=since.day)
    before = Lists(plan).of(since.day, WELL)
    whole = standing_of_facts(facts, plan, f"{plan.get_absolute_url()}?", before=before)
    priorities = by_priority(plan, facts, since.day)
    draw_bars(priorities)
    figures = figures_told(plan)
    step = next_step(plan) if plan.is_yearly else None
    return {
        "standing": whole,
        "since": since,
        "bars": bars_of_whole(whole),
        "statuses": Status,
        "priorities": priorities,
        "years": [YearsRate(plan, whole, True), *rates_before(plan, on)],
        "panels": panels_of_overview(plan, membership, on=on) if facts else [],
        "figures": figures[:MOST_FIGURES],
        "more_figures": max(0, len(figures) - MOST_FIGURES),
        "has_steps": plan.is_yearly,
        "step": step,
        "step_asks": WHAT_THE_LAW_ASKS[step] if step else "",
    }


def bars_of_whole(standing: Standing) -> dict[str, Stack]:
    """The bar of all actions, made for the room that there is; none if there are no actions."""
    if not standing.total:
        return {}
    return {
        name: bar_of("All actions", standing.counts, width=width, unit=unit)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
        for unit in [bar_unit([standing.counts], width)]
    }


@dataclass(frozen=True)
class YearsRate:
    """How many actions of a plan are achieved. is_open: whether who looks may see the plan."""

    plan: Plan
    standing: Standing
    is_open: bool


def rates_before(plan: Plan, on: date) -> list[YearsRate]:
    """Of the plans that it reviews: of one, or where it was founded, of one of each founder."""
    before = plan.plans_before()
    facts = facts_of(Action.objects.filter(priority__plan__in=before), on=on) if before else []
    return [
        YearsRate(
            one,
            standing_of_facts(
                [fact for fact in facts if fact.plan == one.pk], one, f"{one.get_absolute_url()}?"
            ),
            one.partnership_id == plan.partnership_id,
        )
        for one in before
    ]


def figures_told(plan: Plan) -> list[tuple[int, Figure]]:
    """The figures of a plan, each with the id of its indicator. Two queries."""
    district = plan.partnership.district
    return [
        (one.indicator_id, figure_of(one, window, district))
        for one, window in windows_of(plan)
        if window.shown
    ]


@require_GET
def by_partner(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """How a plan stands by partner."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    plan.partnership = membership.partnership
    today = timezone.localdate()
    facts = facts_of(Action.objects.filter(priority__plan=plan), on=today)
    agencies = by_agency({plan.pk: plan}, facts)
    draw_bars(agencies)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "statuses": Status,
        "agencies": agencies,
        "behind": furthest_behind(agencies),
    }
    return render(request, "actions/by_partner.html", context)
