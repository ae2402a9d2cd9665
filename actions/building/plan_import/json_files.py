"""Our own export of actions as JSON, as the table that our Excel file of it would be."""

import json
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError

from actions.building.plan_import.columns import MEANINGS
from csp.spreadsheets import reading
from csp.spreadsheets.grids import MOST_ROWS, TOO_MANY_ROWS, Grid, GridRow, Grids, checked
from plans.action_fields import ACTION_FIELDS

KINDS = (*reading.KINDS, ".json")
FORMAT, VERSION = "csp-plan-actions", 1
COLUMNS = ("theme", "priority", "strand", *(one.in_data for one in ACTION_FIELDS))
WHOLE_PLAN = (
    "The selected file holds a whole plan. Import it under “Start a plan”, where it is made anew"
)
NOT_OURS = "The selected file is not an export of actions from CSP Plan, although it ends in .json"


def read_plan_file(name: str, file: IO[bytes]) -> Grids:
    """What a file of a plan holds, as read_grids does it, and our own JSON.

    Raises ValidationError with what is wrong, and what to do.
    """
    if Path(name).suffix.lower() != ".json":
        return reading.read_grids(name, file)
    content = file.read(reading.MOST_BYTES + 1)
    if len(content) > reading.MOST_BYTES:
        most = reading.MOST_BYTES >> 20
        raise ValidationError(f"The selected file must be smaller than {most}MB")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise ValidationError(NOT_OURS) from None
    found = checked([Grid("The table", _rows(data), is_sheet=True)])
    if len(found.grids[0].rows) == 1:
        raise ValidationError("The selected file is empty")
    return found


def _rows(data: Any) -> list[GridRow]:
    """The row of headings, and one for each action. Raises ValidationError."""
    if isinstance(data, dict) and data.get("format") == "csp-plan":
        raise ValidationError(WHOLE_PLAN)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValidationError(NOT_OURS)
    if data.get("version") != VERSION:
        raise ValidationError(
            f"The selected file is of another version of CSP Plan: this one reads {VERSION}"
        )
    actions = data.get("actions")
    if not isinstance(actions, list) or not all(isinstance(one, dict) for one in actions):
        raise ValidationError(NOT_OURS)
    if len(actions) > MOST_ROWS:
        raise ValidationError(TOO_MANY_ROWS)
    head = GridRow(1, [MEANINGS[name] for name in COLUMNS])
    return [
        head,
        *(
            GridRow(number, [_text(name, one.get(name)) for name in COLUMNS])
            for number, one in enumerate(actions, start=2)
        ),
    ]


def _text(name: str, value: Any) -> str:
    """A value as our tables have it. Raises ValidationError."""
    if name == "owners" and isinstance(value, list):
        return "\n".join(map(_owner, value))
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError(NOT_OURS)
    return value.strip()


def _owner(value: Any) -> str:
    """“KCC (Early Help), lead”. Raises ValidationError."""
    if not isinstance(value, dict) or not isinstance(value.get("agency"), str):
        raise ValidationError(NOT_OURS)
    unit = f" ({value['unit']})" if value.get("unit") else ""
    return f"{value['agency']}{unit}{', lead' if value.get('lead') else ''}"
