"""Our own export as JSON, and what only looks like it."""

import io
import json

import pytest
from django.core.exceptions import ValidationError

from actions.building.plan_import.json_files import read_plan_file

HEAD = {"format": "csp-plan-actions", "version": 1}


def read(content):
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    return read_plan_file("plan.json", io.BytesIO(content))


def test_owners_are_lines_as_in_our_tables():
    owners = [{"agency": "KCC", "unit": "Early Help", "lead": True}, {"agency": "KFRS"}]
    (grid,) = read(HEAD | {"actions": [{"action": "Patrol", "owners": owners}]}).grids
    assert "KCC (Early Help), lead\nKFRS" in grid.rows[1].cells


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not an export"),
        (b"{", "not an export"),
        (b"\xff\xfe\xfd", "not an export"),
        (b"[" * 200_000, "not an export"),
        (b"9" * 100_000, "not an export"),
        ([], "not an export"),
        ({"format": "geojson"}, "not an export"),
        ({"format": "csp-plan", "version": 1}, "holds a whole plan"),
        (HEAD | {"version": 2}, "another version"),
        (HEAD | {"actions": None}, "not an export"),
        (HEAD | {"actions": [1]}, "not an export"),
        (HEAD | {"actions": [{"action": 1}]}, "not an export"),
        (HEAD | {"actions": [{"owners": [1]}]}, "not an export"),
        (HEAD | {"actions": [{"owners": [{"agency": 1}]}]}, "not an export"),
        (HEAD | {"actions": []}, "is empty"),
        (HEAD | {"actions": [{"action": "a"}] * 5_001}, "more than 5,000 rows"),
        (HEAD | {"actions": [{"action": "\x07"}]}, "cannot be printed"),
        (b" " * (2 * 1024 * 1024 + 1), "smaller than 2MB"),
    ],
)
def test_what_is_no_export_is_refused_in_words(content, told):
    with pytest.raises(ValidationError) as refused:
        read(content)
    assert told in refused.value.messages[0]
