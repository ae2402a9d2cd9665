"""manage.py check_plan tonbridge-and-malling 2017"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from plans.models import Plan
from reports.checks.accepted import sorted_out
from reports.checks.groups import groups_of


class Command(BaseCommand):
    help = (
        "Print what the checks find in a plan, by kind. The exit status is 1 if the plan must not "
        "be issued because of it, 0 if it may."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partnership", help="its address, such as tonbridge-and-malling")
        parser.add_argument("plan", help="its address: 2017 for the plan of 2017/18")
        parser.add_argument(
            "--all", action="store_true", help="what was accepted too, with who did, and why"
        )

    def handle(self, *, partnership: str, plan: str, **options: Any) -> None:
        plans = Plan.objects.filter(partnership__slug=partnership).select_related("partnership")
        found = plans.filter(address=plan).first()
        if found is None:
            known = ", ".join(one.address for one in plans) or "none"
            raise CommandError(f"{partnership} has no plan “{plan}”. There are: {known}.")
        still_open, accepted = sorted_out(found, timezone.localdate())
        for group in groups_of(still_open):
            self.stdout.write(f"{group.title} ({len(group.findings)})")
            for finding in group.findings:
                self.stdout.write(f"  {finding.words}")
        if options["all"] and accepted:
            self.stdout.write(f"Accepted ({len(accepted)})")
            for finding, acceptance in accepted:
                day = timezone.localdate(acceptance.accepted_at)
                self.stdout.write(
                    f"  {finding.words}\n    {acceptance.accepted_by}, {day:%-d %B %Y}: "
                    f"{acceptance.reason}"
                )
        self.stdout.write(f"{found}: {len(still_open)} open, {len(accepted)} accepted.")
        if any(finding.blocks for finding in still_open):
            self.stdout.write("The plan must not be issued as it is.")
            sys.exit(1)
