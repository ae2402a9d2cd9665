"""Meetings are rows of their group, which are added, changed and removed as other rows are."""

from actions.meetings.meeting_form import MeetingForm
from partners.access import Permission
from plans.kinds import Kind

MEETING = Kind(
    "meeting",
    "a meeting",
    MeetingForm,
    page="meetings",
    folder="meetings/days",
    permission=Permission.RUN_MEETINGS,
)
