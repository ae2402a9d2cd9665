"""The kinds of rows of which the meetings of a plan's groups are made."""

from actions.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingDecision,
    Minutes,
    UpdateTaken,
)
from reports.transfer.kind import IMPORTER, Kind

# In an order in which each comes after those that it leads to.
OF_MEETINGS = (
    Kind(
        name="meeting_days",
        model=Meeting,
        owner="body__plan",
        values=("held_on", "venue"),
        links={"body": "meetings"},
    ),
    Kind(
        name="minutes",
        model=Minutes,
        owner="meeting__body__plan",
        values=("notes", "begun_at", "finished_at", "confirmed_at", "words"),
        links={"meeting": "meeting_days"},
        people={"begun_by": IMPORTER, "confirmed_by": IMPORTER},
    ),
    Kind(
        name="attendance",
        model=Attendance,
        owner="minutes__meeting__body__plan",
        values=(),
        links={"minutes": "minutes", "agency": "agencies"},
    ),
    Kind(
        name="meeting_decisions",
        model=MeetingDecision,
        owner="minutes__meeting__body__plan",
        values=("text", "kind", "due_on", "closed_on", "outcome"),
        links={
            "minutes": "minutes",
            "action": "actions",
            "owner": "agencies",
            "became": "actions",
            "closed_in": "minutes",
        },
        people={"made_by": IMPORTER, "closed_by": IMPORTER},
        left_out={"made_at": "when it was put in here"},
    ),
    Kind(
        name="agenda_items",
        model=AgendaItem,
        owner="minutes__meeting__body__plan",
        values=("title", "section", "status", "owners", "said", "reason", "position"),
        links={"minutes": "minutes", "action": "actions", "point": "meeting_decisions"},
    ),
    Kind(
        name="updates_taken",
        model=UpdateTaken,
        owner="minutes__meeting__body__plan",
        values=(),
        links={"minutes": "minutes", "update": "updates"},
    ),
)
