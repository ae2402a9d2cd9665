"""Who owns in the new year what was owned in the old: successors for agencies that have ended."""

from dataclasses import dataclass, field

from actions.models import Action, Owner
from partners.successors import Heirs
from plans.models import Plan


@dataclass
class NewOwners:
    """rows: Owners not yet saved, of no action yet. changes: what differs, a sentence each."""

    rows: list[Owner] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


def owners_in(plan: Plan, action: Action, heirs: Heirs) -> NewOwners:
    """Who would own the action in the new Plan: those of its owners that are in being when it
    begins, and successors of the others; in the plan of a partnership that was founded from the
    action's, what these became.
    """
    new = NewOwners()
    rows: dict[tuple[int, str], Owner] = {}
    for owner in action.owners.all():
        old = owner.agency
        agency = heirs.of(old, on=plan.starts_on)
        if agency is None:
            new.changes.append(f"{old} has ended without a successor and is left out")
            continue
        if agency.name != old.name:
            new.changes.append(f"{agency} replaces {old}")
        row = Owner(agency=agency, unit=owner.unit, position=len(rows))
        row = rows.setdefault((agency.pk, owner.unit), row)
        row.is_lead = row.is_lead or owner.is_lead
    new.rows = list(rows.values())
    return new
