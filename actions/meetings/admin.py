"""/admin/: meetings, what was decided, and the minutes."""

from typing import Any, ClassVar

from django.contrib import admin

from actions.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingDecision,
    Minutes,
    UpdateTaken,
)
from partners.admin import ReadOnly
from partners.admin_lists import LongList
from plans.admin import HistoryOfPlan, OfPlan, by_plan


@admin.register(Meeting)
class MeetingAdmin(LongList, ReadOnly, HistoryOfPlan):
    of_partnership = "body__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"body__plan__is_restricted": False}
    list_display = ["body", "held_on", "venue"]
    list_filter = by_plan("body__plan")
    list_select_related = ["body__plan__partnership"]
    search_fields = ["body__name", "venue"]


@admin.register(MeetingDecision)
class MeetingDecisionAdmin(LongList, ReadOnly, HistoryOfPlan):
    of_partnership = "minutes__meeting__body__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"minutes__meeting__body__plan__is_restricted": False}
    list_display = ["text", "minutes", "kind", "owner", "due_on", "closed_on"]
    list_filter = by_plan("minutes__meeting__body__plan")
    list_select_related = ["minutes__meeting__body__plan__partnership", "owner"]
    search_fields = ["text", "outcome", "owner__name"]


class OfMinutes(LongList, ReadOnly, OfPlan):
    """Rows of minutes, which stand and fall with them."""

    of_partnership = "minutes__meeting__body__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"minutes__meeting__body__plan__is_restricted": False}
    list_display = ["__str__", "minutes"]
    list_filter = by_plan("minutes__meeting__body__plan")
    list_select_related = ["minutes__meeting__body__plan__partnership"]


@admin.register(Minutes)
class MinutesAdmin(LongList, ReadOnly, OfPlan):
    of_partnership = "meeting__body__plan__partnership"
    open: ClassVar[dict[str, Any]] = {"meeting__body__plan__is_restricted": False}
    list_display = ["meeting", "begun_at", "finished_at", "confirmed_at", "confirmed_by"]
    list_filter = by_plan("meeting__body__plan")
    list_select_related = ["meeting__body__plan__partnership", "confirmed_by"]
    search_fields = ["meeting__body__name", "notes"]


@admin.register(Attendance)
class AttendanceAdmin(OfMinutes):
    list_select_related = [*OfMinutes.list_select_related, "agency"]
    search_fields = ["agency__name"]


@admin.register(AgendaItem)
class AgendaItemAdmin(OfMinutes):
    search_fields = ["title"]


@admin.register(UpdateTaken)
class UpdateTakenAdmin(OfMinutes):
    list_select_related = [*OfMinutes.list_select_related, "update"]
    search_fields = ["update__text"]
