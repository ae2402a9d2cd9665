"""What lists of actions are filtered by: any filter may be left empty."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from actions.counted import FILTERS
from actions.models import Action, ActionQuerySet, Status
from actions.search import with_words
from csp.by_name import by_name, offer_by_name
from csp.day_field import WrittenDayField
from partners.agency_names import key_of
from partners.models import Agency, Partnership
from plans.models import Plan


class WrittenDayFilter(django_filters.DateFilter):
    field_class = WrittenDayField


class ListFilter(django_filters.FilterSet):
    """The filters of every list of actions."""

    words = django_filters.CharFilter(label="Search words", method="filter_words")
    status = django_filters.MultipleChoiceFilter(
        label="Status", choices=Status, widget=forms.CheckboxSelectMultiple
    )
    show = django_filters.ChoiceFilter(
        label="Show only",
        choices=[(name, count.label) for name, count in FILTERS.items()],
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

    def __init__(self, data: QueryDict | None, *, queryset: QuerySet[Action], on: date) -> None:
        super().__init__(data, queryset=queryset)
        self.on = on

    def lay_out(self, own: Sequence[str]) -> None:
        """Lay out the form. own: the filters that a list has besides these."""
        self.form.helper = FormHelper()
        self.form.helper.form_method = "get"
        self.form.helper.form_show_errors = True
        self.form.helper.layout = Layout(
            Field.text("words"),
            *map(Field.select, own),
            Field.checkboxes("status", small=True),
            Field.select("show"),
            Field.text("no_update_since"),
            Button("filter", "Filter"),
        )

    def filter_words(self, queryset: QuerySet[Action], name: str, words: str) -> QuerySet[Action]:
        return with_words(queryset, words)

    def filter_counted(
        self, queryset: QuerySet[Action], name: str, counted_for: str
    ) -> QuerySet[Action]:
        return queryset.filter(FILTERS[counted_for].picks(self.on))

    def filter_no_update_since(
        self, queryset: ActionQuerySet, name: str, day: date
    ) -> ActionQuerySet:
        return queryset.silent_since(day)


class ActionFilter(ListFilter):
    """The filters of a plan's page."""

    priority = django_filters.ModelChoiceFilter(
        label="Priority", queryset=None, empty_label="All priorities"
    )
    agency = django_filters.ModelChoiceFilter(
        label="Partner", queryset=None, method="filter_agency", empty_label="All partners"
    )

    def __init__(
        self, data: QueryDict | None, *, plan: Plan, queryset: QuerySet[Action], on: date
    ) -> None:
        super().__init__(data, queryset=queryset, on=on)
        self.filters["priority"].queryset = plan.priorities.order_by("position")
        owning = Agency.objects.filter(ownerships__action__priority__plan=plan).distinct()
        self.filters["agency"].queryset = owning
        offer_by_name(self.form.fields["agency"], owning)
        self.lay_out(["priority", "agency"])

    def filter_agency(self, queryset: ActionQuerySet, name: str, agency: Agency) -> ActionQuerySet:
        return queryset.owned_by(agency)


class AcrossFilter(ListFilter):
    """The filters of a list of actions of several partnerships, whose partners are known by their
    names. Two queries.
    """

    partnership = django_filters.ChoiceFilter(
        label="Partnership",
        field_name="priority__plan__partnership__slug",
        empty_label="All partnerships",
    )
    agency = django_filters.ChoiceFilter(
        label="Partner", method="filter_agency", empty_label="All partners"
    )

    def __init__(self, data: QueryDict | None, *, queryset: ActionQuerySet, on: date) -> None:
        """queryset: the whole list."""
        actions = queryset.order_by().values("pk")
        plans = queryset.order_by().values("priority__plan")
        partnerships = Partnership.objects.filter(plans__in=plans).distinct()
        there = by_name(partnerships, lambda one: one.district)
        super().__init__(data, queryset=queryset, on=on)
        self.agencies: defaultdict[str, list[Agency]] = defaultdict(list)
        for agency in by_name(Agency.objects.filter(ownerships__action__in=actions).distinct()):
            self.agencies[key_of(agency.name)].append(agency)
        fields: dict[str, Any] = self.form.fields
        fields["partnership"].choices = [
            ("", "All partnerships"),
            *((one.slug, one.district) for one in there),
        ]
        fields["agency"].choices = [
            ("", "All partners"),
            *((key, str(agencies[0])) for key, agencies in self.agencies.items()),
        ]
        # Of one partnership there is nothing to choose.
        self.lay_out(["partnership", "agency"] if len(there) > 1 else ["agency"])

    def filter_agency(self, queryset: ActionQuerySet, name: str, key: str) -> ActionQuerySet:
        return queryset.owned_by(*self.agencies[key])
