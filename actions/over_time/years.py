"""The yearly plans of a partnership side by side."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.models import Action
from actions.over_time.drawn import WELL, Drawn, Lists, drawn, window_list
from actions.standing import Course, courses_of, standing_on
from actions.summary import Standing
from csp.days import years_after
from csp.pages import page_of
from partners.access import Permission, SignedInRequest, membership_or_404
from plans import years
from plans.models import Plan
from plans.plan_kinds import PlanKind

YEARS_ON_A_PAGE = 5


@dataclass(frozen=True)
class OnDay:
    """How a plan stood on a day, and the lists that are counted."""

    day: date
    standing: Standing
    well: str
    every: str

    @property
    def percentage(self) -> int | None:
        total = self.standing.total
        return round(100 * self.standing.well / total) if total else None


@dataclass(frozen=True)
class Year:
    """A yearly plan: its strip, how it stood at this time of its year, and at its end, if that is
    over."""

    plan: Plan
    drawn: Drawn
    same_day: OnDay
    end: OnDay | None


@require_GET
def years_beside(request: SignedInRequest, partnership: str) -> HttpResponse:
    """How this year goes beside the years before, at the same time of each."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    today = timezone.localdate()
    plans = membership.partnership.plans.seen_by([membership]).select_related("partnership")
    yearly = plans.filter(kind=PlanKind.YEARLY, starts_on__lte=today).order_by("-starts_on")
    page = page_of(
        yearly.exclude(stage=Plan.Stage.DRAFTING), request.GET.get("page"), size=YEARS_ON_A_PAGE
    )
    courses = courses_of(Action.objects.filter(priority__plan__in=list(page)))
    of_plans: dict[int, list[Course]] = {plan.pk: [] for plan in page}
    for course in courses.values():
        of_plans[course.plan].append(course)
    context = {
        "partnership": membership.partnership,
        "page": page,
        "years": [_year(plan, of_plans[plan.pk], today) for plan in page],
        "today": today,
    }
    return render(request, "actions/over_time/years.html", context)


def _year(plan: Plan, courses: list[Course], today: date) -> Year:
    lists = Lists(plan)

    def on(day: date) -> OnDay:
        return OnDay(day, standing_on(courses, day), lists.of(day, WELL), lists.of(day))

    back = years.year_of(today) - plan.start_year
    return Year(
        plan,
        drawn(courses, window_list(plan, courses, today)[-1], plan, None),
        on(years_after(today, -back)),
        on(plan.ends_on) if plan.ends_on < today else None,
    )
