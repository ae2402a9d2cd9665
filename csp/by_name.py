"""Lists in the order in which people look a name up, on pages and in fields."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from csp.plain_text import sort_key

Row = TypeVar("Row")


def by_name(rows: Iterable[Row], name: Callable[[Row], Any] = str) -> list[Row]:
    """The rows by their name; those of one name stay in their order. name: of a row."""
    return sorted(rows, key=lambda row: sort_key(str(name(row))))


class _ByName(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in by_name(self.queryset.all(), self.field.label_from_instance):
            yield self.choice(row)


def offer_by_name(field: Any, rows: "QuerySet[Any]") -> None:
    """Let a ModelChoiceField, or one of several choices, offer these rows by name."""
    assert isinstance(field, forms.ModelChoiceField)
    field.iterator = _ByName
    field.queryset = rows
