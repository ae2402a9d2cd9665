"""/admin/: what was read from files."""

from django.contrib import admin

from actions.building.models import PlanImport
from partners.admin import ReadOnly
from plans.admin import OfPlan


@admin.register(PlanImport)
class PlanImportAdmin(ReadOnly, OfPlan):
    list_display = ["file_name", "plan", "state", "started_at", "started_by", "imported_at"]
    list_filter = ["state", "plan__partnership"]
    list_select_related = ["plan__partnership", "started_by"]
    search_fields = ["file_name", "plan__partnership__district"]
