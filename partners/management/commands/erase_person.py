from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.changes import LastAdministrator
from partners.erasure import IsOperator, erase_person
from partners.models import User


class Command(BaseCommand):
    help = (
        "Erase a person: their account is switched off, and their name and email address are "
        "replaced. What they wrote stays. It cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, email: str, dry_run: bool, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody has an account with the address {email}.")
        try:
            erase_person(user, dry_run=dry_run)
        except LastAdministrator:
            raise CommandError(
                f"{user} is the last administrator of a partnership. Make somebody else an "
                "administrator first."
            ) from None
        except IsOperator:
            raise CommandError(
                f"{user} may open /admin/. Take that from the account first."
            ) from None
        self.stdout.write(f"The account of {email} is switched off, and says nobody’s name.")
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
