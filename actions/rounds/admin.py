"""/admin/: who was asked, and what they answered."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from actions.rounds.models import (
    Answer,
    Evidence,
    PartnerQuestion,
    Recipient,
    UpdateRequest,
    UpdateRound,
)
from partners.admin import ASSUME_HTTPS, ReadOnly
from partners.admin_lists import LongList
from partners.models import Agency
from plans.admin import HistoryOfPlan, OfPlan, by_plan


@admin.register(UpdateRound)
class UpdateRoundAdmin(ReadOnly, HistoryOfPlan):
    list_display = ["name", "plan", "closes_on", "opened_at", "opened_by"]
    list_filter = by_plan("plan")
    list_select_related = ["plan__partnership", "opened_by"]
    search_fields = ["name", "plan__partnership__district"]


class RecipientInline(ReadOnly, admin.TabularInline):
    model = Recipient
    fields = ["email", "contact", "purpose"]


@admin.register(UpdateRequest)
class UpdateRequestAdmin(LongList, ReadOnly, OfPlan):
    of_partnership = "round__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"round__plan__is_restricted": False}
    list_display = ["agency", "round", "opened_at", "answered_at", "revoked_at"]
    list_filter = by_plan("round__plan")
    list_select_related = ["agency", "round__plan"]
    search_fields = ["agency__name", "round__name"]
    inlines = [RecipientInline]


@admin.register(Recipient)
class RecipientAdmin(LongList, ReadOnly, OfPlan):
    of_partnership = "request__round__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"request__round__plan__is_restricted": False}
    list_display = ["email", "request", "purpose", "passed_by", "taken_back_at"]
    list_filter = ["request__round__plan__partnership"]
    list_select_related = ["request__agency", "request__round__plan"]
    search_fields = ["email", "request__agency__name"]


@admin.register(PartnerQuestion)
class PartnerQuestionAdmin(LongList, ReadOnly, OfPlan):
    of_partnership = "request__round__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"request__round__plan__is_restricted": False}
    list_display = ["text", "request", "asked_at", "replied_by", "replied_at"]
    list_filter = ["request__round__plan__partnership"]
    list_select_related = ["request__agency", "request__round__plan", "replied_by"]
    search_fields = ["text", "reply", "request__agency__name"]


class EvidenceInline(ReadOnly, admin.TabularInline):
    model = Evidence
    fields = ["link", "file_name", "content_type"]
    formfield_overrides = ASSUME_HTTPS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).defer("file")


@admin.register(Answer)
class AnswerAdmin(LongList, ReadOnly, HistoryOfPlan):
    of_partnership = "request__round__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"request__round__plan__is_restricted": False}
    list_display = ["action", "agency", "state", "status", "sent_at", "given_by", "accepted_by"]
    list_filter = ["state", "request__round__plan__partnership"]
    list_select_related = ["action", "request__agency", "accepted_by"]
    search_fields = ["text", "reason", "action__wording", "request__agency__name"]
    inlines = [EvidenceInline]

    @admin.display(ordering="request__agency__name")
    def agency(self, answer: Answer) -> Agency:
        return answer.request.agency


@admin.register(Evidence)
class EvidenceAdmin(LongList, ReadOnly, OfPlan):
    of_partnership = "answer__request__round__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"answer__request__round__plan__is_restricted": False}
    list_display = ["__str__", "answer", "content_type", "added_at"]
    list_filter = by_plan("answer__request__round__plan")
    list_select_related = ["answer__request__agency"]
    search_fields = ["file_name", "link"]
    exclude = ["file"]
    formfield_overrides = ASSUME_HTTPS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).defer("file")
