"""Text as people type it and paste it into forms: none of it is cut, and all of it is counted as
the browser counts it.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.utils import pretty_name
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy

# What a field of several lines takes.
LONGEST_TEXT = 4000


class LongestText(MaxLengthValidator):
    """No more characters than that, as JavaScript counts them: most emoji are two."""

    def clean(self, text: Any) -> int:
        return len(text) + sum(letter > "\uffff" for letter in text)


class TypedText:
    """A form, or a ModelForm, into which text is typed. All of ours are such forms.

    A line ends in one character, whatever the browser has sent. Nothing has the attribute
    `maxlength`, by which a browser cuts what is pasted and says nothing. Text with a limit has a
    count below it (templates/gds/field.html), an error that names the field, and is given back.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "data" in kwargs:
            kwargs["data"] = _with_single_line_ends(kwargs["data"])
        super().__init__(*map(_with_single_line_ends, args[:1]), *args[1:], **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and field.max_length:
                if field.label is None:
                    field.label = pretty_name(name)
                # Nobody counts the characters of an address.
                limit(field, field.max_length, is_counted=not isinstance(field, forms.EmailField))


def limit(field: Any, longest: int, *, is_counted: bool = True) -> None:
    """Let the text of a form's CharField have no more than `longest` characters.

    is_counted: whether they are counted while they are typed. The error is the field's own
    `max_length`, if it has one.
    """
    others = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
    field.validators = [*others, LongestText(longest)]
    field.max_length = longest
    field.widget.attrs.pop("maxlength", None)
    field.error_messages.setdefault("max_length", _too_long(field))
    field.counts_to = longest if is_counted else None


def _what_is_too_long(field: forms.CharField) -> str:
    label = str(field.label).removesuffix("?")
    return f"{label} must be {field.max_length:,} characters or fewer"


# The label may be changed after the limit is set.
_too_long = lazy(_what_is_too_long, str)


def _with_single_line_ends(data: Any) -> Any:
    """What a form has sent, as the browser shows it: it sends a line's end as two characters."""
    if isinstance(data, MultiValueDict):
        sent = data.copy()
        for name, values in data.lists():
            sent.setlist(name, [_single(value) for value in values])
        return sent
    if isinstance(data, Mapping):
        return {name: _single(value) for name, value in data.items()}
    return data


def _single(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value
