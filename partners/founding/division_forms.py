"""The forms of dividing a partnership."""

from collections.abc import Collection, Iterable
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from csp.day_field import DayField
from csp.typed_text import TypedText
from csp.versions import VERSION, VersionedForm
from partners.founding.forms import (
    ERRORS,
    HELP,
    LABELS,
    detail_fields,
    plausible_first_day,
)
from partners.founding.parts import Placed, What, without_administrator
from partners.models import (
    DETAILS,
    FEWEST,
    MOST,
    Founding,
    Partnership,
    validate_slug_is_free,
)

# The longest name of a district.
LONGEST = 100
# How many boxes a page sends at most: Django takes no more than 1000 fields.
MOST_BOXES = 900


class ProposeDivisionForm(TypedText, forms.Form):
    """Into which districts a partnership is divided, and from when."""

    districts = forms.CharField(
        widget=forms.Textarea,
        max_length=4100,
        label="New districts",
        help_text="The name of each, on a line of its own. Each becomes a partnership. You can "
        "change what they are called later",
        error_messages={"required": f"Enter {FEWEST} or more districts, each on a new line"},
    )
    begins_on = DayField(
        label="First day",
        help_text="From this day on the old partnership can be read, and no more. For example, "
        "1 4 2027",
        error_messages={"required": "Enter the first day"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.textarea("districts", rows=4, label_size=Size.SMALL),
            Field("begins_on", context={"legend_size": Size.for_legend("s")}),
            Button("propose", "Propose this division"),
        )

    def clean_districts(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["districts"].splitlines()]
        names = list(filter(None, lines))
        lowered = [name.lower() for name in names]
        twice = next((name for name in names if lowered.count(name.lower()) > 1), "")
        if any(len(name) > LONGEST for name in names):
            raise ValidationError(f"Each district must be {LONGEST} characters or fewer")
        if twice:
            raise ValidationError(f"Enter “{twice}” once")
        if len(names) < FEWEST:
            raise ValidationError(self.fields["districts"].error_messages["required"])
        if len(names) > MOST:
            raise ValidationError(
                f"A partnership is divided into {MOST} at most. You have entered {len(names)}"
            )
        return names

    def clean_begins_on(self) -> Any:
        return plausible_first_day(self.cleaned_data["begins_on"])


class PartForm(VersionedForm, forms.ModelForm):
    """What a part is called."""

    class Meta:
        model = Founding
        fields = DETAILS
        labels = LABELS
        help_texts = HELP
        error_messages = ERRORS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(VERSION, *detail_fields(), Button("save", "Save"))


class PlacingForm(VersionedForm):
    """Where some partners, contacts or people go.

    rows: those of the page. others: those of other pages, of people.
    """

    def __init__(
        self,
        *args: Any,
        what: What,
        parts: Collection[Founding],
        rows: Collection[Placed],
        others: Iterable[Placed] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.what, self.parts, self.placed, self.others = what, parts, rows, list(others)
        for row in rows:
            choices = [(str(one.pk), one.district) for one in parts if one.pk in row.offered]
            self.fields[f"row-{row.pk}"] = forms.MultipleChoiceField(
                choices=choices,
                initial=[str(pk) for pk in row.chosen],
                label=f"Where {row.name} goes",
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "required": f"Select where {row.name} goes",
                    "invalid_choice": f"Select where {row.name} goes from the list",
                },
            )
        self.helper = FormHelper()

    @property
    def rows(self) -> list[tuple[Placed, forms.BoundField]]:
        return [(row, self[f"row-{row.pk}"]) for row in self.placed]

    @property
    def goes(self) -> dict[int, list[int]]:
        """The ids of the parts that were chosen, by the id of the row."""
        return {row.pk: [int(pk) for pk in self._chosen(row)] for row in self.placed}

    def _chosen(self, row: Placed) -> list[str]:
        return self.cleaned_data.get(f"row-{row.pk}", [])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.what == What.PEOPLE and not self.errors:
            there = [
                Placed(one.pk, one.name, "", [], self.goes[one.pk], one.is_administrator)
                for one in self.placed
            ]
            for part in without_administrator(self.parts, [*there, *self.others]):
                self.add_error(None, f"Select an administrator who goes to {part.district}")
        return cleaned


class DivideForm(VersionedForm):
    """Dividing it: the address of each part, and what comes as it was read."""

    def __init__(self, *args: Any, parts: Iterable[Founding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {part.pk: f"slug-{part.pk}" for part in parts}
        for part in parts:
            self.fields[self.names[part.pk]] = forms.SlugField(
                label=f"Word in the web address of {part.district}",
                max_length=50,
                validators=[validate_slug_is_free],
                initial=slugify(part.district)[:50].strip("-"),
                error_messages={
                    "required": f"Enter the word in the web address of {part.district}",
                    "invalid": f"The word in the web address of {part.district} must be letters, "
                    "numbers and hyphens only, like example-valley",
                },
            )
        self.helper = FormHelper()
        fields = [Field.text(name, label_size=Size.SMALL) for name in self.names.values()]
        self.helper.layout = Layout(VERSION, *fields, Button("divide", "Divide the partnership"))

    @property
    def slugs(self) -> dict[int, str]:
        """The addresses, by the ids of the parts."""
        return {pk: self.cleaned_data[name].lower() for pk, name in self.names.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name in self.names.values():
            slug = cleaned.get(name, "").lower()
            if slug and slug in seen:
                self.add_error(name, f"“{slug}” is the word of another one. Enter another word")
            seen.add(slug)
        self.tell_of_taken(seen)
        return self.cleaned_data

    def tell_of_taken(self, slugs: Collection[str]) -> None:
        """Say which of the words are those of partnerships that there are."""
        taken = set(Partnership.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        for name in self.names.values():
            if self.cleaned_data.get(name, "").lower() in taken:
                self.add_error(name, "This word is taken. Enter another one")
