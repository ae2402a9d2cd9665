"""The actions of an edition, as its file of data keeps them."""

import json
from dataclasses import dataclass
from typing import Any

from plans.action_fields import ACTION_FIELDS

FORMAT = "json"
LABELS = {
    "theme": "Theme",
    "priority": "Priority",
    "strand": "Strand",
    **{one.in_data: one.label for one in ACTION_FIELDS},
}


@dataclass(frozen=True)
class FrozenAction:
    """An action as it was issued. texts: what it says, by names of the file's columns."""

    key: str
    texts: dict[str, str]

    @property
    def has_page(self) -> bool:
        """Whether it has an address of its own: what an older version issued has not."""
        return ":" not in self.key

    @property
    def name(self) -> str:
        """What it is called in a line: its reference and its wording."""
        return " ".join(filter(None, [self.texts["reference"], self.texts["action"]]))

    def told_as(self, labels: dict[str, str]) -> list[tuple[str, str]]:
        """(label, words) of all that it says beside its wording and status.

        labels: by the names of texts.
        """
        left_out = ("action", "status", "reference")
        return [
            (label, self.texts[name])
            for name, label in labels.items()
            if self.texts[name] and name not in left_out
        ]

    @property
    def status(self) -> str:
        return self.texts["status"]


def actions_in(content: bytes | None) -> dict[str, FrozenAction]:
    """The actions by their keys, in the order of the file; none if there is no file."""
    if not content:
        return {}
    found = [_action(one) for one in json.loads(content)["actions"]]
    return {one.key: one for one in found}


def _action(data: dict[str, Any]) -> FrozenAction:
    texts = {name: str(data.get(name) or "") for name in LABELS}
    owners = data.get("owners") or []
    texts["owners"] = "\n".join(map(_owner, owners))
    # What was issued by an older version has no keys: it is told by its words.
    return FrozenAction(data.get("key") or f"{texts['priority']}: {texts['action']}", texts)


def _owner(data: dict[str, Any]) -> str:
    unit = f" ({data['unit']})" if data["unit"] else ""
    return f"{data['agency']}{unit}{', lead' * data['lead']}"
