"""A plan's recommendations as data, before they are written to a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from actions.recommendations import Answered

# What each is called, and how wide its column in Excel is, in letters.
COLUMNS = {
    "number": 10,
    "recommendation": 56,
    "source": 28,
    "level": 10,
    "scope": 24,
    "priority": 26,
    "response": 18,
    "reason": 40,
    "answered by": 56,
    "what has become of it": 32,
}


@dataclass(frozen=True)
class RecommendationRecord:
    """texts: by the names of COLUMNS but “answered by”. answered_by: actions, each in words."""

    texts: dict[str, str]
    answered_by: tuple[str, ...]


def recommendation_records(answered: Iterable[Answered]) -> tuple[RecommendationRecord, ...]:
    return tuple(map(_record, answered))


def _record(one: Answered) -> RecommendationRecord:
    row = one.recommendation
    texts = {
        "number": row.number,
        "recommendation": row.text,
        "source": row.source,
        "level": row.get_level_display(),
        "scope": row.scope,
        "priority": str(row.priority) if row.priority else "",
        "response": row.get_response_display(),
        "reason": row.response_reason,
        "what has become of it": one.outcome,
    }
    actions = (" ".join(filter(None, (each.reference, each.wording))) for each in one.actions)
    return RecommendationRecord(texts, tuple(actions))
