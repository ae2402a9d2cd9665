"""What becomes of an action in the next plan: the writes, each whole or not at all.

Of the old plan they write the action's fate, its reason and what it was merged into, and nothing
else. `seen` is always the version_of the action that the writer has read; if it is another now,
DecidedByAnother is raised.
"""

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from actions.carrying.overview import actions_of, has_been_edited, has_been_said_of, is_decided
from actions.carrying.owners import owners_on
from actions.models import Action, Owner
from actions.timescales import moved_on
from plans.models import Plan, Strand

Fate = Action.Fate
COPIED = ["wording", "measure", "outcome", "resources", "pier"]


class DecidedByAnother(Exception):
    """Somebody decided about the action after the writer had last seen it."""


class EditedSince(Exception):
    """What the decision made was edited since: whoever undoes it must say what becomes of it."""


def version_of(action):
    """What has been decided of an action of `actions_of`: its fate, and the ids it led to."""
    results = ",".join(str(one.pk) for one in action.results)
    return f"{action.fate}:{action.merged_into_id or ''}:{results}"


@transaction.atomic
def keep(action, *, plan, priority, timescale, seen):
    """Carry the action on in its own words. priority, timescale: in the new Plan."""
    action = _open(action, plan, seen)
    _carry_on(plan, [_Carried(action, priority, timescale)])
    _decide(action, Fate.CARRIED_ON)


@transaction.atomic
def reword(action, *, plan, priority, timescale, reason, seen, **words):
    """Carry the action on in other words. words: fields of the new Action, such as wording."""
    action = _open(action, plan, seen)
    _carry_on(plan, [_Carried(action, priority, timescale, words)])
    _decide(action, Fate.REWORDED, reason)


@transaction.atomic
def split(action, *, plan, priority, timescale, wordings, reason, seen):
    """Carry the action on as several, one for each wording; the first keeps its reference."""
    action = _open(action, plan, seen)
    first, *others = wordings
    carried = [_Carried(action, priority, timescale, {"wording": first})]
    for wording in others:
        words = {"wording": wording, "reference": ""}
        carried.append(_Carried(action, priority, timescale, words))
    _carry_on(plan, carried)
    _decide(action, Fate.SPLIT, reason)


@transaction.atomic
def merge(action, *, plan, into, reason, seen):
    """Let an Action of the new plan stand for this one too."""
    action = _open(action, plan, seen)
    _decide(action, Fate.MERGED, reason, merged_into=into)


@transaction.atomic
def drop(action, *, plan, reason, seen):
    """Don't carry the action on. The reason is never empty."""
    action = _open(action, plan, seen)
    _decide(action, Fate.DROPPED, reason)


@transaction.atomic
def confirm(action, *, plan, seen):
    """Say of an action that the new plan carries on already what that makes of it."""
    _confirm(_locked(action, plan, seen))


@transaction.atomic
def keep_all(priority, *, plan):
    """Keep all of the old Priority's actions that are not decided yet.

    They go to the priority of the new Plan that stands for it. Timescales that name a day of the
    old year are moved on a year. Returns how many there were.
    """
    lock(plan)
    undecided = [
        action
        for action in actions_of(priority.plan, plan).filter(priority=priority)
        if not is_decided(action)
    ]
    target = stands_for(priority, plan)
    new = [
        _Carried(action, target, proposed_timescale(action))
        for action in undecided
        if not action.results
    ]
    _carry_on(plan, new)
    for action in undecided:
        if action.results:
            _confirm(action)
        else:
            _decide(action, Fate.CARRIED_ON)
    return len(undecided)


@transaction.atomic
def undo(action, *, plan, seen, leave=None):
    """Take a decision back, and what it made out of the new plan.

    leave: whether actions that were edited since stay there, without an ancestor; None if nobody
    was asked, and then EditedSince is raised if there are any. Of which something was said, stay.
    """
    action = _locked(action, plan, seen)
    edited = needs_asking(action)
    if edited and leave is None:
        raise EditedSince
    for row in action.results:
        if not may_go(row) or (leave and row in edited):
            row.carries_on = None
            row.save()
        else:
            row.delete()
    _decide(action, "")


def needs_asking(action):
    """Of what carries on an action of `actions_of`, that which may not go without a question.

    Edited since it was made; or nobody decided that it carries on, so that it came otherwise.
    """
    return [row for row in action.results if not action.fate or has_been_edited(row)]


def may_go(row):
    """Whether an action of the new plan may be removed: nothing was said of it."""
    return not has_been_said_of(row)


def stands_for(priority, plan):
    """The Priority of the new plan that an old one continues as or was merged into, or None."""
    if continued := priority.carried_on_by.filter(plan=plan).first():
        return continued
    into = priority.merged_into
    return into if into and into.plan_id == plan.pk else None


def proposed_timescale(action):
    """The action's timescale in the words of the next year."""
    return moved_on(action.timescale, action.plan.start_year)


def owners_in(plan, action, agencies):
    """Who would own the action in the new plan: NewOwners."""
    return owners_on(plan.starts_on, action.owners.all(), agencies)


def lock(plan):
    """Wait until nobody else decides anything for the new Plan, and let nobody until the end."""
    Plan.objects.select_for_update().get(pk=plan.pk)


class _Carried:
    """An action of the new plan on its way: what of, where to, and in which other words."""

    def __init__(self, old, priority, timescale, words=None):
        self.old = old
        self.is_at_home = priority.carries_on_id == old.priority_id
        copied = {name: getattr(old, name) for name in COPIED}
        if self.is_at_home:
            # Among the same actions the old number and place still mean something.
            copied["reference"] = old.reference
            copied["position"] = old.position
        self.new = Action(
            priority=priority, carries_on=old, timescale=timescale, **copied | (words or {})
        )


def _carry_on(plan, carried):
    """Write the new actions with their strands and owners."""
    agencies = {agency.pk: agency for agency in plan.partnership.agencies.all()}
    owners = []
    strands: dict[tuple[int, str], Strand] = {}
    places: dict[int, int] = {}
    for one in carried:
        old, new = one.old, one.new
        if old.strand:
            new.strand = _strand(new.priority, old.strand, strands)
        if not one.is_at_home:
            new.position = _last_place(new.priority, places)
        found = owners_in(plan, old, agencies)
        if not found.changes:
            new.owners_as_written = old.owners_as_written
        new.clean()
        for owner in found.rows:
            owner.action = new
        owners += found.rows
    # What is later than this was edited: has_been_edited.
    moment = timezone.now()
    if carried:
        actions = [one.new for one in carried]
        bulk_create_with_history(actions, Action, default_date=moment)
        for owner in owners:
            # Now that it has an id.
            owner.action = owner.action
    if owners:
        bulk_create_with_history(owners, Owner, default_date=moment)


def _strand(priority, old, strands):
    key = (priority.pk, old.title)
    if key not in strands:
        strands[key], _ = Strand.objects.get_or_create(
            priority=priority, title=old.title, defaults={"position": old.position}
        )
    return strands[key]


def _last_place(priority, places):
    if priority.pk not in places:
        last = priority.actions.order_by("-position").values_list("position", flat=True).first()
        places[priority.pk] = 0 if last is None else last + 1
    else:
        places[priority.pk] += 1
    return places[priority.pk]


def _confirm(action):
    fate = Fate.SPLIT
    if len(action.results) == 1:
        same = action.results[0].wording == action.wording
        fate = Fate.CARRIED_ON if same else Fate.REWORDED
    _decide(action, fate, action.fate_reason)


def _decide(action, fate, reason="", merged_into=None):
    action.fate = fate
    action.fate_reason = reason
    action.merged_into = merged_into
    action.save(update_fields=["fate", "fate_reason", "merged_into"])


def _locked(action, plan, seen):
    """The action as it is now, under the lock."""
    lock(plan)
    action = actions_of(action.plan, plan).get(pk=action.pk)
    if version_of(action) != seen:
        raise DecidedByAnother
    return action


def _open(action, plan, seen):
    """The action as it is now, under the lock, if nothing was decided of it."""
    action = _locked(action, plan, seen)
    if action.results or is_decided(action):
        raise DecidedByAnother
    return action
