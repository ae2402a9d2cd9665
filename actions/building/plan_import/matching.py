"""Which actions of the plan a file has already, and what it says of them otherwise."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from actions.building.plan_import.owners import NamedOwner, key_of
from actions.building.plan_import.planned import Difference, PlannedAction
from actions.models import Action, Status
from plans.action_fields import ACTION_FIELDS, OWN_FIELDS
from plans.marks import BULLET, as_text, opening
from plans.models import Plan

# Without these a table isn't one of our own exports, whose references can be relied on.
OUR_HEADINGS = {"priority", *(one.in_data for one in ACTION_FIELDS)}


class PlansActions:
    """The actions of a plan, of which each answers for one row of a file."""

    def __init__(self, plan: Plan) -> None:
        self.actions: dict[int, Action] = {}
        self.left: defaultdict[tuple[str, str], list[Action]] = defaultdict(list)
        actions = Action.objects.filter(priority__plan=plan).in_plan_order()
        actions = actions.select_related("priority", "strand", "latest_update")
        for action in actions.prefetch_related("owners__agency"):
            self.actions[action.pk] = action
            strand = action.strand.title if action.strand else ""
            self.left[key_of(action.priority.title), key_of(strand)].append(action)

    def matched(
        self, planned: PlannedAction, headings: Collection[str], columns: Collection[str]
    ) -> PlannedAction:
        """With the action of the plan that it is, and the differences; or notes on one like it.

        headings: of its table. columns: what they mean.
        """
        left = self.left[key_of(planned.priority), key_of(planned.strand)]
        reference = planned.texts["reference"]
        found = _alike(left, planned)
        alike = [one for one in left if reference and one.reference == reference]
        if found is None and {one.lower() for one in headings} >= OUR_HEADINGS:
            found = alike[0] if len(alike) == 1 else None
        if found is not None:
            left.remove(found)
            differences = tuple(differences_between(found, planned, columns))
            return replace(planned, pk=found.pk, differences=differences)
        notes = [
            f"The plan has another action {reference} here: “{opening(one.wording)}”. This one is "
            "added beside it"
            for one in alike
        ]
        return replace(planned, notes=(*planned.notes, *notes)) if notes else planned

    def not_met(self) -> tuple[str, ...]:
        """What the plan has and the file hasn't, if it has anything of the plan."""
        met = len(self.actions) - sum(map(len, self.left.values()))
        pks = {one.pk for ones in self.left.values() for one in ones} if met else ()
        return tuple(
            f"{one.reference} {opening(one.wording)}".strip()
            for pk, one in self.actions.items()
            if pk in pks
        )


def _alike(left: list[Action], planned: PlannedAction) -> Action | None:
    """The first with the same wording, and no other reference."""
    words, reference = _key(planned.texts["wording"]), planned.texts["reference"]
    for one in left:
        is_free = one.reference == reference or not (one.reference and reference)
        if is_free and _key(one.wording) == words:
            return one
    return None


def differences_between(
    action: Action, planned: PlannedAction, columns: Collection[str]
) -> list[Difference]:
    """What a row says otherwise than the action that it is, as far as it has columns for it."""
    told = Action(**planned.texts)
    found = []
    for one in OWN_FIELDS:
        has_column = one.in_data in columns or (one.name == "timescale" and "start" in columns)
        old, new = action.words_of(one.name), told.words_of(one.name)
        if (has_column or new) and _plain(old) != _plain(new):
            found.append(Difference(one.name, one.label, old, new))
    if {"owners", "lead"} & set(columns):
        found += _of_owners(action, planned)
    if {"update", "status"} & set(columns):
        found += _of_update(action, planned)
    return found


def _of_owners(action: Action, planned: PlannedAction) -> list[Difference]:
    rows = [
        NamedOwner(one.agency_id, one.agency.name, one.unit, one.is_lead)
        for one in action.owners.all()
    ]
    same = {(one.key, one.is_lead) for one in rows} == {
        (one.key, one.is_lead) for one in planned.owners
    }
    if same and not rows:
        same = _plain(action.owners_as_written) == _plain(planned.owners_as_written)
    if same:
        return []
    old = "\n".join(map(_named, rows)) or action.owners_as_written
    new = "\n".join(map(_named, planned.owners)) or planned.owners_as_written
    return [Difference("owners", "Owners", old, new)]


def _named(owner: NamedOwner) -> str:
    unit = f" ({owner.unit})" if owner.unit else ""
    new = "" if owner.agency else ", a new partner"
    return f"{owner.name}{unit}{', lead' if owner.is_lead else ''}{new}"


def _of_update(action: Action, planned: PlannedAction) -> list[Difference]:
    """What was said last is a difference; that nothing is said is none."""
    latest = action.latest_update
    is_older = planned.said_on and latest and latest.made_on > planned.said_on
    text = planned.update or action.review_wording
    status = status_to_take(action, planned)
    if is_older or (status == action.status and _plain(text) == _plain(action.review_wording)):
        return []
    old = ": ".join(filter(None, [action.get_status_display(), action.review_wording]))
    new = ": ".join(filter(None, [Status(status).label, planned.update]))
    return [Difference("update", "Update and status", old, new)]


def status_to_take(action: Action, planned: PlannedAction) -> str:
    """The status that a row gives an action: its own where the row gives none."""
    return planned.status if planned.status and planned.status_as_written else action.status


def _key(wording: str) -> str:
    """Equal for wordings with and without marks: who writes a list anew may leave its bullets."""
    return key_of(as_text(wording).replace(BULLET, " "))


def _plain(text: str) -> str:
    """Equal for texts that differ in spaces, line ends, apostrophes and marks alone."""
    return " ".join(as_text(text).replace("’", "'").split())
