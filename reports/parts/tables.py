"""Parts made of priorities and tables of their actions: the review, and the action plans."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import ClassVar

from django.template.defaultfilters import pluralize

from actions.counted import is_achieved
from actions.models import Action, Status
from plans import marks
from plans.action_fields import ACTION_FIELDS, MARKED, OWN_FIELDS
from plans.figures.shown import Figure
from plans.models import Block, PlanColumn, Priority
from plans.models.decisions import decision_of, told_elsewhere
from reports.layouts import Column
from reports.parts import Context, Part, Piece
from reports.parts.fitted import Fitted
from reports.parts.results import Results, results_of

OPTIONAL = {one.name for one in ACTION_FIELDS if one.is_optional}
JUDGEMENTS = {Block.Kind.ANALYSIS, Block.Kind.RECOMMENDATION, Block.Kind.CASE_STUDY}


@dataclass(frozen=True)
class ActionRow:
    """An action as a table prints it.

    texts: by the names of plans.action_fields; the owners a line each, and a Status. anchor: its
    own on the web page.
    """

    texts: dict[str, str]
    is_achieved: bool
    anchor: str = ""

    def shown(self, field: str) -> str:
        """What its reader sees under a column of that field."""
        text = self.texts[field]
        return marks.as_text(text, with_addresses=False) if field in MARKED else text

    @property
    def is_tall(self) -> bool:
        """Whether it may be broken across pages, lest it leaves a gap before it."""
        return any(len(self.texts[name]) > 450 for name in ("wording", "update", "measure"))


@dataclass(frozen=True)
class StrandRows:
    """The actions under one heading row; those without a strand come first, without a title."""

    title: str
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True)
class PriorityTable:
    """A priority with what is said of it and its actions. `outcome`: what became of it after."""

    anchor: str
    title: str
    scope: str
    success_indicator: str
    overall_target: str
    specific_target: str
    outcome: str
    pieces: tuple[Piece, ...]
    strands: tuple[StrandRows, ...]
    recommendations: tuple[str, ...]
    columns: tuple[Column, ...]
    columns_note: str
    figures: tuple[Figure, ...] = ()

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        return tuple(action for strand in self.strands for action in strand.actions)

    @property
    def achieved(self) -> int:
        """How many of its actions were achieved."""
        return sum(action.is_achieved for action in self.actions)

    @property
    def counted(self) -> int:
        """How many of its actions count, as in Results."""
        return sum(action.texts["status"] != Status.NOT_PURSUED for action in self.actions)

    @property
    def fields(self) -> list[str]:
        return [column.field for column in self.columns]

    def texts_of(self, column: Column) -> list[str]:
        """What stands in a column: its heading, and its cells."""
        return [column.heading, *(action.shown(column.field) for action in self.actions)]

    @property
    def account(self) -> tuple[Piece, ...]:
        """The pieces that tell what was done; the figures follow them."""
        return tuple(takewhile(lambda piece: piece.kind not in JUDGEMENTS, self._opening))

    @property
    def judgement(self) -> tuple[Piece, ...]:
        """The pieces that say what it means, from the first of them on."""
        return self._opening[len(self.account) :]

    @property
    def closing(self) -> tuple[Piece, ...]:
        """The pieces that stand after its table."""
        return tuple(piece for piece in self.pieces if piece.is_closing)

    @property
    def _opening(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if not piece.is_closing)


@dataclass(frozen=True)
class ThemeTables:
    """A theme's priorities; those without a theme come first, without a title."""

    title: str
    strapline: str
    priorities: tuple[PriorityTable, ...]


@dataclass(frozen=True, kw_only=True)
class Tables(Fitted, Part):
    """Priorities by theme. results: of the year that is reviewed; outcome_year: the next.

    districts: the results by district, where the plans of several are reviewed.
    """

    themes: tuple[ThemeTables, ...]
    results: Results | None = None
    districts: tuple[tuple[str, Results], ...] = ()
    outcome_year: str = ""
    template: ClassVar[str] = "reports/parts/tables.html"

    @property
    def tables(self) -> tuple[PriorityTable, ...]:
        return tuple(priority for theme in self.themes for priority in theme.priorities)

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        return tuple(action for table in self.tables for action in table.actions)

    @property
    def made_entries(self) -> list[tuple[str, str]]:
        return [(table.anchor, table.title) for table in self.tables]

    @property
    def all_pieces(self) -> tuple[Piece, ...]:
        return (*self.pieces, *(piece for table in self.tables for piece in table.pieces))

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        return tuple(figure for table in self.tables for figure in table.figures)

    @property
    def is_empty(self) -> bool:
        return not (self.pieces or self.tables)

    @property
    def summary(self) -> str:
        actions, tables = len(self.actions), len(self.tables)
        priorities = f"{tables} {pluralize(tables, 'priority,priorities')}"
        return f"{actions} action{pluralize(actions)} in {priorities}" if actions else priorities


def review(context: Context) -> Part | None:
    """What came of the actions and priorities of the year that is reviewed."""
    if not context.reviewed_plans:
        return None
    next_year = context.reviewed_plans[0].period.moved(1).label
    priorities, pieces = context.reviewed_priorities, context.reviewed_pieces
    told = [
        (priority, pieces[Block.Part.REVIEW, priority.pk])
        for priority in priorities
        if _is_told(priority)
        or pieces[Block.Part.REVIEW, priority.pk]
        or context.figures.get(priority.pk)
        or decision_of(priority).fate_reason
    ]
    columns = _used(context.layout.review_columns, [priority for priority, _ in told])
    themes = _themes(
        (
            priority,
            _reviewed(_table("review", priority, own, columns, next_year), priority, context),
        )
        for priority, own in told
    )
    # Where the year's figures are a part of their own, they tell the results.
    tells_results = "figures" not in context.titles
    actions = [action for priority in priorities for action in priority.actions.all()]
    return context.part(
        Block.Part.REVIEW,
        Tables,
        themes=themes,
        results=results_of(actions) if tells_results else None,
        districts=_by_district(priorities) if tells_results else (),
        outcome_year=next_year,
    )


def _by_district(priorities: Iterable[Priority]) -> tuple[tuple[str, Results], ...]:
    """The Results of each district, if there are several."""
    actions = {
        district: [action for priority in group for action in priority.actions.all()]
        for district, group in groupby(priorities, key=_district)
    }
    if len(actions) < 2:
        return ()
    pairs = ((district, results_of(of_it)) for district, of_it in actions.items())
    return tuple((district, results) for district, results in pairs if results)


def _district(priority: Priority) -> str:
    return priority.plan.partnership.district


def action_plans(context: Context) -> Part | None:
    """What is to be done this year, for each priority."""
    told = [
        (priority, context.pieces[Block.Part.ACTION_PLANS, priority.pk])
        for priority in context.priorities
        if _is_told(priority) or context.pieces[Block.Part.ACTION_PLANS, priority.pk]
    ]
    columns = _own(context.plan.columns.filter(priority=None)) or _begun(
        _used(context.layout.plan_columns, [priority for priority, _ in told]), told
    )
    themes = _themes(
        (priority, _table("plan", priority, own, _own(priority.columns.all()) or columns))
        for priority, own in told
    )
    return context.part(Block.Part.ACTION_PLANS, Tables, themes=themes)


def _is_told(priority: Priority) -> bool:
    """Whether a part has anything to say of a priority beside its name: actions are not all."""
    targets = (priority.success_indicator, priority.overall_target, priority.specific_target)
    return bool(any(targets) or priority.actions.all() or priority.recommendations.all())


def _own(rows: Iterable[PlanColumn]) -> tuple[Column, ...]:
    """The Columns of PlanColumn rows, in their order."""
    return tuple(Column(row.field, str(row)) for row in rows)


def _used(columns: Iterable[Column], priorities: list[Priority]) -> tuple[Column, ...]:
    """Those of a layout's columns that always stand or of which an action has something."""
    actions = [action for priority in priorities for action in priority.actions.all()]
    return tuple(
        column
        for column in columns
        if column.field not in OPTIONAL or any(getattr(action, column.field) for action in actions)
    )


def _begun(
    columns: Iterable[Column], told: list[tuple[Priority, tuple[Piece, ...]]]
) -> tuple[Column, ...]:
    """The columns without those that say nothing yet: updates, and “not started” everywhere."""
    actions = [action for priority, _ in told for action in priority.actions.all()]
    said = {"update": any(action.review_wording for action in actions)}
    said["status"] = any(action.status != Status.NOT_STARTED for action in actions)
    return tuple(column for column in columns if said.get(column.field, True))


def _themes(tables: Iterable[tuple[Priority, PriorityTable]]) -> tuple[ThemeTables, ...]:
    """ThemeTables of pairs of a Priority and its PriorityTable."""
    return tuple(
        ThemeTables(
            theme.title if theme else "",
            theme.strapline if theme else "",
            tuple(table for _, table in group),
        )
        for theme, group in groupby(tables, key=lambda pair: pair[0].theme)
    )


def _table(
    prefix: str,
    priority: Priority,
    pieces: tuple[Piece, ...],
    columns: tuple[Column, ...],
    next_year: str = "",
) -> PriorityTable:
    """A PriorityTable. prefix: of its anchor, since a priority may be in two parts.

    next_year: of a review, the year after the one that is reviewed.
    """
    strands = groupby(priority.actions.all(), key=lambda action: action.strand)
    mark = "*" if priority.columns_note else ", lead"
    return PriorityTable(
        anchor=f"{prefix}-{priority.pk}",
        title=str(priority),
        scope=priority.scope,
        success_indicator=priority.success_indicator,
        overall_target=priority.overall_target,
        specific_target=priority.specific_target,
        outcome="",
        pieces=pieces,
        strands=tuple(
            StrandRows(
                strand.title if strand else "",
                tuple(_row(action, prefix, mark, next_year) for action in group),
            )
            for strand, group in strands
        ),
        recommendations=tuple(one.text for one in priority.recommendations.all()),
        columns=columns,
        columns_note=priority.columns_note,
    )


def _reviewed(table: PriorityTable, priority: Priority, context: Context) -> PriorityTable:
    """The table with its figures, saying what became of its priority.

    A recommendation says so itself, the last if there are several.
    """
    # Without its number, which this year's priorities have too.
    several = len(context.reviewed_plans) > 1
    title = f"{_district(priority)}: {priority.title}" if several else priority.title
    table = replace(table, title=title, figures=context.figures.get(priority.pk, ()))
    outcome = _outcome(priority)
    places = [n for n, piece in enumerate(table.pieces) if piece.kind == Block.Kind.RECOMMENDATION]
    if not places:
        return replace(table, outcome=outcome)
    pieces = list(table.pieces)
    pieces[places[-1]] = replace(pieces[places[-1]], outcome=outcome)
    return replace(table, pieces=tuple(pieces))


def _outcome(priority: Priority) -> str:
    """What became of it in the plan that is printed, or of that one's own in plans that follow."""
    decision = decision_of(priority)
    said = [(decision.get_fate_display(), decision.fate_reason)]
    if not decision.fate and priority.plan_id == priority.asking_plan:  # type: ignore[attr-defined]
        told = told_elsewhere(priority)
        said = [(f"{one.get_fate_display()} in {one.plan}", one.fate_reason) for one in told]
    return ". ".join(filter(None, [words for both in said for words in both]))


def _row(action: Action, prefix: str, mark: str, next_year: str) -> ActionRow:
    """An ActionRow. mark: what follows the name of the owner who leads; the others as in _table."""
    owners = [f"{owner}{mark}" if owner.is_lead else str(owner) for owner in action.owners.all()]
    texts = {one.name: action.words_of(one.name) for one in OWN_FIELDS}
    texts |= {
        "owners": "\n".join(owners or action.owners_as_written.splitlines()),
        "update": _said_in_review(action, next_year) if next_year else action.review_wording,
        "status": action.status,
        "cross_cutting": action.cross_cutting,
        "recommended": action.recommended,
    }
    return ActionRow(texts, is_achieved(action), f"{prefix}-action-{action.key}")


def _said_in_review(action: Action, next_year: str) -> str:
    """How the action went and, if the plan of the next year doesn't have it any more, why not."""
    decision = decision_of(action)
    if decision.fate != Action.Fate.DROPPED:
        return action.review_wording
    dropped = f"Not carried on into {next_year}: {decision.fate_reason}"
    return "\n".join(filter(None, (action.review_wording, dropped)))
