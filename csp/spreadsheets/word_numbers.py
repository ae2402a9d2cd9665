"""The numbers that Word puts before paragraphs by itself (ECMA-376, part 1, 17.9)."""

import re
from collections import defaultdict

from lxml import etree

from csp.spreadsheets.word_xml import child, local_name, number, value

LEVELS = 9
BULLET = "•"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class WordNumbers:
    """Counts the numbered paragraphs of a document in its order.

    numbering, styles: the roots of these members, or None.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        abstract: dict[str, etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.abstract_of: dict[str, str] = {}
        for one in numbering if numbering is not None else ():
            if local_name(one) == "abstractNum":
                abstract[value(one, "abstractNumId")] = one
        for one in numbering if numbering is not None else ():
            if (
                local_name(one) == "num"
                and (found := abstract.get(value(child(one, "abstractNumId")))) is not None
            ):
                # Lists of one abstract list count on, unless they say otherwise.
                starts = child(one, "lvlOverride", "startOverride") is not None
                key = value(one, "numId") if starts else value(child(one, "abstractNumId"))
                self.lists[value(one, "numId")] = found
                self.abstract_of[value(one, "numId")] = f"{starts} {key}"
        self.of_styles = {
            value(style, "styleId"): properties
            for style in (styles if styles is not None else ())
            if local_name(style) == "style"
            and (properties := child(style, "pPr", "numPr")) is not None
        }
        self.counted: defaultdict[str, list[int]] = defaultdict(lambda: [0] * LEVELS)

    def before(self, paragraph: etree._Element) -> str:
        """What Word puts before a paragraph: “1.”; “•” for any bullet; "" for none.

        An item of a list within another is indented by two spaces for each level.
        """
        properties = child(paragraph, "pPr", "numPr")
        if properties is None:
            properties = self.of_styles.get(value(child(paragraph, "pPr", "pStyle")))
        if properties is None:
            return ""
        name = value(child(properties, "numId"))
        level = min(number(child(properties, "ilvl"), 0), LEVELS - 1)
        if name not in self.lists:
            return ""
        levels = {number_of_level(one): one for one in self.lists[name] if local_name(one) == "lvl"}
        shape = value(child(levels.get(level), "numFmt"))
        if shape == "bullet":
            return f"{'  ' * level}{BULLET}"
        if shape in ("none", ""):
            return ""
        counted = self.counted[self.abstract_of[name]]
        start = number(child(levels[level], "start"), 1)
        counted[level] = counted[level] + 1 if counted[level] else start
        counted[level + 1 :] = [0] * (LEVELS - level - 1)

        def written(found: re.Match[str]) -> str:
            other = int(found[1]) - 1
            shape = value(child(levels.get(other), "numFmt"))
            return in_figures(counted[other] or 1, shape)

        return re.sub(r"%([1-9])", written, value(child(levels[level], "lvlText")))


def number_of_level(level: etree._Element) -> int:
    text = value(level, "ilvl")
    return int(text) if text.isdecimal() and len(text) < 3 else 0


def in_figures(count: int, shape: str) -> str:
    """A number as a list has it: 3, c, or iii."""
    if shape in ("lowerLetter", "upperLetter"):
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif shape in ("lowerRoman", "upperRoman") and count < 40:
        text, left = "", count
        for size, sign in ROMAN:
            text, left = text + sign * (left // size), left % size
    else:
        text = f"{count:02}" if shape == "decimalZero" else str(count)
    return text.upper() if shape.startswith("upper") else text
