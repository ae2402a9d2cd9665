from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.models import Membership
from plans.models import NamedPerson, Plan
from plans.restricting import NAMING


class Command(BaseCommand):
    help = (
        "Name a manager or administrator for a restricted plan of which nobody is left who could "
        "name others. Without a person, list the addresses of such plans."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partnership", help="its address, such as tonbridge-and-malling")
        parser.add_argument("plan", nargs="?", help="its address")
        parser.add_argument("email", nargs="?", help="of a manager or administrator")

    def handle(
        self, *args: Any, partnership: str, plan: str | None, email: str | None, **options: Any
    ) -> None:
        plans = Plan.objects.filter(partnership__slug=partnership, is_restricted=True)
        left = plans.exclude(named__membership__role__in=NAMING)
        if not (plan and email):
            self.stdout.write("\n".join(left.values_list("address", flat=True)) or "None.")
            return
        found = left.filter(address=plan).first()
        if found is None:
            raise CommandError("There is no such plan, or somebody is named who can name others.")
        members = Membership.objects.taken_up().filter(partnership__slug=partnership)
        member = members.filter(user__email__iexact=email, role__in=NAMING).first()
        if member is None:
            raise CommandError(f"{email} is no manager or administrator of {partnership}.")
        NamedPerson.objects.get_or_create(
            plan=found, membership=member, defaults={"named_by": member.user}
        )
        self.stdout.write(f"{member.called} sees the plan {plan} now.")
