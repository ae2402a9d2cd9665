"""/admin/: who does what, and how it goes."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from actions.decisions import ActionDecision
from actions.extensions import is_promised
from actions.models import (
    Action,
    ActionRecommendation,
    ActionTheme,
    Extension,
    Owner,
    StatusUpdate,
    UpdateEvidence,
)
from partners.admin import ASSUME_HTTPS, Inline, ReadOnly
from partners.admin_lists import LongList
from plans.admin import HistoryOfPlan, OfPlan, by_plan
from plans.models import Plan


class OwnerInline(Inline):
    model = Owner
    extra = 0
    autocomplete_fields = ["agency"]


class StatusUpdateInline(ReadOnly, admin.TabularInline):
    model = StatusUpdate
    fields = ["made_on", "status", "text", "reason", "made_by", "strike"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusUpdate]:
        return super().get_queryset(request).select_related("made_by")


class ExtensionInline(ReadOnly, admin.TabularInline):
    model = Extension
    fields = ["made_on", "before", "after", "is_correction", "reason", "agreed_by", "made_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Extension]:
        return super().get_queryset(request).select_related("made_by")


@admin.register(Action)
class ActionAdmin(LongList, HistoryOfPlan):
    of_partnership = "priority__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"priority__plan__is_restricted": False}
    list_display = ["wording", "reference", "plan", "priority", "timescale", "status", "fate"]
    list_filter = [
        *by_plan("priority__plan"),
        "status",
        "timescale_kind",
        "fate",
    ]
    list_select_related = ["priority__plan__partnership"]
    search_fields = ["wording", "reference", "owners__agency__name", "priority__title"]
    autocomplete_fields = ["priority", "strand", "carries_on", "merged_into"]
    readonly_fields = ["status", "timescale_kind", "due_on", "promised_before"]
    inlines = [OwnerInline, StatusUpdateInline, ExtensionInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Action | None = None) -> Any:
        """A timescale that is promised is moved where the reason is asked."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "timescale"] if obj and is_promised(obj.plan) else fields

    @admin.display(ordering="priority__plan")
    def plan(self, action: Action) -> Plan:
        return action.plan


@admin.register(ActionDecision)
class ActionDecisionAdmin(LongList, HistoryOfPlan):
    of_partnership = "plan__partnership"
    open: ClassVar[dict[str, Any]] = {
        "plan__is_restricted": False,
        "row__priority__plan__is_restricted": False,
    }
    list_display = ["row", "fate", "plan"]
    list_filter = [*by_plan("plan"), "fate"]
    list_select_related = ["plan__partnership", "row"]
    search_fields = ["row__wording", "fate_reason"]
    autocomplete_fields = ["plan", "row", "merged_into"]


@admin.register(Owner)
class OwnerAdmin(LongList, HistoryOfPlan):
    of_partnership = "action__priority__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"action__priority__plan__is_restricted": False}
    list_display = ["agency", "unit", "is_lead", "action", "plan"]
    list_filter = by_plan("action__priority__plan")
    list_select_related = ["agency", "action__priority__plan__partnership"]
    search_fields = ["agency__name", "agency__abbreviation", "unit", "action__wording"]
    autocomplete_fields = ["action", "agency"]

    @admin.display(ordering="action__priority__plan")
    def plan(self, owner: Owner) -> Plan:
        return owner.action.plan


@admin.register(ActionRecommendation)
class ActionRecommendationAdmin(LongList, HistoryOfPlan):
    of_partnership = "recommendation__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"recommendation__plan__is_restricted": False}
    list_display = ["action", "recommendation"]
    list_filter = by_plan("recommendation__plan")
    list_select_related = ["action", "recommendation"]
    search_fields = ["action__wording", "recommendation__text"]
    autocomplete_fields = ["action", "recommendation"]


@admin.register(ActionTheme)
class ActionThemeAdmin(LongList, HistoryOfPlan):
    of_partnership = "theme__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"theme__plan__is_restricted": False}
    list_display = ["action", "theme"]
    list_filter = by_plan("theme__plan")
    list_select_related = ["action", "theme"]
    search_fields = ["action__wording", "theme__title"]
    autocomplete_fields = ["action", "theme"]


@admin.register(Extension)
class ExtensionAdmin(LongList, ReadOnly, HistoryOfPlan):
    of_partnership = "action__priority__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"action__priority__plan__is_restricted": False}
    list_display = ["action", "before", "after", "is_correction", "agreed_by", "made_on", "made_by"]
    list_filter = ["is_correction", *by_plan("action__priority__plan")]
    list_select_related = ["action", "made_by"]
    search_fields = ["reason", "agreed_by", "action__wording", "made_by__name"]


class UpdateEvidenceInline(ReadOnly, admin.TabularInline):
    model = UpdateEvidence
    fields = ["link", "file_name", "content_type"]
    formfield_overrides = ASSUME_HTTPS

    def get_queryset(self, request: HttpRequest) -> QuerySet[UpdateEvidence]:
        return super().get_queryset(request).defer("file")


@admin.register(UpdateEvidence)
class UpdateEvidenceAdmin(LongList, ReadOnly, OfPlan):
    of_partnership = "action__priority__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"action__priority__plan__is_restricted": False}
    list_display = ["__str__", "update", "content_type", "added_at", "added_by"]
    list_filter = by_plan("action__priority__plan")
    list_select_related = ["update", "added_by"]
    search_fields = ["file_name", "link"]
    exclude = ["file"]
    formfield_overrides = ASSUME_HTTPS

    def get_queryset(self, request: HttpRequest) -> QuerySet[UpdateEvidence]:
        return super().get_queryset(request).defer("file")


@admin.register(StatusUpdate)
class StatusUpdateAdmin(LongList, ReadOnly, OfPlan):
    of_partnership = "action__priority__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"action__priority__plan__is_restricted": False}
    list_display = ["action", "status", "text", "made_on", "made_by", "strike"]
    list_filter = ["status", "strike", "action__priority__plan__partnership"]
    list_select_related = ["action", "made_by"]
    search_fields = ["text", "reason", "action__wording", "made_by__name"]
    inlines = [UpdateEvidenceInline]
