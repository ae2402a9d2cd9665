"""The form of a row of a plan, such as a grant or an indicator, on a page of its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.html import format_html
from django_prose_editor.fields import ProseEditorFormField

from csp.by_name import offer_by_name
from csp.day_field import DayField
from csp.typed_text import LONGEST_TEXT, limit
from csp.versions import VERSION, VersionedForm, latest_record, version_of
from csp.whole_numbers import whole_number
from partners.models import Agency, User
from plans import places, rich_text
from plans.forms.fields import PoundsField
from plans.models import Plan
from plans.removals import cut_lost_links

# With its tags.
LONGEST_RICH_TEXT = 20_000
FIRST = "first"
NOT_CHOSEN = ("", "Select one")
SAVE = Button("save", "Save", data_prevent_double_click="true")


class RowForm(forms.ModelForm, VersionedForm):
    """A row, its place among its like, and the version of it that the writer has seen.

    The instance must know what it belongs to. Validate it under the lock of plans.changes.
    """

    # The name of the field by which the row belongs to its plan, grant or indicator.
    above = "plan"
    # The fields besides it that the rows of one sequence share, such as the part of a block.
    among: tuple[str, ...] = ()
    # The fields that together stand once there, and what to say if they stand there already.
    once: tuple[str, ...] = ()
    already = ""
    # The fields that the address of the page may fill in, for a new row.
    asked_for: tuple[str, ...] = ()
    # Whether the rows of a closed plan don't change any more.
    stays_when_closed = False
    # Sentences for the page after saving: what of the text was left out or changed.
    told: Sequence[str] = ()
    # Who saves it, where a form keeps that.
    by: User | None = None
    # Fields that say something of a change itself, and nothing of what is saved.
    of_change: tuple[str, ...] = ()

    place = forms.ChoiceField(label="Position", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stood_in = self._stands_in()
        if "place" in self.fields:
            self._offer_places()
        if not self.is_bound:
            self.initial.setdefault(VERSION, version_of(self.instance))
        for name, field in self.fields.items():
            self._say_what_is_wrong(name, field)
            if isinstance(field, forms.TypedChoiceField):
                _name_empty_choice(field)
            if isinstance(field, DayField) and f"{name}_0" in self.initial:
                # Typed before sign-in.
                self.initial[name] = [self.initial.get(f"{name}_{i}") for i in range(3)]

    @classmethod
    def as_typed(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed into the form, for a new one's `initial`: none of it is judged yet."""
        return {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in cls.base_fields.items()
            if name in data or isinstance(field, forms.BooleanField)
        }

    @cached_property
    def helper(self) -> Any:
        helper = FormHelper()
        # The page's head has them, with the nonce.
        helper.include_media = False
        helper.layout = Layout(*map(self._laid_out, self.fields), SAVE)
        return helper

    @property
    def belongs_to(self) -> Any:
        return getattr(self.instance, self.above)

    @property
    def plan(self) -> Plan:
        return self.belongs_to if self.above == "plan" else self.belongs_to.plan

    @cached_property
    def siblings(self) -> list[Any]:
        """The other rows of its sequence, in their order."""
        return places.neighbours(self.instance, self._sequence)

    def _offer_places(self) -> None:
        """After which sibling the row stands: for a new one, the last."""
        is_unknown = self.instance._state.adding and self._chooses_sequence
        if is_unknown or not self.siblings:
            del self.fields["place"]
            return
        after = [(str(row.pk), f"After “{row}”") for row in self.siblings]
        field: Any = self.fields["place"]
        field.choices = [(FIRST, "First"), *after]
        before = [
            row
            for row in self.siblings
            if self.instance._state.adding
            or (row.position, row.pk) < (self.instance.position, self.instance.pk)
        ]
        self.initial.setdefault("place", str(before[-1].pk) if before else FIRST)

    def offer(self, name: str, rows: "QuerySet[Any]", *, none: str) -> None:
        """Let a field choose among these rows, or none of them, which is called so."""
        field: Any = self.fields[name]
        field.queryset = rows
        field.empty_label = none

    def offer_agencies(self, name: str, agencies: "QuerySet[Agency]", *, none: str) -> None:
        """Let a field choose among these agencies, by name, or none of them."""
        self.offer(name, agencies, none=none)
        offer_by_name(self.fields[name], agencies)

    def _say_what_is_wrong(self, name: str, field: forms.Field) -> None:
        verb = "Select" if isinstance(field, forms.ChoiceField) else "Enter"
        own_words = (self._meta.error_messages or {}).get(name, {})
        words = {
            "required": f"{verb} {_named(field)}",
            "invalid_choice": f"Select {_named(field)} from the list",
        }
        if isinstance(field.widget, forms.Textarea):
            is_rich = isinstance(field, ProseEditorFormField)
            limit(field, LONGEST_RICH_TEXT if is_rich else LONGEST_TEXT, is_counted=not is_rich)
        field.error_messages |= words | own_words

    def _laid_out(self, name: str) -> Any:
        field = self.fields[name]
        if isinstance(field, PoundsField):
            return Field(
                name, template="plans/pounds_field.html", css_class="govuk-input--width-10"
            )
        if isinstance(field, DayField):
            return Field(name, context={"legend_size": Size.for_legend("s")})
        if isinstance(field.widget, forms.Textarea):
            if isinstance(field, ProseEditorFormField):
                # A text box like others without JavaScript: its widget has only its own class.
                return Field.textarea(
                    name, rows=12, label_size=Size.SMALL, css_class="govuk-textarea"
                )
            return Field.textarea(name, rows=4, label_size=Size.SMALL)
        if isinstance(field.widget, forms.RadioSelect):
            return Field.radios(name, small=True, legend_size=Size.SMALL)
        return Field(name, context={"label_size": Size.for_label("s")})

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        # What was like another before, as after an import, may stay so.
        is_other = self.instance._state.adding or {*self.once} & {*self.changed_data}
        stands = tuple(cleaned.get(name) for name in self.once)
        if is_other and any(stands):
            others = [tuple(getattr(row, name) for name in self.once) for row in self.siblings]
            if stands in others:
                self.add_error(self.once[-1], self.already)
        if VERSION in self.fields and cleaned.get(VERSION) != version_of(self.instance):
            self._tell_of_change(latest_record(self.instance))
        if self.stays_when_closed and self._is_closed_by_now():
            self.add_error(
                None,
                "The plan is closed. Open it again in its settings, then save this again",
            )
        return cleaned

    def _is_closed_by_now(self) -> bool:
        return Plan.objects.filter(pk=self.plan.pk, stage=Plan.Stage.CLOSED).exists()

    def _tell_of_change(self, record: Any) -> None:
        """Refuse what was written before the record; sent once more, the form is taken."""
        if record is None:
            # A new row, and a version that no page has held.
            return
        seen = self._record_seen()
        if seen and record.history_type != "-" and self._is_the_same(record, seen):
            return
        saved = record.instance
        cut_lost_links([saved])
        differences = self._differences(saved)
        if record.history_type == "-":
            told = "removed this while you were writing. Save yours again to add it back"
        elif differences:
            told = (
                "changed this while you were writing. Compare yours with what is saved now, "
                "then save yours again to replace it"
            )
        else:
            # The same form, sent twice.
            return
        self.changed_by_another(
            f"{record.history_user or 'Somebody'} {told}",
            version=record.history_id,
            saved_now=differences,
        )

    def _record_seen(self) -> Any:
        """The record of the row that the writer has seen, or None."""
        version = whole_number(self.cleaned_data[VERSION])
        if version is None:
            return None
        return self.instance.history.filter(history_id=version).first()

    def _is_the_same(self, record: Any, seen: Any) -> bool:
        """Whether the row has only been given another place since then."""
        return not record.diff_against(seen, excluded_fields={"position"}).changes

    def as_saved(self, saved: Any) -> Self:
        """The same form with what is saved now."""
        return type(self)(instance=saved)

    def _differences(self, saved: Any) -> list[tuple[str, Any]]:
        now = self.as_saved(saved)
        return [
            (str(field.label), _words_of(now[name]))
            for name, field in self.fields.items()
            if name not in (VERSION, *self.of_change)
            and name in now.fields
            and _in_lines(now[name].value())
            != _in_lines(field.prepare_value(self.cleaned_data.get(name)))
        ]

    def save(self, commit: bool = True) -> Any:
        is_new = self.instance._state.adding
        if self._stands_in() != self._stood_in or (is_new and self._chooses_sequence):
            others = places.neighbours(self.instance, self._sequence)
            self.instance.position = others[-1].position + 1 if others else 0
        elif "place" in self.fields:
            self._put_in_place(self.cleaned_data["place"] or self.initial["place"])
        return super().save(commit)

    @property
    def _chooses_sequence(self) -> bool:
        return any(name in (self._meta.fields or ()) for name in self.among)

    @property
    def _sequence(self) -> tuple[str, ...]:
        return (self.above, *self.among)

    def _stands_in(self) -> list[Any]:
        return [self.belongs_to, *(getattr(self.instance, name) for name in self.among)]

    def _put_in_place(self, after: str) -> None:
        """Number the row, and anew those of its siblings whose place it changes."""
        row = self.instance
        if after != self.initial["place"]:
            keys = [FIRST, *(str(sibling.pk) for sibling in self.siblings)]
            places.put(row, keys.index(after), self.siblings)
        elif row._state.adding:
            row.position = self.siblings[-1].position + 1


class PartnershipRowForm(RowForm):
    """A form on a row of the partnership; its instance has the plan at hand as `in_plan`."""

    above = "partnership"

    @property
    def plan(self) -> Plan:
        return self.instance.in_plan

    def as_saved(self, saved: Any) -> Self:
        saved.in_plan = self.plan
        return super().as_saved(saved)


def _name_empty_choice(field: Any) -> None:
    """Say in words what Django says by dashes."""
    dashes = BLANK_CHOICE_DASH[0]
    field.choices = [NOT_CHOSEN if one == dashes else one for one in field.choices]


def _named(field: forms.Field) -> str:
    """The field in a sentence: “the amount”, “what happened”."""
    label = f"{field.label or ''}"
    is_question = label.startswith(("How", "What", "When", "Where", "Which", "Who", "Why"))
    return ("" if is_question else "the ") + label[:1].lower() + label[1:]


def _in_lines(value: object) -> str:
    """A value as text that is the same, however its lines end."""
    return "\n".join(str("" if value is None else value).splitlines())


def _words_of(bound: forms.BoundField) -> Any:
    """The value of a form's field, as its reader knows it."""
    value = bound.value()
    if hasattr(bound.field, "words_of"):
        return bound.field.words_of(value) or "Nothing"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(bound.field, ProseEditorFormField) and value:
        return format_html('<div class="app-prose">{}</div>', rich_text.as_html(value))
    choices = {str(key): words for key, words in getattr(bound.field, "choices", [])}
    return choices.get(str(value), "" if value is None else value) or "Nothing"
