"""References of a plan's actions in order, in the style that the plan uses.

A reference is “1.10” or “2.1.”: the number of the priority, that of the strand if the plan counts
strands, and that of the action, with or without a full stop at its end. It may also be a number
alone, which counts through the plan or begins anew with every priority. Other references, such as
“ASB/3”, are nobody's to guess: they stay.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from actions.building.workspace.kinds import PLAN_ACTION
from actions.models import Action
from plans.models import Plan
from plans.numbering import Numbered, Numbering

NUMBERS = re.compile(r"\d+(\.\d+){0,2}\.?")


@dataclass(frozen=True)
class Style:
    """levels: how many numbers a reference has. end: what follows them."""

    levels: int
    end: str

    def reference(self, *numbers: int) -> str:
        return ".".join(map(str, numbers)) + self.end


def numbered_actions(plan: Plan) -> list[Numbered]:
    """The plan's actions in their order with the references they would get.

    Empty if none of them has a reference of numbers.
    """
    ranks = {priority.pk: rank for rank, priority in enumerate(plan.priorities.all(), start=1)}
    actions = sorted(
        Action.objects.filter(priority__plan=plan).select_related("priority", "strand"),
        key=lambda one: (ranks[one.priority_id], _rank_of_strand(one), one.position, one.pk),
    )
    references = [one.reference for one in actions if NUMBERS.fullmatch(one.reference)]
    if not references:
        return []
    usual = _style(references)
    counts_on = usual.levels == 1 and len(set(references)) == len(references)
    has_numbers = any(one.priority.number for one in actions)
    numbered: list[Numbered] = []
    count = 0
    for priority, group in groupby(actions, lambda one: one.priority):
        of_priority = list(group)
        own = [one.reference for one in of_priority if NUMBERS.fullmatch(one.reference)]
        style = usual if counts_on or not own else _style(own)
        first = priority.number if has_numbers else ranks[priority.pk]
        if first is None and style.levels > 1:
            # Nothing says what its references begin with.
            numbered += [Numbered(one, one.reference, one.reference) for one in of_priority]
            continue
        for one, new in _in_style(of_priority, style, first, after=count if counts_on else 0):
            numbered.append(Numbered(one, one.reference, new))
        count += sum(not _is_other_s(one) for one in of_priority)
    return numbered


ACTIONS = Numbering(
    PLAN_ACTION,
    "reference",
    numbered_actions,
    "No action has a reference of numbers yet. Give the first one its own, such as “1.1”: the "
    "others get theirs here, in the same style.",
)


def _rank_of_strand(action: Action) -> tuple[int, str] | tuple[()]:
    """Those without a strand come first."""
    strand = action.strand
    return (strand.position, strand.title) if strand else ()


def _style(references: Sequence[str]) -> Style:
    """The style of most of these references, the simpler one if there are as many of another."""
    levels = Counter(one.rstrip(".").count(".") + 1 for one in references)
    with_stop = sum(one.endswith(".") for one in references)
    most = max(sorted(levels), key=levels.__getitem__)
    return Style(most, "." if 2 * with_stop > len(references) else "")


def _is_other_s(action: Action) -> bool:
    return bool(action.reference) and not NUMBERS.fullmatch(action.reference)


def _in_style(
    actions: Iterable[Action], style: Style, first: int | None, *, after: int
) -> Iterator[tuple[Action, str]]:
    """The actions of a priority with their references. after: the number before theirs."""
    start = (first,) if style.levels > 1 and first is not None else ()
    strands = 0
    for strand, group in groupby(actions, lambda one: one.strand):
        before: tuple[int, ...] = start
        if strand:
            strands += 1
            if style.levels == 3:
                before = (*start, strands)
                after = 0
        for one in group:
            if _is_other_s(one):
                yield one, one.reference
            else:
                after += 1
                yield one, style.reference(*before, after)
