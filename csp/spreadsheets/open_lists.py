"""The numbers that OpenDocument's lists put before their items (ODF 1.3, part 3, 16.30)."""

from lxml import etree

from csp.spreadsheets.open_sheets import times
from csp.spreadsheets.open_styles import OpenStyles
from csp.spreadsheets.word_numbers import BULLET, in_figures
from csp.spreadsheets.word_xml import local_name, value

SHAPES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


class OpenLists:
    """Counts the items of lists, and of those within them, in the order of the text."""

    def __init__(self, styles: OpenStyles) -> None:
        self.levels = styles.list_levels
        self.style = ""
        # How many items each level has had; and of lists that are over, by id and by style.
        self.counted: list[int] = []
        self.over: dict[str, int] = {}
        self.id = ""

    def begin(self, element: etree._Element) -> None:
        """A list begins, perhaps in an item of another."""
        if not self.counted:
            self.style = value(element, "style-name") or self.style
            self.id = value(element, "id")
        goes_on = value(element, "continue-list")
        if not goes_on and value(element, "continue-numbering") == "true":
            goes_on = f"style {self.style}"
        self.counted.append(self.over.get(goes_on, 0) if goes_on else 0)

    def next(self, item: etree._Element) -> str:
        """What stands before the next item: “2.”, “•” for any bullet, "" for nothing."""
        start = times(item, "start-value") if value(item, "start-value") else 0
        level = self.levels.get((self.style, len(self.counted)))
        first = times(level, "start-value") if level is not None else 1
        self.counted[-1] = start or (self.counted[-1] + 1 if self.counted[-1] else first)
        if level is not None and local_name(level) == "list-level-style-bullet":
            return BULLET
        if level is None or local_name(level) != "list-level-style-number":
            return ""
        shown = min(times(level, "display-levels"), len(self.counted))
        parts = []
        for place in range(len(self.counted) - shown, len(self.counted)):
            one = self.levels.get((self.style, place + 1))
            shape = SHAPES.get(value(one, "num-format"), "") if one is not None else ""
            parts.append(in_figures(self.counted[place], shape) if shape else "")
        if not parts[-1]:
            return ""
        return f"{value(level, 'num-prefix')}{'.'.join(parts)}{value(level, 'num-suffix')}"

    def end(self) -> None:
        count = self.counted.pop()
        if not self.counted:
            self.over[self.id] = self.over[f"style {self.style}"] = count
