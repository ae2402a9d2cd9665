"""What stood beside a row, in rows of another table, at each of its records in the history."""

from collections import deque
from itertools import pairwise
from typing import Any


def states_through(model: Any, pk: int, beside: Any, name: str) -> dict[int, list[Any]]:
    """The records of the rows that stood beside a row, by the ids of its own records.

    model, pk: of the row. beside: the model of what stands there, whose field of that name leads
    to the row. That is written after its row, so what the history says of it before the row's next
    record belongs to the one before; but what went with the row when it was removed, for the same
    reason, stood there to the end.
    """
    records = list(model.history.filter(id=pk).order_by("history_date", "history_id"))
    told = beside.history.filter(**{f"{name}_id": pk}).order_by("history_date", "history_id")
    waiting = deque(told)
    there: dict[int, Any] = {}
    states = {}
    for record, following in pairwise([*records, None]):
        if record.history_type == "-":
            states[record.history_id] = list(there.values())
            there.clear()
            continue
        while waiting and (following is None or waiting[0].history_date < following.history_date):
            one = waiting.popleft()
            if one.history_type != "-":
                there[one.id] = one
            elif (
                following is None
                or following.history_type != "-"
                or one.history_change_reason != following.history_change_reason
            ):
                there.pop(one.id, None)
        states[record.history_id] = list(there.values())
    return states
