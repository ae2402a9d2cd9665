from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from actions.building.carrying.begin import begin_plan
from actions.building.models import PlanImport
from actions.building.plan_import.columns_step import without_unnamed_columns
from actions.building.plan_import.corrections import TAKE_ALL
from actions.building.plan_import.json_files import read_plan_file
from actions.building.plan_import.owners import NEW, key_of
from actions.building.plan_import.planned import PlannedPlan
from actions.building.plan_import.tables_to_plan import planned_from
from actions.building.plan_import.words import NOT_SAID
from actions.building.plan_import.writing import write
from actions.models import Status
from actions.moving import Said
from csp.spreadsheets.grids import Grids
from csp.whole_numbers import whole_number
from partners.access import PERMISSIONS, Permission
from partners.models import Partnership, User
from plans.models import Plan
from plans.models.plan import FIRST_YEAR, LAST_YEAR

# It is all that can be wrong by then.
UNSAID = (
    "The file moves timescales of an agreed plan. Say why with --moved-because, and who agreed it "
    "with --moved-agreed-by. Nothing was written."
)


def _meant(words: str) -> tuple[str, str]:
    """(key, Status) of “Amber-ish=at_risk”. Raises CommandError."""
    written, _, status = words.rpartition("=")
    if not written or status not in Status.values:
        raise CommandError(f"“{words}” must be words, “=”, and one of {', '.join(Status.values)}.")
    return key_of(written), status


def _read(file: Path) -> Grids:
    """What a file holds. Raises CommandError."""
    try:
        with file.open("rb") as content:
            return read_plan_file(file.name, content)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        raise CommandError("\n".join(error.messages)) from None


class Command(BaseCommand):
    help = "Import the actions of a plan from a file with tables, as the page does."

    def add_arguments(self, parser: CommandParser) -> None:
        self._add_what_is_said(parser)
        parser.add_argument("partnership", help="its address, such as tonbridge-and-malling")
        parser.add_argument("plan", help="its address: 2019 for April 2019 to March 2020")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument(
            "--make-partners", action="store_true", help="add owners who are not known as partners"
        )
        parser.add_argument(
            "--begin", action="store_true", help="begin the year, empty, if it isn't there"
        )
        parser.add_argument(
            "--take-changes",
            action="store_true",
            help="take over what the file says otherwise than actions that the plan has",
        )
        parser.add_argument(
            "--by",
            help="the email address of who is put down for the updates; if left out, a person "
            "who may change the plan",
        )

        parser.add_argument(
            "--status-of",
            action="append",
            default=[],
            metavar="WORDS=STATUS",
            help="what a status means that isn't known, such as “Amber-ish=at_risk” or “green "
            "cell=on_track”; may be given several times",
        )
        parser.add_argument(
            "--no-status",
            action="store_true",
            help="import actions whose status isn't known, or not given, without one",
        )

    @staticmethod
    def _add_what_is_said(parser: CommandParser) -> None:
        parser.add_argument(
            "--moved-because", default="", help="why timescales of an agreed plan are moved"
        )
        parser.add_argument(
            "--moved-agreed-by",
            default="",
            help="who agreed that they are; both are kept with them",
        )

    def handle(
        self,
        *args: Any,
        partnership: str,
        plan: str,
        file: Path,
        dry_run: bool,
        by: str | None,
        take_changes: bool,
        begin: bool,
        **options: Any,
    ) -> None:
        grids = _read(file)
        with transaction.atomic():
            found = self._plan(partnership, plan, begin=begin)
            user = self._user(found, by)
            started = PlanImport.objects.create(
                plan=found, file_name=file.name[-200:], tables=grids.as_json()
            )
            self._choose(started, **options)
            planned = planned_from(started)
            self._report(planned)
            self._check(planned)
            if dry_run:
                transaction.set_rollback(True)
                self.stdout.write("Nothing was written: this was a dry run.")
            elif planned.new_actions or (take_changes and planned.differing):
                if any(action.update or action.status for action in planned.actions):
                    self.stdout.write(f"Updates are put down to {user.name} ({user.email}).")
                self._write(started, user, planned, options, take_changes=take_changes)
            else:
                transaction.set_rollback(True)
                self.stdout.write("There is nothing to import.")

    @staticmethod
    def _write(
        started: PlanImport,
        user: User,
        planned: PlannedPlan,
        options: dict[str, Any],
        *,
        take_changes: bool,
    ) -> None:
        """Write what is planned. Raises CommandError if timescales are moved without a reason."""
        why = Said(False, options["moved_because"], options["moved_agreed_by"])
        _, is_written = write(
            started,
            by=user,
            on=timezone.localdate(),
            agreed=planned.digest,
            taken={TAKE_ALL} if take_changes else (),
            said=why if why.reason and why.agreed_by else None,
        )
        if not is_written:
            raise CommandError(UNSAID)

    def _plan(self, partnership: str, address: str, *, begin: bool) -> Plan:
        """The plan, which is begun if it may be. Raises CommandError."""
        found = Plan.objects.filter(partnership__slug=partnership, address=address).first()
        if found:
            return found
        of = Partnership.objects.filter(slug=partnership).first()
        if of is None or not begin:
            raise CommandError(
                f"There is no plan “{address}” of a partnership “{partnership}”."
                + (" --begin begins a year." if of else "")
            )
        year = whole_number(address)
        if not year or address != str(year) or not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(f"--begin begins years such as 2027, and “{address}” is none.")
        plan = begin_plan(Plan.of_year(year, partnership=of))
        self.stdout.write(f"Begun: {plan}, {plan.starts_on:%-d %B %Y} to {plan.ends_on:%-d %B %Y}.")
        return plan

    def _choose(
        self,
        started: PlanImport,
        *,
        make_partners: bool,
        status_of: list[str],
        no_status: bool,
        **options: Any,
    ) -> None:
        """Answer what the options answer, and leave columns without a heading out."""
        started.choices = without_unnamed_columns(started)
        started.choices["statuses"] = dict(map(_meant, status_of))
        planned = planned_from(started)
        if make_partners:
            started.choices["owners"] = {one.key: NEW for one in planned.owners_asked}
        if no_status:
            started.choices["statuses"] |= {one.key: NOT_SAID for one in planned.statuses_asked}
        started.save(update_fields=["choices"])

    def _user(self, plan: Plan, email: str | None) -> User:
        """Who is put down for the updates. Raises CommandError."""
        roles = [role for role, may in PERMISSIONS.items() if Permission.EDIT_PLAN in may]
        members = plan.partnership.memberships.taken_up().filter(
            role__in=roles, user__is_active=True
        )
        if email:
            members = members.filter(user__email__iexact=email)
        member = members.select_related("user").order_by("pk").first()
        if member is None:
            who = f"“{email}” is nobody" if email else "There is nobody"
            raise CommandError(f"{who} in {plan.partnership} who may change the plan.")
        return member.user

    def _report(self, planned: PlannedPlan) -> None:
        for note in planned.notes:
            self.stdout.write(note)
        for row in planned.left_out:
            text = f": {row.text}".replace("\n", " ") if row.text else ""
            self.stdout.write(f"{row.where}: left out, because {row.why}{text}")
        for action in planned.actions:
            what = "already there" if action.is_there else "to be added"
            under = " > ".join(filter(None, [action.priority, action.strand]))
            wording = "{reference} {wording}".format(**action.texts).strip().replace("\n", " ")
            self.stdout.write(f"{action.where}: {what}: {under}: {wording}")
            for note in action.notes:
                self.stdout.write(f"    {note}")
            for one in action.differences:
                old, new = (words.replace("\n", " / ") for words in (one.old, one.new))
                self.stdout.write(f"    {one.label} differs: “{old}” in the plan, “{new}” here")
        self.stdout.write(
            f"{len(planned.new_actions)} to be added, {len(planned.already_there)} already there, "
            f"{len(planned.left_out)} rows left out"
        )
        if planned.differing:
            self.stdout.write(
                f"{len(planned.differing)} of those already there differ (--take-changes takes "
                "over what the file says)"
            )
        if planned.not_in_file:
            self.stdout.write(
                f"{len(planned.not_in_file)} of the plan are not in the file, and stay"
            )
        if planned.new_agencies:
            self.stdout.write(f"Partners to be added: {'; '.join(planned.new_agencies)}")

    def _check(self, planned: PlannedPlan) -> None:
        """Raise CommandError if anything has to be mended or asked."""
        wrong = [*planned.problems, *(one.words for one in planned.columns_asked)]
        wrong += [
            f"“{one.text}” is no status that is known"
            if one.text
            else "Some actions have an update and no status"
            for one in planned.statuses_asked
        ]
        if planned.owners_asked:
            wrong.append("These owners are no partners (--make-partners adds them):")
            wrong += [f"    {one.text}" for one in planned.owners_asked]
        if wrong:
            wrong.append("Nothing was written. On the page “Import” all of this can be chosen.")
            raise CommandError("\n".join(wrong))
