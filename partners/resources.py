"""Contacts as rows of a spreadsheet, for django-import-export."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.formats import date_format
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from csp.by_name import by_name
from csp.days import years_after
from csp.written_days import read_day
from partners.models import Contact, Partnership

YEARS_KEPT = 2
YES = {"yes", "y", "true", "t", "1", "x", "on", "✓", "✔"}
NO = {"no", "n", "false", "f", "0", "off", "-", "–"}


class AgencyWidget(Widget):
    """An agency by its name."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.name if value else ""


class TextWidget(Widget):
    """Text of one line. name: what messages call it."""

    def __init__(self, name: str, longest: int, required: bool = False) -> None:
        super().__init__()
        self.name = name
        self.longest = longest
        self.required = required

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = str(value)
        if self.required and not text:
            raise ValueError(f"Enter a {self.name.lower()}")
        if len(text) > self.longest:
            raise ValueError(f"{self.name} must be {self.longest} characters or fewer")
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value or ""


class EmailWidget(TextWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value)
        if text:
            try:
                validate_email(text)
            except ValidationError:
                raise ValueError(
                    "Enter an email address in the correct format, like name@example.org"
                ) from None
        return text


class TelephonesWidget(TextWidget):
    """Telephone numbers with their words, one to a line."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return super().clean(value).replace("\r\n", "\n")


class YesNoWidget(Widget):
    """Yes or no in the spellings of spreadsheets; None for an empty cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = str(value).lower()
        if text in YES:
            return True
        if text in NO:
            return False
        if text:
            raise ValueError(f"Enter yes or no, not “{value}”")
        return None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


class DayWidget(Widget):
    """A day as it is written in the UK; None for an empty cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = str(value)
        if not text:
            return None
        if day := read_day(text):
            return day
        raise ValueError(f"Enter a date such as 31/03/2027, not “{text}”")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{value:%d/%m/%Y}" if value else ""


def identity(whose: int | None, email: str, role: str, name: str) -> tuple[Any, ...]:
    """What makes two rows the same contact: the e-mail address and the role, since roles share
    mailboxes; without an address, role and name.

    whose: the id of the agency.
    """
    return (whose, email.lower(), role.lower(), "" if email else name.lower())


class ContactResource(ModelResource):
    """The contacts of a partnership as a table: one column for each thing that is known of them.

    The widgets read the cells of lists, and what is typed into the form of one contact.
    """

    agency = Field("agency", "Agency", AgencyWidget())
    role = Field("role", "Role", TextWidget("Role", 200, required=True))
    name = Field("name", "Name", TextWidget("Name", 200))
    email = Field("email", "E-mail", EmailWidget("E-mail", 254))
    telephones = Field("telephones", "Telephone", TelephonesWidget("Telephone", 2_000))
    receives_update_requests = Field(
        "receives_update_requests", "Receives update requests", YesNoWidget()
    )
    published = Field("published", "Published", YesNoWidget())
    keep_until = Field("keep_until", "Keep until", DayWidget())

    class Meta:
        model = Contact
        fields = (
            "agency",
            "role",
            "name",
            "email",
            "telephones",
            "receives_update_requests",
            "published",
            "keep_until",
        )

    def __init__(self, partnership: Partnership) -> None:
        super().__init__()
        self.partnership = partnership

    def get_queryset(self) -> "QuerySet[Contact]":
        contacts = Contact.objects.filter(agency__partnership=self.partnership)
        return contacts.select_related("agency").order_by("agency__name", "role", "name")

    def iter_queryset(self, queryset: "QuerySet[Contact]") -> Iterator[Contact]:
        return iter(by_name(queryset, lambda one: f"{one.agency}, {one.role}, {one.name}"))


def words_of(value: Any) -> str:
    """A value of a contact as pages say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)


def check_keep_until(day: date, *, today: date) -> None:
    """Raise ValidationError for a day that is over: the contact would be deleted at once."""
    if day < today:
        raise ValidationError("Keep until must be today or in the future")


def usual_keep_until(today: date) -> date:
    """Until when a contact is kept that is added today, if nobody says otherwise."""
    return years_after(today, YEARS_KEPT)
