"""What the history of a row says, in the words of its form."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.db.models import FileField
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import ProseEditorField

from plans import rich_text
from plans.kinds import Kind

_WORDS = re.compile(r"\S+\s*|\s+")
WHAT = {"+": "Added", "~": "Changed", "-": "Removed"}


@dataclass(frozen=True)
class Difference:
    """A field's words before and after, as HTML in which what is in one alone is marked."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A record of the history, what it did in a word, and what is other than in the one before."""

    record: Any
    what: str
    differences: list[Difference]


def changes_of(kind: Kind, records: Sequence[Any]) -> list[Change]:
    """The changes that the records (newest first, all of one row of that kind) stand for."""
    words = _Words(kind, records)
    changes = []
    for after, before in zip(records, [*records[1:], None], strict=True):
        what = WHAT[after.history_type]
        if after.history_type == "-":
            found = []
        else:
            found = words.differences(before, after)
            if before and before.history_type == "-":
                what = "Restored"
            elif before and not found:
                what = "Moved" if after.diff_against(before).changes else "Saved without a change"
        changes.append(Change(after, what, found))
    return changes


def differences(kind: Kind, now: Any, then: Any) -> list[Difference]:
    """Between two records of a row: what a way back from one to the other makes."""
    return _Words(kind, [now, then], save=kind.derived).differences(now, then)


class _Words:
    """The words for the values of some records' fields; what they link to is read at once."""

    def __init__(self, kind: Kind, records: Sequence[Any], save: Collection[str] = ()) -> None:
        self.kind = kind
        self.fields = [
            field
            for field in records[0].tracked_fields
            if not field.primary_key
            and field.name not in (kind.above, "plan", "position", "key", *save)
        ]
        self.linked = {
            field.name: names_of(
                field.related_model, {getattr(one, field.attname) for one in records}
            )
            for field in self.fields
            if field.is_relation
        }
        self.beside = kind.words_beside(records[0].id)

    def differences(self, before: Any, after: Any) -> list[Difference]:
        found = []
        for field in self.fields:
            texts = ["" if one is None else self._text(field, one) for one in (before, after)]
            if texts[0] != texts[1]:
                found.append(Difference(self._label(field), *_marked(*texts)))
        for label, words in self.beside:
            texts = ["" if one is None else words[one.history_id] for one in (before, after)]
            if texts[0] != texts[1]:
                found.append(Difference(label, *_marked(*texts)))
        return found

    def _label(self, field: Any) -> str:
        of_form = self.kind.form.base_fields.get(field.name)
        if of_form and of_form.label:
            return str(of_form.label)
        return f"{field.verbose_name[:1].upper()}{field.verbose_name[1:]}"

    def _text(self, field: Any, record: Any) -> str:
        value = getattr(record, field.attname)
        if value is None or value == "":
            return ""
        if field.is_relation:
            return self.linked[field.name].get(value, "Something that has been removed")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, ProseEditorField):
            return rich_text.as_text(value)
        if isinstance(field, FileField):
            return str(value).rpartition("/")[2]
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, datetime):
            return date_format(value, "j F Y, H:i")
        if isinstance(value, date):
            return date_format(value, "j F Y")
        return str(value)


def names_of(model: Any, keys: set[Any]) -> dict[Any, str]:
    """What the rows of a model with these keys are called, by key; also those that are removed."""
    words = {}
    if hasattr(model, "history"):
        removed = model.history.filter(id__in=keys - {None}, history_type="-")
        words = {record.id: f"{record.instance} (removed)" for record in removed}
    return words | {
        key: str(one) for key, one in model._default_manager.in_bulk(keys - {None}).items()
    }


def _marked(before: str, after: str) -> tuple[str, str]:
    """Both texts as HTML: words in one alone are deleted in the first, inserted in the second."""
    if not (before and after):
        return escape(before), escape(after)
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    steps = SequenceMatcher(None, old, new).get_opcodes()
    return (
        _joined("del", [(step, old[start:end]) for step, start, end, _, _ in steps]),
        _joined("ins", [(step, new[start:end]) for step, _, _, start, end in steps]),
    )


def _joined(tag: str, steps: Iterable[tuple[str, list[str]]]) -> SafeString:
    return mark_safe(
        "".join(
            escape("".join(words))
            if step == "equal"
            else f"<{tag}>{escape(''.join(words))}</{tag}>"
            for step, words in steps
            if words
        )
    )
