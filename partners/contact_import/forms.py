"""The forms of an import of contacts: a file, what its columns mean, who is meant."""

from collections.abc import Iterator
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.utils.text import Truncator

from csp.by_name import by_name
from csp.spreadsheets.grids import Grids
from csp.spreadsheets.reading import KINDS, read_grids
from csp.typed_text import TypedText, limit
from csp.versions import VersionedForm, words_of_choice
from csp.whole_numbers import whole_number
from partners.contact_import.columns import LEFT_OUT
from partners.contact_import.comparing import ADD, EACH, FIRST, LEAVE, LONGEST_NAME
from partners.contact_import.lists import SAMPLES_SHOWN, Choices, ContactList
from partners.contact_import.partners import KEEP, TAKE
from partners.contact_import.preview import Preview, UnknownPartner
from partners.models import ContactImport

LONGEST_ROW_SHOWN = 70
TEXT_INPUT = "govuk-input govuk-!-width-one-half"
# Of the page; Django takes 1,000 fields.
MOST_PARTNERS_ASKED = 300


class ContactFileForm(TypedText, forms.Form):
    """A file with contacts or partners. When valid, it has the `grids` of it."""

    subject = forms.ChoiceField(
        label="What the list is of",
        required=False,
        choices=ContactImport.Subject,
        initial=ContactImport.Subject.CONTACTS,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Select what the list is of"},
    )
    file = forms.FileField(
        label="File",
        help_text="Excel (.xlsx), OpenDocument (.ods) or CSV, smaller than 2MB, or Word (.docx, "
        ".doc, .odt) or PDF with a table",
        error_messages={
            "required": "Select a file",
            "missing": "Select a file",
            "invalid": "Select a file",
            "empty": "The selected file is empty",
        },
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS), "class": "govuk-file-upload"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grids = Grids([], [])
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("subject", small=True, legend_size=Size.MEDIUM),
            Field("file", context={"label_size": Size.for_label("m")}),
            Button("upload", "Upload"),
        )

    def clean_subject(self) -> str:
        return self.cleaned_data["subject"] or ContactImport.Subject.CONTACTS

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.grids = read_grids(file.name, file)
        return file


class ColumnsForm(VersionedForm):
    """What the columns of a ContactList mean."""

    def __init__(self, *args: Any, contacts: ContactList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.list = contacts
        if len(contacts.sheets) > 1:
            sheets = [(str(place), one.title) for place, one in enumerate(contacts.sheets)]
            self.fields["sheet"] = _select("Which table is it?", sheets, str(contacts.place))
            self.fields["sheet"].help_text = "The others are not read"
        rows = [("0", "No row: there are no headings")]
        rows += [
            (str(number), Truncator(f"Row {number}: {words}").chars(LONGEST_ROW_SHOWN))
            for number, words in contacts.rows_that_may_head
        ]
        self.fields["head"] = _select("Headings are in", rows, str(contacts.head_number))
        self.fields["head"].help_text = "The rows above are left out"
        self.words = contacts.subject.words
        meanings = [*self.words.meanings.items(), (LEFT_OUT, "Leave out")]
        for place, meaning in enumerate(contacts.columns):
            label = f"What is {self.heading(place)}?"
            self.fields[f"column-{place}"] = _select(label, meanings, meaning)
        if not contacts.subject.is_partners:
            self._add_defaults()

    def _add_defaults(self) -> None:
        """The fields for rows that lack a partner or a role."""
        if self.list.gaps:
            self.fields["below"] = forms.BooleanField(
                label="A row without a partner belongs to the partner above it",
                required=False,
                initial=self.list.is_below,
            )
        for name, label, hint in (
            ("partner", "Partner of rows that have none", "If the whole list is of one partner"),
            ("role", "Role of rows that have none", "Such as “Library manager”"),
        ):
            initial = self.list.role if name == "role" else self.list.choices.partner
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                required=False,
                initial=initial,
                widget=forms.TextInput(
                    attrs={"class": "govuk-input govuk-!-width-one-half", "autocomplete": "off"}
                ),
            )
            limit(self.fields[name], LONGEST_NAME, is_counted=False)

    def heading(self, place: int) -> str:
        return self.list.head[place] or f"column {place + 1}, which has no heading"

    @property
    def columns(self) -> Iterator[tuple[forms.BoundField, str, list[str]]]:
        """(field, heading, samples) of each column."""
        for place, texts in enumerate(self.list.samples):
            yield self[f"column-{place}"], self.list.head[place], texts[:SAMPLES_SHOWN]

    @property
    def reads_anew(self) -> bool:
        """Whether another sheet or row of headings was chosen, so that the columns are others."""
        chosen = self.chosen_list()
        return chosen != (self.list.place, self.list.head_number)

    def chosen_list(self) -> tuple[int, int]:
        """The sheet and the row of headings that were chosen."""
        sheet = whole_number(str(self.data.get("sheet", self.list.place)))
        head = whole_number(str(self.data.get("head", self.list.head_number)))
        known = {number for number, _ in self.list.rows_that_may_head} | {0}
        return (
            sheet if sheet is not None and sheet < len(self.list.sheets) else self.list.place,
            head if head in known and head is not None else self.list.head_number,
        )

    def chosen_anew(self) -> Choices:
        """The choices with which another sheet or row of headings begins: none of the columns."""
        sheet, head = self.chosen_list()
        return Choices(sheet=sheet, head=head if sheet == self.list.place else None)

    def clean(self) -> dict[str, Any]:
        super().clean()
        places: dict[str, list[int]] = {}
        for place in range(len(self.list.columns)):
            places.setdefault(self.cleaned_data.get(f"column-{place}", ""), []).append(place)
        meanings = self.words.meanings
        for meaning, found in places.items():
            if meaning in meanings and meaning not in self.words.several and len(found) > 1:
                words = f"Select one column as “{meanings[meaning]}”, and leave out the others"
                self.add_error(f"column-{found[1]}", words)
        if self.list.subject.is_partners:
            if "agency" not in places:
                self.add_error("column-0", "Select which column is the name of the partner")
            return self.cleaned_data
        if "agency" not in places and not any(map(self.cleaned_data.get, ("partner", "below"))):
            words = "Select which column is the partner, or enter the partner of all rows"
            self.add_error("partner", words)
        if "role" not in places and not self.cleaned_data.get("role"):
            words = "Select which column is the role, or enter a role for all rows"
            self.add_error("role", words)
        return self.cleaned_data

    @property
    def choices(self) -> Choices:
        """What was chosen in this form, which is valid."""
        chosen, before = self.cleaned_data, self.list.choices
        sheet, head = self.chosen_list()
        return Choices(
            sheet=sheet,
            head=head,
            columns=tuple(chosen[f"column-{place}"] for place in range(len(self.list.columns))),
            role=chosen.get("role"),
            partner=chosen.get("partner", ""),
            below=chosen.get("below", before.below),
            partners=before.partners,
            addresses=before.addresses,
            differing=before.differing,
        )

    def differences(self, theirs: ContactList) -> list[tuple[str, str]]:
        """What somebody else has chosen otherwise: pairs of label and words."""
        if theirs.head != self.list.head:
            return [("Headings are in", f"Row {theirs.head_number}: {' | '.join(theirs.head)}")]
        return [
            (self.heading(place), self.words.meanings.get(meaning, "Leave out"))
            for place, meaning in enumerate(theirs.columns)
            if meaning != self.cleaned_data.get(f"column-{place}")
        ]


class AnswersForm(VersionedForm):
    """Who is meant by names of partners that are not known, and what becomes of several addresses.

    Its version is that of the choices.
    """

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = preview.source.choices
        self.unknown = preview.unknown[:MOST_PARTNERS_ASKED]
        agencies = by_name(preview.partnership.agencies.all()) if self.unknown else []
        everybody = [(str(one.pk), one.name) for one in agencies]
        for number, one in enumerate(self.unknown):
            near = str(one.near[0].pk) if one.near else ""
            self.fields[f"partner-{number}"] = _select(
                f"Which partner is {one.name}?", _ways(one, everybody), one.chosen or near
            )
            # Names are counted anew if somebody adds a partner meanwhile.
            self.fields[f"partner-{number}-key"] = forms.CharField(
                widget=forms.HiddenInput, initial=one.key, required=False
            )
        if preview.differing:
            self.fields["differing"] = forms.ChoiceField(
                label="What differs",
                required=False,
                choices=[(KEEP, "Keep what is in the plan"), (TAKE, "Take what is in the list")],
                widget=forms.RadioSelect,
                initial=self.before.differing or KEEP,
            )
        if preview.several:
            self.fields["addresses"] = forms.ChoiceField(
                label="Rows with several addresses",
                required=False,
                choices=[
                    (EACH, "Make a contact of each address"),
                    (FIRST, "Take the first address alone"),
                    (LEAVE, "Leave these rows out"),
                ],
                widget=forms.RadioSelect,
                initial=self.before.addresses,
            )

    @property
    def partners(self) -> Iterator[tuple[UnknownPartner, forms.BoundField, forms.BoundField]]:
        for number, one in enumerate(self.unknown):
            yield one, self[f"partner-{number}"], self[f"partner-{number}-key"]

    def choices(self, *, adds_others: bool = False) -> Choices:
        """What was answered in this form, which is valid. adds_others: whether all partners are
        added for whom nothing was selected."""
        answered = dict(self.before.partners)
        for number in range(len(self.unknown)):
            key = self.cleaned_data[f"partner-{number}-key"]
            answered[key] = self.cleaned_data[f"partner-{number}"]
        if adds_others:
            answered = {key: answer or ADD for key, answer in answered.items()}
        answered = {key: answer for key, answer in answered.items() if answer}
        addresses = self.cleaned_data.get("addresses") or self.before.addresses
        differing = self.cleaned_data.get("differing") or self.before.differing
        return Choices(
            **vars(self.before)
            | {
                "partners": answered,
                "addresses": addresses,
                "differing": "" if differing == KEEP else differing,
            }
        )

    def differences(self, theirs: Choices) -> list[tuple[str, str]]:
        """What somebody else has answered otherwise: pairs of label and words."""
        return [
            (one.name, words_of_choice(field.field, theirs.partners.get(one.key)) or "Not chosen")
            for one, field, _ in self.partners
            if theirs.partners.get(one.key, "") != self.cleaned_data.get(field.name)
        ]


def _ways(one: UnknownPartner, everybody: list[tuple[str, str]]) -> list[Any]:
    ways: list[Any] = [("", "Choose")]
    if len(one.name) <= LONGEST_NAME:
        ways.append((ADD, f"Add “{one.name}” as a partner"))
    ways.append((LEAVE, "Leave these rows out"))
    near = [(str(agency.pk), agency.name) for agency in one.near]
    others = [pair for pair in everybody if pair not in near]
    return [*ways, *[("Did you mean", near)] * bool(near), ("The partners", others)]


def _select(label: str, choices: list[Any], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        initial=initial,
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"invalid_choice": f"{label} Select from the list"},
    )
