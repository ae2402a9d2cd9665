"""Spreadsheets as nobody should send them, made from seeds: refused in words, soon, and cheaply."""

import io
import random
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from openpyxl import load_workbook

from actions.models import Action
from partners.models import Agency, Contact
from script.benches.measuring import Wrong
from script.trial_parts import people
from script.trial_parts.people import Person
from script.trial_parts.trial import Ground, Line, Trial
from tests.csp import open_files
from tests.csp.costing import costs
from tests.csp.test_bad_spreadsheets import BAD, content_of
from tests.csp.workbooks import saved, with_members, with_sheet, workbook

MOST_SECONDS = 2
MOST_MEGABYTES = 150
TAKING = ("contact-import", "plan-import")
# What is never written by sending a file: only once somebody has agreed to what it holds.
WRITTEN: list[type[Model]] = [Agency, Contact, Action]
HEADINGS = ["Agency", "Role", "E-mail", "Priority", "Action", "Owner", "Status", "Update"]
WORDS = ["Kent Police", "Lead", "a@example.org", "Burglary", "Mark bicycles", "On track", "£1,000"]
ODD = ["", "\x00", "=A1", "#REF!", "\u202e", "9" * 400, "a" * 40_000, "\ud7ff", "\r\n", '"', "'"]


def spreadsheet(seed: int) -> tuple[str, bytes]:
    """The name and content of a malformed file, the same for the same seed."""
    draw = random.Random(seed)
    if seed % 5 == 4:
        case = draw.choice([*BAD])
        return BAD[case][0], content_of(case)
    name, content = draw.choice([_csv, _excel, _open])(draw)
    return draw.choice(HARMS)(draw, name, content)


def _rows(draw: random.Random) -> list[list[str]]:
    """Headings that are missing, doubled or in the wrong place, and rows that do not fit them."""
    headings = draw.choices([*HEADINGS, ""], k=draw.randint(0, 12))
    rows = [
        draw.choices([*WORDS, *draw.choices(ODD, k=2)], k=draw.randint(0, 14))
        for _ in range(draw.choice([0, 1, 5, 40]))
    ]
    rows.insert(draw.randint(0, len(rows)), headings)
    return rows


def _csv(draw: random.Random) -> tuple[str, bytes]:
    mark = draw.choice([",", ";", "\t", "|"])
    end = draw.choice(["\n", "\r\n", "\r", "\n\n"])
    quote = draw.choice(["", '"'])
    lines = [mark.join(f"{quote}{cell}{quote}" for cell in row) for row in _rows(draw)]
    encoding = draw.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"])
    return "list.csv", end.join(lines).encode(encoding, "replace")


def _excel(draw: random.Random) -> tuple[str, bytes]:
    cells = [[_legal(cell) for cell in row] for row in _rows(draw)]
    book = load_workbook(io.BytesIO(workbook(*cells)))
    for _ in range(draw.randint(0, 6)):
        row, column = draw.randint(1, 9), draw.randint(1, 9)
        end = {"end_row": row + draw.randint(0, 4), "end_column": column + draw.randint(0, 4)}
        book.active.merge_cells(start_row=row, start_column=column, **end)
    return "list.xlsx", saved(book)


def _open(draw: random.Random) -> tuple[str, bytes]:
    more = 'table:number-rows-repeated="1048576" table:number-columns-repeated="16384"'
    rows = [
        open_files.row(*map(_escaped, row), more=more if draw.random() < 0.1 else "")
        for row in _rows(draw)
    ]
    return "list.ods", open_files.sheet(*rows)


def _legal(cell: str) -> str:
    """Without what openpyxl will not write."""
    return cell.replace("\x00", "")[:32_000]


def _escaped(cell: str) -> str:
    return cell.replace("\x00", "").replace("&", "&amp;").replace("<", "&lt;")


Harm = Callable[[random.Random, str, bytes], tuple[str, bytes]]


def _as_it_is(draw: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    return name, content


def _cut_off(draw: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    return name, content[: draw.randint(0, len(content))]


def _damaged(draw: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    harmed = bytearray(content or b"x")
    for _ in range(draw.choice([1, 5, 200])):
        harmed[draw.randrange(len(harmed))] = draw.randrange(256)
    return name, bytes(harmed)


def _called_otherwise(draw: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    endings = ["csv", "xlsx", "ods", "docx", "odt", "pdf", "xls", "json", "zip", ""]
    return f"list.{draw.choice(endings)}", content


def _put_together(draw: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    other = draw.choice([_csv, _excel, _open])(draw)[1]
    place = draw.randint(0, len(content))
    return name, content[:place] + other + content[place:]


def _with_other_members(draw: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    claim = f'<dimension ref="A1:{draw.choice(["H", "XFD"])}1048576"/>'
    rows = draw.choice(["", "<row r='1048576'/>", "<row><c t='s'><v>7</v></c></row>", "<row>"])
    broken = with_sheet(rows, claim)
    gone = draw.choice(["xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
    return "list.xlsx", draw.choice([broken, with_members(broken, **{gone: None})])


HARMS: list[Harm] = [
    _as_it_is,
    _cut_off,
    _damaged,
    _called_otherwise,
    _put_together,
    _with_other_members,
]


def spreadsheets(ground: Ground) -> list[Line]:
    place = ground.place()
    known = people.filled(place)
    files = [spreadsheet(seed) for seed in range(ground.scale.spreadsheets)]
    before = place.call(counts)
    with place.served() as server:
        person = Person(server, known.administrator)
        unclear, refused = 0, 0
        for seed, (name, content) in enumerate(files):
            page = known.pages[TAKING[seed % len(TAKING)]]
            is_refused, is_clear = _sent(person, page, name, content)
            refused += is_refused
            unclear += not is_clear
    if refused < len(files) / 4:
        raise Wrong(f"Only {refused} of {len(files)} files were refused")
    after = place.call(counts)
    changed = sum(before[name] != after[name] for name in before)
    seconds, megabytes = cost(files)
    tried = f"{len(files)} malformed files, {refused} of them refused"
    return [
        Line(tried, people.errors_in([person]), "server errors"),
        Line(tried, unclear, "answers without words of what is wrong"),
        Line(tried, changed, f"of {len(before)} tables written to"),
        Line(tried, seconds, "seconds of the processor for the dearest", MOST_SECONDS),
        Line(tried, megabytes, "MB more for the dearest", MOST_MEGABYTES),
    ]


def _sent(person: Person, page: str, name: str, content: bytes) -> tuple[bool, bool]:
    """Whether the file was refused; and whether whoever sent it knows how it goes on."""
    forms = [form for form in person.forms(page) if form.xpath(".//input[@type='file']")]
    (field,) = forms[0].xpath(".//input[@type='file']/@name")
    answer = person.send(forms[0], files={field: (name, content)})
    if answer.status_code == 302:
        # It goes on to its columns, which show what was read.
        return False, person.get(answer.headers["Location"]).status_code == 200
    words = people.summary_of(answer)
    return True, answer.status_code == 200 and len(words.split()) > 5


def cost(files: list[tuple[str, bytes]]) -> tuple[float, float]:
    """Seconds of computing and MB of the dearest, each read in a process of its own."""
    found = []
    for name in {name for name, _ in files}:
        contents = {
            f"file-{seed}": content
            for seed, (called, content) in enumerate(files)
            if called == name
        }
        found += costs("read_grids", name, contents).values()
    return max(one[0] for one in found) / 1000, max(one[1] for one in found) / 1024


# What happens in a Side.


def counts() -> dict[str, Any]:
    return {model._meta.label: model._default_manager.count() for model in WRITTEN}


PARTS = [Trial("spreadsheets", "Spreadsheet bombs and broken files", spreadsheets)]
