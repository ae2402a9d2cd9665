"""manage.py import_plan larkshire plan.json --make-partners"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from csp import json_files
from partners.access import PERMISSIONS, Permission
from partners.models import Partnership, User
from reports.transfer.common import MissingPartners
from reports.transfer.importing import import_plan


class Command(BaseCommand):
    help = "Make the plan of a plan.json, as export_plan writes it; import_actions takes tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partnership", help="its address, such as tonbridge-and-malling")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--make-partners", action="store_true", help="add partners that are not here yet"
        )
        parser.add_argument(
            "--by",
            help="the email address of who is put down for what the file's people did, and named "
            "for a restricted plan; if left out, a person who may change the plan",
        )

    def handle(
        self, *args: Any, partnership: str, file: Path, make_partners: bool, **options: Any
    ) -> None:
        found = Partnership.objects.filter(slug=partnership).first()
        if found is None:
            raise CommandError(f"There is no partnership “{partnership}”.")
        if found.is_closed(timezone.localdate()):
            raise CommandError(f"{found} is closed.")
        by = _who(found, options["by"])
        try:
            content = read(file, json_files.MOST_BYTES)
            made = import_plan(
                found, content, file_name=file.name, by=by, make_partners=make_partners
            )
        except MissingPartners as error:
            raise CommandError(f"{error.message}. --make-partners adds them.") from None
        except ValidationError as error:
            raise CommandError("\n".join([*error.messages, "Nothing was written."])) from None
        for note in made.notes:
            self.stdout.write(note)
        self.stdout.write(f"Imported {made.plan}, put in by {by.name} ({by.email}).")


def read(file: Path, most_bytes: int) -> bytes:
    """What is in a file, or a byte more than may be. Raises CommandError."""
    try:
        with file.open("rb") as content:
            return content.read(most_bytes + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None


def _who(partnership: Partnership, email: str | None) -> User:
    """Who imports. Raises CommandError."""
    roles = [role for role, may in PERMISSIONS.items() if Permission.EDIT_PLAN in may]
    members = partnership.memberships.taken_up().filter(role__in=roles, user__is_active=True)
    if email:
        members = members.filter(user__email__iexact=email)
    member = members.select_related("user").order_by("pk").first()
    if member is None:
        who = f"“{email}” is nobody" if email else "There is nobody"
        raise CommandError(f"{who} in {partnership} who may build plans.")
    user: User = member.user
    return user
