"""What becomes of an action in the next plan: the writes, each whole or not at all.

`seen` is always the version_of the action that the writer has read; if it is another now,
ChangedByAnother is raised.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.utils import bulk_create_with_history

from actions.building.carrying.across import carry_links
from actions.building.carrying.decided import (
    Row,
    actions_of,
    is_decided,
    locked,
    locked_open,
    note,
    stands_for,
    version_of,
)
from actions.building.carrying.owners import owners_in
from actions.models import Action, Owner
from actions.statuses import FINISHED
from actions.timescales import moved_on, parse
from csp.versions import ChangedByAnother
from partners.successors import Heirs
from plans.action_fields import ACTION_FIELDS
from plans.changes import lock
from plans.models import Plan, Priority, Strand
from plans.models.decisions import decision_of

Fate = Action.Fate
COPIED = [one.name for one in ACTION_FIELDS if one.is_carried]


@transaction.atomic
def keep(action: Action, *, plan: Plan, priority: Priority, timescale: str, seen: str) -> None:
    """Carry the action on in its own words. priority, timescale: in the new Plan."""
    action = locked_open(action, plan, seen)
    _carry_on(plan, [_Carried(action, priority, timescale)])
    note(action, Fate.CARRIED_ON, plan=plan)


@transaction.atomic
def reword(
    action: Action,
    *,
    plan: Plan,
    priority: Priority,
    timescale: str,
    reason: str,
    seen: str,
    **words: str,
) -> None:
    """Carry the action on in other words. words: fields of the new Action, such as wording."""
    action = locked_open(action, plan, seen)
    _carry_on(plan, [_Carried(action, priority, timescale, words)])
    note(action, Fate.REWORDED, reason, plan=plan)


@transaction.atomic
def split(
    action: Action,
    *,
    plan: Plan,
    priority: Priority,
    timescale: str,
    wordings: Sequence[str],
    reason: str,
    seen: str,
) -> None:
    """Carry the action on as several, one for each wording; the first keeps its reference."""
    action = locked_open(action, plan, seen)
    first, *others = wordings
    carried = [_Carried(action, priority, timescale, {"wording": first})]
    for wording in others:
        words = {"wording": wording, "reference": ""}
        carried.append(_Carried(action, priority, timescale, words))
    _carry_on(plan, carried)
    note(action, Fate.SPLIT, reason, plan=plan)


@transaction.atomic
def merge(action: Action, *, plan: Plan, into: Action, reason: str, seen: str) -> None:
    """Let an Action of the new plan stand for this one too."""
    action = locked_open(action, plan, seen)
    carry_links([(action, into)], plan, at=timezone.now())
    note(action, Fate.MERGED, reason, merged_into=into, plan=plan)


@transaction.atomic
def drop(action: Action, *, plan: Plan, reason: str, seen: str) -> None:
    """Don't carry the action on. The reason is never empty."""
    action = locked_open(action, plan, seen)
    note(action, Fate.DROPPED, reason, plan=plan)


@transaction.atomic
def confirm(action: Action, *, plan: Plan, seen: str) -> None:
    """Say of an action that the new plan carries on already what that makes of it."""
    _confirm(locked(action, plan, seen), plan)


@transaction.atomic
def keep_all(priority: Priority, *, plan: Plan, seen: str) -> int:
    """Keep all of the old Priority's actions that are not decided yet.

    They go to the priority of the new Plan that stands for it. Timescales that name a day of the
    old year are moved on a year. seen: the version_of_undecided that the writer has read. Returns
    how many there were: none when it is sent a second time. Raises ChangedByAnother if they are
    others now, or nothing stands for the priority (any more).
    """
    lock(plan)
    undecided = [
        action
        for action in actions_of([priority.plan], plan).filter(priority=priority)
        if not is_decided(action)
    ]
    if undecided and version_of_undecided(undecided) != seen:
        raise ChangedByAnother
    keep_each(undecided, plan=plan)
    return len(undecided)


def keep_each(undecided: Iterable[Row], *, plan: Plan) -> None:
    """Keep undecided actions under the priorities that stand for theirs, within a lock.

    Raises ChangedByAnother if nothing stands for one of them (any more).
    """
    unmade = [action for action in undecided if not action.results]
    new = [
        _Carried(action, target, proposed_timescale(action))
        for action in unmade
        if (target := stands_for(action.priority))
    ]
    if len(new) < len(unmade):
        raise ChangedByAnother
    _carry_on(plan, new)
    for action in undecided:
        if action.results:
            _confirm(action, plan)
        else:
            note(action, Fate.CARRIED_ON, plan=plan)


def version_of_undecided(actions: Iterable[Row]) -> str:
    """What the overview shows of a priority's undecided actions, as its form keeps it."""
    shown = [
        (one.pk, version_of(one), one.wording, one.timescale, str(stands_for(one.priority)))
        for one in actions
    ]
    return sha256(repr(shown).encode()).hexdigest()


def proposed_timescale(action: Action) -> str:
    """The action's timescale in the words of the next year."""
    return moved_on(action.timescale, action.plan.period)


def promised_before(old: Action, timescale: str, plan: Plan) -> str:
    """What an action first promised that the new plan carries on with this timescale.

    Nothing, if it was done, or promised no day, or the same day as now. The moves begin anew there.
    """
    if old.status in FINISHED:
        return ""
    if old.promised_before:
        return old.promised_before
    moves = [one.before for one in old.extensions.all() if not one.is_correction]
    words = moves[0] if moves else old.timescale
    was = parse(words, old.plan.period).due_on
    if not was or parse(timescale, plan.period).due_on == was:
        return ""
    # “Quarter 2” says no year.
    return words if str(was.year) in words else f"{words} ({date_format(was, 'j F Y')})"


class _Carried:
    """An action of the new plan on its way: what of, where to, and in which other words."""

    def __init__(
        self, old: Action, priority: Priority, timescale: str, words: dict[str, str] | None = None
    ) -> None:
        self.old = old
        self.is_at_home = priority.carries_on_id == old.priority_id
        copied = {name: getattr(old, name) for name in COPIED}
        if self.is_at_home:
            # Among the same actions the old number and place still mean something.
            copied["reference"] = old.reference
            copied["position"] = old.position
        self.new = Action(
            priority=priority,
            carries_on=old,
            timescale=timescale,
            **copied | (words or {}),
        )


def _carry_on(plan: Plan, carried: list[_Carried]) -> None:
    """Write the new actions with their strands, owners and links."""
    heirs = Heirs(plan.partnership, {one.old.plan.partnership_id for one in carried})
    owners = []
    strands: dict[tuple[int, str], Strand] = {}
    places: dict[int, int] = {}
    prefetch_related_objects([one.old for one in carried], "extensions")
    for one in carried:
        old, new = one.old, one.new
        new.promised_before = promised_before(old, new.timescale, plan)
        if old.strand:
            new.strand = _strand(new.priority, old.strand, strands)
        if not one.is_at_home:
            new.position = _last_place(new.priority, places)
        found = owners_in(plan, old, heirs)
        if not found.changes:
            new.owners_as_written = old.owners_as_written
        new.clean()
        for owner in found.rows:
            owner.action = new
        owners += found.rows
    # What is later than this was edited since.
    moment = timezone.now()
    if carried:
        actions = [one.new for one in carried]
        bulk_create_with_history(actions, Action, default_date=moment)
        for owner in owners:
            # Now that it has an id.
            owner.action = owner.action
    if owners:
        bulk_create_with_history(owners, Owner, default_date=moment)
    carry_links([(one.old, one.new) for one in carried], plan, at=moment)


def _strand(priority: Priority, old: Strand, strands: dict[tuple[int, str], Strand]) -> Strand:
    key = (priority.pk, old.title)
    if key not in strands:
        strands[key], _ = Strand.objects.get_or_create(
            priority=priority, title=old.title, defaults={"position": old.position}
        )
    return strands[key]


def _last_place(priority: Priority, places: dict[int, int]) -> int:
    if priority.pk not in places:
        last = priority.actions.order_by("-position").values_list("position", flat=True).first()
        places[priority.pk] = 0 if last is None else last + 1
    else:
        places[priority.pk] += 1
    return places[priority.pk]


def _confirm(action: Row, plan: Plan) -> None:
    fate = Fate.SPLIT
    if len(action.results) == 1:
        same = action.results[0].wording == action.wording
        fate = Fate.CARRIED_ON if same else Fate.REWORDED
    note(action, fate, decision_of(action).fate_reason, plan=plan)
