"""What becomes of meetings at which two partners were that are made one."""

from actions.meetings.models import Attendance, MeetingDecision
from partners.joining.links import Link

LINKS = (
    Link(
        Attendance,
        "agency",
        "meeting at which it was",
        "meetings at which it was",
        name=lambda there: str(there.minutes.meeting),
        same=lambda there: there.minutes_id,
        told=lambda stays, goes: f"Both were at “{stays.minutes.meeting}”: it was there once",
        is_told=lambda there: not there.minutes.meeting.body.plan.is_restricted,
        related=("minutes__meeting__body__plan",),
    ),
    Link(
        MeetingDecision,
        "owner",
        "decision of a meeting that it carries out",
        "decisions of meetings that it carries out",
        is_told=lambda decision: not decision.minutes.meeting.body.plan.is_restricted,
        related=("minutes__meeting__body__plan",),
    ),
)
