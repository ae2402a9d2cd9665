"""What the columns of a table of actions mean, however they are headed."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from plans.action_fields import ACTION_FIELDS

# What an import reads, as the wizard names it: what our own export has, and three beside it.
MEANINGS = {
    "theme": "Theme",
    "priority": "Priority",
    "strand": "Strand",
    **{one.in_data: one.label for one in ACTION_FIELDS},
    "lead": "Lead owner, beside other owners",
    "start": "Start, beside the end as timescale",
    "completed": "Day on which it was completed",
}
# What the wizard calls a column that is not imported.
LEFT_OUT = "none"

# Headings as they are met, in small letters without spaces and signs.
SPELLINGS = {
    "theme": "theme themes",
    "completed": "dateofcompletion datecompleted datedone completedon donedate donedon "
    "dateachieved actualcompletiondate",
    "start": "start startdate starts startson startingdate begin begins beginson begindate",
    "priority": "priority priorities priorityarea strategicpriority priorityname prioritytitle",
    "strand": "strand strands heading subheading subtheme workstream area",
    **{one.in_data: one.spellings for one in ACTION_FIELDS},
}
BY_SPELLING = {
    spelling: meaning for meaning, words in SPELLINGS.items() for spelling in words.split()
}
# Columns that no action has a field for, and others that have what it belongs to: the priority, or
# the strand where something else says the priority.
NOT_KEPT = "reportingquarter reviewdate directionoftravel risk riskrating riskscore scope"
GROUPS = (
    "project projects projectname objective objectives strategicobjective strategicobjectives "
    "keyobjective keyobjectives goal goals"
)
# These too, beside another column of actions.
ACTIONS_OR_GROUPS = ("aim", "aims", "commitment", "commitments")
FITS = {
    spelling: one.in_data for one in ACTION_FIELDS for spelling in one.fits.split()
} | dict.fromkeys(NOT_KEPT.split(), LEFT_OUT)
BESIDE_ACTIONS = {*FITS, *GROUPS.split()}
# Words that decide about longer headings, the first of them that is there: “Action owner” is an
# owner, and “Update on action” an update.
DECIDING = (
    (r"\bowner|\blead (agenc|partner|officer|organi)|\bprimary agenc|\bresponsib", "owners"),
    (r"\bstart(s|ing)?\b", "start"),
    (r"\btime ?scale|\btime ?frame|\bdeadline|\btarget date|\bby when\b|\bdue date", "timescale"),
    (r"\bb?rag\b|\bstatus\b", "status"),
    (r"\bprogress\b|\bupdates?\b|\bposition at\b", "update"),
    (r"\bmeasures?\b|\bsuccess (indicator|criteria)|\bkpis?\b", "measure"),
    (r"\boutcomes?\b", "outcome"),
    (r"\bresourc|\bfunding\b", "resources"),
    (r"\bactions?\b", "action"),
)
# Two headings of a table that has actions; one might stand in any table.
LEAST_KNOWN = 2
LONGEST_HEADING = 60
# Texts in which the words of several columns can stand.
LABELLED = {one.in_data for one in ACTION_FIELDS if one.is_prose} - {"action"} | {"update"}
MILESTONES = ("milestone", "milestones")
DAY = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}")


def meanings_of(headings: Sequence[str], *, has_priority: bool = False) -> list[str]:
    """What each heading means: a key of MEANINGS, LEFT_OUT, or "" where that has to be asked.

    has_priority: whether what stands above the table says the priority.
    """
    found = [_meaning(heading) for heading in headings]
    # “Lead” beside “Partners” says which of the owners leads.
    owners = [column for column, meaning in enumerate(found) if meaning == "owners"]
    leads = [column for column in owners if re.search(r"\blead\b", headings[column], re.I)]
    if len(leads) == 1 and len(owners) > 1:
        found[leads[0]] = "lead"
    _group(found, list(map(_spelling, headings)), has_priority=has_priority)
    # A day alone heads what was said on it of how things go.
    if "status" not in found:
        found = [
            "status" if DAY.fullmatch(heading) and not meaning else meaning
            for heading, meaning in zip(headings, found, strict=True)
        ]
    return found


def _group(found: list[str], spellings: list[str], *, has_priority: bool) -> None:
    """Add what is said beside the actions: what they belong to, and what fits into a field."""
    # The milestones of commitments are their actions.
    milestones = [column for column, one in enumerate(spellings) if one in MILESTONES]
    actions = [column for column, meaning in enumerate(found) if meaning == "action"]
    outer = [column for column in actions if spellings[column] in ACTIONS_OR_GROUPS]
    if len(milestones) == 1 and actions and actions == outer:
        found[milestones[0]] = "action"
    elif len(actions) == len(outer):
        outer = []
    if "action" not in found:
        return
    groups = [*outer, *(column for column, one in enumerate(spellings) if one in GROUPS.split())]
    for column in groups[:1]:
        found[column] = "strand" if has_priority or "priority" in found else "priority"
    for column, spelling in enumerate(spellings):
        found[column] = found[column] or FITS.get(spelling, "")


def label_of(heading: str, meaning: str, columns: Sequence[str]) -> str:
    """What has to stand before a cell for it to be understood: its heading, or "".

    columns: what all of the table mean.
    """
    is_own = not heading or BY_SPELLING.get(spelling := _spelling(heading)) == meaning
    if is_own or meaning not in LABELLED:
        return ""
    return heading if columns.count(meaning) > 1 or FITS.get(spelling) == meaning else ""


def is_head(cells: Sequence[str], *, beyond_doubt: bool = False) -> bool:
    """Whether a row of cells heads a table of actions.

    beyond_doubt: whether all its headings must be known, letter for letter, as in a second row of
    headings, which stands among actions.
    """
    filled = [cell for cell in cells if cell]
    if any(len(cell) > LONGEST_HEADING for cell in filled):
        return False
    if beyond_doubt and not all(_spelling(cell) in BY_SPELLING for cell in filled):
        return False
    known = [meaning for meaning in meanings_of(cells) if meaning not in ("", LEFT_OUT)]
    return "action" in known and len(set(known)) >= LEAST_KNOWN and 2 * len(known) >= len(filled)


def counts_actions(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bool:
    """Whether a table says how many actions there are, and not which."""
    meanings = meanings_of(head)
    column = meanings.index("action") if "action" in meanings else -1
    said = [cells[column] for cells in rows if 0 <= column < len(cells) and cells[column]]
    return bool(said) and all(text.isdecimal() for text in said)


def seems_head(cells: Sequence[str]) -> bool:
    """Whether a row of cells could be headings that are not known."""
    return len(cells) > 1 and all(
        0 < len(cell) <= LONGEST_HEADING and (any(map(str.isalpha, cell)) or DAY.fullmatch(cell))
        for cell in cells
    )


def _spelling(heading: str) -> str:
    words = re.sub(r"\(.*?\)", " ", heading.lower())
    return re.sub(r"[\W_\d]", "", words) or re.sub(r"[\W_]", "", heading.lower())


def _meaning(heading: str) -> str:
    spelling = _spelling(heading)
    if not spelling or DAY.fullmatch(heading) or spelling in BESIDE_ACTIONS:
        return ""
    if spelling in BY_SPELLING:
        return BY_SPELLING[spelling]
    for pattern, meaning in DECIDING:
        if re.search(pattern, heading.lower()):
            return meaning
    close = get_close_matches(spelling, BY_SPELLING, n=1, cutoff=0.87) if len(spelling) > 4 else []
    return BY_SPELLING[close[0]] if close else ""
