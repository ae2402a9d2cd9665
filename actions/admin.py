"""/admin/: who does what, and how it goes."""

from django.contrib import admin

from actions.models import (
    Action,
    Answer,
    Evidence,
    Owner,
    PlanImport,
    Recipient,
    StatusUpdate,
    UpdateRequest,
    UpdateRound,
)
from partners.admin import ASSUME_HTTPS, HistoryAdmin, Inline, ReadOnly


class OwnerInline(Inline):
    model = Owner
    extra = 0
    autocomplete_fields = ["agency"]


class StatusUpdateInline(ReadOnly, admin.TabularInline):
    model = StatusUpdate
    fields = ["made_on", "status", "text", "reason", "made_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("made_by")


@admin.register(Action)
class ActionAdmin(HistoryAdmin):
    list_display = ["wording", "reference", "plan", "priority", "timescale", "status", "fate"]
    list_filter = [
        "priority__plan__partnership",
        "priority__plan__start_year",
        "status",
        "timescale_kind",
        "fate",
    ]
    list_select_related = ["priority__plan__partnership"]
    search_fields = ["wording", "reference", "owners__agency__name", "priority__title"]
    autocomplete_fields = ["priority", "strand", "carries_on", "merged_into"]
    readonly_fields = ["status", "timescale_kind", "due_on"]
    inlines = [OwnerInline, StatusUpdateInline]

    @admin.display(ordering="priority__plan")
    def plan(self, action):
        return action.plan


@admin.register(Owner)
class OwnerAdmin(HistoryAdmin):
    list_display = ["agency", "unit", "is_lead", "action", "plan"]
    list_filter = ["action__priority__plan__partnership", "action__priority__plan__start_year"]
    list_select_related = ["agency", "action__priority__plan__partnership"]
    search_fields = ["agency__name", "agency__abbreviation", "unit", "action__wording"]
    autocomplete_fields = ["action", "agency"]

    @admin.display(ordering="action__priority__plan")
    def plan(self, owner):
        return owner.action.plan


@admin.register(StatusUpdate)
class StatusUpdateAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["action", "status", "text", "made_on", "made_by"]
    list_filter = ["status", "action__priority__plan__partnership"]
    list_select_related = ["action", "made_by"]
    search_fields = ["text", "reason", "action__wording", "made_by__name"]
    date_hierarchy = "made_on"


@admin.register(UpdateRound)
class UpdateRoundAdmin(ReadOnly, HistoryAdmin):
    list_display = ["name", "plan", "closes_on", "opened_at", "opened_by"]
    list_filter = ["plan__partnership", "plan__start_year"]
    list_select_related = ["plan__partnership", "opened_by"]
    search_fields = ["name", "plan__partnership__district"]


class RecipientInline(ReadOnly, admin.TabularInline):
    model = Recipient
    fields = ["email", "contact"]


@admin.register(UpdateRequest)
class UpdateRequestAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["agency", "round", "opened_at", "answered_at", "revoked_at"]
    list_filter = ["round__plan__partnership", "round__plan__start_year"]
    list_select_related = ["agency", "round__plan"]
    search_fields = ["agency__name", "round__name"]
    inlines = [RecipientInline]


@admin.register(Recipient)
class RecipientAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["email", "request"]
    list_filter = ["request__round__plan__partnership"]
    list_select_related = ["request__agency", "request__round__plan"]
    search_fields = ["email", "request__agency__name"]


class EvidenceInline(ReadOnly, admin.TabularInline):
    model = Evidence
    fields = ["link", "file_name", "content_type"]
    formfield_overrides = ASSUME_HTTPS

    def get_queryset(self, request):
        return super().get_queryset(request).defer("file")


@admin.register(Answer)
class AnswerAdmin(ReadOnly, HistoryAdmin):
    list_display = ["action", "agency", "state", "status", "sent_at", "given_by", "accepted_by"]
    list_filter = ["state", "request__round__plan__partnership"]
    list_select_related = ["action", "request__agency", "accepted_by"]
    search_fields = ["text", "reason", "action__wording", "request__agency__name"]
    inlines = [EvidenceInline]

    @admin.display(ordering="request__agency__name")
    def agency(self, answer):
        return answer.request.agency


@admin.register(Evidence)
class EvidenceAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["__str__", "answer", "content_type", "added_at"]
    list_select_related = ["answer__request__agency"]
    search_fields = ["file_name", "link"]
    exclude = ["file"]
    formfield_overrides = ASSUME_HTTPS

    def get_queryset(self, request):
        return super().get_queryset(request).defer("file")


@admin.register(PlanImport)
class PlanImportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "plan", "state", "started_at", "started_by", "imported_at"]
    list_filter = ["state", "plan__partnership"]
    list_select_related = ["plan__partnership", "started_by"]
    search_fields = ["file_name", "plan__partnership__district"]
