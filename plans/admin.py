"""/admin/: what was agreed."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from csp.requests import NoncedRequest
from partners.admin import HistoryAdmin, Inline
from partners.admin_lists import LongList
from plans import editor
from plans.models import (
    Allocation,
    Block,
    CrossCuttingTheme,
    GlossaryTerm,
    Grant,
    Indicator,
    LogEntry,
    MeetingBody,
    Observation,
    Plan,
    PlanColumn,
    PlanIndicator,
    PlanPart,
    Priority,
    PriorityDecision,
    Recommendation,
    Spending,
    StatutoryStep,
    Strand,
    Theme,
)


class OpenAddresses(admin.AllValuesFieldListFilter):
    """The addresses of plans, without those of restricted ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Plan.objects.filter(is_restricted=False).order_by("address")
        self.lookup_choices: Any = plans.values_list("address", flat=True).distinct()


def by_plan(plan: str) -> list[Any]:
    """The filters of rows by partnership and address of their plan, to which these fields lead.

    A list of plans would ask for each one's partnership.
    """
    return [f"{plan}__partnership", (f"{plan}__address", OpenAddresses)]


BY_PLAN = by_plan("plan")


class OfPlan(admin.ModelAdmin):
    """Rows of plans: nothing of restricted ones is shown to those who run the installation.

    open: the condition under which a row is shown.
    """

    open: ClassVar[dict[str, Any]] = {"plan__is_restricted": False}

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).filter(**self.open)


class HistoryOfPlan(OfPlan, HistoryAdmin):
    """The same of rows with a history, which is not shown either."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self._found_or_404(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self._found_or_404(request, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _found_or_404(self, request: HttpRequest, object_id: str) -> None:
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404


class ThemeInline(Inline):
    model = Theme
    extra = 0


class GlossaryInline(Inline):
    model = GlossaryTerm
    extra = 0


@admin.register(Plan)
class PlanAdmin(HistoryOfPlan):
    open: ClassVar[dict[str, Any]] = {"is_restricted": False}
    # Its picture is judged where it is sent: on the plan's own page.
    exclude = ["is_restricted", "marking", "cover_picture", "cover_alternative_text"]
    list_display = ["__str__", "partnership", "kind", "starts_on", "stage", "strategy"]
    list_filter = ["partnership", "kind", "stage"]
    list_select_related = ["partnership", "strategy__partnership"]
    search_fields = ["partnership__name", "partnership__district", "title", "address"]
    autocomplete_fields = ["partnership", "strategy"]
    inlines = [ThemeInline, GlossaryInline]


@admin.register(Theme)
class ThemeAdmin(HistoryOfPlan):
    list_display = ["title", "strapline", "plan", "position"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["title", "plan__partnership__district"]
    autocomplete_fields = ["plan"]


class StrandInline(Inline):
    model = Strand
    extra = 0


@admin.register(Priority)
class PriorityAdmin(LongList, HistoryOfPlan):
    of_partnership = "plan__partnership"
    list_display = ["title", "number", "plan", "theme", "lead", "fate"]
    list_filter = [*BY_PLAN, "legal_strand", "fate"]
    list_select_related = ["plan__partnership", "theme", "lead"]
    search_fields = ["title", "scope", "plan__partnership__district"]
    autocomplete_fields = ["plan", "theme", "lead", "carries_on", "merged_into"]
    inlines = [StrandInline]


@admin.register(PriorityDecision)
class PriorityDecisionAdmin(HistoryOfPlan):
    open: ClassVar[dict[str, Any]] = {
        "plan__is_restricted": False,
        "row__plan__is_restricted": False,
    }
    list_display = ["row", "fate", "plan"]
    list_filter = [*BY_PLAN, "fate"]
    list_select_related = ["plan__partnership", "row"]
    search_fields = ["row__title", "fate_reason"]
    autocomplete_fields = ["plan", "row", "merged_into"]


@admin.register(Strand)
class StrandAdmin(HistoryOfPlan):
    open: ClassVar[dict[str, Any]] = {"priority__plan__is_restricted": False}
    list_display = ["title", "priority", "plan", "position"]
    list_filter = [*by_plan("priority__plan")]
    list_select_related = ["priority__plan__partnership"]
    search_fields = ["title", "priority__title"]
    autocomplete_fields = ["priority"]

    @admin.display(ordering="priority__plan")
    def plan(self, strand: Strand) -> Plan:
        return strand.priority.plan


@admin.register(Recommendation)
class RecommendationAdmin(HistoryOfPlan):
    list_display = ["text", "number", "source", "response", "priority", "plan"]
    list_filter = [*BY_PLAN, "level", "response"]
    list_select_related = ["plan__partnership", "priority"]
    search_fields = ["text", "number", "source", "priority__title"]
    autocomplete_fields = ["plan", "priority", "carries_on"]


@admin.register(CrossCuttingTheme)
class CrossCuttingThemeAdmin(HistoryOfPlan):
    list_display = ["title", "plan", "position"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["title", "plan__partnership__district"]
    autocomplete_fields = ["plan"]


@admin.register(Block)
class BlockAdmin(HistoryOfPlan):
    list_display = ["__str__", "plan", "part", "kind", "priority", "published", "position"]
    list_filter = [*BY_PLAN, "part", "kind", "published"]
    list_select_related = ["plan__partnership", "priority"]
    search_fields = ["heading", "body"]
    autocomplete_fields = ["plan", "priority"]

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = editor.with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    def render_history_view(
        self, request: NoncedRequest, template: str, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        if "adminform" in context:
            # simple-history has made text of the media already.
            media = self.media + context["adminform"].media
            context["media"] = editor.with_nonce(media, request)
        return super().render_history_view(request, template, context, **kwargs)


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(HistoryOfPlan):
    list_display = ["term", "meaning", "plan"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["term", "meaning"]
    autocomplete_fields = ["plan"]


@admin.register(MeetingBody)
class MeetingBodyAdmin(HistoryOfPlan):
    list_display = ["name", "how_often", "plan", "position"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["name", "purpose"]
    autocomplete_fields = ["plan"]


@admin.register(PlanPart)
class PlanPartAdmin(HistoryOfPlan):
    list_display = ["part", "heading", "plan", "position"]
    list_filter = [*BY_PLAN, "part"]
    list_select_related = ["plan__partnership"]
    search_fields = ["heading", "plan__partnership__district"]
    autocomplete_fields = ["plan"]


@admin.register(PlanColumn)
class PlanColumnAdmin(HistoryOfPlan):
    list_display = ["field", "heading", "plan", "priority", "position"]
    list_filter = [*BY_PLAN, "field"]
    list_select_related = ["plan__partnership", "priority"]
    search_fields = ["heading", "plan__partnership__district"]
    autocomplete_fields = ["plan", "priority"]


class AllocationInline(Inline):
    model = Allocation
    extra = 0
    autocomplete_fields = ["agency"]


class SpendingInline(Inline):
    model = Spending
    extra = 0


@admin.register(Grant)
class GrantAdmin(HistoryOfPlan):
    list_display = ["name", "funder", "amount", "plan"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["name", "funder"]
    autocomplete_fields = ["plan"]
    inlines = [AllocationInline, SpendingInline]


@admin.register(Allocation)
class AllocationAdmin(HistoryOfPlan):
    open: ClassVar[dict[str, Any]] = {"grant__plan__is_restricted": False}
    list_display = ["project", "organisation", "grant", "proposed_year", "first_half"]
    list_filter = [*by_plan("grant__plan")]
    list_select_related = ["grant"]
    search_fields = ["project", "organisation", "grant__name"]
    autocomplete_fields = ["grant", "agency"]


@admin.register(Spending)
class SpendingAdmin(HistoryOfPlan):
    open: ClassVar[dict[str, Any]] = {"grant__plan__is_restricted": False}
    list_display = ["item", "amount", "grant"]
    list_filter = [*by_plan("grant__plan")]
    list_select_related = ["grant"]
    search_fields = ["item", "grant__name"]
    autocomplete_fields = ["grant"]


@admin.register(LogEntry)
class LogEntryAdmin(HistoryOfPlan):
    list_display = ["text", "happened_on", "plan", "added_by"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership", "added_by"]
    search_fields = ["text"]
    autocomplete_fields = ["plan"]
    date_hierarchy = "happened_on"

    def save_model(self, request: Any, obj: LogEntry, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = request.user
        super().save_model(request, obj, form, change)


class ObservationInline(Inline):
    model = Observation
    extra = 0


@admin.register(Indicator)
class IndicatorAdmin(HistoryOfPlan):
    open: ClassVar[dict[str, Any]] = {"only_in": None}
    exclude = ["only_in"]
    list_display = ["title", "unit", "kind", "partnership"]
    list_filter = ["partnership", "kind"]
    list_select_related = ["partnership"]
    search_fields = ["title", "source"]
    autocomplete_fields = ["partnership"]
    inlines = [ObservationInline]


@admin.register(PlanIndicator)
class PlanIndicatorAdmin(HistoryOfPlan):
    list_display = ["indicator", "plan", "priority", "baseline", "target", "periods"]
    list_filter = [*BY_PLAN]
    search_fields = ["indicator__title", "plan__partnership__district"]
    autocomplete_fields = ["indicator", "plan", "priority"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PlanIndicator]":
        # The admin's own list_select_related stands back behind that of the manager.
        return super().get_queryset(request).select_related("plan__partnership", "priority")


@admin.register(Observation)
class ObservationAdmin(HistoryOfPlan):
    open: ClassVar[dict[str, Any]] = {"indicator__only_in": None}
    list_display = ["label", "period", "value", "words", "comparison", "indicator"]
    list_filter = ["indicator__partnership"]
    list_select_related = ["indicator"]
    search_fields = ["label", "indicator__title"]
    autocomplete_fields = ["indicator"]


@admin.register(StatutoryStep)
class StatutoryStepAdmin(HistoryOfPlan):
    list_display = ["kind", "plan", "done_on", "note"]
    list_filter = ["kind", *BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["note", "plan__partnership__district"]
    autocomplete_fields = ["plan"]
