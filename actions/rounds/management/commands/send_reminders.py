from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from actions.rounds.digests import put_digests
from actions.rounds.passing import forget_passed
from actions.rounds.reminders import remind
from partners import delivery


class Command(BaseCommand):
    help = (
        "Remind the partners that have not answered, tell the officers what came in, and send the "
        "emails that wait. Can be run as often as you like: each is sent once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="as if it were that day: 2026-11-27")

    def handle(self, *args: Any, on: str | None, **options: Any) -> None:
        try:
            day = date.fromisoformat(on) if on else timezone.localdate()
        except ValueError:
            raise CommandError(f"“{on}” is not a date such as 2026-11-27.") from None
        reminders = remind(day)
        digests = put_digests(day)
        forget_passed(on=day)
        delivery.send_waiting()
        self.stdout.write(
            f"{reminders} reminder{'' if reminders == 1 else 's'}, "
            f"{digests} digest{'' if digests == 1 else 's'} written."
        )
