"""Values of fields as JSON has them: days and numbers with decimals as text, all else as it is."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    IntegerField,
    Model,
)
from django.utils import timezone

from csp.typed_text import without_invisible

# What no database and no document can hold.
NOUGHT = "\0"
LONGEST_NUMBER = 40
Json = None | bool | int | str


def field_of(model: type[Model], name: str) -> "Field[Any, Any]":
    """A field of a model by its name."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def as_json(value: Any) -> Json:
    """A value of a field, as a file has it."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(timezone.get_current_timezone()).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)


def schema_of(field: "Field[Any, Any]") -> dict[str, Any]:
    """What JSON Schema says of the values of a field."""
    said: dict[str, Any] = _kind_of(field)
    if field.choices:
        said["enum"] = _choices(field)
    elif said["type"] == "string" and field.max_length:
        said["maxLength"] = field.max_length
    if field.null:
        said["type"] = [said["type"], "null"]
    return said


def _kind_of(field: "Field[Any, Any]") -> dict[str, Any]:
    if isinstance(field, BooleanField):
        return {"type": "boolean"}
    if isinstance(field, IntegerField):
        return {"type": "integer"}
    if isinstance(field, DecimalField):
        return {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
    if isinstance(field, DateTimeField):
        return {"type": "string", "format": "date-time"}
    if isinstance(field, DateField):
        return {"type": "string", "format": "date"}
    return {"type": "string"}


def from_json(field: "Field[Any, Any]", value: Any) -> Any:
    """The value of a field that a file has. Raises ValidationError with what it must be."""
    if value is None:
        if field.null:
            return None
        raise ValidationError("must not be null")
    if isinstance(field, BooleanField):
        return _of_type(value, bool, "must be true or false")
    if isinstance(field, IntegerField):
        if isinstance(value, bool):
            raise ValidationError("must be a whole number")
        return _of_type(value, int, "must be a whole number")
    text = _of_type(value, str, "must be text, between quotation marks")
    check_signs(text)
    if isinstance(field, DecimalField | DateField):
        if len(text) > LONGEST_NUMBER:
            raise ValidationError("must be a day or a number")
        return _read(field, text)
    text = without_invisible(text.replace("\r\n", "\n").replace("\r", "\n"))
    # Django looks only at the choices of fields that forms change.
    if field.choices and text not in (known := _choices(field)):
        raise ValidationError(f"must be one of {', '.join(known)}")
    return text


def check_signs(text: str) -> None:
    """Raise ValidationError if a text has signs in it that can't be kept."""
    if NOUGHT in text or any("\ud800" <= sign <= "\udfff" for sign in text if sign > "\x7f"):
        raise ValidationError("has signs in it that are no text")


def _choices(field: "Field[Any, Any]") -> list[str]:
    values = [str(key) for key, _ in field.flatchoices]
    return [*values, *([""] if field.blank and "" not in values else [])]


def _of_type(value: Any, wanted: type, words: str) -> Any:
    if not isinstance(value, wanted):
        raise ValidationError(words)
    return value


def _read(field: "Field[Any, Any]", text: str) -> Any:
    try:
        read = field.to_python(text)
    except ValidationError:
        wanted = "a number such as 12.50" if isinstance(field, DecimalField) else "a day"
        raise ValidationError(f"must be {wanted}") from None
    if isinstance(read, datetime) and timezone.is_naive(read):
        return timezone.make_aware(read)
    return read
