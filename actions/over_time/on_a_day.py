"""What had been said of actions by a day in the past."""

from datetime import date

from actions.models import Action, StatusUpdate


def told_on(ids: list[int], day: date) -> list[tuple[Action, StatusUpdate | None]]:
    """The actions with these ids, in their order, each with the latest word of it until a day.

    Three queries.
    """
    actions = Action.objects.select_related("priority__plan__partnership").prefetch_related(
        "owners__agency"
    )
    found = actions.in_bulk(ids)
    said = StatusUpdate.objects.news().filter(action__in=ids, made_on__lte=day)
    latest = {one.action_id: one for one in said.order_by("made_on", "pk")}
    return [(found[pk], latest.get(pk)) for pk in ids]
