"""manage.py import_partnership everything.zip"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.models import User
from reports.transfer.unpacking import import_partnership


class Command(BaseCommand):
    help = "Make the partnership of a zip that export_partnership has written, where it isn't yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--by",
            help="the email address of who is put down for what was done by people who are no "
            "members any more; if left out, its first administrator",
        )

    def handle(self, *args: Any, file: Path, by: str | None, **options: Any) -> None:
        user = User.objects.filter(email__iexact=by).first() if by else None
        if by and user is None:
            raise CommandError(f"Nobody has an account with the email address “{by}”.")
        try:
            made = import_partnership(file, by=user)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except ValidationError as error:
            raise CommandError("\n".join([*error.messages, "Nothing was written."])) from None
        for note in made.notes:
            self.stdout.write(note)
        self.stdout.write(f"Imported {made.partnership}, {made.partnership.plans.count()} plans.")
