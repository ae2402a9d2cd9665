"""manage.py export_partnership tonbridge-and-malling everything.zip"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partners.models import Partnership
from plans.models import Plan
from reports.transfer.archive import write_archive


class Command(BaseCommand):
    help = "Write all of a partnership into a zip, its restricted plans too: import_partnership."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partnership", help="its address, such as tonbridge-and-malling")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, partnership: str, file: Path, **options: Any) -> None:
        found = Partnership.objects.filter(slug=partnership).first()
        if found is None:
            raise CommandError(f"There is no partnership “{partnership}”.")
        plans = Plan.objects.filter(partnership=found).select_related("partnership")
        in_order = list(plans.order_by("starts_on", "pk"))
        unfinished = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            with unfinished.open("wb") as out:
                write_archive(out, found, in_order, on=timezone.localdate())
            unfinished.replace(file)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from None
        self.stdout.write(f"Wrote {file}: {found} with {len(in_order)} plans.")
        if restricted := [one.label for one in in_order if one.is_restricted]:
            self.stdout.write(f"Restricted plans are in it: {', '.join(restricted)}.")
