"""How far the carrying forward is: plain values for its pages."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from actions.models import Action
from plans.models import Priority


@dataclass
class Carrying:
    """One priority of the old plan, and its actions with what was decided."""

    priority: Priority
    # The priority of the new plan that it continues as or was merged into.
    target: Priority | None
    actions: list[Action] = field(default_factory=list)

    @property
    def is_decided(self):
        return is_priority_decided(self.priority)

    @property
    def undecided(self):
        return [action for action in self.actions if not is_decided(action)]

    @property
    def decided_count(self):
        return len(self.actions) - len(self.undecided)


def actions_of(before, plan):
    """The actions of the old Plan in its order, each with what carries it on in the new one.

    Adds the list `results`: the actions of the new Plan that carry it on. Before None has none.
    """
    results = Action.objects.filter(priority__plan=plan).select_related("priority").order_by("pk")
    return (
        Action.objects.filter(priority__plan=before)
        .in_plan_order()
        .select_related(
            "priority__plan__partnership",
            "priority__theme",
            "strand",
            "latest_update",
            "merged_into",
        )
        .prefetch_related(
            "owners__agency",
            Prefetch("carried_on_by", queryset=results, to_attr="results"),
        )
    )


def priorities_of(before, plan):
    """The priorities of the old Plan, each with the list `results` as in actions_of."""
    results = Priority.objects.filter(plan=plan)
    return (
        Priority.objects.filter(plan=before)
        .select_related("plan__partnership", "theme", "lead", "merged_into")
        .prefetch_related(Prefetch("carried_on_by", queryset=results, to_attr="results"))
    )


def is_decided(action):
    """Whether an action of `actions_of` has a fate, and the new plan has what that promises."""
    if action.fate == Action.Fate.DROPPED:
        return True
    return bool(action.fate and (action.results or action.merged_into_id))


def is_priority_decided(priority):
    """Whether a priority of `priorities_of` has a disposition, and the new plan agrees."""
    if priority.disposition == Priority.Disposition.ENDED:
        return True
    return bool(priority.disposition and (priority.results or priority.merged_into_id))


def overview_of(before, plan):
    """A Carrying for each priority of the old Plan, in its order. Six queries."""
    carrying = {}
    for priority in priorities_of(before, plan):
        target = next(iter(priority.results), priority.merged_into)
        carrying[priority.pk] = Carrying(priority, target)
    for action in actions_of(before, plan):
        carrying[action.priority_id].actions.append(action)
    return list(carrying.values())


def has_been_said_of(action):
    """Whether an action has an update or an answer, with which it would be lost."""
    return action.updates.exists() or action.answers.exists()


def has_been_edited(action):
    """Whether somebody changed an action, its owners, or its role since it was made.

    Its place among others doesn't count: that changes when another is moved.
    """
    made = action.history.filter(history_type="+").order_by("history_id").first()
    latest = action.history.order_by("-history_id").first()
    if not made or latest.diff_against(made, excluded_fields=["position"]).changed_fields:
        return True
    owners_changed = action.owners.model.history.filter(
        action_id=action.pk, history_date__gt=made.history_date
    )
    return (
        owners_changed.exists()
        or action.merged_from.exists()
        or action.carried_on_by.exists()
        or has_been_said_of(action)
    )


def has_priority_been_edited(priority):
    """Whether a priority of the new plan is more than the copy that it was made as."""
    made = priority.history.filter(history_type="+").order_by("history_id").first()
    latest = priority.history.order_by("-history_id").first()
    if not made or latest.diff_against(made, excluded_fields=["position"]).changed_fields:
        return True
    return priority.merged_from.exists() or priority.carried_on_by.exists()
