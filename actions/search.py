"""Which actions speak of what somebody looks for."""

from collections import defaultdict

from django.db.models import QuerySet

from actions.models import Action, Owner
from csp.finding import Sought
from plans.action_fields import PROSE
from plans.marks import as_text

# What a plan says of an action, and under which headings it stands.
SEARCHED = [
    *PROSE,
    "owners_as_written",
    "year_end_wording",
    "fate_reason",
    "latest_update__text",
    "latest_update__reason",
    "strand__title",
    "priority__title",
    "priority__scope",
    "priority__theme__title",
]


def with_words(actions: "QuerySet[Action]", typed: str) -> "QuerySet[Action]":
    """Those of the actions in which all of the typed words are found.

    In what is written of them, their latest update, their headings, the names and units of their
    owners; the reference only as a whole. Two queries, whatever the number of actions.
    """
    sought = Sought(typed)
    if not sought:
        return actions
    owners: defaultdict[int, list[str]] = defaultdict(list)
    of_these = Owner.objects.filter(action__in=actions.order_by().values("pk")).order_by()
    for action, *names in of_these.values_list(
        "action", "agency__name", "agency__abbreviation", "unit"
    ):
        owners[action] += names
    rows = actions.order_by().values_list("pk", "reference", *SEARCHED)
    return actions.filter(
        pk__in=[
            pk
            for pk, reference, *texts in rows
            if sought.are_in([*map(as_text, filter(None, texts)), *owners[pk]], reference=reference)
        ]
    )
