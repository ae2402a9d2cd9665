from datetime import date

import django_filters
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from actions.counted import COUNTS
from actions.models import Action, ActionQuerySet, Status
from actions.search import with_words
from csp.by_name import offer_by_name
from csp.day_field import WrittenDayField
from partners.models import Agency
from plans.models import Plan


class WrittenDayFilter(django_filters.DateFilter):
    field_class = WrittenDayField


class ActionFilter(django_filters.FilterSet):
    """The filters of a plan's page: any of them may be left empty."""

    words = django_filters.CharFilter(label="Search words", method="filter_words")
    priority = django_filters.ModelChoiceFilter(
        label="Priority", queryset=None, empty_label="All priorities"
    )
    agency = django_filters.ModelChoiceFilter(
        label="Partner", queryset=None, method="filter_agency", empty_label="All partners"
    )
    status = django_filters.MultipleChoiceFilter(
        label="Status", choices=Status, widget=forms.CheckboxSelectMultiple
    )
    show = django_filters.ChoiceFilter(
        label="Show only",
        choices=[(name, count.label) for name, count in COUNTS.items()],
        method="filter_counted",
        empty_label="All",
    )
    no_update_since = WrittenDayFilter(
        label="No update since",
        method="filter_no_update_since",
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a real date"},
    )

    class Meta:
        model = Action
        fields: list[str] = []

    def __init__(
        self, data: QueryDict | None, *, plan: Plan, queryset: QuerySet[Action], on: date
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.on = on
        self.filters["priority"].queryset = plan.priorities.order_by("position")
        owning = Agency.objects.filter(ownerships__action__priority__plan=plan).distinct()
        self.filters["agency"].queryset = owning
        offer_by_name(self.form.fields["agency"], owning)
        self.form.helper = FormHelper()
        self.form.helper.form_method = "get"
        self.form.helper.form_show_errors = True
        self.form.helper.layout = Layout(
            Field.text("words"),
            Field.select("priority"),
            Field.select("agency"),
            Field.checkboxes("status", small=True),
            Field.select("show"),
            Field.text("no_update_since"),
            Button("filter", "Filter"),
        )

    def filter_words(self, queryset: QuerySet[Action], name: str, words: str) -> QuerySet[Action]:
        return with_words(queryset, words)

    def filter_agency(self, queryset: ActionQuerySet, name: str, agency: Agency) -> ActionQuerySet:
        return queryset.owned_by(agency)

    def filter_counted(
        self, queryset: QuerySet[Action], name: str, counted_for: str
    ) -> QuerySet[Action]:
        return queryset.filter(COUNTS[counted_for].picks(self.on))

    def filter_no_update_since(
        self, queryset: ActionQuerySet, name: str, day: date
    ) -> ActionQuerySet:
        return queryset.silent_since(day)
