"""Contacts as rows of a spreadsheet, for django-import-export."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import timezone
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import Widget

from csp.by_name import by_name
from csp.written_days import read_day
from partners.earlier_imports import new_reason
from partners.models import Agency, Contact, Partnership

YEARS_KEPT = 2
YES = {"yes", "y", "true", "t", "1", "x", "on", "✓", "✔"}
NO = {"no", "n", "false", "f", "0", "off", "-", "–"}


class AgencyWidget(Widget):
    """An agency by its name or abbreviation, in any case."""

    def __init__(self, partnership: Partnership) -> None:
        super().__init__()
        agencies = list(partnership.agencies.all())
        self.names = [agency.name for agency in agencies]
        self.agencies = {agency.abbreviation.lower(): agency for agency in agencies}
        self.agencies |= {agency.name.lower(): agency for agency in agencies}
        self.agencies.pop("", None)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Agency:
        text = str(value)
        if not text:
            raise ValueError("Enter the agency")
        if text.lower() in self.agencies:
            return self.agencies[text.lower()]
        longer = [name for name in self.names if text.lower() in name.lower()]
        similar = longer or difflib.get_close_matches(text, self.names)
        raise ValueError(
            f"There is no partner “{text}”. "
            + (f"Did you mean “{similar[0]}”? " if similar else "")
            + "Enter the name or abbreviation of one in the list of partners"
        )

    def render(self, value: Agency | None, obj: Any = None, **kwargs: Any) -> str:
        return value.name if value else ""


class TextWidget(Widget):
    """Text of one line. name: what messages call it."""

    def __init__(self, name: str, longest: int, required: bool = False) -> None:
        super().__init__()
        self.name = name
        self.longest = longest
        self.required = required

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value)
        if self.required and not text:
            raise ValueError(f"Enter a {self.name.lower()}")
        if len(text) > self.longest:
            raise ValueError(f"{self.name} must be {self.longest} characters or fewer")
        return text

    def render(self, value: str | None, obj: Any = None, **kwargs: Any) -> str:
        return value or ""


class EmailWidget(TextWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
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
    """Telephone numbers with their words; one that Excel took for a number gets its sign back."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = super().clean(value)
        if isinstance(value, int):
            # UK numbers have nine or ten digits after the nought, or after +44.
            if len(text) in (9, 10):
                return f"0{text}"
            return f"+{text}" if text.startswith("44") and len(text) in (11, 12) else text
        if re.fullmatch(r"[\d.]+E\+?\d+", text):
            raise ValueError(
                f"“{text}” is what Excel made of a telephone number. "
                "Format the column as text and enter the number again"
            )
        return text.replace("\r\n", "\n")


class YesNoWidget(Widget):
    """Yes or no in the spellings of spreadsheets; None for an empty cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        text = str(value).lower()
        if text in YES:
            return True
        if text in NO:
            return False
        if text:
            raise ValueError(f"Enter yes or no, not “{value}”")
        return None

    def render(self, value: bool | None, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


class DayWidget(Widget):
    """A day as it is written in the UK; None for an empty cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        text = str(value)
        if not text:
            return None
        if day := read_day(text):
            return day
        raise ValueError(f"Enter a date such as 31/03/2027, not “{text}”")

    def render(self, value: date | None, obj: Any = None, **kwargs: Any) -> str:
        return f"{value:%d/%m/%Y}" if value else ""


class ContactLoader(BaseInstanceLoader):
    """Finds contacts by what identifies them, from one query for all rows."""

    def __init__(self, resource: "ContactResource", dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self.contacts = {}
        for contact in resource.get_queryset():
            contact.telephones = contact.telephones.replace("\r\n", "\n")
            self.contacts[identity(contact)] = contact

    def get_instance(self, row: Mapping[str, Any]) -> Contact | None:
        sought = Contact()
        try:
            for name in ("agency", "role", "name", "email"):
                field = self.resource.fields[name]
                if field.column_name in row:
                    field.save(sought, row)
        except ValueError:
            # The row is new until it is right: import_instance reports what is wrong.
            return None
        # Once only: a second row for the same contact is refused, and must not touch the first's.
        return self.contacts.pop(identity(sought), None)


def identity(contact: Contact) -> tuple[int | str, ...]:
    """What makes two rows the same contact: the e-mail address or, without one, role and name."""
    if contact.email:
        return contact.agency_id, contact.email.lower()
    return contact.agency_id, contact.role.lower(), contact.name.lower()


class ContactResource(ModelResource):
    """partnership: whose contacts. numbers: of the rows in the spreadsheet, for messages.
    writes: whether to save anything.

    The row_results have the `original` of a changed row, and the `instance` as it became.
    """

    role = Field("role", "Role", TextWidget("Role", 200, required=True))
    name = Field("name", "Name", TextWidget("Name", 200))
    email = Field("email", "E-mail", EmailWidget("E-mail", 254))
    telephones = Field("telephones", "Telephone", TelephonesWidget("Telephone", 2_000))
    # An empty cell leaves these as they are.
    receives_update_requests = Field(
        "receives_update_requests",
        "Receives update requests",
        YesNoWidget(),
        saves_null_values=False,
    )
    published = Field("published", "Published", YesNoWidget(), saves_null_values=False)
    keep_until = Field("keep_until", "Keep until", DayWidget(), saves_null_values=False)

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
        import_id_fields = ("agency", "role", "email")
        instance_loader_class = ContactLoader
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True
        store_row_values = True

    def __init__(
        self, partnership: Partnership, numbers: Sequence[int] = (), writes: bool = False
    ) -> None:
        super().__init__()
        self.partnership = partnership
        self.numbers = numbers
        self.writes = writes
        self.today = timezone.localdate()
        self.first_rows: dict[tuple[int | str, ...], int] = {}
        self.reason = new_reason()
        self.fields["agency"] = Field("agency", "Agency", AgencyWidget(partnership))

    def get_queryset(self) -> QuerySet[Contact]:
        contacts = Contact.objects.filter(agency__partnership=self.partnership)
        contacts = contacts.select_related("agency").order_by("agency__name", "role", "name")
        # Nobody else changes a contact between its comparison with the row and its writing.
        return contacts.select_for_update(of=["self"]) if self.writes else contacts

    def iter_queryset(self, queryset: "QuerySet[Contact]") -> Iterator[Contact]:
        return iter(by_name(queryset, lambda one: f"{one.agency}, {one.role}, {one.name}"))

    def after_init_instance(self, instance: Contact, new: bool, row: Any, **kwargs: Any) -> None:
        if new:
            instance.keep_until = usual_keep_until(self.today)

    def import_instance(self, instance: Contact, row: Any, row_number: int, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        number = self.numbers[row_number - 1]
        first = self.first_rows.setdefault(identity(instance), number)
        if first != number:
            raise ValidationError(
                f"This is the same contact as in row {first}. Delete one of the two rows"
            )

    def validate_instance(
        self, instance: Contact, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Check a row that is new or changed.

        Not against the database: the loader found out what is there, in one query for all rows.
        """
        errors = dict(import_validation_errors or {})
        try:
            if "keep_until" not in errors:
                check_keep_until(instance.keep_until, today=self.today)
        except ValidationError as error:
            errors["keep_until"] = error
        try:
            instance.full_clean(
                exclude={*errors, "agency"}, validate_unique=False, validate_constraints=False
            )
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        instance._change_reason = self.reason

    def do_instance_save(self, instance: Contact, is_create: bool) -> None:
        """Save, but not for a preview: it would keep others from writing in the meantime."""
        if self.writes:
            super().do_instance_save(instance, is_create)


def check_keep_until(day: date, *, today: date) -> None:
    """Raise ValidationError for a day that is over: the contact would be deleted at once."""
    if day < today:
        raise ValidationError("Keep until must be today or in the future")


def usual_keep_until(today: date) -> date:
    """Until when a contact is kept that is added today, if nobody says otherwise."""
    return years_after(today, YEARS_KEPT)


def years_after(day: date, years: int) -> date:
    """The same day some years later; the last of February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
