"""What was agreed: plans and what they are made of, save the actions."""

from plans.models.across import CrossCuttingTheme, Recommendation
from plans.models.decisions import PriorityDecision
from plans.models.figures import (
    Allocation,
    Grant,
    Indicator,
    LogEntry,
    Observation,
    PlanIndicator,
    Spending,
)
from plans.models.narrative import Block, GlossaryTerm, MeetingBody, PlanColumn, PlanPart
from plans.models.plan import NamedPerson, Plan
from plans.models.steps import StatutoryStep
from plans.models.structure import Priority, Strand, Theme

__all__ = [
    "Allocation",
    "Block",
    "CrossCuttingTheme",
    "GlossaryTerm",
    "Grant",
    "Indicator",
    "LogEntry",
    "MeetingBody",
    "NamedPerson",
    "Observation",
    "Plan",
    "PlanColumn",
    "PlanIndicator",
    "PlanPart",
    "Priority",
    "PriorityDecision",
    "Recommendation",
    "Spending",
    "StatutoryStep",
    "Strand",
    "Theme",
]
