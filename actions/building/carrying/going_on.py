"""Keeping at once what goes on unchanged: most of a plan, of which the rest is then decided."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from actions.building.carrying.action_fates import keep_each, version_of_undecided
from actions.building.carrying.decided import (
    Row,
    actions_of,
    is_decided,
    priorities_of,
    stands_for,
)
from actions.building.carrying.priority_fates import go_on
from actions.models import Status
from csp.versions import ChangedByAnother
from plans.changes import lock
from plans.models import Plan


@dataclass(frozen=True)
class Kept:
    """A choice of which actions are kept; named: how it is called with their number."""

    named: str
    takes: Callable[[Status], bool]


CHOICES = {
    "on_track": Kept("Keep the {} on track", lambda status: status == Status.ON_TRACK),
    "not_finished": Kept("Keep all {} not finished", lambda status: not status.traits.is_finished),
    "all": Kept("Keep all {}", lambda status: True),
}


@dataclass(frozen=True)
class Choice:
    """One of CHOICES as the page offers it. left: how many actions are still to decide then."""

    value: str
    label: str
    left: int


def can_be_kept(actions: Iterable[Row]) -> list[Row]:
    """The undecided of `actions_of`, without those whose priority has ended."""
    return [
        action
        for action in actions
        if not is_decided(action)
        and (action.results or stands_for(action.priority) or not is_decided(action.priority))
    ]


def taken_by(which: str, actions: Iterable[Row]) -> list[Row]:
    """Those of the actions that can be kept which one of CHOICES keeps."""
    takes = CHOICES[which].takes
    return [action for action in can_be_kept(actions) if takes(Status(action.status))]


def choices_of(undecided: Sequence[Row]) -> list[Choice]:
    """What can be kept at once of the undecided actions; no choice twice, and none of nothing."""
    choices: dict[int, Choice] = {}
    for value, kept in CHOICES.items():
        number = len(taken_by(value, undecided))
        if number:
            label = kept.named.format(number)
            choices.setdefault(number, Choice(value, label, len(undecided) - number))
    return list(choices.values())


@transaction.atomic
def keep_these(
    befores: Sequence[Plan], *, plan: Plan, which: str, kept: Iterable[int], seen: str
) -> int:
    """Keep the undecided actions with these ids in the new Plan, and let their priorities go on.

    which: of CHOICES, what was offered; seen: version_of_undecided of that. Timescales that name a
    day are moved on. Returns how many were kept: none when it is sent a second time. Raises
    ChangedByAnother if other actions can be kept now, or they are not as they were.
    """
    lock(plan)
    offered = taken_by(which, actions_of(befores, plan))
    chosen = {action.pk for action in offered}.intersection(kept)
    if not chosen:
        return 0
    if version_of_undecided(offered) != seen:
        raise ChangedByAnother
    going_on = {action.priority_id for action in offered if action.pk in chosen}
    for priority in priorities_of(befores, plan).filter(pk__in=going_on):
        if not is_decided(priority):
            go_on(priority, plan=plan)
    # Once more: by now there are priorities that stand for theirs.
    keeping = [
        one for one in actions_of(befores, plan).filter(pk__in=chosen) if not is_decided(one)
    ]
    keep_each(keeping, plan=plan)
    return len(keeping)
