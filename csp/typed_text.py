"""Text as people type it and paste it into forms: none of it that can be seen is cut, and all of it
is counted as the browser counts it.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.html import conditional_escape

# What a field of several lines takes.
LONGEST_TEXT = 4000

# Signs of other programs for the end of a line or page, within what a browser sends as one line.
BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# Controls, soft hyphens, spaces and letters without width, places of pictures, and what only says
# how a text is written. A flag of a country within another is made of tags (U+E0020 and on).
INVISIBLE = re.compile(
    "[\x01-\x08\x0e-\x1b\x7f-\x9f\u00ad\u115f\u1160\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\uffff]|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
)
# They say in which direction words run: of use only beside Arabic, Hebrew and the like.
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# They join the signs of an emoji, or part letters that would be joined, of Persian and of India.
JOINERS = re.compile("(.?)([\u200c\u200d]+)", re.S)
CAN_BE_JOINED = {"Lo", "Mn", "Mc", "So", "Sk"}


def sent_fields(data: QueryDict) -> dict[str, Any]:
    """What was sent with a form, by names: of a field with several values, the list of them."""
    return {
        name: values if len(values) > 1 else values[0] for name, values in data.lists() if values
    }


class LongestText(MaxLengthValidator):
    """No more characters than that, as JavaScript counts them: most emoji are two."""

    def clean(self, text: Any) -> int:
        return len(text) + sum(letter > "\uffff" for letter in text)


class TypedText:
    """A form, or a ModelForm, into which text is typed. All of ours are such forms.

    A line ends in one character, whatever the browser has sent. What nobody sees is taken out
    (`without_invisible`), but of passwords. Nothing has the attribute
    `maxlength`, by which a browser cuts what is pasted and says nothing. Text with a limit has a
    count below it (templates/gds/field.html), an error that names the field, and is given back.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "data" in kwargs:
            kwargs["data"] = _as_typed(kwargs["data"])
        super().__init__(*map(_as_typed, args[:1]), *args[1:], **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and field.max_length:
                if field.label is None:
                    field.label = pretty_name(name)
                # Nobody counts the characters of an address.
                limit(field, field.max_length, is_counted=not isinstance(field, forms.EmailField))

    def __getitem__(self, name: str) -> forms.BoundField:
        """A field, whose label and hint are text: the templates of crispy-forms-gds take them for
        HTML, and some name what somebody has typed.
        """
        bound: forms.BoundField = super().__getitem__(name)  # type: ignore[misc]
        bound.label = conditional_escape(bound.label)
        bound.help_text = conditional_escape(bound.help_text)
        return bound


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


def without_invisible(text: str) -> str:
    """Text without control characters and others that nobody sees, which came with a paste.

    They keep a word from being found, and an address from being one. Those stay that do something:
    joiners in emoji and between letters of scripts that join, signs of direction in a text with
    words that run from the right, tabs and ends of lines.
    """
    if text.isascii() and text.isprintable():
        return text
    text = INVISIBLE.sub("", BREAKS.sub(" ", text))
    text = JOINERS.sub(_joiners, text)
    plain = DIRECTIONS.sub("", text)
    is_mixed = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in plain)
    return text if is_mixed else plain


def _joiners(found: re.Match[str]) -> str:
    before, joiners = found[1], found[2]
    is_of_use = before and unicodedata.category(before) in CAN_BE_JOINED
    return before + joiners[0] if is_of_use else before


def _as_typed(data: Any) -> Any:
    """What a form has sent, as the browser shows it: it sends a line's end as two characters."""
    if isinstance(data, MultiValueDict):
        sent = data.copy()
        for name, values in data.lists():
            sent.setlist(name, [_shown(name, value) for value in values])
        return sent
    if isinstance(data, Mapping):
        return {name: _shown(name, value) for name, value in data.items()}
    return data


def _shown(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value if "password" in name else without_invisible(value)
