"""Taking an import back: what it made goes, but for what somebody has changed or used since."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from actions.building.models import PlanImport
from actions.building.plan_import.writing import versions_of
from actions.models import Action, Owner, StatusUpdate
from partners.models import Agency
from plans.models import CrossCuttingTheme, Plan, Priority, Recommendation, Strand, Theme

# Those below before those above.
ABOVE_ACTIONS = (Strand, Priority, Theme, CrossCuttingTheme, Recommendation, Agency)


@dataclass(frozen=True)
class TakenBack:
    """removed: how many actions. left: what stays, in words, with whatever it stands in.

    corrected: how many actions that the plan had keep what was taken over from the file.
    """

    removed: int
    left: tuple[str, ...]
    corrected: int = 0


@transaction.atomic
def take_back(plan_import: PlanImport) -> TakenBack:
    """Undo an import as far as nobody has built on it. Returns TakenBack.

    Of nothing if it was taken back before.
    """
    Plan.objects.select_for_update().get(pk=plan_import.plan_id)
    current = PlanImport.objects.select_for_update().get(pk=plan_import.pk)
    if current.state != PlanImport.State.IMPORTED:
        return TakenBack(0, ())
    made = _Made(current.made)
    actions = {action.pk: action for action in made.rows(Action)}
    stay = made.touched(Action) | made.used(Action) | made.actions_of_changed_owners()
    left = [str(actions[pk]) for pk in actions if pk in stay]
    gone = [pk for pk in actions if pk not in stay]
    StatusUpdate.objects.filter(action__in=gone, pk__in=made.pks(StatusUpdate)).delete()
    Action.objects.filter(pk__in=gone).delete()
    for model in ABOVE_ACTIONS:
        touched = made.touched(model)
        for row in made.rows(model):
            if row.pk in touched or _is_used(row):
                left.append(str(row))
            else:
                row.delete()
    current.state = PlanImport.State.TAKEN_BACK
    current.save(update_fields=["state"])
    return TakenBack(len(gone), tuple(left), len(current.made.get("corrected", ())))


class _Made:
    """The rows of an import that are still there."""

    def __init__(self, made: dict[str, Any]) -> None:
        self.made = made

    def pks(self, model: type[Model]) -> list[int]:
        return self.made.get(model._meta.label_lower, [])

    def rows(self, model: type[Model]) -> list[Any]:
        return list(model._default_manager.filter(pk__in=self.pks(model)))

    def touched(self, model: type[Model]) -> set[int]:
        """The ids of those that have been changed since, as their history says."""
        written = self.made["versions"].get(model._meta.label_lower, {})
        now = versions_of({model: self.rows(model)}).get(model._meta.label_lower, {})
        return {int(pk) for pk, record in now.items() if record != written.get(pk)}

    def actions_of_changed_owners(self) -> set[int]:
        """The ids of actions whose owners are not those that the import gave them."""
        actions, owners = self.pks(Action), self.pks(Owner)
        left = Owner.objects.filter(pk__in=owners)
        # One that was removed has no action any more, but its history says which it was of.
        removed = set(owners) - set(left.values_list("pk", flat=True))
        records = Owner.history.filter(id__in=removed)
        touched = Owner.objects.filter(pk__in=self.touched(Owner))
        added = Owner.objects.filter(action__in=actions).exclude(pk__in=owners)
        return {
            pk
            for rows in (records, touched, added)
            for pk in rows.values_list("action_id", flat=True)
        }

    def used(self, model: type[Model]) -> set[int]:
        """The ids of those to which rows refer that the import didn't make."""
        used: set[int] = set()
        for relation in model._meta.related_objects:
            other, name = relation.related_model, relation.field.name
            rows = other._default_manager.filter(**{f"{name}__in": self.pks(model)})
            rows = rows.exclude(pk__in=self.pks(other))
            used.update(rows.values_list(name, flat=True))
        return used


def _is_used(row: Model) -> bool:
    """Whether anything refers to the row."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.related_objects
    )
