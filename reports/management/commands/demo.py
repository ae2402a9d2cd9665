from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.demo import handed_over, loading, merging


class Command(BaseCommand):
    help = "Load what is missing of the demo: partnerships, plans, people with known passwords."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--merge",
            action="store_true",
            help="Also found West Kent, which is invented, from the three partnerships.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo's people have passwords that everybody knows, so it is loaded only "
                "where DEMO=true is set. Do not set it where real data is kept."
            )
        added = loading.load(timezone.localdate())
        added += handed_over.hand_over(timezone.now())
        for line in added or ["nothing: all of it is there"]:
            self.stdout.write(f"Demo: {line}")
        if options["merge"]:
            self.stdout.write(f"Demo: {merging.merge(timezone.localdate())}")
        self.stdout.write("\nThe demo’s sign-ins:")
        for person in loading.people().values():
            self.stdout.write(f"  {person['email']:<55} {person['name']}")
        self.stdout.write(f"  Password of all: {person['password']}")
