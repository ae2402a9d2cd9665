"""The forms of beginning a plan: a yearly one, or one of another kind and period."""

from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fixed, Layout, Size
from django import forms

from actions.forms import choice_field
from csp.typed_text import TypedText
from partners.models import Partnership
from plans import years
from plans.addresses import ADDRESS_HELP, NAMED, neutral_address, proposed_address
from plans.forms.periods import (
    FIELD_CLASSES,
    PERIOD_FIELDS,
    PERIOD_HELP,
    PERIOD_LABELS,
    tell_of_impossible_period,
)
from plans.models import Plan
from plans.models.plan import FIRST_YEAR, LAST_YEAR
from plans.plan_kinds import PlanKind

# Who sees a new plan.
BY_KIND, ALL, NAMED_PEOPLE = "kind", "all", "named"


class BeginForm(TypedText, forms.Form):
    """Of which year a plan is begun, and from what."""

    year = forms.IntegerField(
        label="Which year does it start in?",
        help_text="2019 for April 2019 to March 2020",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "required": "Enter the year the plan starts in",
            "invalid": "The year must be a number, like 2019",
            "min_value": f"The year must be {FIRST_YEAR} or later",
            "max_value": f"The year must be {LAST_YEAR} or earlier",
        },
    )
    begin_from = choice_field(
        "What do you want to start from?",
        "Select what you want to start from",
        choices=[
            ("before", "Last year’s plan"),
            ("empty", "An empty plan"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        fields = [Field.text("year", field_width=Fixed.FOUR, label_size=Size.SMALL)]
        has_own = partnership.plans.filter(kind=PlanKind.YEARLY).exists()
        founders = list(partnership.predecessors)
        if has_own or founders:
            fields.append(Field.radios("begin_from", legend_size=Size.SMALL))
            if not has_own:
                begin_from: Any = self.fields["begin_from"]
                several = "Last year’s plans of those that it was founded from"
                label = f"Last year’s plan of {founders[0]}" if len(founders) == 1 else several
                begin_from.choices = [("before", label), *begin_from.choices[1:]]
        else:
            del self.fields["begin_from"]
        self.helper = FormHelper()
        self.helper.layout = Layout(*fields, Button("begin", "Start the plan"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        cleaned["befores"] = []
        year = cleaned.get("year")
        if year and cleaned.get("begin_from") == "before":
            plan = Plan.of_year(year, partnership=self.partnership)
            cleaned["befores"] = plan.plans_before()
            if not cleaned["befores"]:
                label = years.label(year - 1)
                self.add_error(
                    "begin_from", f"There is no plan {label} to start from. Select an empty plan"
                )
        return cleaned


class BeginTitledForm(TypedText, forms.ModelForm):
    """What a plan that is not a yearly one is called, and from when to when it is.

    Its instance is the plan, with its partnership.
    """

    kind = choice_field(
        "What kind of plan is it?",
        "Select what kind of plan it is",
        choices=[
            Choice(kind.value, kind.label, hint=kind.traits.hint_with_readers)
            for kind in PlanKind
            if kind != PlanKind.YEARLY
        ],
        widget=forms.RadioSelect,
    )

    readers = choice_field(
        "Who sees it?",
        "Select who sees it",
        choices=[
            Choice(BY_KIND, "As is usual for its kind"),
            Choice(ALL, "Everybody in the partnership"),
            Choice(
                NAMED_PEOPLE,
                "Only people who are named for it",
                hint="At first only you. You name others in its settings. To everybody else it "
                "does not exist, whatever their role",
            ),
        ],
        widget=forms.RadioSelect,
        initial=BY_KIND,
    )

    class Meta:
        model = Plan
        fields = ["kind", *PERIOD_FIELDS, "address"]
        field_classes = FIELD_CLASSES
        labels = {**PERIOD_LABELS, "address": "Word in its web address"}
        help_texts = {**PERIOD_HELP, "address": ADDRESS_HELP}
        error_messages = {
            "starts_on": {"required": "Enter the first day"},
            "ends_on": {"required": "Enter the last day"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = "Enter the title"
        self.fields["address"].required = False
        # As is usual, if nobody says.
        self.fields["readers"].required = False
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("kind", legend_size=Size.SMALL),
            Field.text("title", label_size=Size.SMALL),
            Field.radios("readers", legend_size=Size.SMALL),
            Field("starts_on", context={"legend_size": Size.for_legend("s")}),
            Field("ends_on", context={"legend_size": Size.for_legend("s")}),
            Field.text("address", label_size=Size.SMALL),
            Button("begin", "Start the plan"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        tell_of_impossible_period(self)
        title, first = cleaned.get("title"), cleaned.get("starts_on")
        kind, readers = cleaned.get("kind"), cleaned.get("readers") or BY_KIND
        self.instance.is_restricted = readers == NAMED_PEOPLE or bool(
            readers == BY_KIND and kind and PlanKind(kind).traits.is_restricted
        )
        if "address" not in self.errors and title and first:
            cleaned["address"] = cleaned.get("address") or (
                neutral_address()
                if self.instance.is_restricted
                else proposed_address(title, first.year)
            )
            self._judge_address(cleaned["address"])
        return cleaned

    def _judge_address(self, address: str) -> None:
        if not NAMED.fullmatch(address):
            self.add_error(
                "address",
                "The word in its web address must begin with a letter, and have only small "
                "letters, numbers and single hyphens, like violence-2026",
            )
        elif self.instance.partnership.plans.filter(address=address).exists():
            self.tell_of_taken(address)

    def tell_of_taken(self, address: str) -> None:
        told = f"There is already a plan at “{address}”. Enter another word"
        if self.instance.partnership.plans.filter(address=address, is_restricted=True).exists():
            # As of one that is another page's: nobody learns of a plan by trying.
            told = f"“{address}” is the address of another page. Enter another word"
        self.add_error("address", told)
