from typing import Any

from django.core.management.base import BaseCommand

from partners import delivery
from partners.models import Mail


class Command(BaseCommand):
    help = (
        "Send the e-mails that wait, failed before, or were left behind by a process that was "
        "killed. May be run as often as liked, and by several at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = delivery.send_waiting()
        left = Mail.objects.filter(state=Mail.State.WAITING).count()
        waiting = f", {left} still wait{'s' if left == 1 else ''}" if left else ""
        self.stdout.write(f"{sent} e-mail{'' if sent == 1 else 's'} sent{waiting}.")
