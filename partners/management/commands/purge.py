from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partners.purging import purge


class Command(BaseCommand):
    help = (
        "Delete all that may be kept no longer: docs/personal-data.md. For every night; may be run "
        "as often as liked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="as if it were that day: 2026-11-27")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, on: str | None, dry_run: bool, **options: Any) -> None:
        try:
            day = date.fromisoformat(on) if on else timezone.localdate()
        except ValueError:
            raise CommandError(f"“{on}” is not a date such as 2026-11-27.") from None
        for kept, count in purge(on=day, dry_run=dry_run):
            self.stdout.write(f"{count:>6}  {kept.what}")
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
