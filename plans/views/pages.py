"""What a plan tells beside its actions: log, money, figures, glossary, legal steps."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from csp.by_name import by_name
from csp.spreadsheets.lists import wants_file
from partners.access import Permission, SignedInRequest
from partners.models import Membership
from plans.access import plan_or_404
from plans.figures.shown import figure_of, windows_of
from plans.figures.windows import Window
from plans.funding import sums_of, warnings_of
from plans.legal_steps import WHAT_THE_LAW_ASKS
from plans.lists import plan_list
from plans.models import Indicator, Plan, StatutoryStep

MONEY = (
    *("Grant", "What", "Project or item", "Organisation", "Amount"),
    *("First half", "Second half", "Evaluation"),
)
FIGURES = (
    *("Indicator", "What is counted", "Period or part", "Parts of", "Figure"),
    *("Compared with", "Figure there", "Note", "This plan shows it"),
)


@require_GET
def log(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """What happened, month by month."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    entries = plan.log.select_related("added_by").order_by("happened_on", "pk")
    if wants_file(request):
        rows = [
            [f"{one.happened_on:%Y-%m-%d}"[: 10 if one.is_day_known else 7], one.text, one.added_by]
            for one in entries
        ]
        return plan_list(request, plan, "log", ["Date", "What happened", "Added by"], rows)
    return _page(request, "log", membership, plan, Permission.ADD_LOG_ENTRY, entries=entries)


@require_GET
def funding(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The grants, what they went to, and what doesn't add up."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    if wants_file(request):
        return plan_list(request, plan, "funding", MONEY, _money_of(plan))
    grants = [
        {"grant": grant, "sums": sums_of(grant), "warnings": warnings_of(grant)}
        for grant in plan.grants.prefetch_related("allocations__agency", "spending")
    ]
    return _page(request, "funding", membership, plan, Permission.EDIT_PLAN, grants=grants)


@require_GET
def figures(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """What was counted: what the plan shows of it, and what else the partnership counts."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    partnership = membership.partnership
    shown: list[dict[str, Any]] = []
    for one, window in windows_of(plan):
        figure = figure_of(one, window, partnership.district) if window.shown else None
        rows = zip(window.shown, figure.rows if figure else (), strict=True)
        shown.append({"one": one, "window": window, "figure": figure, "rows": list(rows)})
    if wants_file(request):
        rows = (row for one in shown for row in _observed(one["one"].indicator, one["window"]))
        return plan_list(request, plan, "figures", FIGURES, rows)
    there = [row["one"].indicator_id for row in shown]
    known = partnership.indicators.filter(Indicator.known_in(plan))
    others = known.exclude(pk__in=there)
    return _page(
        request, "figures", membership, plan, Permission.EDIT_PLAN, shown=shown, others=others
    )


@require_GET
def glossary(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The words that the plan explains."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    terms = by_name(plan.glossary.all(), lambda one: one.term)
    if wants_file(request):
        cells = [[one.term, one.meaning] for one in terms]
        return plan_list(request, plan, "glossary", ["Word", "Meaning"], cells)
    return _page(request, "glossary", membership, plan, Permission.EDIT_PLAN, terms=terms)


@require_GET
def steps(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Each step that the law asks for, and when it was taken."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    recorded = {step.kind: step for step in plan.steps.all()}
    if wants_file(request):
        dated = [(kind, recorded.get(kind)) for kind in StatutoryStep.Kind]
        cells = [[kind.label, one and one.done_on, one.note if one else ""] for kind, one in dated]
        return plan_list(request, plan, "steps", ["Step", "Day", "Note"], cells)
    steps = [
        {"kind": kind, "asked": WHAT_THE_LAW_ASKS[kind], "step": recorded.get(kind)}
        for kind in StatutoryStep.Kind
    ]
    return _page(request, "steps", membership, plan, Permission.EDIT_PLAN, steps=steps)


def _page(
    request: HttpRequest,
    name: str,
    membership: Membership,
    plan: Plan,
    permission_to_edit: Permission,
    **shown: Any,
) -> HttpResponse:
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "may_edit": membership.may(permission_to_edit),
    }
    return render(request, f"plans/{name}.html", context | shown)


def _money_of(plan: Plan) -> Iterator[list[object]]:
    """The rows of a plan's grants: each grant, what went to projects, what it was spent on."""
    for grant in plan.grants.prefetch_related("allocations", "spending"):
        yield [grant.name, "Grant", "", grant.funder, grant.amount, "", "", grant.note]
        for one in grant.allocations.all():
            halves = [one.first_half, one.second_half]
            what = [grant.name, "Allocation", one.project, one.organisation, one.proposed_year]
            yield [*what, *halves, one.evaluation]
        for item in grant.spending.all():
            yield [grant.name, "Spending", item.item, "", item.amount, "", "", ""]


def _observed(indicator: Indicator, window: Window) -> Iterator[list[object]]:
    """The rows of an indicator's figures, first those that the plan shows."""
    for one in (*window.shown, *window.outside):
        yield [
            *(indicator.title, indicator.unit, one.label, one.period),
            *(one.words or _plain(one.value), indicator.comparison_label),
            *(_plain(one.comparison), one.break_note, one in window.shown),
        ]


def _plain(value: Decimal | None) -> str:
    """As programs read it: without signs for thousands, and no zeros at its end."""
    return "" if value is None else f"{value.normalize():f}"
