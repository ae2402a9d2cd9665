"""How the statuses moved: of a plan by priority, of a priority by action, on one day."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.models import Action
from actions.over_time.drawn import (
    drawn,
    drawn_action,
    longest_in_trouble,
    window_list,
)
from actions.over_time.forms import DayForm
from actions.over_time.marks import By, Window, usual_by, window_of
from actions.over_time.on_a_day import told_on
from actions.over_time.priority_line import priorities_in_line
from actions.over_time.words import month_of, since
from actions.standing import Course, by_priority, courses_of
from actions.statuses import Status
from csp.pages import page_of
from csp.spreadsheets.lists import wants_file
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.lists import plan_list
from plans.marks import as_text
from plans.models import Plan, Priority

# So that a plan of 2,000 actions answers as quickly as one of ten.
PRIORITIES_ON_A_PAGE, ACTIONS_ON_A_PAGE, ROWS_ON_A_PAGE = 20, 25, 50

ON_A_DAY = (
    *("Priority", "Reference", "Action", "Owners now", "Said last by then", "Why", "Said on"),
    *("Status then", "Status now"),
)


@require_GET
def over_time(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The plan and its priorities, each as a strip."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    courses = courses_of(Action.objects.filter(priority__plan=plan))
    context = _context(request, plan, courses)
    if window := context["window"]:
        grouped = by_priority(courses.values())
        page = page_of(plan.priorities.all(), request.GET.get("page"), size=PRIORITIES_ON_A_PAGE)
        context |= {
            "page": page,
            "whole": drawn(courses.values(), window, plan, None),
            "priorities": [
                (one, drawn(grouped.get(one.pk, []), window, plan, one.pk)) for one in page
            ],
        }
    return render(request, "actions/over_time/plan.html", context)


@require_GET
def priority(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """A priority and its actions, each as a strip, and the line of it through the plans."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    priority = get_object_or_404(plan.priorities, pk=pk)
    line = priorities_in_line(priority, membership)
    every = courses_of(Action.objects.filter(priority__in=[priority, *line]))
    of_each = by_priority(every.values())
    courses = {pk: course for pk, course in every.items() if course.priority == priority.pk}
    context = _context(request, plan, courses) | {
        "priority": priority,
        "line": [one for one in (_in_line(row, of_each.get(row.pk, [])) for row in line) if one],
    }
    if window := context["window"]:
        actions = Action.objects.filter(priority=priority).in_plan_order()
        page = page_of(
            actions.select_related("latest_update", "priority__plan__partnership"),
            request.GET.get("page"),
            size=ACTIONS_ON_A_PAGE,
        )
        context |= {
            "page": page,
            "whole": drawn(courses.values(), window, plan, priority.pk),
            "longest": _longest(courses, window),
            "actions": [(one, drawn_action(courses[one.pk], window)) for one in page],
        }
    return render(request, "actions/over_time/priority.html", context)


@require_GET
def on_a_day(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The plan's actions as they stood on a day, of those that had a status or of a priority."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    today = timezone.localdate()
    form = DayForm(request.GET or None, plan=plan, today=today)
    chosen = form.chosen
    courses = courses_of(Action.objects.filter(priority__plan=plan))
    states = {
        pk: status
        for pk, course in courses.items()
        if (status := course.on(chosen.day)) and chosen.priority in (None, course.priority)
    }
    picked = {pk for pk, one in states.items() if not chosen.statuses or one in chosen.statuses}
    in_order = Action.objects.filter(priority__plan=plan).in_plan_order()
    ids = [pk for pk in in_order.values_list("pk", flat=True) if pk in picked]
    if wants_file(request):
        return _day_list(request, plan, chosen.day, {pk: states[pk] for pk in ids})
    page = page_of(ids, request.GET.get("page"), size=ROWS_ON_A_PAGE)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "form": form,
        "chosen": chosen,
        "page": page,
        "how_many": len(ids),
        "all": len(states),
        "rows": [
            (action, states[action.pk], since(courses[action.pk], chosen.day, today), said)
            for action, said in told_on(list(page), chosen.day)
        ],
    }
    return render(request, "actions/over_time/day.html", context)


def _day_list(
    request: SignedInRequest, plan: Plan, day: date, states: dict[int, Status]
) -> HttpResponse:
    """states: of the actions that are listed, on that day, by their ids, in their order."""
    cells = [
        [
            *(action.priority, action.reference, as_text(action.wording)),
            "\n".join(f"{one}{', lead' * one.is_lead}" for one in action.owners.all()),
            *(as_text(said.text) if said else "", as_text(said.reason) if said else ""),
            *(said and said.made_on, states[action.pk].label, action.get_status_display()),
        ]
        for action, said in told_on(list(states), day)
    ]
    return plan_list(request, plan, f"on-{day}", ON_A_DAY, cells)


def _context(request: SignedInRequest, plan: Plan, courses: dict[int, Course]) -> dict[str, Any]:
    """What the pages of strips have in common."""
    asked = request.GET.get("by")
    by = By(asked) if asked in By.values else usual_by(plan.period)
    windows = window_list(plan, courses.values(), timezone.localdate(), by)
    return {
        "partnership": plan.partnership,
        "plan": plan,
        "by": by,
        "ways": By,
        "windows": windows,
        "window": window_of(windows, request.GET.get("year")),
        "is_agreed": any(course.steps for course in courses.values()),
    }


def _in_line(row: Priority, courses: list[Course]) -> tuple[Priority, object] | None:
    """A priority of another year with its strip, None if its plan has not begun."""
    windows = window_list(row.plan, courses, timezone.localdate())
    return (row, drawn(courses, windows[-1], row.plan, row.pk)) if windows else None


def _longest(courses: dict[int, Course], window: Window) -> tuple[Action, str] | None:
    """The action that has been in trouble for the longest, and since when."""
    found = longest_in_trouble(courses, window.marks[-1].day)
    if not found:
        return None
    pk, began = found
    action = Action.objects.select_related("priority__plan__partnership").get(pk=pk)
    return action, month_of(began, window.today)
