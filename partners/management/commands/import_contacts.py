from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from csp.spreadsheets.reading import read
from partners import contact_import
from partners.models import Partnership


class Command(BaseCommand):
    help = "Import the contacts of a partnership from a CSV or Excel file, as the page does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partnership", help="its address, such as tonbridge-and-malling")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(
        self, *args: Any, partnership: str, file: Path, dry_run: bool, **options: Any
    ) -> None:
        try:
            partnership = Partnership.objects.get(slug=partnership)
            with file.open("rb") as content:
                table = read(file.name, content)
            outcome = contact_import.preview(table, partnership=partnership)
        except Partnership.DoesNotExist:
            raise CommandError(f"There is no partnership “{partnership}”.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        if outcome.can_be_written and not dry_run:
            outcome, written = contact_import.write(
                table, partnership=partnership, agreed=outcome.digest
            )
            if not written:
                raise CommandError("The contacts have been changed. Nothing was written.")
        self._report(outcome)
        if outcome.refused:
            raise CommandError("Nothing was written: correct the refused rows first.")
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")

    def _report(self, outcome: contact_import.Preview) -> None:
        for note in outcome.notes:
            self.stdout.write(note)
        for row in outcome.rows:
            self.stdout.write(f"Row {row.number}: {row.outcome}: {row}")
            for column, problem in row.problems:
                self.stdout.write(f"    {column}: {problem}" if column else f"    {problem}")
            for column, before, after in row.changes:
                self.stdout.write(f"    {column}: from “{before}” to “{after}”")
        self.stdout.write(
            ", ".join(f"{count} {outcome}" for outcome, count in outcome.counts.items())
        )
