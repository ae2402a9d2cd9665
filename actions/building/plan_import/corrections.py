"""Taking over what a corrected file says of actions that the plan has."""

from collections.abc import Collection, Mapping
from datetime import date

from simple_history.utils import bulk_update_with_history

from actions.building.plan_import.matching import status_to_take
from actions.building.plan_import.owners import key_of
from actions.building.plan_import.planned import PlannedAction, PlannedPlan
from actions.building.workspace.owners import Choice, write_owners
from actions.changes import add_update
from actions.extensions import Promise, is_moved, is_promised
from actions.models import Action
from actions.moving import Said, keep_move
from actions.timescales import Timescale, TimescaleKind
from partners.models import Agency, User

# In place of keys of differences: all of them.
TAKE_ALL = "take-all"


def corrected(planned: PlannedPlan, taken: Collection[str]) -> dict[int, set[str]]:
    """The names of the differences that are taken, by the action's id. taken: their keys."""
    found = {}
    for action in planned.differing:
        names = {one.name for key, one in action.choices if key in taken or TAKE_ALL in taken}
        if names and action.pk:
            found[action.pk] = names
    return found


def write_corrections(
    planned: PlannedPlan,
    taken: Mapping[int, Collection[str]],
    *,
    agencies: Mapping[str, Agency],
    by: User,
    on: date,
    file_name: str,
    said: Said | None,
) -> None:
    """Take over what was chosen, in a transaction that holds the locks of the plan and of these.

    taken: as of corrected(). agencies: those made, by key_of their names. on: of the updates.
    said: why timescales are moved, if moved_by finds any.
    """
    rows = {one.pk: one for one in planned.differing if one.pk in taken}
    actions = Action.objects.in_bulk(list(taken))
    moved = moved_by(planned, taken)
    fields = {"owners_as_written", "timescale_kind", "due_on"}
    for pk, names in taken.items():
        action, row = actions[pk], rows[pk]
        for name in set(names) & row.texts.keys():
            setattr(action, name, row.texts[name])
            fields.add(name)
        if "timescale" in names:
            read = row.timescale_read
            action.timescale_kind, action.due_on = read.kind, read.due_on
        if "owners" in names:
            action.owners_as_written = row.owners_as_written
    bulk_update_with_history(list(actions.values()), Action, sorted(fields), default_user=by)
    for pk, before in moved.items():
        assert said is not None
        keep_move(actions[pk], before, said=said, by=by, on=on)
    for pk, names in taken.items():
        if "owners" in names:
            write_owners(actions[pk], _choices(rows[pk], agencies))
        if "update" in names:
            _add_update(actions[pk], rows[pk], by=by, on=on, file_name=file_name)


def moved_by(planned: PlannedPlan, taken: Mapping[int, Collection[str]]) -> dict[int, Promise]:
    """The timescales of now, by the ids of actions of an agreed plan that will have others."""
    rows = {
        pk: one for one in planned.differing if (pk := one.pk) and "timescale" in taken.get(pk, ())
    }
    moved: dict[int, Promise] = {}
    actions = Action.objects.filter(pk__in=rows).select_related("priority__plan")
    promised = {one for one in {action.plan for action in actions} if is_promised(one)}
    for action in actions:
        row = rows[action.pk]
        read = Timescale(TimescaleKind(action.timescale_kind), action.due_on)
        before = Promise(action.timescale, read)
        if action.plan not in promised:
            continue
        if is_moved(before, Promise(row.texts["timescale"], row.timescale_read)):
            moved[action.pk] = before
    return moved


def _choices(row: PlannedAction, agencies: Mapping[str, Agency]) -> list[Choice]:
    return [
        Choice(str(one.agency or agencies[key_of(one.name)].pk), one.unit, one.is_lead)
        for one in row.owners
    ]


def _add_update(action: Action, row: PlannedAction, *, by: User, on: date, file_name: str) -> None:
    status = status_to_take(action, row)
    add_update(
        action,
        status=status,
        text=row.update,
        by=by,
        on=min(row.said_on or on, on),
        after=action.latest_update_id,
        status_as_written=row.own_words(status),
        imported_from=file_name,
    )
