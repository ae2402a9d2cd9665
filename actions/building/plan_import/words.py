"""What people write for a status, for a class of action, and before an action's wording."""

import re
from collections.abc import Collection
from datetime import date

from actions import timescales
from actions.building.plan_import.columns import DAY
from actions.building.plan_import.owners import key_of
from actions.models import Action, Status
from plans import years
from plans.years import Period

BY_WORDS = {
    words: status
    for status in Status
    for words in (status.label.lower(), *status.traits.spellings.split("|"))
}
CLASSES = {label.lower(): value for value, label in Action.Pier.choices}
CLASSES |= {label[0]: value for label, value in CLASSES.items()}

# “1.10 Hold …”, “2.1. Hold …”, “3. Hold …”, “DA1.2: Hold …”; no plain number: “101 Ways …”, and no
# figure of which a sentence speaks: “3.5 tonnes …”.
REFERENCE = re.compile(
    r"((?:[A-Z]{1,4}[ -]?)\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}(?:\.\d{1,3}){2,}\.?"
    r"|\d{1,3}\.\d{1,3}(?:\.|(?=[:)]?\s+[^a-z]))|\d{1,3}\.|[A-Z]{1,4}-?\d{1,3}(?=[:.)]))"
    r"[:)]?\s+(?=\S)"
)
PRIORITY = re.compile(
    r"(?:strategic )?priority(?:\s+(\d{1,3}))?\s*(?:[:–—-]|\.(?!\d))\s*(\S.*)", re.I | re.S
)
# “Priority 1.2 Train staff” has no number of its own, but words that begin with one.
PRIORITY_IN_PARTS = re.compile(r"(?:strategic )?priority\s+(\d+(?:\.\d+)+\.?\s*\S.*)", re.I | re.S)
# “Q1”, “Q2 RAG”, “Quarter 3 2030/31”
QUARTER = re.compile(r"\bq(?:uarter|tr)? ?([1-4])\b(?: ?(\d{4}[/-]\d\d(?:\d\d)?))?", re.I)
MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[ -](?:20)?\d\d\b", re.I
)
# Headings that are a status, though it is asked which.
UNDER_WAY = re.compile(r"in progress|started|begun|under ?way|ongoing|delayed|deferred", re.I)
# What is set into a cell to say that its heading holds; Wingdings shows some letters as ticks.
TICKS = {"✓", "✔", "✔\ufe0f", "☑", "☒", "x", "X", "yes", "Yes", "Y", "•", "●", "ü", "\uf0fc"}
# The answer that no status is given.
NOT_SAID = "not_said"
RECOMMENDATION = re.compile(
    r"(?:recommendation\s+)?(R?\d{1,3}(?:\.\d{1,3})*[a-z]?)\s*[.):–—-]?\s+(\S.*)", re.I | re.S
)
MEASURE = re.compile(r"^Measure: ", re.M)
# What our documents print below the last update of an action that did not go on: their own words.
FATE = re.compile(r"(?:^|\n)(Not carried on into [^:\n]+: .*)\Z", re.S)


def status_of(written: str) -> Status | None:
    """The Status that words, letters or a colour mean; None if that has to be asked."""
    words = " ".join(re.sub(r"[^\w\s/]|\bb?rag\b", " ", written.lower()).split())
    if words in BY_WORDS:
        return BY_WORDS[words]
    # “Green - on track”: if all that it says is the same.
    parts = [part.strip() for part in re.split(r"[-–/:;,\n()]+", written.lower()) if part.strip()]
    meant = {BY_WORDS.get(" ".join(re.sub(r"[^\w\s]", " ", part).split())) for part in parts}
    return meant.pop() if len(meant) == 1 else None


def number_and_title(text: str) -> tuple[int | None, str]:
    """The number and the title of a priority: “Priority 2: Abuse”, “Priority 1.2 Train staff”."""
    if found := PRIORITY_IN_PARTS.fullmatch(text):
        return None, found[1]
    found = PRIORITY.fullmatch(text)
    return (int(found[1] or 0) or None, found[2]) if found else (None, text)


def day_of(heading: str, period: Period | None = None) -> date | None:
    """The day that a column is headed with: “30/6/2030”; None if it is no day.

    period: of the plan, whose quarters and months end on days too.
    """
    if period and (quarter := QUARTER.search(heading)):
        words = " ".join(filter(None, (f"Q{quarter[1]}", quarter[2])))
        return timescales.parse(words, period).due_on
    if period and (month := MONTH.search(heading)) and not DAY.search(heading):
        return timescales.parse(month[0], period).due_on
    found = re.search(r"(?:^|: )([^:]+)$", heading)
    words = found[1] if found else ""
    return timescales.parse(words, years.period_of(1)).due_on if DAY.fullmatch(words) else None


def may_be_ticked(heading: str) -> bool:
    """Whether a tick under a heading says how things go: “Complete”, “In progress”."""
    return status_of(heading) is not None or bool(UNDER_WAY.fullmatch(heading))


def says_status(heading: str, cells: Collection[str]) -> bool:
    """Whether what stands in a column's cells makes it one of statuses, however it is headed.

    Letters or colours under “Q1”; ticks under “Complete”. cells: those that are filled.
    """
    if not cells:
        return False
    if set(cells) <= TICKS:
        return may_be_ticked(heading)
    is_by_time = any(one.fullmatch(heading) for one in (QUARTER, MONTH, DAY))
    return is_by_time and all(status_of(cell) for cell in cells)


def status_of_colour(written: str) -> str | None:
    """The Status that “green cell” may well mean, to be proposed; None if it means none."""
    colour = written.removesuffix(" cell")
    return status_of(colour) if colour != written else None


def class_of(written: str) -> str | None:
    """The value of Action.Pier that a word or its first letter means; None if none does."""
    return "" if not written else CLASSES.get(written.strip().lower())


def named_in(cell: str) -> tuple[str, ...]:
    """The names in a cell, divided by lines and semicolons, each once."""
    names = (" ".join(name.split()) for name in re.split(r"[\n;]", cell))
    return tuple({key_of(name): name for name in names if name}.values())


def recommendations_in(cell: str) -> tuple[tuple[str, str], ...]:
    """The recommendations in a cell, (number, text) each: one a line where every line has a number.

    “1. Train staff”, “R3a: Share the form”, “Recommendation 2 – Look again”.
    """
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    found = [RECOMMENDATION.fullmatch(line) for line in lines]
    if len(lines) > 1 and all(found):
        return tuple((one[1], one[2]) for one in found if one)
    text = "\n".join(lines)
    whole = RECOMMENDATION.fullmatch(text)
    return ((whole[1], whole[2]) if whole else ("", text),) if text else ()


def reference_and_wording(text: str) -> tuple[str, str]:
    """An action's wording without the reference that it begins with: (reference, the rest)."""
    found = REFERENCE.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def wording_and_measure(text: str) -> tuple[str, str]:
    """The wording and the measure, which our documents print under it: (wording, measure)."""
    found = MEASURE.search(text)
    return (text[: found.start()].rstrip(), text[found.end() :]) if found else (text, "")


def update_and_fate(text: str) -> tuple[str, str]:
    """What was said of an action, and the line of our documents on why it ends: (update, line)."""
    found = FATE.search(text)
    return (text[: found.start()].rstrip(), found[1]) if found else (text, "")
