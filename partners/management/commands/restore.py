"""manage.py restore /var/backups/csp-plan/2026-11-28T02-00-00Z"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from csp.back_ups import NotDone
from csp.back_ups.making import words
from csp.back_ups.restoring import restore


class Command(BaseCommand):
    help = (
        "Make the database and the files what they are in a back-up. It is checked before anything "
        "is touched, and afterwards what is here is compared with it. Nothing else may run."
    )
    # Without a table yet, most checks of a database are for later.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="that of the one back-up")
        parser.add_argument(
            "--replace", action="store_true", help="delete what is here: database and files"
        )

    def handle(self, *, folder: Path, replace: bool, **options: Any) -> None:
        try:
            told = restore(folder, replace=replace)
        except (NotDone, DatabaseError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"The back-up could not be restored: {error}") from None
        code = f"version {told['code']['version']}, commit {told['code']['commit'] or 'unknown'}"
        self.stdout.write(f"Restored {words(told)}, as of {told['begun_at']}, made by {code}.")
        self.stdout.write("Now run migrate, and delete_old_contacts.")
