"""What a manager fills in to open a round, to change it, and to write to an agency once more."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fluid, Layout, Size
from django import forms
from django.utils import timezone

from actions.forms import choice_field
from actions.rounds.answering_forms import EMAIL
from actions.rounds.mailboxes import Mailbox, contacts_to_ask, has_left
from actions.rounds.models import UpdateRequest, UpdateRound
from actions.rounds.opening import suggested_closing_day
from csp.day_field import DayField
from csp.versions import VERSION, VersionedForm
from plans.forms.rows import RowForm
from plans.models import Plan

REMINDERS = {
    -14: "Two weeks before the closing day",
    -7: "A week before",
    -3: "Three days before",
    -1: "The day before",
    0: "On the closing day",
    3: "Three days after, to those who are late",
    7: "A week after",
    14: "Two weeks after",
}
ANOTHER = "another"
FIELDS = ["name", "closes_on", "message", "reminder_days"]


class RemindersField(forms.TypedMultipleChoiceField):
    """Days from the closing day, chosen in words and kept as “-7,0,3”."""

    def prepare_value(self, value: Any) -> Any:
        return value.split(",") if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return ",".join(str(day) for day in sorted(map(int, super().clean(value))))


class RoundForm(RowForm):
    """A round's name, its closing day, what its e-mails say besides, and when they remind."""

    place = None  # type: ignore[assignment]
    reminder_days = RemindersField(
        label="When should partners who have not answered be reminded?",
        help_text="Nobody is reminded on a weekend, a bank holiday or the eve of one, "
        "but on the working day next to it",
        choices=list(REMINDERS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = UpdateRound
        fields = FIELDS
        field_classes = {"closes_on": DayField}
        labels = {
            "name": "What is the name of the round?",
            "closes_on": "Closing day",
            "message": "Message",
        }
        help_texts = {
            "name": "For example, “Quarter 2” or “Before the March meeting”",
            "closes_on": "For example, 30 9 2026. Later answers are accepted for "
            "another 30 days, and marked as late",
            "message": "What the email says, besides the number of actions, the closing day and "
            "the link (optional)",
        }
        error_messages = {
            "name": {
                "required": "Enter the name of the round",
                "max_length": "The name of the round must be 100 characters or fewer",
            }
        }

    def _laid_out(self, name: str) -> Any:
        if name == "reminder_days":
            return Field.checkboxes(name, small=True, legend_size=Size.SMALL)
        return super()._laid_out(name)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = self.plan.rounds.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is already a round of this name. Enter another one")
        return name

    def clean_closes_on(self) -> date:
        closes_on = self.cleaned_data["closes_on"]
        if closes_on != self.instance.closes_on and closes_on <= timezone.localdate():
            raise forms.ValidationError("The closing day must be in the future")
        return closes_on


class OpeningForm(RoundForm):
    """A new round, of whichever plan."""

    # A new row has none; the preview holds that of whom it shows.
    version = None  # type: ignore[assignment]
    plan_id = forms.ChoiceField(label="Which plan is the round for?", required=False)
    field_order = ["plan_id", "name", "closes_on", "message", "reminder_days"]

    def __init__(self, *args: Any, plans: Sequence[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(plans) > 1:
            field: Any = self.fields["plan_id"]
            field.choices = [(str(plan.pk), f"{plan}") for plan in plans]
            self.initial.setdefault("plan_id", str(self.plan.pk))
        else:
            del self.fields["plan_id"]
        if not self.initial.get("closes_on"):
            self.initial["closes_on"] = suggested_closing_day(timezone.localdate())
        self.helper.layout.fields[-1] = Button("preview", "Check who will be asked")

    def clean_name(self) -> str:
        # A second press of the last button must find the round that the first has opened.
        return self.cleaned_data["name"] if "open" in self.data else super().clean_name()

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the round."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def sent(self) -> list[tuple[str, str]]:
        """Every name and value of the form as it was sent, to be sent once more."""
        data: Any = self.data
        names = [*self.fields, *(f"closes_on_{part}" for part in range(3))]
        return [(name, value) for name in names for value in data.getlist(name)]


def _told(mailbox: Mailbox) -> str:
    """An address, and what stands against it."""
    if mailbox.came_back:
        return f"{mailbox.recipient.email} (the last email did not arrive)"
    return mailbox.recipient.email


class SendAgainForm(VersionedForm):
    """To which mailbox of an agency the e-mail is sent once more.

    press: marks the page, so that pressing its button twice sends one.
    """

    to = choice_field(
        "Which address do you want to send it to?",
        "Select an address",
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label="Another address",
        max_length=254,
        required=False,
        error_messages=EMAIL,
        widget=forms.TextInput(
            attrs={"input_type": "email", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    alone = forms.BooleanField(
        label="Withdraw every link that this agency was sent before",
        help_text="For a link that went to the wrong person, or to somebody who has left: "
        "only this address will have a link",
        required=False,
    )
    press = forms.CharField(max_length=32, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        request: UpdateRequest,
        mailboxes: Sequence[Mailbox],
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.on = request, on
        emails = [(box.recipient.email, _told(box)) for box in mailboxes if not box.has_left]
        known = {email.lower() for email, _ in emails}
        for one in contacts_to_ask([request.agency_id], on=on).order_by("email"):
            # Several roles may share a mailbox.
            if one.email.lower() not in known:
                known.add(one.email.lower())
                emails.append((one.email, f"{one.email} ({one.role})"))
        field: Any = self.fields["to"]
        field.choices = [*emails, (ANOTHER, "Another address")]
        good = [box.recipient.email for box in mailboxes if box.is_good]
        self.initial.setdefault("to", good[0] if good else ANOTHER)
        self.initial.setdefault("press", secrets.token_hex(8))
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("to", small=True, legend_size=Size.MEDIUM),
            Field.text("email", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.checkbox("alone", small=True),
            "press",
            VERSION,
            Button("send", "Send the email", data_prevent_double_click="true"),
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        wants_another = self.cleaned_data.get("to") == ANOTHER and "email" not in self.errors
        if wants_another and not self.cleaned_data.get("email"):
            self.add_error("email", EMAIL["required"])
        elif self.cleaned_data.get("to", ANOTHER) != ANOTHER and self.cleaned_data.get("email"):
            self.add_error("email", "Select “Another address” to use this address, or clear it")
        elif wants_another and self._has_left(self.cleaned_data["email"]):
            self.add_error(
                "email",
                "This address is not a contact of the partner any more. Add it to the contacts "
                "first, or enter another",
            )
        return self.cleaned_data

    def _has_left(self, email: str) -> bool:
        """Whether a link that is sent there would open nothing."""
        sent_before = self.request.recipients.filter(email__iexact=email).exclude(contact=None)
        was_contact = sent_before.exists()
        return has_left(self.request.agency_id, email, on=self.on, was_contact=was_contact)

    @property
    def address(self) -> str:
        to = self.cleaned_data["to"]
        return self.cleaned_data["email"] if to == ANOTHER else to


class ClosingForm(VersionedForm):
    """What becomes of the links when a round is closed before its day."""

    links = choice_field(
        "What should happen to late answers?",
        "Select what should happen to late answers",
        choices=[
            ("late", "Accept them for 30 days, and mark them as late"),
            ("none", "Do not accept any: withdraw every link"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("links", small=True, legend_size=Size.MEDIUM),
            VERSION,
            Button.warning("close", "Close the round"),
        )
