"""manage.py export_plan tonbridge-and-malling 2017 --format pdf --output plan.pdf"""

import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from csp.whole_numbers import whole_number
from partners.models import Partnership
from plans.models import Plan
from plans.plan_kinds import PlanKind
from reports.document import document
from reports.formats import FORMATS
from reports.rendering import RenderingFailed
from reports.transfer.workbook import plan_workbook
from reports.transfer.writing import plan_file

# All of a plan, by the ends of file names.
WHOLE = {"plan.json": plan_file, "plan.xlsx": plan_workbook}


class Command(BaseCommand):
    help = "Write the document of a plan, or its actions as data, into a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partnership", help="its address, such as tonbridge-and-malling")
        parser.add_argument(
            "plan",
            help="its address: 2017 for the plan of 2017/18; for a strategy, its first",
        )
        parser.add_argument(
            "--layout", choices=Plan.Layout.values, help="the plan’s own if left out"
        )
        parser.add_argument(
            "--format",
            choices=[*FORMATS, *WHOLE],
            default="pdf",
            help="plan.json and plan.xlsx hold all of the plan",
        )
        parser.add_argument("--large-print", action="store_true", help="at 18 point")
        parser.add_argument(
            "--booklet", action="store_true", help="of a PDF: two pages to a side, to be folded"
        )
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="of a highlight report: what has changed since then; six weeks if left out",
        )
        parser.add_argument("--output", type=Path, help="the file; standard output if left out")

    def handle(
        self,
        *,
        partnership: str,
        plan: str,
        layout: str | None,
        format: str,
        output: Path | None,
        **options: Any,
    ) -> None:
        found = find_plan(partnership, plan)
        if format in WHOLE:
            content = WHOLE[format](found)
        else:
            content = _printed(found, format, layout, options)
        if output is None:
            sys.stdout.buffer.write(content)
        else:
            write_whole(output, content)
            self.stdout.write(f"Wrote {output} ({len(content):,} bytes)")


def _printed(found: Plan, format: str, layout: str | None, options: dict[str, Any]) -> bytes:
    """The document in a format of FORMATS. Raises CommandError."""
    choice = {name: options[name] for name in ("large_print", "booklet", "since")}
    made = document(found, on=timezone.localdate(), layout=layout, **choice)
    if FORMATS[format].has_whole:
        made = replace(made, whole=plan_file(found))
    try:
        return FORMATS[format].make(made)
    except RenderingFailed as error:
        raise CommandError(str(error)) from error


def find_plan(slug: str, address: str) -> Plan:
    """The plan of that address; where there is none, the strategy that begins in that year."""
    if not Partnership.objects.filter(slug=slug).exists():
        known = ", ".join(Partnership.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"There is no partnership “{slug}”. There are: {known or 'none'}.")
    plans = Plan.objects.filter(partnership__slug=slug).select_related("partnership")
    if plan := plans.filter(address=address).first():
        return plan
    strategies = plans.filter(kind=PlanKind.STRATEGY)
    if plan := strategies.filter(starts_on__year=whole_number(address) or 0).first():
        return plan
    known = ", ".join(one.address for one in plans)
    raise CommandError(f"{slug} has no plan “{address}”. There are: {known or 'none'}.")


def write_whole(output: Path, content: bytes) -> None:
    """Write the file whole or not at all: nobody ever sees half of it."""
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        temporary.replace(output)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise CommandError(f"Cannot write {output}: {error.strerror}.") from error
