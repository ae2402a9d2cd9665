"""Which rows of a section are actions, and which are headings of what."""

from itertools import pairwise

from actions.building.plan_import.sections import (
    PRIORITY,
    SAYS_PROGRESS,
    THEME,
    Section,
    attributes_of,
    single,
    titled,
)
from csp.spreadsheets.grids import GridRow

# What can be chosen for the heading rows of a section.
HOW = {
    "auto": "What they seem to be",
    "priority": "Headings, each of a priority",
    "strand": "Headings, each of a strand",
    "update": "Progress of the action above",
    "action": "Actions like the others",
    "none": "Left out",
}
# A row with a single cell that isn't merged is a heading if it is no longer, and no sentence.
LONGEST_HEADING = 80


def kinds_of(section: Section, columns: list[str], how: str, *, has_priority: bool) -> list[str]:
    """“theme”, “priority”, “strand”, “update”, “attributes”, “none” or “action” for each row.

    columns: what they mean. how: a key of HOW. has_priority: what is above says the priority.
    """
    rows = section.rows
    is_heading = [_is_heading(section, columns, how, row) for row in rows]
    texts = [titled(row) for row in rows]
    headings = [text for text, one in zip(texts, is_heading, strict=True) if one]
    follow_each_other = any(first and second for first, second in pairwise(is_heading))
    kinds = []
    for place, (row, text, one) in enumerate(zip(rows, texts, is_heading, strict=True)):
        if how != "action" and attributes_of(row):
            # “Burglary | Success indicator: …” names a priority, and what it is judged by.
            kinds.append("priority" if text else "attributes")
        elif not one:
            is_update = how == "auto" and is_progress(row)
            kinds.append("update" if is_update else "action")
        elif how in ("priority", "strand", "update", "none"):
            kinds.append(how)
        elif is_progress(row):
            kinds.append("update")
        elif PRIORITY.match(text):
            kinds.append("priority")
        elif THEME.match(text) or any(map(PRIORITY.match, texts[place + 1 : place + 2])):
            # “Outcome 2”, and below it “Priority 2.1”.
            kinds.append("theme")
        elif has_priority or "priority" in columns or any(map(PRIORITY.match, headings)):
            kinds.append("strand")
        elif follow_each_other:
            is_outer = place + 1 < len(is_heading) and is_heading[place + 1]
            kinds.append("priority" if is_outer else "strand")
        else:
            kinds.append("priority")
    return kinds


def is_progress(row: GridRow) -> bool:
    """Whether a row across the table says how the action above goes."""
    return row.is_heading and bool(SAYS_PROGRESS.match(single(row)))


def without_its_label(text: str) -> str:
    """What follows “Progress:” in a row."""
    found = SAYS_PROGRESS.match(text)
    return text[found.end() :] if found and found.end() < len(text) else text


def rows_read_otherwise(section: Section, columns: list[str]) -> list[str]:
    """Sentences on rows with a single cell that may be something else after all."""
    in_question = [
        row
        for row in section.rows
        if not row.is_heading and _is_heading(section, columns, "auto", row)
    ]
    progress = [row for row in section.rows if is_progress(row)]
    return [
        f"Rows of {section.where} {how}: {_named(rows)}. If they are {otherwise}, say so under "
        "Columns."
        for rows, how, otherwise in (
            (in_question, "with a single cell were read as headings", "actions"),
            (progress, "were read as the progress of the action above them", "headings"),
        )
        if rows
    ]


def _named(rows: list[GridRow]) -> str:
    named = ", ".join(f"“{single(row)}”" for row in rows[:3])
    return f"{named} and {len(rows) - 3} more" if len(rows) > 3 else named


def _is_heading(section: Section, columns: list[str], how: str, row: GridRow) -> bool:
    text = single(row)
    if how == "action" or not any(letter.isalpha() for letter in text):
        return False
    if row.is_heading or how in ("priority", "strand", "update", "none"):
        return True
    if any(one.is_heading for one in section.rows):
        return False
    column = next(place for place, cell in enumerate(row.cells) if cell)
    if "priority" in columns and column < len(columns) and columns[column] != "priority":
        return False
    return len(text) <= LONGEST_HEADING and not text.endswith(".")
