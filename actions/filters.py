import django_filters
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django import forms

from actions.models import Action, Status
from actions.search import with_words
from csp.by_name import offer_by_name
from csp.day_field import WrittenDayField
from partners.models import Agency


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
    no_update_since = WrittenDayFilter(
        label="No update since",
        method="filter_no_update_since",
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a real date"},
    )

    class Meta:
        model = Action
        fields: list[str] = []

    def __init__(self, data, *, plan, queryset):
        super().__init__(data, queryset=queryset)
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
            Field.text("no_update_since"),
            Button("filter", "Filter"),
        )

    def filter_words(self, queryset, name, words):
        return with_words(queryset, words)

    def filter_agency(self, queryset, name, agency):
        return queryset.owned_by(agency)

    def filter_no_update_since(self, queryset, name, day):
        return queryset.silent_since(day)
