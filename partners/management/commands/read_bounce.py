import sys
from typing import Any

from django.core.management.base import BaseCommand

from partners.delivery import note_bounce


class Command(BaseCommand):
    help = (
        "Read an e-mail from standard input that says that one of ours could not be delivered, and "
        "mark that one. For the mail server, which gives it what comes to DEFAULT_FROM_EMAIL."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        mail = note_bounce(sys.stdin.buffer.read())
        # No error otherwise: the mail server would send an answer to an automatic reply.
        self.stdout.write(
            f"Came back: {mail}: {mail.problem}"
            if mail
            else "Left alone: it does not say that an e-mail of ours could not be delivered."
        )
