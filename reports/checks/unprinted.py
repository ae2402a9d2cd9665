"""What a plan holds and its document does not print, since no part of it does.

Which part prints which kind of row stands here once: a kind of row that is new must be added to
PRINTED_BY, WITHIN or OF_NO_DOCUMENT, and a field of an action goes by the columns.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.template.defaultfilters import pluralize
from django.utils.html import strip_tags

from actions.building.models import PlanImport
from actions.decisions import ActionDecision
from actions.extensions import Extension
from actions.models import (
    Action,
    ActionRecommendation,
    ActionTheme,
    Owner,
    StatusUpdate,
    UpdateEvidence,
)
from actions.rounds.models import (
    Answer,
    Evidence,
    PartnerQuestion,
    Recipient,
    UpdateRequest,
    UpdateRound,
)
from partners.models import Agency
from plans.action_fields import ACTION_FIELDS
from plans.models import (
    Allocation,
    Block,
    CrossCuttingTheme,
    GlossaryTerm,
    Grant,
    Indicator,
    LogEntry,
    MeetingBody,
    NamedPerson,
    Observation,
    PlanColumn,
    PlanIndicator,
    PlanPart,
    Priority,
    PriorityDecision,
    Recommendation,
    Spending,
    StatutoryStep,
    Strand,
    Theme,
)
from reports.checks import words
from reports.checks.findings import Finding
from reports.checks.loaded import Loaded

Part = Block.Part
# Fields of actions whose lack no reader notices: two stand beside the wording if they have no
# column, and the class, the cross-cutting themes and the recommendations have parts of their own.
NEED_NO_COLUMN = {"reference", "measure", "pier", "cross_cutting", "recommended"}
TARGETS = ("success_indicator", "overall_target", "specific_target")


@dataclass(frozen=True)
class Printed:
    """A kind of thing: what one and several of them are called, and what part prints them.

    count: of how many in a plan that is to be said.
    """

    one: str
    several: str
    part: str
    count: Callable[[Loaded], int]

    def named(self, count: int) -> str:
        return f"{count} {self.one} is" if count == 1 else f"{count} {self.several} are"


def _of_priorities(model: str) -> Callable[[Loaded], int]:
    def count(loaded: Loaded) -> int:
        return sum(len(getattr(one, model).all()) for one in loaded.context.priorities)

    return count


def _targets(loaded: Loaded) -> int:
    priorities = loaded.context.priorities
    return sum(bool(getattr(one, name).strip()) for one in priorities for name in TARGETS)


def _objectives(loaded: Loaded) -> int:
    return sum(
        bool(objective)
        for one in loaded.context.priorities
        for objective in (one.county_objective, one.policing_objective)
    )


def _figures(loaded: Loaded, of_priorities: bool) -> int:
    of_plan = loaded.plan.indicators.filter(priority__isnull=not of_priorities)
    return of_plan.filter(indicator__observations__isnull=False).distinct().count()


# What is in the action plans is told in the review too, where that is of the plan's own year.
# Figures of a priority, and what is told of it in a review, are printed a year later, else.
PRINTED_BY: dict[type[Model], list[Printed]] = {
    Action: [Printed("action", "actions", Part.ACTION_PLANS, _of_priorities("actions"))],
    Recommendation: [
        Printed(
            "other recommendation",
            "other recommendations",
            Part.ACTION_PLANS,
            _of_priorities("recommendations"),
        ),
        Printed(
            "recommendation that actions answer",
            "recommendations that actions answer",
            Part.RECOMMENDATIONS,
            lambda loaded: len(loaded.context.recommendations),
        ),
    ],
    CrossCuttingTheme: [
        Printed(
            "cross-cutting theme",
            "cross-cutting themes",
            Part.CROSS_CUTTING,
            lambda loaded: len(
                {theme for one in loaded.actions for theme in one.cross_cutting_themes.all()}
            ),
        )
    ],
    Priority: [
        Printed(
            "target of a priority",
            "targets and success indicators of priorities",
            Part.ACTION_PLANS,
            _targets,
        ),
        Printed(
            "objective that a priority serves",
            "objectives that priorities serve",
            Part.ALIGNMENT,
            _objectives,
        ),
    ],
    MeetingBody: [
        Printed(
            "meeting body",
            "meeting bodies",
            Part.STRUCTURE,
            # One with meetings is there for them, printed or not.
            lambda loaded: loaded.plan.meeting_bodies.filter(meetings=None).count(),
        )
    ],
    LogEntry: [
        Printed(
            "entry of the log",
            "entries of the log",
            Part.LOG,
            lambda loaded: loaded.plan.log.count(),
        )
    ],
    Grant: [Printed("grant", "grants", Part.FUNDING, lambda loaded: len(loaded.grants))],
    PlanIndicator: [
        Printed(
            "figure of no priority",
            "figures of no priority",
            "figures",
            lambda loaded: _figures(loaded, of_priorities=False),
        ),
        Printed(
            "figure of a priority",
            "figures of priorities",
            Part.REVIEW,
            lambda loaded: _figures(loaded, of_priorities=True),
        ),
    ],
    GlossaryTerm: [
        Printed(
            "term of the glossary that the document uses",
            "terms of the glossary that the document uses",
            Part.GLOSSARY,
            lambda loaded: sum(words.is_used(one, loaded) for one in loaded.terms),
        )
    ],
    Agency: [Printed("member", "members", Part.MEMBERS, lambda loaded: len(loaded.members))],
    Block: [],  # each goes by its own part: see below
}
# What is printed with a row of another kind, or else counted with it.
WITHIN: dict[type[Model], type[Model]] = {
    Theme: Priority,
    Strand: Action,
    Owner: Action,
    ActionRecommendation: Recommendation,
    ActionTheme: CrossCuttingTheme,
    StatusUpdate: Action,
    Allocation: Grant,
    Spending: Grant,
    Indicator: PlanIndicator,
    Observation: PlanIndicator,
}
# How a plan is made, and what is asked meanwhile: that is not for its readers.
OF_NO_DOCUMENT: set[type[Model]] = {
    StatutoryStep,
    NamedPerson,
    PlanPart,
    PlanColumn,
    PlanImport,
    UpdateRound,
    UpdateRequest,
    Recipient,
    PartnerQuestion,
    PriorityDecision,
    ActionDecision,
    Answer,
    Evidence,
    UpdateEvidence,
    # The highlight report alone tells of it.
    Extension,
}


def rows(loaded: Loaded) -> Iterator[Finding]:
    """What no part of the document prints, a finding for each kind of it.

    Nothing is said of a report for a meeting, whose parts nobody chooses.
    """
    if not loaded.context.titles.keys() & dict(PlanPart.PARTS).keys():
        return
    for kinds in PRINTED_BY.values():
        for kind in kinds:
            if not _is_printed(kind.part, loaded) and (count := kind.count(loaded)):
                yield _finding(loaded, kind.named(count), f"{kind.several}-{kind.part}")
    told = Counter(
        block.part
        for block in loaded.own_blocks
        if block.heading or block.picture or strip_tags(block.body).strip()
    )
    for part in Part:
        if told[part] and not loaded.is_part(part):
            pieces = f"{told[part]} piece{pluralize(told[part])} of text for “{part.label}”"
            said = f"{pieces} {pluralize(told[part], 'is,are')}"
            yield _finding(loaded, said, f"narrative-{part}")
    if _is_printed(Part.ACTION_PLANS, loaded):
        yield from _wordings(loaded)
    if loaded.is_part(Part.ACTION_PLANS):
        yield from _fields(loaded)


def _wordings(loaded: Loaded) -> Iterator[Finding]:
    """Actions that are counted only, since no table has their words."""
    lacking = sum("wording" not in loaded.fields_of(action.priority) for action in loaded.actions)
    if lacking:
        said = f"The wording of {lacking} action{pluralize(lacking)} is"
        yield _finding(loaded, said, "field-wording")


def _fields(loaded: Loaded) -> Iterator[Finding]:
    """Fields of actions that are filled in and have no column."""
    for one in ACTION_FIELDS:
        if not one.is_optional or one.name in NEED_NO_COLUMN:
            continue
        lacking = sum(
            bool(getattr(action, one.name)) and one.name not in loaded.fields_of(action.priority)
            for action in loaded.actions
        )
        if lacking:
            label = one.label.lower()
            verb = "are" if label.endswith("s") else "is"
            actions = f"{lacking} action{pluralize(lacking)}"
            yield _finding(loaded, f"The {label} of {actions} {verb}", f"field-{one.name}")


def _is_printed(part: str, loaded: Loaded) -> bool:
    if part == Part.ACTION_PLANS and loaded.context.layout.reviews_own_year:
        return loaded.is_part(part) or loaded.is_part(Part.REVIEW)
    return loaded.is_part(part)


def _finding(loaded: Loaded, said: str, subject: str) -> Finding:
    place = loaded.page("layout", "Parts and columns", subject=f"unprinted-{subject}")
    return Finding("unprinted", f"{said} not in this document.", place)
