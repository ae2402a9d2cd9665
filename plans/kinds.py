"""The kinds of rows of a plan that are added, changed and removed on a page for each row."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator, capfirst

from partners.access import Permission
from partners.models import User
from plans.forms.figures import IndicatorForm, ObservationForm, PlanIndicatorForm
from plans.forms.funding import AllocationForm, GrantForm, SpendingForm
from plans.forms.glossary import GlossaryTermForm
from plans.forms.layout import PlanColumnForm, PlanPartForm, PriorityColumnForm
from plans.forms.log import LogEntryForm
from plans.forms.meetings import MeetingBodyForm
from plans.forms.members import MemberForm
from plans.forms.narrative import BlockForm
from plans.forms.rows import RowForm
from plans.forms.steps import StatutoryStepForm
from plans.forms.structure import CrossCuttingThemeForm, PriorityForm, StrandForm, ThemeForm
from plans.models import Indicator, Plan
from plans.removals import cut_lost_links

# The pages of rows that are not called as in their addresses.
PAGE_TITLES = {
    "workspace": "Build the plan",
    "log": "Month by month",
    "steps": "Legal steps",
    "layout": "Parts and columns",
    "cross-cutting": "Cross-cutting themes",
}


class CannotBeRestored(Exception):
    """Says why in the words of the page."""


@dataclass(frozen=True)
class Kind:
    """name: of its addresses, “grant” for grant, grant-add, grant-remove. noun: “a grant”.

    page: the name of the address that lists its rows. folder: what theirs begin with.
    signed: the field that says who added a row, if there is one. folds: whether its page folds its
    rows away, and unfolds those at the place that its address names as “at”. named_by: the links to
    what its rows are called after.
    """

    name: str
    noun: str
    form: type[RowForm]
    page: str
    folder: str
    permission: Permission = Permission.EDIT_PLAN
    signed: str = ""
    folds: bool = False
    named_by: tuple[str, ...] = ()

    # The fields that come of other rows, as an action's status does: no way back touches them.
    derived: ClassVar[tuple[str, ...]] = ()

    @property
    def model(self) -> type[Any]:
        return self.form._meta.model

    @property
    def page_title(self) -> str:
        """What its page is called in the way to a row: “Glossary”, “Settings”."""
        return PAGE_TITLES.get(self.page) or capfirst(self.page.removeprefix("plan-"))

    @property
    def above(self) -> str:
        """The field by which a row belongs to its plan, or to a grant or priority of it."""
        return self.form.above

    @property
    def sequence(self) -> tuple[str, ...]:
        """The fields that the rows of one sequence share; see plans.places.neighbours."""
        return (self.above, *self.form.among)

    @property
    def has_places(self) -> bool:
        """Whether its rows stand in an order that people give them."""
        return any(field.name == "position" for field in self.model._meta.concrete_fields)

    @staticmethod
    def named(row: Model) -> str:
        """What a message calls a row, or its record's instance: “Priority 3: Road safety”."""
        return f"“{Truncator(row).chars(80)}”"

    @property
    def _by_plan(self) -> str:
        return "plan" if self.above == "plan" else f"{self.above}__plan"

    def within(self, plan: Plan) -> dict[str, Any]:
        """The condition that picks the plan's rows, or their records in the history."""
        return {self._by_plan: plan}

    def known_in(self, plan: Plan) -> Q:
        """What picks, among those, the rows of which the pages of the plan may tell."""
        return Q()

    def is_closed_in(self, plan: Plan) -> bool:
        """Whether its rows stay as they are, because the plan is closed."""
        return self.form.stays_when_closed and plan.stage == Plan.Stage.CLOSED

    def place_of(self, plan: Plan, pk: int) -> str:
        """The address at which the page that lists its rows shows one of them."""
        page = reverse(self.page, args=[plan.partnership.slug, plan.address])
        place = f"{self.name}-{pk}"
        return f"{page}?at={place}#{place}" if self.folds else f"{page}#{place}"

    def place_to_add(self, plan: Plan, beside: Any) -> str:
        """The address at which a row is added that belongs to the same as another."""
        is_own = self.above in ("plan", "partnership")
        to = [] if is_own else [getattr(beside, self.above).pk]
        return reverse(f"{self.name}-add", args=[plan.partnership.slug, plan.address, *to])

    def words_beside(self, pk: int) -> list[tuple[str, dict[int, str]]]:
        """What the history says of a row beside its own fields.

        Pairs of a label and the words by the ids of the row's records; for most kinds, nothing.
        """
        return []

    def restore_beside(self, row: Any, record: Any) -> None:
        """Bring back what the row had at the record's time beside its own fields.

        For most kinds that is nothing. The row is saved, and its plan locked.
        """

    def asked_of_restoring(
        self, plan: Plan, latest: Any, then: Any, *, by: User, typed: Any = None
    ) -> Any:
        """A form of what must be said before a row is again as it was; for most kinds, None.

        latest, then: the records of now and of the version that is to be restored.
        """
        return None

    def keep_said(self, row: Any, latest: Any, said: Any) -> None:
        """Keep what was said in that form with the row, which is restored and saved.

        Raises CannotBeRestored if something had to be said, and is not.
        """

    def new(self, plan: Plan, *, by: User, above: int | None = None) -> Any:
        """A row not yet saved. above: the id of what it belongs to, if not the plan itself.

        Raises Http404 if that is no grant of the plan, or indicator of its partnership.
        """
        belongs_to = plan
        if above is not None:
            others = self.model._meta.get_field(self.above).related_model.objects
            belongs_to = get_object_or_404(others.select_related("plan"), pk=above, plan=plan)
        signature = {self.signed: by} if self.signed else {}
        return self.model(**{self.above: belongs_to}, **signature)

    def row_or_404(self, plan: Plan, pk: int) -> Any:
        """The row of the plan, with what it belongs to."""
        rows = self.model.objects.select_related(*self.within(plan))
        return get_object_or_404(rows, self.known_in(plan), pk=pk, **self.within(plan))

    def row_even_removed_or_404(self, plan: Plan, pk: int) -> Any:
        """The row of the plan, or as it last was if somebody has removed it."""
        try:
            return self.row_or_404(plan, pk)
        except Http404:
            record = self.records_or_404(plan, pk)[0]
            row = record.instance
            _, helpless = cut_lost_links([row])
            if record.history_type != "-" or helpless:
                raise
            return row

    def records_or_404(self, plan: Plan, pk: int) -> "QuerySet[Any]":
        """What the history says of a row of the plan, newest first, even if it is removed."""
        if not self.model.history.filter(self.known_in(plan), id=pk, **self.within(plan)).exists():
            raise Http404
        records = self.model.history.filter(id=pk).select_related("history_user", *self.named_by)
        return records.order_by("-history_id")

    def removed_from(self, plan: Plan) -> list[Any]:
        """The last records of rows that are not in the plan any more, newest first.

        Without those that went with something that they belonged to, as a figure with its
        indicator.
        """
        there = self.model.objects.filter(pk=OuterRef("id"))
        records = self.model.history.filter(
            self.known_in(plan), ~Exists(there), history_type="-", **self.within(plan)
        )
        latest = records.select_related("history_user", *self.named_by).order_by("history_id")
        return list({record.id: record for record in latest}.values())[::-1]


class KindOfPartnership(Kind):
    """One whose rows belong to the partnership, or to a row of it that all its plans share.

    They are shown as one of its plans has them: the form finds that plan in the row, as `in_plan`.
    """

    def within(self, plan: Plan) -> dict[str, Any]:
        is_own = self.above == "partnership"
        return {"partnership" if is_own else f"{self.above}__partnership": plan.partnership}

    def known_in(self, plan: Plan) -> Q:
        if self.model is Indicator or self.above == "indicator":
            return Indicator.known_in(plan, "" if self.model is Indicator else self.above)
        return Q()

    def new(self, plan: Plan, *, by: User, above: int | None = None) -> Any:
        belongs_to = plan.partnership
        if above is not None:
            others = self.model._meta.get_field(self.above).related_model.objects
            known = Indicator.known_in(plan) if self.above == "indicator" else Q()
            belongs_to = get_object_or_404(others, known, pk=above, partnership=plan.partnership)
        return self._in(plan, self.model(**{self.above: belongs_to}))

    def row_or_404(self, plan: Plan, pk: int) -> Any:
        return self._in(plan, super().row_or_404(plan, pk))

    def row_even_removed_or_404(self, plan: Plan, pk: int) -> Any:
        return self._in(plan, super().row_even_removed_or_404(plan, pk))

    def _in(self, plan: Plan, row: Any) -> Any:
        row.in_plan = plan
        return row


PRIORITY = Kind(
    "priority", "a priority", PriorityForm, page="workspace", folder="priorities", folds=True
)
MEMBER = KindOfPartnership("member", "a member", MemberForm, page="members", folder="members")
BLOCK = Kind("block", "a piece of narrative", BlockForm, page="narrative", folder="narrative")
KINDS = [
    Kind(
        "log-entry",
        "an entry of the log",
        LogEntryForm,
        page="log",
        folder="log",
        permission=Permission.ADD_LOG_ENTRY,
        signed="added_by",
    ),
    Kind("grant", "a grant", GrantForm, page="funding", folder="funding"),
    Kind(
        "allocation", "an allocation", AllocationForm, page="funding", folder="funding/allocations"
    ),
    Kind(
        "spending", "an item of spending", SpendingForm, page="funding", folder="funding/spending"
    ),
    Kind(
        "plan-indicator",
        "an indicator of the plan",
        PlanIndicatorForm,
        page="figures",
        folder="figures",
        named_by=("indicator",),
    ),
    KindOfPartnership(
        "indicator", "an indicator", IndicatorForm, page="figures", folder="figures/indicators"
    ),
    KindOfPartnership(
        "observation", "a figure", ObservationForm, page="figures", folder="figures/observations"
    ),
    Kind("meeting-body", "a group that meets", MeetingBodyForm, page="meetings", folder="meetings"),
    Kind("theme", "a theme", ThemeForm, page="workspace", folder="themes", folds=True),
    PRIORITY,
    Kind("strand", "a strand", StrandForm, page="workspace", folder="strands", folds=True),
    Kind(
        "cross-cutting-theme",
        "a cross-cutting theme",
        CrossCuttingThemeForm,
        page="cross-cutting",
        folder="cross-cutting-themes",
    ),
    Kind(
        "glossary-term",
        "a term of the glossary",
        GlossaryTermForm,
        page="glossary",
        folder="glossary",
    ),
    Kind("step", "a legal step", StatutoryStepForm, page="steps", folder="steps"),
    Kind("plan-part", "a part of the document", PlanPartForm, page="layout", folder="layout/parts"),
    Kind("plan-column", "a column", PlanColumnForm, page="layout", folder="layout/columns"),
    Kind(
        "priority-column",
        "a column of one priority",
        PriorityColumnForm,
        page="layout",
        folder="layout/priority-columns",
    ),
    MEMBER,
    BLOCK,
]

# Those of all apps, in the order in which a page lists them.
ALL_KINDS = [*KINDS]


def register(*kinds: Kind) -> None:
    """Let the pages that show rows of every kind know these too. Once for each kind."""
    ALL_KINDS.extend(kinds)
