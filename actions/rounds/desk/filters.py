import django_filters
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django.db.models import QuerySet
from django.http import QueryDict

from actions.rounds.models import Answer, UpdateRound
from csp.by_name import offer_by_name
from partners.models import Membership
from plans.access import seen_by
from plans.models import Plan, Priority


class AnswerFilter(django_filters.FilterSet):
    """The filters of the desk: any of them may be left empty.

    They offer whatever was asked, so that a filter still holds when its last answer is accepted.
    """

    round = django_filters.ModelChoiceFilter(
        label="Round", field_name="request__round", queryset=None, empty_label="All rounds"
    )
    agency = django_filters.ModelChoiceFilter(
        label="Partner", field_name="request__agency", queryset=None, empty_label="All partners"
    )
    priority = django_filters.ModelChoiceFilter(
        label="Priority",
        field_name="action__priority",
        queryset=None,
        empty_label="All priorities",
    )

    class Meta:
        model = Answer
        fields: list[str] = []

    def __init__(
        self, data: QueryDict | None, *, membership: Membership, queryset: QuerySet[Answer]
    ) -> None:
        super().__init__(data, queryset=queryset)
        rounds = UpdateRound.objects.filter(seen_by([membership]))
        self.filters["round"].queryset = rounds.select_related("plan")
        self.filters["agency"].queryset = membership.partnership.agencies.filter(
            requests__round__in=rounds
        ).distinct()
        asked_about = Answer.objects.filter(request__round__in=rounds).order_by()
        # Those of its own plans: a database would else begin with everybody's priorities.
        self.filters["priority"].queryset = Priority.objects.filter(
            seen_by([membership]),
            pk__in=asked_about.values("action__priority"),
            plan__stage=Plan.Stage.AGREED,
        )
        offer_by_name(self.form.fields["agency"], self.filters["agency"].queryset)
        self.form.helper = FormHelper()
        self.form.helper.form_method = "get"
        self.form.helper.layout = Layout(
            Field.select("round"),
            Field.select("agency"),
            Field.select("priority"),
            Button("filter", "Filter"),
        )
