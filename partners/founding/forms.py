"""The forms of founding a partnership."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from csp.day_field import DayField
from csp.several_rows import SeveralRows
from csp.typed_text import TypedText
from csp.versions import VERSION, VersionedForm
from partners.access import Role
from partners.founding.coming import Coming
from partners.founding.matching import Group
from partners.models import (
    DETAILS,
    FEWEST,
    MOST,
    FormerDetails,
    Founding,
    Partnership,
    User,
    validate_slug_is_free,
)

LABELS = {
    "name": "Name of the partnership",
    "district": "District",
    "district_kind": "Kind of district",
    "council": "Council",
    "policing_body": "Policing body",
}
HELP = {
    "name": "For example, Example Valley Community Safety Partnership",
    "policing_body": "The body that receives the plan, such as a commissioner or a mayor",
}
ERRORS = {
    name: {"required": f"Enter the {LABELS[name].lower()}"}
    for name in ("name", "district", "council")
}
FIRST, LAST = 1998, 2100


def plausible_first_day(day: Any) -> Any:
    """The day. Raises ValidationError if no partnership can begin on it."""
    if day and not FIRST <= day.year <= LAST:
        raise ValidationError(f"First day must be between {FIRST} and {LAST}")
    return day


def lines_of(text: str) -> list[str]:
    """The names in a text, each on a line. Raises ValidationError if one is too long."""
    lines = (line.strip() for line in text.splitlines())
    names = list(dict.fromkeys(filter(None, lines)))
    if any(len(name) > 200 for name in names):
        raise ValidationError("Each name must be 200 characters or fewer")
    return names


def detail_fields() -> list[Any]:
    """The fields of DETAILS, laid out."""
    return [Field(name, context={"label_size": Size.for_label("s")}) for name in DETAILS]


class ProposeForm(TypedText, forms.ModelForm):
    """What the new partnership is called, from when it is, and from which others."""

    own = SeveralRows(
        queryset=Partnership.objects.none(),
        required=False,
        label="Others that you administer",
        error_messages={
            "invalid_choice": "Select partnerships from the list",
            "invalid_pk_value": "Select partnerships from the list",
        },
    )
    named = forms.CharField(
        required=False,
        widget=forms.Textarea,
        max_length=4000,
        label="Others, by name",
        help_text="The name, the district or the word in the web address of each, on a line of "
        "its own. Their administrators are asked. You are told of a partnership only what its "
        "administrators answer",
    )

    class Meta:
        model = Founding
        fields = [*DETAILS, "begins_on"]
        field_classes = {"begins_on": DayField}
        labels = LABELS | {"begins_on": "First day"}
        help_texts = HELP | {
            "begins_on": "From this day on the others can be read, and no more. For example, "
            "1 4 2027"
        }
        error_messages = ERRORS | {"begins_on": {"required": "Enter the first day"}}

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        own: Any = self.fields["own"]
        own.queryset = Partnership.objects.filter(
            memberships__user=user,
            memberships__role=Role.ADMINISTRATOR,
            memberships__taken_up_at__isnull=False,
            closed_on=None,
        ).exclude(pk=partnership.pk)
        fields = [Field.checkboxes("own", legend_size=Size.SMALL)] if own.queryset else []
        if not fields:
            del self.fields["own"]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *fields,
            Field.textarea("named", rows=4, label_size=Size.SMALL),
            *detail_fields(),
            Field("begins_on", context={"legend_size": Size.for_legend("s")}),
            Button("propose", "Propose this partnership"),
        )

    def clean_named(self) -> list[str]:
        return lines_of(self.cleaned_data["named"])

    def clean_begins_on(self) -> Any:
        return plausible_first_day(self.cleaned_data["begins_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        count = 1 + len(cleaned.get("own") or ()) + len(cleaned.get("named") or ())
        if "named" not in self.errors and count < FEWEST:
            self.add_error("named", "Enter at least one other partnership")
        elif count > MOST:
            self.add_error("named", f"A partnership is founded from {MOST} at most")
        return cleaned


class PairForm(VersionedForm):
    """Two agencies that are the same under different names."""

    first = forms.TypedChoiceField(
        label="Partner", coerce=int, error_messages={"required": "Select a partner"}
    )
    second = forms.TypedChoiceField(
        label="Is the same as", coerce=int, error_messages={"required": "Select a partner"}
    )

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {group.sources[0].pk: group for group in groups}
        choices = [("", "Select one")]
        choices += [
            (str(pk), f"{group.sources[0].name} ({group.sources[0].partnership.district})")
            for pk, group in self.groups.items()
        ]
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.choices = choices
            field.error_messages["invalid_choice"] = "Select a partner from the list"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            VERSION,
            Field("first", context={"label_size": Size.for_label("s")}),
            Field("second", context={"label_size": Size.for_label("s")}),
            Button("pair", "They are the same"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = (self.groups.get(cleaned.get(name, 0)) for name in ("first", "second"))
        if first and first is second:
            self.add_error("second", "Select another partner")
        elif first and second and not first.takes(second.sources):
            self.add_error(
                "second", "Two partners of one partnership stay two. Select one of another"
            )
        return cleaned


class FoundForm(VersionedForm):
    """Founding it: its address, and what comes as it was read."""

    slug = forms.SlugField(
        label="Word in its web address",
        max_length=50,
        validators=[validate_slug_is_free],
        error_messages={
            "required": "Enter the word in its web address",
            "invalid": "The word in its web address must be letters, numbers and hyphens only, "
            "like example-valley",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            VERSION,
            Field.text("slug", label_size=Size.SMALL),
            Button("found", "Found the partnership"),
        )

    @classmethod
    def for_coming(cls, founding: Founding, coming: Coming) -> "FoundForm":
        return cls(
            initial={VERSION: coming.version, "slug": slugify(founding.district)[:50].strip("-")}
        )


class RenameForm(VersionedForm, forms.ModelForm):
    """What the partnership is called from a day on."""

    since = DayField(
        label="From which day",
        help_text="Documents of plans that ended before it keep the old names",
        error_messages={"required": "Enter the day"},
    )

    class Meta:
        model = Partnership
        fields = DETAILS
        labels = LABELS
        help_texts = HELP
        error_messages = ERRORS

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = FormHelper()
        self.helper.layout = Layout(
            VERSION,
            *detail_fields(),
            Field("since", context={"legend_size": Size.for_legend("s")}),
            Button("rename", "Save"),
        )

    def details_of(self, partnership: Partnership) -> list[tuple[str, Any]]:
        """What a partnership is called, as pairs of label and words."""
        return [(LABELS[name], getattr(partnership, name)) for name in DETAILS]

    def clean_since(self) -> Any:
        day = self.cleaned_data["since"]
        if day > self.today:
            raise ValidationError("The day must be today or in the past")
        if day.year < FIRST:
            raise ValidationError(f"The day must be in {FIRST} or later")
        later = FormerDetails.objects.filter(partnership=self.instance, until__gte=day).first()
        if later:
            raise ValidationError(
                f"The day must be after {later.until:%-d %B %Y}, when it was renamed last"
            )
        return day
