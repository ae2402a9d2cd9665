"""The form of an action while the plan is built: what it says, where it stands, who owns it."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Div, Field, Layout
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import Truncator

from actions.building.workspace.links import RECOMMENDATIONS, THEMES, ChosenField, LinkedForm
from actions.building.workspace.owners import (
    Choice,
    OwnersField,
    choices_of,
    owners_through,
    write_owners,
)
from actions.extensions import Promise, is_moved, is_promised
from actions.models import Action, Status
from actions.moving import MOVED_FIELDS, MovedFields, keep_move
from csp.by_name import by_name
from csp.whole_numbers import whole_number
from partners.models import Agency
from plans import own_columns
from plans.action_fields import EXTRAS, OWN_FIELDS
from plans.forms.fields import marked_text
from plans.forms.rows import SAVE
from plans.models import Priority, Strand

# What is kept of an action besides what this form writes: somebody may be writing it meanwhile.
WRITTEN_ELSEWHERE = [
    "status",
    "latest_update",
    "heard_on",
    "fate",
    "fate_reason",
    "carries_on",
    "merged_into",
    "owners_as_written",
]


class HeadingField(forms.ChoiceField):
    """A priority of the plan, or a strand of one: by their ids, “12” or “12-3”."""

    def offer(self, priorities: Iterable[Priority]) -> None:
        self.headings: dict[str, tuple[Priority, Strand | None]] = {}
        groups = []
        for priority in priorities:
            choices = []
            for strand in [None, *priority.strands.all()]:
                key = heading_of(priority.pk, strand.pk if strand else None)
                self.headings[key] = (priority, strand)
                choices.append((key, str(strand or priority)))
            groups.append((str(priority), choices))
        self.choices = groups

    def words_of(self, key: str) -> str:
        """The heading as its reader knows it."""
        return ", ".join(str(one) for one in self.headings.get(key, ()) if one)


class ActionForm(MovedFields, LinkedForm):
    """An action, its owners and what it is linked to, under a priority or one of its strands.

    Of one in an agreed plan also why its timescale is moved.
    """

    above = "priority"
    among = ("strand",)
    asked_for = ("heading",)
    once = ("wording",)
    already = "There is already an action with this wording"
    stays_when_closed = True
    of_change = MOVED_FIELDS

    heading = HeadingField(
        label="Priority and strand",
        help_text="If you change this, the action moves to the end",
        error_messages={"required": "Select the priority that the action belongs to"},
    )
    owners = OwnersField(
        label="Owners",
        required=False,
        help_text="In the order in which the plan names them. A unit is a part of an agency, "
        "such as “Early Help”.",
    )
    cross_cutting_themes = ChosenField(THEMES, "Select cross-cutting themes from the list")
    recommendations = ChosenField(RECOMMENDATIONS, "Select recommendations from the list")
    field_order = ["wording", "reference", "heading", "place", "owners"]

    class Meta:
        model = Action
        fields = [*(one.name for one in OWN_FIELDS), "year_end_wording"]
        labels = {
            "wording": "What will be done",
            "measure": "How it is measured",
            "year_end_wording": "Year-end wording",
        }
        widgets = dict.fromkeys(
            [*(one.name for one in OWN_FIELDS if one.is_marked), "year_end_wording"], marked_text()
        )
        help_texts = {
            "wording": "Begin lines with “- ” for bullets, and leave a line empty between "
            "paragraphs. Two stars on both sides make **words** bold",
            "reference": "As it is printed, such as “1.10” or “2.1.”. Leave empty for none",
            "pier": "Of the National Intelligence Model",
            "year_end_wording": "What this year’s review says about the action. Leave empty "
            "to use its latest update",
        }
        error_messages = {"wording": {"required": "Enter what will be done"}}

    def __init__(self, *args: Any, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        initial = dict(initial or {})
        self._stand_under(kwargs["instance"], initial.get("heading", ""))
        super().__init__(*args, initial=initial, **kwargs)
        self.before = Promise.of(self.instance.timescale, self.plan.period)
        if self.instance.pk is None or not is_promised(self.plan):
            for name in MOVED_FIELDS:
                del self.fields[name]
        self._offer_headings()
        self._offer_owners()
        own = {name: getattr(self.instance, name) for name in EXTRAS}
        own_columns.offer(self.fields, self.plan, {**own, **self.initial, **self.data})
        self.fields["timescale"].help_text = self._hint_on_timescale()
        pier: Any = self.fields["pier"]
        pier.choices = [("", "None"), *Action.Pier.choices]
        if "place" in self.fields:
            place: Any = self.fields["place"]
            place.choices = [(key, Truncator(words).chars(80)) for key, words in place.choices]

    def _stand_under(self, action: Action, heading: str) -> None:
        """Let a new action begin under that strand of its priority."""
        strand = whole_number(heading.partition("-")[2])
        if action._state.adding and strand is not None:
            action.strand = action.priority.strands.filter(pk=strand).first()

    def _offer_headings(self) -> None:
        field: Any = self.fields["heading"]
        field.offer(self.plan.priorities.prefetch_related("strands"))
        action = self.instance
        self.initial.setdefault("heading", heading_of(action.priority_id, action.strand_id))

    def _offer_owners(self) -> None:
        """The agencies that were there in the plan's year, and those that own it already."""
        field: Any = self.fields["owners"]
        typed = self.initial if not self.is_bound else {}
        if not field.widget.value_omitted_from_data(typed, {}, "owners"):
            self.initial["owners"] = field.widget.value_from_datadict(typed, {}, "owners")
        chosen = self._owners_before()
        self.initial.setdefault("owners", chosen)
        agencies = self.plan.partnership.agencies
        in_year = agencies.in_being_between(self.plan.starts_on, self.plan.ends_on)
        members = Agency.members.through.objects.filter(from_agency=OuterRef("pk"))
        offered = agencies.filter(Q(pk__in=in_year) | Q(pk__in=[one.agency for one in chosen]))
        field.offer(by_name(offered.annotate(is_group=Exists(members))))
        written = self.instance.owners_as_written.strip()
        field.written = "" if _as_text(written) == _as_text(field.words_of(chosen)) else written

    def _owners_before(self) -> list[Choice]:
        action = self.instance
        if not action._state.adding:
            return choices_of(action.owners.order_by("position", "pk"))
        if action.pk is None:
            return []
        # It was removed: those that it had then.
        return list(owners_through(action.pk).values())[-1]

    def _offer_linked(self, name: str) -> bool:
        field: Any = self.fields[name]
        field.queryset = getattr(self.plan, name).all()
        return field.queryset.exists()

    def _hint_on_timescale(self) -> str:
        hint = "For example, “Ongoing”, “By March 2027” or “Quarter 2”"
        if understood := self.instance.understood:
            hint = f"{hint}. Understood as: {understood}"
        if self.asks_of_move:
            hint = f"{hint}. The plan is agreed: if you move it, say why and who agreed it"
        return hint

    @property
    def asks_of_move(self) -> bool:
        """Whether its timescale is a promise already."""
        return MOVED_FIELDS[0] in self.fields

    @cached_property
    def helper(self) -> FormHelper:
        helper = super().helper
        # The first button is the one that the Enter key presses.
        enter = (
            '<button type="submit" class="govuk-visually-hidden" tabindex="-1" '
            'aria-hidden="true">Save</button>'
        )
        buttons = Div(
            SAVE,
            Button.secondary("another", "Save and add another", data_prevent_double_click="true"),
            css_class="govuk-button-group",
        )
        names = [name for name in self.fields if name not in MOVED_FIELDS]
        helper.layout = Layout(HTML(enter), *map(self._laid_out, names), buttons)
        return helper

    def _laid_out(self, name: str) -> Any:
        if name == "owners":
            return Field(name, template="building/workspace/owners_field.html")
        if name == "timescale" and self.asks_of_move:
            return Div(super()._laid_out(name), *self._of_move())
        return super()._laid_out(name)

    def _of_move(self) -> list[Any]:
        """What is asked of a move, folded away as long as nobody has to read it."""
        is_told = any(self[name].value() for name in MOVED_FIELDS[1:])
        is_open = is_told or any(name in self.errors for name in MOVED_FIELDS)
        begin = (
            f'<details class="govuk-details"{" open" if is_open else ""}>'
            '<summary class="govuk-details__summary"><span class="govuk-details__summary-text">'
            "If you move the timescale: why, and who agreed it</span></summary>"
            '<div class="govuk-details__text">'
        )
        fields = map(super()._laid_out, MOVED_FIELDS)
        return [HTML(begin), *fields, HTML("</div></details>")]

    def clean(self) -> dict[str, Any]:
        heading = self.cleaned_data.get("heading")
        if heading:
            field: Any = self.fields["heading"]
            self.instance.priority, self.instance.strand = field.headings[heading]
        cleaned = super().clean()
        if self._is_moved:
            self.say_if_unsaid()
        return cleaned

    @property
    def _is_moved(self) -> bool:
        words = self.cleaned_data.get("timescale")
        if words is None or not self.asks_of_move:
            return False
        return is_moved(self.before, Promise.of(words, self.plan.period))

    def _is_the_same(self, record: Any, seen: Any) -> bool:
        """Whether nothing has changed that this form writes, as after an update of the status."""
        owners = owners_through(self.instance.pk)
        fields = {*self.Meta.fields, "priority", "strand"}
        return (
            owners[record.history_id] == owners[seen.history_id]
            and self._is_linked_the_same(record, seen)
            and not record.diff_against(seen, included_fields=fields).changes
        )

    def save(self, commit: bool = True) -> Action:
        action = self.instance
        if action._state.adding:
            # Of one that was removed, what was said is gone.
            action.status, action.latest_update = Status.NOT_STARTED, None
            action.heard_on = None
        else:
            action.refresh_from_db(
                fields=WRITTEN_ELSEWHERE, from_queryset=Action.objects.select_for_update()
            )
        saved = super().save(commit)
        write_owners(action, self.cleaned_data["owners"])
        if self._is_moved:
            assert self.by is not None
            keep_move(action, self.before, said=self.said, by=self.by, on=timezone.localdate())
        return saved


def heading_of(priority: int, strand: int | None = None) -> str:
    """The heading of the action with these ids of a priority and a strand, as ActionForm has it."""
    return f"{priority}-{strand}" if strand else str(priority)


def _as_text(owners: str) -> str:
    """Owners as they can be compared: the same however they are set apart."""
    return "".join(letter for letter in owners.casefold() if letter.isalnum())
