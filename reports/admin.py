"""/admin/: what was handed over. To be looked at only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partners.admin import ReadOnly
from partners.admin_lists import LongList
from plans.admin import OfPlan, by_plan
from reports.models import AcceptedFinding, Edition, EditionFile


class EditionFileInline(ReadOnly, admin.TabularInline):
    model = EditionFile
    fields = ["format", "content_type", "checksum"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EditionFile]:
        return super().get_queryset(request).defer("content")


@admin.register(Edition)
class EditionAdmin(ReadOnly, LongList, OfPlan):
    of_partnership = "plan__partnership"
    list_display = ["title", "label", "plan", "number", "issued_at", "issued_by", "withdrawn_at"]
    list_filter = by_plan("plan")
    list_select_related = ["plan__partnership", "issued_by"]
    search_fields = ["title", "label", "plan__partnership__district"]
    inlines = [EditionFileInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).defer("words")


@admin.register(AcceptedFinding)
class AcceptedFindingAdmin(ReadOnly, OfPlan):
    list_display = ["words", "reason", "plan", "accepted_by", "accepted_at"]
    list_filter = by_plan("plan")
    list_select_related = ["plan__partnership", "accepted_by"]
    search_fields = ["words", "reason"]
