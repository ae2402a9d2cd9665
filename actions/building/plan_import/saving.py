"""Keeping what was chosen of a file's tables, by one person after another."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction

from actions.building.models import PlanImport
from actions.building.plan_import.columns import LEFT_OUT, MEANINGS
from actions.building.plan_import.columns_step import groups_of
from actions.building.plan_import.rows import HOW
from csp.versions import ChangedByAnother


def version_of_choices(plan_import: PlanImport) -> str:
    """What was chosen so far, as a form keeps it."""
    shown = [plan_import.state, plan_import.choices]
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def save_choices(plan_import: PlanImport, choices: Mapping[str, Any], *, seen: str) -> None:
    """Keep these choices of a PlanImport.

    seen: the version_of_choices that the writer has read. Raises ChangedByAnother, with the
    PlanImport as it is, if somebody has chosen otherwise or imported the file, and
    PlanImport.DoesNotExist if it has been deleted.
    """
    now = PlanImport.objects.select_for_update().get(pk=plan_import.pk)
    now.plan = plan_import.plan
    if version_of_choices(now) != seen and now.choices != choices:
        raise ChangedByAnother(now)
    now.choices = dict(choices)
    now.save(update_fields=["choices"])
    plan_import.choices = now.choices


@transaction.atomic
def discard(plan_import: PlanImport, *, seen: str) -> None:
    """Delete what was read of a file that is not imported. seen, raises: as in save_choices."""
    now = PlanImport.objects.select_for_update().filter(pk=plan_import.pk).first()
    if now and (version_of_choices(now) != seen or now.state != PlanImport.State.CHOOSING):
        raise ChangedByAnother(now)
    if now:
        now.delete()


def differences(saved: PlanImport, typed: PlanImport) -> list[tuple[str, str]]:
    """What somebody has chosen otherwise than the writer: pairs of label and words."""
    found = []
    of_writer = {group.number: group for group in groups_of(typed)[0]}
    for theirs in groups_of(saved)[0]:
        mine = of_writer.get(theirs.number, theirs)
        # Of another length where one has pointed at another row of headings.
        for one, other in zip(theirs.columns, mine.columns, strict=False):
            if one.meaning != other.meaning:
                words = {**MEANINGS, LEFT_OUT: "Leave it out"}.get(one.meaning, "Not chosen")
                found.append((one.heading or "Column without a heading", str(words)))
        if theirs.how != mine.how:
            found.append(("Rows", str(HOW[theirs.how])))
        for table, other_table in zip(theirs.tables, mine.tables, strict=False):
            if table != other_table:
                named = [table.theme, table.priority] if table.take else ["Not imported"]
                found.append((str(table.section.where), "\n".join(filter(None, named))))
    return found
