"""docs/plan.schema.json: what a plan.json is, as JSON Schema (2020-12).

Written anew by: manage.py shell -c "from reports.transfer.schema import text; print(text())"
"""

import json
from typing import Any

from reports.transfer.kind import Kind
from reports.transfer.kinds import COMMON, OF_PLAN, PLAN_ITSELF
from reports.transfer.values import field_of, schema_of
from reports.transfer.writing import FORMAT, VERSION

ID = {"type": "integer"}
ROW_ELSEWHERE = {
    "description": "A row of another plan: the plan's address, the row's id in its own file, and "
    "what the row is called",
    "type": ["object", "null"],
    "properties": {"plan": {"type": "string"}, "id": ID, "words": {"type": "string"}},
    "required": ["plan", "id", "words"],
    "additionalProperties": False,
}
ADDRESS = {"description": "The address of a plan", "type": ["string", "null"]}
PERSON = {
    "description": "A name; in the files of a whole partnership with the email address",
    "type": ["string", "object", "null"],
    "properties": {"name": {"type": "string"}, "email": {"type": "string"}},
}
BYTES = {
    "description": "In Base64; in the files of a whole partnership, where in the zip it is",
    "type": ["string", "object", "null"],
    "properties": {"file": {"type": "string"}},
}


def text() -> str:
    """The schema, as docs/plan.schema.json has it."""
    return json.dumps(_schema(), indent=2, ensure_ascii=False)


def _schema() -> dict[str, Any]:
    lists = {kind.name: _list(kind) for kind in OF_PLAN}
    in_each = [kind.name for kind in OF_PLAN if not kind.in_archive]
    plan = {
        "type": "object",
        "properties": {"plan": _row(PLAN_ITSELF, has_id=False), **lists},
        "required": ["plan", *in_each],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan from CSP Plan",
        "description": "What each list and field means: data-format.md.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "partnership": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "district": {"type": "string"}},
                "required": ["name", "district"],
                "additionalProperties": False,
            },
            **{kind.name: _list(kind) for kind in COMMON},
            "plans": {
                "description": "The first is the plan; the others are those of which its document "
                "speaks",
                "type": "array",
                "minItems": 1,
                "items": plan,
            },
        },
        "required": ["format", "version", "partnership", *(one.name for one in COMMON), "plans"],
        "additionalProperties": False,
    }


def _list(kind: Kind) -> dict[str, Any]:
    return {"type": "array", "items": _row(kind)}


def _row(kind: Kind, *, has_id: bool = True) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": ID} if has_id else {}
    fields |= {name: schema_of(field_of(kind.model, name)) for name in kind.values}
    fields |= {name: _link(kind, name, to) for name, to in kind.links.items()}
    for name, to in kind.many.items():
        described = f"Ids of rows of “{to}”"
        fields[name] = {"description": described, "type": "array", "items": ID}
    for name in kind.elsewhere:
        to_plans = kind is PLAN_ITSELF or name == "only_in"
        fields[name] = ADDRESS if to_plans else ROW_ELSEWHERE
    fields |= dict.fromkeys(kind.people, PERSON) | dict.fromkeys(kind.files, BYTES)
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _link(kind: Kind, name: str, to: str) -> dict[str, Any]:
    if to == "people":
        return {"description": "The email address of a member", "type": "string"}
    can_be_empty = field_of(kind.model, name).null
    kinds = ["integer", "null"] if can_be_empty else "integer"
    return {"description": f"The id of a row of “{to}”", "type": kinds}
