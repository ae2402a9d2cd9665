"""Who sees a restricted plan, and with what it is marked."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fixed, Layout, Size
from django import forms

from csp.by_name import by_name
from csp.typed_text import TypedText
from partners.models import Membership
from plans.forms.rows import RowForm
from plans.models import Plan
from plans.restricting import restrict, why_not


class RestrictionForm(RowForm):
    """The marking of a restricted plan. Saved, it restricts one that is not.

    Its instance knows who is at it as `at_hand_of`, a Membership.
    """

    place = None  # type: ignore[assignment]

    class Meta:
        model = Plan
        fields = ["marking"]
        help_texts = {
            "marking": "It stands at the top and bottom of every page, on every sheet and in emails"
        }

    @property
    def helper(self) -> Any:
        helper = FormHelper()
        words = "Save" if self.plan.is_restricted else "Restrict this plan"
        marking = Field.text("marking", label_size=Size.SMALL, field_width=Fixed.TWENTY)
        button = Button("save", words, data_prevent_double_click="true")
        helper.layout = Layout(marking, "version", button)
        return helper

    @property
    def plan(self) -> Plan:
        return self.instance

    @property
    def belongs_to(self) -> Plan:
        return self.instance

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refusal = "" if self.plan.is_restricted else why_not(self.plan)
        if refusal:
            self.add_error(None, refusal)
        elif not self.plan.is_restricted:
            self.plan.strategy = None
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.plan.is_restricted:
            return super().save(commit)
        restrict(self.plan, self.plan.at_hand_of)  # type: ignore[attr-defined]
        return self.plan


class NamingForm(TypedText, forms.Form):
    """Choosing a member of the partnership who is not named yet."""

    person = forms.ChoiceField(
        label="Who is to see the plan?",
        error_messages={
            "required": "Select who is to see the plan",
            "invalid_choice": "Select who is to see the plan from the list",
        },
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = plan.partnership.memberships.filter(taken_up_at__isnull=False)
        members = members.exclude(pk__in=plan.named.values("membership"))
        members = members.select_related("user", "agency")
        self.members = {str(one.pk): one for one in by_name(members, lambda one: one.called)}
        field: Any = self.fields["person"]
        field.choices = [
            ("", "Select one"),
            *((pk, _with_role(one)) for pk, one in self.members.items()),
        ]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.select("person", label_size=Size.SMALL), Button("name", "Let them see the plan")
        )

    @property
    def chosen(self) -> Membership:
        return self.members[self.cleaned_data["person"]]


def _with_role(member: Membership) -> str:
    agency = f" for {member.agency}" if member.agency else ""
    return f"{member.called}, {member.get_role_display().lower()}{agency}"
