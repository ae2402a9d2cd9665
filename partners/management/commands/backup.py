"""manage.py backup /var/backups/csp-plan --keep 14"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from csp.back_ups import NotDone, making


class Command(BaseCommand):
    help = (
        "Copy the database and all files into a new folder, named by the time, while people work. "
        "What is in it: manifest.json. The way back: restore."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            nargs="?",
            default=settings.BACKUP_ROOT,
            help="where back-ups are kept; BACKUP_ROOT if left out",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="afterwards delete all but the last N"
        )

    def handle(self, *, folder: Path | None, keep: int | None, **options: Any) -> None:
        if not folder:
            raise CommandError("Name the folder for back-ups, or set BACKUP_ROOT.")
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        try:
            made, told = making.back_up(folder, now=timezone.now())
            old = making.forget_old(folder, keep=keep) if keep else []
        except (NotDone, DatabaseError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"The back-up could not be written: {error}") from None
        self.stdout.write(f"{made}: {making.words(told)}. {len(old)} older deleted.")
        for name in told["missing"]:
            self.stderr.write(f"A row names a file that is not there: {name}")
