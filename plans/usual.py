"""Which plan is meant where nobody has chosen one."""

from collections.abc import Iterable
from datetime import date

from plans.models import Plan


def usual_plan(plans: Iterable[Plan], on: date) -> Plan | None:
    """The yearly plan of that day, or the latest that had begun; without yearly ones, of others.

    plans: of one partnership, the latest first. None if there are none.
    """
    everything = list(plans)
    candidates = [plan for plan in everything if plan.is_yearly] or everything
    running = [plan for plan in candidates if on in plan.period]
    begun = [plan for plan in candidates if plan.starts_on <= on]
    return next(iter([*running, *begun, *candidates]), None)
