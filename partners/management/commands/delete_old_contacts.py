from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partners.old_contacts import delete_old_contacts


class Command(BaseCommand):
    help = (
        "Delete the contacts that may be kept no longer, with what the history says of them. May "
        "be run as often as liked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="as if it were that day: 2026-11-27")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, on: str | None, dry_run: bool, **options: Any) -> None:
        try:
            day = date.fromisoformat(on) if on else timezone.localdate()
        except ValueError:
            raise CommandError(f"“{on}” is not a date such as 2026-11-27.") from None
        found = delete_old_contacts(on=day, dry_run=dry_run)
        for deleted in found:
            self.stdout.write(
                f"{deleted.partnership}: {deleted.contacts} "
                f"contact{'' if deleted.contacts == 1 else 's'} deleted, and the history of "
                f"{deleted.removed_before} removed before"
            )
        if not found:
            self.stdout.write("No contact is kept longer than it may be.")
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
