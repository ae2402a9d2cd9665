"""Somebody else saved meanwhile: how that is noticed, and how both texts are shown.

Whoever is shown something that they may change or remove keeps its version in a hidden field named
VERSION. What writes it, under a lock, raises ChangedByAnother if the version is another by then.
The page comes again with includes/meanwhile.html: what is saved now, and what was typed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Model

from csp.typed_text import TypedText

VERSION = "version"
# Of a row whose history keeps no records, or that is not there yet.
NO_VERSION = ""


class ChangedByAnother(Exception):
    """What the writer has seen is not what there is any more.

    now: what there is, for the page that shows it; None if the page finds that itself.
    """

    def __init__(self, now: Any = None) -> None:
        super().__init__("" if now is None else str(now))
        self.now = now


def latest_record(row: Any) -> Any:
    """What the history last says of a row, or None; its user is loaded."""
    if row.pk is None:
        return None
    return row.history.select_related("history_user").order_by("-history_id").first()


def version_of(row: Model) -> str:
    """The row's version as a form keeps it: the id of its latest record in the history."""
    record = latest_record(row)
    return str(record.history_id) if record else NO_VERSION


class VersionedForm(TypedText, forms.Form):
    """A form that keeps the version which its writer has seen; a ModelForm names it second.

    saved_now: what somebody else has saved and the writer has otherwise, as pairs of label and
    words, for includes/meanwhile.html.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    saved_now: Sequence[tuple[str, Any]] = ()

    @property
    def typed(self) -> list[tuple[str, Any]]:
        """What was typed, as pairs of label and words, for whom it can't be saved any more."""
        shown = [self[name] for name, field in self.fields.items() if not _is_hidden(field)]
        pairs = [(bound.label, words_of(bound)) for bound in shown]
        return [(str(label), words) for label, words in pairs if words]

    def changed_by_another(
        self, told: str, *, version: object, saved_now: Iterable[tuple[str, Any]] = ()
    ) -> None:
        """Give back what was typed, with what was saved meanwhile. The form has been validated.

        told: who has done what, and what the writer can do. version: that of now, so that the form
        is taken when it is sent once more.
        """
        self.add_error(None, told)
        self.saved_now = list(saved_now)
        self.take_when_sent_again(version)

    def take_when_sent_again(self, version: object) -> None:
        """Let the form hold the version of now, since its page shows what that is."""
        self.data: Any = self.data.copy()
        self.data[self.add_prefix(VERSION)] = str(version or NO_VERSION)


def words_of(bound: forms.BoundField) -> Any:
    """The value of a form's field, as its reader knows it."""
    value = bound.value()
    return value.name if hasattr(value, "name") else words_of_choice(bound.field, value)


def words_of_choice(field: forms.Field, value: Any) -> Any:
    """What the choice of a field is called, in groups or not; of another field, the value."""
    choices = getattr(field, "choices", [])
    flat = [
        one
        for key, words in choices
        for one in (words if isinstance(words, list | tuple) else [(key, words)])
    ]
    return {str(key): words for key, words in flat}.get(str(value), value)


def _is_hidden(field: forms.Field) -> bool:
    return bool(field.widget.is_hidden)
