"""A plan's actions as data, before they are written to a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from actions.models import Action
from actions.statuses import Status
from plans.action_fields import OWN_FIELDS
from plans.models import Priority


@dataclass(frozen=True)
class OwnerRecord:
    """An agency that owns an action. as_printed: with its short name, unit and lead."""

    agency: str
    unit: str
    is_lead: bool
    as_printed: str


@dataclass(frozen=True)
class ActionRecord:
    """An action as data. pk: for choosing, not handed over. key: of its published page. texts: the
    other columns by name.
    """

    pk: int
    key: str
    texts: dict[str, str]
    owners: tuple[OwnerRecord, ...]


def records(priorities: Iterable[Priority]) -> tuple[ActionRecord, ...]:
    """The ActionRecords of Priorities in order, which have all that is said of them loaded."""
    return tuple(
        _record(priority, action) for priority in priorities for action in priority.actions.all()
    )


def _record(priority: Priority, action: Action) -> ActionRecord:
    texts = {
        "theme": priority.theme.title if priority.theme else "",
        "priority": str(priority),
        "strand": action.strand.title if action.strand else "",
        "cross-cutting themes": action.cross_cutting,
        "recommendation": action.recommended,
        "update": action.review_wording,
        "status": Status(action.status).label,
    }
    texts |= {one.in_data: action.words_of(one.name) for one in OWN_FIELDS}
    owners = tuple(
        OwnerRecord(
            owner.agency.name, owner.unit, owner.is_lead, f"{owner}{', lead' * owner.is_lead}"
        )
        for owner in action.owners.all()
    )
    written = () if owners else action.owners_as_written.splitlines()
    return ActionRecord(
        action.pk,
        action.key,
        texts,
        owners or tuple(OwnerRecord(line, "", False, line) for line in written if line),
    )
