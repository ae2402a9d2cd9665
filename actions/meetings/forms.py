"""What is written at a meeting: who is there, decisions, and what came of those of before."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Layout, Size
from django import forms

from actions.forms import choice_field
from actions.meetings.changes import version_of_notes
from actions.meetings.meeting_form import day_words
from actions.meetings.models import Meeting, MeetingDecision, Minutes
from actions.models import Action
from actions.updating.forms import ActionUpdateForm
from csp.by_name import offer_by_name
from csp.day_field import DayField
from csp.several_rows import SeveralRows
from csp.typed_text import LONGEST_TEXT, limit
from csp.versions import VERSION, VersionedForm, version_of
from csp.whole_numbers import whole_number
from partners.models import Agency
from plans.models import Plan, Priority

Kind = MeetingDecision.Kind


class AttendanceForm(VersionedForm):
    """Which agencies are there, and notes. shown: those that were ticked on the page."""

    agencies = SeveralRows(
        queryset=Agency.objects.none(),
        label="Who is here?",
        help_text="Tick each agency that has sent somebody",
        required=False,
        error_messages={"invalid_choice": "Select agencies from the list"},
    )
    notes = forms.CharField(
        label="Names, apologies, and anything else for the minutes",
        required=False,
        widget=forms.Textarea,
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self.fields["notes"], LONGEST_TEXT)
        agencies = plan.partnership.agencies.filter(members=None)
        offer_by_name(
            self.fields["agencies"], agencies.in_being_between(plan.starts_on, plan.ends_on)
        )

    @classmethod
    def of(
        cls, plan: Plan, minutes: Minutes | None, typed: Mapping[str, Any] | None = None
    ) -> Self:
        """As it is written so far. typed: what was written into it before signing in."""
        there = minutes.attendance.values_list("agency", flat=True) if minutes else []
        ids = sorted(there)
        notes = minutes.notes if minutes else ""
        initial: dict[str, Any] = {
            "agencies": ids,
            "notes": notes,
            "shown": ",".join(map(str, ids)),
            VERSION: version_of_notes(notes),
        }
        return cls(plan=plan, initial=initial | dict(typed or {}))

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.attrs = {"data-typed": ""}
        helper.layout = Layout(
            Field.checkboxes("agencies", small=True, legend_size=Size.MEDIUM),
            Field.textarea("notes", rows=4, label_size=Size.SMALL),
            "shown",
            VERSION,
            Button("attend", "Save and continue", data_prevent_double_click="true"),
        )
        return helper

    def follow(self, now: Minutes) -> None:
        """Give the notes back beside those that somebody else has written."""
        self.changed_by_another(
            "Somebody wrote notes while you were writing. Compare yours with what is saved now, "
            "put both together, then save again",
            version=version_of_notes(now.notes),
            saved_now=[("Notes", now.notes)],
        )

    @property
    def said(self) -> dict[str, Any]:
        """As actions.meetings.changes.attend takes it."""
        shown = (whole_number(one) for one in self.cleaned_data["shown"].split(",") if one)
        return {
            "agencies": {agency.pk for agency in self.cleaned_data["agencies"]},
            "shown": {one for one in shown if one is not None},
            "notes": self.cleaned_data["notes"],
            "seen": self.cleaned_data[VERSION],
        }


class _OwnedForm(VersionedForm):
    """What was decided, who does it and by when."""

    text = forms.CharField(
        label="What was decided?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": "Enter what was decided"},
    )
    owner = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Who does it?",
        required=False,
        empty_label="Select one",
        error_messages={"invalid_choice": "Select who does it from the list"},
    )
    due_on = DayField(
        label="By when?", named="The day", help_text="For example, 31 1 2027", required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.plan = meeting, meeting.body.plan
        agencies = self.plan.partnership.agencies
        in_being = agencies.in_being_between(self.plan.starts_on, self.plan.ends_on)
        offer_by_name(self.fields["owner"], in_being)

    def needs_owner(self) -> bool:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not self.needs_owner():
            return cleaned
        if not cleaned.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "Select who does it")
        due = cleaned.get("due_on")
        if not due and "due_on" not in self.errors:
            self.add_error("due_on", "Enter by when it is to be done")
        if due and due < self.meeting.held_on:
            day = day_words(self.meeting.held_on)
            self.add_error("due_on", f"The day must be on or after {day}, the day of the meeting")
        return cleaned

    @property
    def fields_laid_out(self) -> list[Any]:
        return [
            Field.textarea("text", rows=3, label_size=Size.SMALL),
            Field("owner", context={"label_size": Size.for_label("s")}),
            Field("due_on", context={"legend_size": Size.for_legend("s")}),
        ]

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in ("text", "owner", "due_on")}


class DecisionForm(_OwnedForm):
    """A decision that is written down at a meeting. action: what it is about, if anything."""

    PREFIX = "decision"

    kind = choice_field(
        "What becomes of it?",
        "Select what becomes of it",
        widget=forms.RadioSelect,
        choices=Kind.choices,
    )
    priority = forms.ModelChoiceField(
        queryset=Priority.objects.none(),
        label="Under which priority?",
        required=False,
        empty_label="Select one",
        error_messages={"invalid_choice": "Select a priority from the list"},
    )

    def __init__(
        self, *args: Any, action: Action | None = None, may_add_actions: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix=self.PREFIX, **kwargs)
        self.action = action
        kind: Any = self.fields["kind"]
        if not may_add_actions:
            kind.choices = [one for one in Kind.choices if one[0] != Kind.ACTION]
        if action or not may_add_actions:
            del self.fields["priority"]
        else:
            priority: Any = self.fields["priority"]
            priority.queryset = self.plan.priorities.all()

    @classmethod
    def begun(cls, *, typed: Mapping[str, Any] | None = None, **kwargs: Any) -> Self:
        """A new one. typed: what was written into it before signing in."""
        mine = {
            name.removeprefix(f"{cls.PREFIX}-"): value
            for name, value in (typed or {}).items()
            if name.startswith(f"{cls.PREFIX}-")
        }
        initial: dict[str, Any] = {"kind": Kind.POINT} | mine
        if any(day := [mine.get(f"due_on_{part}", "") for part in range(3)]):
            initial["due_on"] = day
        return cls(initial=initial, **kwargs)

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_class = "app-decision"
        helper.attrs = {"data-typed": ""}
        text, *others = self.fields_laid_out
        kind = Field.radios("kind", small=True, legend_size=Size.SMALL)
        if "priority" in self.fields:
            others.append(
                Field(
                    "priority",
                    context={"label_size": Size.for_label("s"), "wrapper_class": "app-of-action"},
                )
            )
        helper.layout = Layout(
            text,
            kind,
            HTML('<div class="app-owned">'),
            *others,
            HTML("</div>"),
            Button("decide", "Save the decision", data_prevent_double_click="true"),
        )
        return helper

    @property
    def is_open(self) -> bool:
        """Whether something is written in it, and its fold stands open."""
        return self.is_bound or bool(self.initial.keys() - {"kind"})

    def needs_owner(self) -> bool:
        return self.cleaned_data.get("kind") != Kind.NOTED

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wants = cleaned.get("kind") == Kind.ACTION and not self.action
        if wants and not cleaned.get("priority") and "priority" not in self.errors:
            self.add_error("priority", "Select the priority of the new action")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """As actions.meetings.changes.decide takes it."""
        about = {"kind": self.cleaned_data["kind"], "action": self.action}
        chosen = self.cleaned_data.get("priority")
        return super().said | about | {"priority": self.action.priority if self.action else chosen}


class ChangeDecisionForm(_OwnedForm):
    """A decision put right before the minutes are confirmed."""

    def __init__(self, *args: Any, decision: MeetingDecision, **kwargs: Any) -> None:
        initial = {
            "text": decision.text,
            "owner": decision.owner_id,
            "due_on": decision.due_on,
            VERSION: version_of(decision),
        }
        self.decision = decision
        kwargs["initial"] = initial | dict(kwargs.pop("typed", None) or {})
        super().__init__(*args, meeting=decision.minutes.meeting, **kwargs)
        if not self.needs_owner():
            del self.fields["owner"], self.fields["due_on"]

    def needs_owner(self) -> bool:
        return self.decision.kind != Kind.NOTED

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.attrs = {"data-typed": ""}
        shown = self.fields_laid_out if self.needs_owner() else self.fields_laid_out[:1]
        helper.layout = Layout(
            *shown,
            VERSION,
            HTML('{% include "meetings/change_buttons.html" %}'),
        )
        return helper

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"seen": self.cleaned_data[VERSION]}

    def follow(self, now: MeetingDecision | None) -> None:
        """Give the words back beside those that somebody else has saved, if it is still there."""
        if now is None:
            self.add_error(None, "Somebody has removed the decision")
            return
        self.changed_by_another(
            "Somebody changed this while you were writing. Compare yours with what is saved now, "
            "then save yours again to replace it",
            version=version_of(now),
            saved_now=[
                ("What was decided", now.text),
                ("Who does it", str(now.owner or "")),
                ("By when", day_words(now.due_on) if now.due_on else ""),
            ],
        )


class OutcomeForm(VersionedForm):
    """What came of an open point. It has no version: what is closed once stays so."""

    outcome = forms.CharField(
        label="What came of it?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": "Enter what came of it"},
    )

    def __init__(self, *args: Any, point: MeetingDecision, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"point-{point.pk}", **kwargs)
        self.point = point

    def follow(self, now: MeetingDecision | None) -> None:
        """Give the words back beside what somebody else has said came of it."""
        told = "closed" if now else "removed"
        self.add_error(None, f"Somebody {told} this while you were writing: yours is not saved")
        self.saved_now = [("What came of it", now.outcome)] if now else []

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.attrs = {"data-typed": ""}
        helper.layout = Layout(
            Field.textarea("outcome", rows=2, label_size=Size.SMALL),
            HTML(
                '<button type="submit" name="close" value="{{ form.point.pk }}" '
                'class="govuk-button govuk-button--secondary" data-module="govuk-button" '
                'data-prevent-double-click="true">Close it</button>'
            ),
        )
        return helper


class UpdateAtMeetingForm(ActionUpdateForm):
    """An update that is taken while the meeting looks at the action."""

    @cached_property
    def helper(self) -> FormHelper:
        helper = super().helper
        *fields, _, version = helper.layout.fields
        buttons = HTML('{% include "meetings/update_buttons.html" %}')
        helper.layout = Layout(*fields, buttons, version)
        return helper
