from typing import Any

from django.core.management.base import BaseCommand

from partners import delivery
from partners.models import Mail


class Command(BaseCommand):
    help = (
        "Send the emails that wait, failed before, or were left behind by a process that was "
        "killed. Can be run as often as you like, and by several at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = delivery.send_waiting()
        left = Mail.objects.filter(state=Mail.State.WAITING).count()
        waiting = f", {left} still wait{'s' if left == 1 else ''}" if left else ""
        self.stdout.write(f"{sent} email{'' if sent == 1 else 's'} sent{waiting}.")
