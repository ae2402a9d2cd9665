"""A part's tables of actions, as they fit the paper, by the rules of reports.parts.columns."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from reports.parts import columns as fitting

if TYPE_CHECKING:
    from reports.layouts import Column
    from reports.parts.tables import ActionRow, PriorityTable

# In letters: an action that takes longer to say is no cell of a table.
MOST_OF_AN_ACTION = 1200


class Fitted:
    """What a part with `tables` and their `actions` knows of their columns."""

    if TYPE_CHECKING:

        @property
        def tables(self) -> tuple[PriorityTable, ...]: ...

        @property
        def actions(self) -> tuple[ActionRow, ...]: ...

    @cached_property
    def least(self) -> dict[str, float]:
        """How wide the column of each field must be, in millimetres, the same in all tables."""
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for table in self.tables:
            for column in table.columns:
                texts[column.field] += table.texts_of(column)
        return {field: fitting.needed(field, found) for field, found in texts.items()}

    @cached_property
    def form(self) -> str:
        """Which form of reports.parts.columns its tables have on paper."""
        if any(len(action.texts["wording"]) > MOST_OF_AN_ACTION for action in self.actions):
            return fitting.STACKED
        return fitting.form_of((table.fields, self.least) for table in self.tables)

    @property
    def is_stacked(self) -> bool:
        return self.form == fitting.STACKED

    @property
    def is_wide(self) -> bool:
        return self.form == fitting.LANDSCAPE

    def shares(self, table: PriorityTable) -> list[tuple[Column, int]]:
        """A table's columns with the part of its width that each gets, in whole per cents."""
        if not table.columns:
            return []
        shares = fitting.shares_of(table.fields, self.least, self.form)
        return list(zip(table.columns, shares, strict=True))

    def below(self, action: ActionRow, table: PriorityTable) -> list[Column]:
        """The columns whose cell is so long that it stands below the action's row."""
        lines = self._lines(action, table)
        return [
            column
            for column in table.columns
            if column.field in fitting.WORDS and lines[column.field] > fitting.MOST_LINES
        ]

    def is_low(self, action: ActionRow, table: PriorityTable) -> bool:
        """Whether an action's row has so few lines that it looks stranded on a page alone."""
        return max(self._lines(action, table).values()) < fitting.FEW_LINES

    def _lines(self, action: ActionRow, table: PriorityTable) -> dict[str, int]:
        """How many lines what is under each column of an action takes, about."""
        return {
            column.field: fitting.lines_in(action.shown(column.field), share, self.form)
            for column, share in self.shares(table)
        }
