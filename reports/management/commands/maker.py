"""manage.py maker NUMBER: the process that forks for each document; makers.py starts it."""

import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports import maker


class Command(BaseCommand):
    help = "Make files for whoever holds the other end. `makers` starts this by itself."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("orders", type=int, help="the number of an open socket")

    def handle(self, *, orders: int, **options: Any) -> None:
        with socket.socket(fileno=orders) as given:
            maker.serve(given)
