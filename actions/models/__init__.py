"""Who does what by when, how it goes, and who was asked."""

from actions.models.actions import (
    FINISHED,
    NEEDS_REASON,
    OVERDUE_AFTER,
    UPDATE_AFTER,
    Action,
    Owner,
    Status,
    StatusUpdate,
)
from actions.models.imports import PlanImport
from actions.models.rounds import Answer, Evidence, Recipient, UpdateRequest, UpdateRound

__all__ = [
    "FINISHED",
    "NEEDS_REASON",
    "OVERDUE_AFTER",
    "UPDATE_AFTER",
    "Action",
    "Answer",
    "Evidence",
    "Owner",
    "PlanImport",
    "Recipient",
    "Status",
    "StatusUpdate",
    "UpdateRequest",
    "UpdateRound",
]
