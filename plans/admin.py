"""/admin/: what was agreed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from csp.requests import NoncedRequest
from partners.admin import HistoryAdmin, Inline
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
    Recommendation,
    Spending,
    StatutoryStep,
    Strand,
    Theme,
)

# Plans are filtered by partnership and year: a list of plans would ask for each one's partnership.
BY_PLAN = ["plan__partnership", "plan__address"]


class ThemeInline(Inline):
    model = Theme
    extra = 0


class GlossaryInline(Inline):
    model = GlossaryTerm
    extra = 0


@admin.register(Plan)
class PlanAdmin(HistoryAdmin):
    list_display = ["__str__", "partnership", "kind", "starts_on", "stage", "strategy"]
    list_filter = ["partnership", "kind", "stage"]
    list_select_related = ["partnership", "strategy__partnership"]
    search_fields = ["partnership__name", "partnership__district", "title", "address"]
    autocomplete_fields = ["partnership", "strategy"]
    inlines = [ThemeInline, GlossaryInline]


@admin.register(Theme)
class ThemeAdmin(HistoryAdmin):
    list_display = ["title", "strapline", "plan", "position"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["title", "plan__partnership__district"]
    autocomplete_fields = ["plan"]


class StrandInline(Inline):
    model = Strand
    extra = 0


@admin.register(Priority)
class PriorityAdmin(HistoryAdmin):
    list_display = ["title", "number", "plan", "theme", "lead", "fate"]
    list_filter = [*BY_PLAN, "legal_strand", "fate"]
    list_select_related = ["plan__partnership", "theme", "lead"]
    search_fields = ["title", "scope", "plan__partnership__district"]
    autocomplete_fields = ["plan", "theme", "lead"]
    inlines = [StrandInline]


@admin.register(Strand)
class StrandAdmin(HistoryAdmin):
    list_display = ["title", "priority", "plan", "position"]
    list_filter = ["priority__plan__partnership", "priority__plan__address"]
    list_select_related = ["priority__plan__partnership"]
    search_fields = ["title", "priority__title"]
    autocomplete_fields = ["priority"]

    @admin.display(ordering="priority__plan")
    def plan(self, strand: Strand) -> Plan:
        return strand.priority.plan


@admin.register(Recommendation)
class RecommendationAdmin(HistoryAdmin):
    list_display = ["text", "number", "source", "response", "priority", "plan"]
    list_filter = [*BY_PLAN, "level", "response"]
    list_select_related = ["plan__partnership", "priority"]
    search_fields = ["text", "number", "source", "priority__title"]
    autocomplete_fields = ["plan", "priority", "carries_on"]


@admin.register(CrossCuttingTheme)
class CrossCuttingThemeAdmin(HistoryAdmin):
    list_display = ["title", "plan", "position"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["title", "plan__partnership__district"]
    autocomplete_fields = ["plan"]


@admin.register(Block)
class BlockAdmin(HistoryAdmin):
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
class GlossaryTermAdmin(HistoryAdmin):
    list_display = ["term", "meaning", "plan"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["term", "meaning"]
    autocomplete_fields = ["plan"]


@admin.register(MeetingBody)
class MeetingBodyAdmin(HistoryAdmin):
    list_display = ["name", "how_often", "plan", "position"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["name", "purpose"]
    autocomplete_fields = ["plan"]


@admin.register(PlanPart)
class PlanPartAdmin(HistoryAdmin):
    list_display = ["part", "heading", "plan", "position"]
    list_filter = [*BY_PLAN, "part"]
    list_select_related = ["plan__partnership"]
    search_fields = ["heading", "plan__partnership__district"]
    autocomplete_fields = ["plan"]


@admin.register(PlanColumn)
class PlanColumnAdmin(HistoryAdmin):
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
class GrantAdmin(HistoryAdmin):
    list_display = ["name", "funder", "amount", "plan"]
    list_filter = [*BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["name", "funder"]
    autocomplete_fields = ["plan"]
    inlines = [AllocationInline, SpendingInline]


@admin.register(Allocation)
class AllocationAdmin(HistoryAdmin):
    list_display = ["project", "organisation", "grant", "proposed_year", "first_half"]
    list_filter = ["grant__plan__partnership", "grant__plan__address"]
    list_select_related = ["grant"]
    search_fields = ["project", "organisation", "grant__name"]
    autocomplete_fields = ["grant", "agency"]


@admin.register(Spending)
class SpendingAdmin(HistoryAdmin):
    list_display = ["item", "amount", "grant"]
    list_filter = ["grant__plan__partnership", "grant__plan__address"]
    list_select_related = ["grant"]
    search_fields = ["item", "grant__name"]
    autocomplete_fields = ["grant"]


@admin.register(LogEntry)
class LogEntryAdmin(HistoryAdmin):
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
class IndicatorAdmin(HistoryAdmin):
    list_display = ["title", "unit", "kind", "partnership"]
    list_filter = ["partnership", "kind"]
    list_select_related = ["partnership"]
    search_fields = ["title", "source"]
    autocomplete_fields = ["partnership"]
    inlines = [ObservationInline]


@admin.register(PlanIndicator)
class PlanIndicatorAdmin(HistoryAdmin):
    list_display = ["indicator", "plan", "priority", "baseline", "target", "periods"]
    list_filter = [*BY_PLAN]
    search_fields = ["indicator__title", "plan__partnership__district"]
    autocomplete_fields = ["indicator", "plan", "priority"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PlanIndicator]":
        # The admin's own list_select_related stands back behind that of the manager.
        return super().get_queryset(request).select_related("plan__partnership", "priority")


@admin.register(Observation)
class ObservationAdmin(HistoryAdmin):
    list_display = ["label", "period", "value", "words", "comparison", "indicator"]
    list_filter = ["indicator__partnership"]
    list_select_related = ["indicator"]
    search_fields = ["label", "indicator__title"]
    autocomplete_fields = ["indicator"]


@admin.register(StatutoryStep)
class StatutoryStepAdmin(HistoryAdmin):
    list_display = ["kind", "plan", "done_on", "note"]
    list_filter = ["kind", *BY_PLAN]
    list_select_related = ["plan__partnership"]
    search_fields = ["note", "plan__partnership__district"]
    autocomplete_fields = ["plan"]
