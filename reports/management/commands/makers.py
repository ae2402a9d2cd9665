"""manage.py makers: makes the PDF and Word files that people ask for."""

import signal
import sys
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from reports.makers import work


class Command(BaseCommand):
    help = (
        "Make the PDF and Word files that people ask for, until it is stopped. The web server "
        "starts this by itself unless WORKER says that it runs elsewhere."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at-once",
            type=int,
            default=settings.MAKERS,
            help="how many at the same time; as MAKERS says if left out (%(default)s)",
        )
        parser.add_argument(
            "--while-input-is-open",
            action="store_true",
            help="stop when standard input is closed: whoever has started this is gone then",
        )

    def handle(self, *, at_once: int, while_input_is_open: bool, **options: Any) -> None:
        stopping = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())

        def watch() -> None:
            sys.stdin.buffer.read()
            stopping.set()

        if while_input_is_open:
            Thread(target=watch, daemon=True).start()
        work(stopping, at_once=at_once)
