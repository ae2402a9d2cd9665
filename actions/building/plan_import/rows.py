"""Which rows of a section are actions, and which are headings of what."""

from itertools import pairwise

from actions.building.plan_import.sections import PRIORITY, THEME, single

# What can be chosen for the heading rows of a section.
HOW = {
    "auto": "Headings, of priorities or strands as they seem",
    "priority": "Headings, each of a priority",
    "strand": "Headings, each of a strand",
    "action": "Actions like the others",
}
# A row with a single cell that isn't merged is a heading if it is no longer, and no sentence.
LONGEST_HEADING = 80


def kinds_of(section, columns, how, *, has_priority):
    """“theme”, “priority”, “strand” or “action” for each row of a Section.

    columns: what they mean. how: a key of HOW. has_priority: what is above says the priority.
    """
    is_heading = [_is_heading(section, columns, how, row) for row in section.rows]
    texts = [single(row) for row in section.rows]
    headings = [text for text, one in zip(texts, is_heading, strict=True) if one]
    follow_each_other = any(first and second for first, second in pairwise(is_heading))
    kinds = []
    for place, (text, one) in enumerate(zip(texts, is_heading, strict=True)):
        if not one:
            kinds.append("action")
        elif how in ("priority", "strand"):
            kinds.append(how)
        elif PRIORITY.match(text):
            kinds.append("priority")
        elif THEME.match(text):
            kinds.append("theme")
        elif has_priority or "priority" in columns or any(map(PRIORITY.match, headings)):
            kinds.append("strand")
        elif follow_each_other:
            is_outer = place + 1 < len(is_heading) and is_heading[place + 1]
            kinds.append("priority" if is_outer else "strand")
        else:
            kinds.append("priority")
    return kinds


def rows_read_as_headings(section, columns):
    """A sentence on rows with a single cell that may be actions after all, or ""."""
    rows = [
        row
        for row in section.rows
        if not row.is_heading and _is_heading(section, columns, "auto", row)
    ]
    if not rows:
        return ""
    named = ", ".join(f"“{single(row)}”" for row in rows[:3])
    more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
    return (
        f"Rows of {section.where} with a single cell were read as headings: {named}{more}. "
        "If they are actions, say so under Columns."
    )


def _is_heading(section, columns, how, row):
    text = single(row)
    if how == "action" or not any(letter.isalpha() for letter in text):
        return False
    if row.is_heading or how in ("priority", "strand"):
        return True
    if any(one.is_heading for one in section.rows):
        return False
    column = next(place for place, cell in enumerate(row.cells) if cell)
    if "priority" in columns and column < len(columns) and columns[column] != "priority":
        return False
    return len(text) <= LONGEST_HEADING and not text.endswith(".")
