"""Where the apps above this one show what is theirs, on its pages."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from actions.models import StatusUpdate
from partners.models import Membership
from plans.models import Plan

Find = Callable[[Sequence[Membership], date], dict[str, object]]
Prepare = Callable[[QuerySet[StatusUpdate]], QuerySet[StatusUpdate]]

FindOfPlan = Callable[[Plan, Membership, date], dict[str, object]]

_on_my_work: list[tuple[str, Find]] = []
_beside_updates: list[tuple[str, Prepare]] = []
_on_overview: list[tuple[str, str, str, FindOfPlan]] = []


class Panel(NamedTuple):
    """found: what its templates find under this name. beside, foot: the templates of a page with
    two columns for the narrow one and for what comes last, "" if it has nothing there.
    """

    template: str
    found: dict[str, object]
    beside: str = ""
    foot: str = ""


def on_my_work(template: str, find: Find) -> None:
    """Let an app above this one show something at the top of My work.

    find(memberships, today): what it has for a person with these memberships on that day.
    """
    _on_my_work.append((template, find))


def on_overview(template: str, find: FindOfPlan, *, beside: str = "", foot: str = "") -> None:
    """Let an app above this one show something of the plan at hand on a partnership's overview.

    template, beside, foot: what it shows in the wide column, in the narrow one and at the end; ""
    for nothing. find(plan, membership, today): what it has for that member on that day.
    """
    _on_overview.append((template, beside, foot, find))


def beside_updates(template: str, prepare: Prepare) -> None:
    """Let an app above this one show something beside each `update` on the page of an action.

    prepare(updates): them with all that the template reads, whatever their number.
    """
    _beside_updates.append((template, prepare))


def panels_of_my_work(memberships: Sequence[Membership], *, on: date) -> list[Panel]:
    """The Panels of a person with these memberships on that day."""
    return [Panel(template, find(memberships, on)) for template, find in _on_my_work]


def panels_of_overview(plan: Plan, membership: Membership, *, on: date) -> list[Panel]:
    """The Panels about the plan for that member on that day."""
    return [
        Panel(template, find(plan, membership, on), beside, foot)
        for template, beside, foot, find in _on_overview
    ]


def prepared(updates: QuerySet[StatusUpdate]) -> tuple[QuerySet[StatusUpdate], list[str]]:
    """The updates with all that stands beside them, and the templates that show it."""
    for _, prepare in _beside_updates:
        updates = prepare(updates)
    return updates, [template for template, _ in _beside_updates]
