"""What the actions of a published plan are, as JSON Schema (2020-12)."""

from typing import Any

from actions.models import Action
from actions.statuses import Status
from reports import recommendation_records
from reports.action_tables import COLUMNS, JSON_NAME, JSON_VERSION
from reports.frozen.actions import LABELS

TEXT = {"type": "string"}
CHOICES = {
    "status": [one.label for one in Status],
    "class": ["", *Action.Pier.labels],
}
OWNERS = {
    "description": "Who is responsible",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"agency": TEXT, "unit": TEXT, "lead": {"type": "boolean"}},
        "required": ["agency", "unit", "lead"],
    },
}


def schema() -> dict[str, Any]:
    """More may be added to each object within a version: whoever reads it passes over that."""
    plan = {"title": TEXT, "year": TEXT, "as_of": TEXT | {"format": "date"}}
    partnership = {"name": TEXT, "district": TEXT}
    properties = {
        "format": {"const": JSON_NAME},
        "version": {"const": JSON_VERSION},
        "partnership": _object(partnership),
        "plan": _object(plan | {"edition": {"type": ["string", "null"]}}),
        "actions": {"type": "array", "items": _object(_action())},
        "recommendations": {"type": "array", "items": _object(_recommendation())},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The actions of a community safety plan",
        "description": "All is text as it was printed, empty where nothing is said",
        **_object(properties),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _action() -> dict[str, Any]:
    told = "The same in all editions of the plan, and in the address of the action’s page"
    return {"key": TEXT | {"description": told}} | {name: _column(name) for name in COLUMNS}


def _column(name: str) -> dict[str, Any]:
    if name == "owners":
        return OWNERS
    if name in CHOICES:
        return {"description": LABELS[name], "enum": CHOICES[name]}
    return TEXT | {"description": LABELS[name]}


def _recommendation() -> dict[str, Any]:
    answers = {"description": "Actions, in words", "type": "array", "items": TEXT}
    texts = dict.fromkeys(recommendation_records.COLUMNS, TEXT)
    return texts | {"answered by": answers}
