from argparse import ArgumentParser
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from csp.spreadsheets.reading import read_grids
from partners.contact_import.choosing import list_of, preview_of
from partners.contact_import.columns import LEFT_OUT, MEANINGS
from partners.contact_import.comparing import ADD, EACH, FIRST
from partners.contact_import.lists import Choices
from partners.contact_import.preview import Preview
from partners.contact_import.writing import file_of, left_out, write
from partners.models import ContactImport, Partnership

# What a column is called in --columns.
COLUMN_NAMES = {name.replace("_", "-"): name for name in [*MEANINGS, LEFT_OUT]}
COLUMN_NAMES |= {"partner": "agency", "e-mail": "email", "telephone": "telephones"}


class Command(BaseCommand):
    help = "Import a list of contacts of a partnership from CSV, Excel or Word, as the page does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partnership", help="its address, such as tonbridge-and-malling")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument(
            "--columns",
            metavar="HEADING=MEANING,...",
            default="",
            help="what columns are, by heading or number from 1, such as “Title=role,7=none”. "
            f"Meanings: {', '.join(COLUMN_NAMES)}",
        )
        parser.add_argument(
            "--headings-in", type=int, metavar="ROW", help="the row of headings; 0 for none"
        )
        parser.add_argument("--sheet", type=int, help="which table of the file, from 1")
        parser.add_argument("--role", help="of rows that have none")
        parser.add_argument("--partner", default="", help="of rows that have none")
        parser.add_argument(
            "--make-partners", action="store_true", help="add the partners that are not known"
        )
        parser.add_argument(
            "--several-addresses",
            choices=[EACH, FIRST],
            default="",
            help="make a contact of each address in a row, or of the first alone",
        )
        parser.add_argument(
            "--left-out",
            type=Path,
            metavar="FILE.xlsx",
            help="import the good rows, and write the others with their reasons to this file",
        )

    def handle(self, *args: Any, partnership: str, file: Path, **options: Any) -> None:
        try:
            started = _read(partnership, file)
            _choose(started, options)
            preview = preview_of(started)
            if options["make_partners"]:
                _add_partners(started, preview)
                preview = preview_of(started)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        wanted = options["left_out"] or not preview.refused
        if preview.can_be_written and wanted and not options["dry_run"]:
            preview = self._write(started, preview, options["left_out"])
        self._report(preview)
        if options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")
        elif preview.refused and not options["left_out"]:
            raise CommandError(
                "Nothing was written: correct the rows that are left out first, or import the "
                "others by --left-out."
            )

    def _write(self, started: ContactImport, preview: Preview, bad: Path | None) -> Preview:
        if bad and preview.refused:
            try:
                bad.write_bytes(file_of(left_out(preview)))
            except OSError as error:
                raise CommandError(f"{bad} cannot be written: {error.strerror}.") from None
        written, is_written = write(started, agreed=preview.digest)
        if not is_written or written is None:
            raise CommandError("The contacts were changed meanwhile. Nothing was written.")
        return written

    def _report(self, preview: Preview) -> None:
        for note in preview.notes:
            self.stdout.write(note)
        if preview.left_out_columns:
            self.stdout.write(f"Columns left out: {'; '.join(preview.left_out_columns)}")
        for agency in preview.partners:
            self.stdout.write(f"Partner added: {agency.name}")
        for row in preview.rows:
            self.stdout.write(f"Row {row.number}: {row.outcome}: {row}")
            for column, problem in row.problems:
                self.stdout.write(f"    {column}: {problem}" if column else f"    {problem}")
            for column, before, after in row.changes:
                self.stdout.write(f"    {column}: from “{before}” to “{after}”")
            for note in row.notes if row.becomes else ():
                self.stdout.write(f"    {note}")
        counts = preview.counts.items()
        self.stdout.write(", ".join(f"{count} {outcome}" for outcome, count in counts))


def _read(partnership: str, file: Path) -> ContactImport:
    """What was read of a file; not kept in the database."""
    try:
        of = Partnership.objects.get(slug=partnership)
        with file.open("rb") as content:
            grids = read_grids(file.name, content)
    except Partnership.DoesNotExist:
        raise CommandError(f"There is no partnership “{partnership}”.") from None
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    return ContactImport(partnership=of, file_name=file.name[-200:], tables=asdict(grids))


def _choose(started: ContactImport, options: dict[str, Any]) -> None:
    sheets = len(started.tables["grids"])
    if options["sheet"] and not 0 < options["sheet"] <= sheets:
        raise CommandError(f"The file has {sheets} tables: --sheet must be 1 to {sheets}.")
    choices = Choices(
        sheet=options["sheet"] - 1 if options["sheet"] else None,
        head=options["headings_in"],
        role=options["role"],
        partner=options["partner"],
        addresses=options["several_addresses"],
    )
    started.choices = choices.as_json()
    contacts = list_of(started)
    columns = list(contacts.columns)
    for pair in filter(None, options["columns"].split(",")):
        heading, _, name = pair.rpartition("=")
        columns[_place(heading.strip(), contacts.head)] = _meaning(name.strip())
    if "agency" not in columns and not options["partner"] and not contacts.gaps:
        raise CommandError(
            f"No column is the partner: {' | '.join(contacts.head)}. Say which one is by "
            "--columns, or name the partner of all rows by --partner."
        )
    started.choices = replace(choices, columns=tuple(columns)).as_json()


def _place(heading: str, head: list[str]) -> int:
    folded = [one.casefold() for one in head]
    if heading.casefold() in folded:
        return folded.index(heading.casefold())
    if heading.isdecimal() and 0 < int(heading) <= len(head):
        return int(heading) - 1
    raise CommandError(f"There is no column “{heading}”. There are: {', '.join(head)}.")


def _meaning(name: str) -> str:
    if name not in COLUMN_NAMES:
        raise CommandError(f"“{name}” is not what a column can be: {', '.join(COLUMN_NAMES)}.")
    return COLUMN_NAMES[name]


def _add_partners(started: ContactImport, preview: Preview) -> None:
    chosen = Choices.of(started)
    added = {one.key: ADD for one in preview.unknown}
    started.choices = replace(chosen, partners=added).as_json()
