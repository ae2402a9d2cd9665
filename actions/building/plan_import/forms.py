"""The form that takes a file, and the answers on owners and statuses."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.template.defaultfilters import pluralize

from actions.building.plan_import.json_files import KINDS, read_plan_file
from actions.building.plan_import.owners import (
    LONGEST_NAME,
    NEW,
    NOBODY,
    SEVERAL,
    Agencies,
)
from actions.building.plan_import.planned import Question
from actions.building.plan_import.words import NOT_SAID, status_of_colour
from actions.models import Status
from csp.typed_text import TypedText
from csp.versions import VersionedForm, words_of_choice
from partners.models import Agency


class PlanFileForm(TypedText, forms.Form):
    """A file with tables of actions. When valid, it has the `grids` of it."""

    file = forms.FileField(
        label="File",
        help_text="Word (.docx or .doc), OpenDocument text (.odt) or PDF, smaller than 20MB; Excel "
        "(.xlsx), OpenDocument spreadsheet (.ods), CSV or our own JSON, smaller than 2MB",
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
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field("file", context={"label_size": Size.for_label("m")}),
            Button("upload", "Read the file"),
        )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        self.grids = read_plan_file(file.name, file)
        return file


class MatchForm(VersionedForm):
    """What the names that are no known agency's mean, and the words that are no known status.

    owners, statuses: Questions. agencies: of the partnership. choices: of the import, until now.
    """

    def __init__(
        self,
        *args: Any,
        owners: tuple[Question, ...],
        statuses: tuple[Question, ...],
        agencies: Sequence[Agency],
        choices: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {f"owner-{number}": one for number, one in enumerate(owners)}
        self.statuses = {f"status-{number}": one for number, one in enumerate(statuses)}
        known = [(str(agency.pk), agency.name) for agency in agencies]
        known_names = Agencies(agencies, {})
        chosen = choices.get("owners", {})
        for name, one in self.owners.items():
            ways = [*_ways(one.text, known_names), ("The partners", known)]
            self._ask(name, one, f"“{one.text}”", f"Select who “{one.text}” is", ways, chosen)
        chosen = choices.get("statuses", {})
        for name, one in self.statuses.items():
            label = f"“{one.text}”" if one.text else "An update, but no status"
            wanted = f"“{one.text}” means" if one.text else "an update without a status means"
            ways = [*Status.choices, (NOT_SAID, "No status is given: it stays Not started")]
            proposed = status_of_colour(one.text)
            self._ask(name, one, label, f"Select what {wanted}", ways, chosen, proposed)

    def _ask(
        self,
        name: str,
        one: Question,
        label: str,
        told: str,
        choices: list[Any],
        chosen: dict[str, str],
        proposed: str | None = None,
    ) -> None:
        """Add the field that answers a Question. told: what to say if it is left open."""
        self.fields[name] = forms.ChoiceField(
            label=label,
            initial=chosen.get(one.key, proposed),
            help_text=f"Of {one.count} action{pluralize(one.count)}",
            choices=[("", "Select"), *choices],
            error_messages={"required": told, "invalid_choice": f"{told} from the list"},
        )
        # A name that the file has, but the page had not: somebody changed the partners meanwhile.
        self.fields[f"{name}-text"] = forms.CharField(
            widget=forms.HiddenInput, initial=one.key, required=False
        )

    @property
    def owner_fields(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[name], self[f"{name}-text"]) for name in self.owners]

    @property
    def status_fields(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[name], self[f"{name}-text"]) for name in self.statuses]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, one in (self.owners | self.statuses).items():
            if self.cleaned_data.get(f"{name}-text") != one.key and name in self.cleaned_data:
                self.add_error(name, f"Look at “{one.text}” again: the partners were changed")
        return self.cleaned_data

    def differences(self, choices: dict[str, Any]) -> list[tuple[str, str]]:
        """What these choices of an import say otherwise: pairs of label and words."""
        found = []
        for asked, saved in ((self.owners, "owners"), (self.statuses, "statuses")):
            for name, one in asked.items():
                theirs = choices.get(saved, {}).get(one.key)
                if theirs != self.cleaned_data.get(name):
                    words = words_of_choice(self.fields[name], theirs) or "Not chosen"
                    found.append((str(self.fields[name].label), words))
        return found

    def chosen(self, choices: dict[str, Any]) -> dict[str, Any]:
        """The choices of an import with those of this form, which is valid."""
        owners = {one.key: self.cleaned_data[name] for name, one in self.owners.items()}
        statuses = {one.key: self.cleaned_data[name] for name, one in self.statuses.items()}
        return choices | {
            "owners": choices.get("owners", {}) | owners,
            "statuses": choices.get("statuses", {}) | statuses,
        }


def _ways(text: str, agencies: Agencies) -> list[tuple[str, str]]:
    """The answers besides the partners there are: (value, words)."""
    ways = [(NEW, f"A new partner, “{text}”")] if len(text) <= LONGEST_NAME else []
    if len(parts := agencies.divided(text)) > 1:
        ways.append((SEVERAL, f"Several: {'; '.join(parts)}"))
    return [*ways, (NOBODY, "Nobody to be named: keep the words only")]
