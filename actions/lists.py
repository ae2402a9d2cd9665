"""Actions as rows of a list that is taken away."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from actions.models import Action
from csp.spreadsheets.lists import list_file
from plans.lists import marking_of
from plans.marks import as_text

HEADINGS = (
    *("Partnership", "Plan", "Priority", "Reference", "Action", "Owners", "Timescale"),
    *("Due", "Status", "Latest update", "Why", "Updated on"),
)


def actions_list(request: HttpRequest, name: str, actions: Iterable[Action]) -> HttpResponse:
    """A file of actions that were loaded with_words."""
    actions = list(actions)
    plans = (action.plan for action in actions)
    return list_file(request, name, HEADINGS, map(row_of, actions), marking=marking_of(plans))


def row_of(action: Action) -> list[object]:
    """The cells of an action that was loaded with_words, below HEADINGS."""
    update, plan = action.latest_update, action.plan
    owners = (f"{one}{', lead' * one.is_lead}" for one in action.owners.all())
    return [
        *(plan.partnership.district, plan.known_as, action.priority, action.reference),
        *(as_text(action.wording), "\n".join(owners), action.timescale, action.due_on),
        *(action.get_status_display(), as_text(update.text) if update else ""),
        *(as_text(update.reason) if update else "", action.heard_on),
    ]
