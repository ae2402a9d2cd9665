"""What is due in a partnership's agreed plans, by month; and the lists behind the figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django.db.models import Exists, F, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.formats import date_format

from actions.extensions import of_action
from actions.models import FINISHED, OVERDUE_AFTER, PLAN_ORDER, Action, ActionQuerySet
from csp.by_name import offer_by_name
from partners.access import Permission
from partners.models import Agency, Membership
from plans.models import Plan, Priority

WITHOUT_DAY = "none"


class State(TextChoices):
    """Which of the actions that are due at a time are counted, or listed."""

    OPEN = "open", "Still to do"
    LATE = "late", "Past their day"
    DONE = "done", "Complete or not pursued"
    MOVED = "moved", "Timescale moved"


@dataclass(frozen=True)
class Month:
    """How many actions are due in a month, in all and in each State. key: “2026-11”."""

    key: str
    label: str
    total: int
    counts: dict[str, int]
    is_now: bool = False

    @property
    def figures(self) -> list[tuple[str, int]]:
        """(State or nothing, how many), as the columns of a table."""
        return [("", self.total), *((state.value, self.counts[state]) for state in State)]


def due_in(membership: Membership) -> ActionQuerySet:
    """The actions of the partnership's agreed plans of which the member knows, of all years."""
    return Action.objects.seen_by([membership]).filter(
        priority__plan__partnership=membership.partnership,
        priority__plan__stage=Plan.Stage.AGREED,
    )


def condition_of(state: str, on: date) -> Q:
    """Picks the actions of a State, as on that day."""
    is_finished = Q(status__in=FINISHED)
    return {
        State.OPEN: ~is_finished,
        State.LATE: ~is_finished & Q(due_on__lt=on),
        State.DONE: is_finished,
        State.MOVED: Q(Exists(of_action())),
    }[State(state)]


def by_month(actions: QuerySet[Action], *, on: date) -> list[Month]:
    """The Months in which any of the actions are due, those without a day, and all. One query."""
    rows = actions.order_by().annotate(is_moved=Exists(of_action()))
    counted: dict[str, dict[str, int]] = {}
    for due_on, status, is_moved in rows.values_list("due_on", "status", "is_moved"):
        is_open = status not in FINISHED
        is_late = is_open and due_on is not None and due_on < on
        told = {
            State.OPEN: is_open,
            State.LATE: is_late,
            State.DONE: not is_open,
            State.MOVED: is_moved,
        }
        for key in (key_of(due_on), ""):
            counts = counted.setdefault(key, dict.fromkeys(["all", *State.values], 0))
            counts["all"] += 1
            for state, is_so in told.items():
                counts[state] += is_so
    # The months in their order, then “none”, then all.
    keys = sorted(counted, key=lambda key: (not key, key == WITHOUT_DAY, key))
    return [_month(key, counted[key], on) for key in keys]


def _month(key: str, counts: dict[str, int], on: date) -> Month:
    return Month(key, label_of(key), counts["all"], counts, is_now=key == key_of(on))


def key_of(day: date | None) -> str:
    """The key of the Month of a day."""
    return f"{day:%Y-%m}" if day else WITHOUT_DAY


def label_of(key: str) -> str:
    """“November 2026” of the key of a Month."""
    if not key:
        return "All"
    if key == WITHOUT_DAY:
        return "Without a day"
    return date_format(date.fromisoformat(f"{key}-01"), "F Y")


class DueFilter(django_filters.FilterSet):
    """The filters of the page: any of them may be left empty.

    The last two say which of the figures is opened; `counted` is what all figures are of. Plans of
    which no updates are wanted any more count only if they are chosen: `left_out`.
    """

    plan = django_filters.ModelChoiceFilter(
        label="Plan", queryset=None, field_name="priority__plan", empty_label="All that go on"
    )
    priority = django_filters.ModelChoiceFilter(
        label="Priority", queryset=None, empty_label="All priorities"
    )
    agency = django_filters.ModelChoiceFilter(
        label="Partner", queryset=None, method="filter_agency", empty_label="All partners"
    )
    person = django_filters.ModelChoiceFilter(
        label="Person",
        help_text="Who answers for a partner: all that it owns",
        queryset=None,
        method="filter_person",
        empty_label="Everybody",
    )
    when = django_filters.ChoiceFilter(label="Due", method="filter_when", empty_label="Any time")
    state = django_filters.ChoiceFilter(
        label="Show", method="filter_state", choices=State, empty_label="All of them"
    )

    class Meta:
        model = Action
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, membership: Membership, on: date) -> None:
        actions = due_in(membership)
        if not data.get("plan"):
            actions = actions.asked_about(on)
        super().__init__(data, queryset=actions)
        self.on = on
        known = membership.partnership.plans.seen_by([membership])
        self.plans = known.filter(stage=Plan.Stage.AGREED)
        self._offer(membership, actions)
        self.form.helper = FormHelper()
        self.form.helper.form_method = "get"
        names = [name for name in self.filters if name in self.form.fields]
        self.form.helper.layout = Layout(*map(Field.select, names), Button("filter", "Filter"))

    def _offer(self, membership: Membership, actions: ActionQuerySet) -> None:
        """What there is to choose from: nothing of which the member does not know."""
        priorities = Priority.objects.filter(actions__in=actions.values("pk")).distinct()
        fields: dict[str, Any] = self.form.fields
        fields["plan"].queryset = self.plans
        fields["plan"].label_from_instance = lambda plan: plan.known_as
        fields["priority"].queryset = priorities.select_related("plan").order_by(
            "-plan__starts_on", "plan", "position"
        )
        fields["priority"].label_from_instance = lambda one: f"{one} ({one.plan.known_as})"
        owning = Agency.objects.filter(ownerships__action__in=actions.values("pk")).distinct()
        offer_by_name(fields["agency"], owning)
        fields["when"].choices = [
            ("", "Any time"),
            *((key, label_of(key)) for key in self._months(actions)),
        ]
        if membership.may(Permission.SEE_CONTACTS):
            people = membership.partnership.memberships.taken_up().exclude(agency=None)
            fields["person"].queryset = people.select_related("user", "agency").order_by(
                "user__name", "pk"
            )
            fields["person"].label_from_instance = lambda one: f"{one.user.name}, {one.agency}"
        else:
            del fields["person"]

    def _months(self, actions: ActionQuerySet) -> list[str]:
        days = actions.order_by().values_list("due_on", flat=True).distinct()
        return sorted({key_of(day) for day in days}, key=lambda key: (key == WITHOUT_DAY, key))

    @property
    def counted(self) -> ActionQuerySet:
        """The actions that are counted: those of the other filters."""
        return self._filtered(name for name in self.filters if name not in ("when", "state"))

    @property
    def listed(self) -> ActionQuerySet:
        """The actions of the figure that is opened, in the order in which they are due."""
        return self._filtered(self.filters).order_by(F("due_on").asc(nulls_last=True), *PLAN_ORDER)

    @property
    def left_out(self) -> list[tuple[Plan, str]]:
        """The plans that are over and not counted, each with its name. One query."""
        if self.form.cleaned_data.get("plan"):
            return []
        over = self.plans.filter(ends_on__lt=self.on - OVERDUE_AFTER)
        return [(plan, plan.known_as) for plan in over]

    @property
    def opened(self) -> list[str]:
        """Which figure is opened, in words: the state, and the month."""
        when, state = (self.form.cleaned_data.get(name) for name in ("when", "state"))
        return [
            *([State(state).label.lower()] if state else []),
            *([label_of(when)] if when else []),
        ]

    def _filtered(self, names: Iterable[str]) -> ActionQuerySet:
        found: ActionQuerySet = self.queryset.all()
        # Of what is wrong the page says so; the rest counts.
        self.form.is_valid()
        for name in names:
            if value := self.form.cleaned_data.get(name):
                found = self.filters[name].filter(found, value)
        return found

    def filter_agency(
        self, queryset: ActionQuerySet, name: str, agency: Agency
    ) -> QuerySet[Action]:
        return queryset.owned_by(agency)

    def filter_person(
        self, queryset: ActionQuerySet, name: str, person: Membership
    ) -> QuerySet[Action]:
        assert person.agency is not None
        return queryset.owned_by(person.agency)

    def filter_when(self, queryset: ActionQuerySet, name: str, key: str) -> QuerySet[Action]:
        if key == WITHOUT_DAY:
            return queryset.filter(due_on=None)
        year, month = map(int, key.split("-"))
        return queryset.filter(due_on__year=year, due_on__month=month)

    def filter_state(self, queryset: ActionQuerySet, name: str, state: str) -> QuerySet[Action]:
        return queryset.filter(condition_of(state, self.on))
