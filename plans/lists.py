"""Lists of a plan as files, called and marked as the plan may be."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from csp.spreadsheets.lists import list_file
from plans.models import Plan


def plan_list(
    request: HttpRequest,
    plan: Plan,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> HttpResponse:
    """A list of one plan. The name of a restricted plan's file tells its marking, no title."""
    marked = f"-{slugify(plan.marking)}" if plan.is_restricted else ""
    called = f"{plan.partnership.slug}-{plan.address}{marked}-{name}"
    return list_file(request, called, headings, rows, marking=plan.marked)


def marking_of(plans: Iterable[Plan]) -> str:
    """The marking of a list with rows of several plans: of the first that is restricted."""
    return next((plan.marking for plan in plans if plan.is_restricted), "")
