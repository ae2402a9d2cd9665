"""What a plan's period means for its actions."""

from simple_history.utils import bulk_update_with_history

from actions import timescales
from actions.models import Action
from plans.models import Plan


def read_timescales_again(plan: Plan) -> None:
    """Take the timescales of the plan's actions for the days that they name in its period now."""
    changed = []
    for action in Action.objects.filter(priority__plan=plan):
        read = timescales.parse(action.timescale, plan.period)
        if read != (action.timescale_kind, action.due_on):
            action.timescale_kind, action.due_on = read
            changed.append(action)
    if changed:
        bulk_update_with_history(changed, Action, ["timescale_kind", "due_on"])
