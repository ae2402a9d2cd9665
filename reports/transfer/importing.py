"""A plan from its file, whole or not at all."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from actions.models import StatusUpdate
from csp.json_files import read_json
from partners.models import Membership, Partnership, User
from plans.models import NamedPerson, Plan
from reports.transfer.checked import PlanFile, PlanRows, Problems, Row, plan_of_file
from reports.transfer.common import bring_agencies, bring_figures
from reports.transfer.kind import Kind
from reports.transfer.kinds import OF_PLAN, PLAN_ITSELF
from reports.transfer.rows import Bringing, check_row, fill_in, later_links, save


class Imported(NamedTuple):
    """A plan that was imported. notes: what its importer should know, a sentence each."""

    plan: Plan
    notes: list[str]


def import_plan(
    partnership: Partnership,
    content: bytes,
    *,
    file_name: str,
    by: User,
    make_partners: bool = False,
) -> Imported:
    """Make the plan of a plan.json in a partnership.

    by: who imports it; a restricted plan is named to them. make_partners: whether agencies that the
    partnership hasn't got are added. People whom the file names become words. Raises
    ValidationError if the file is not one, if the plan is there already, or MissingPartners.
    """
    file = plan_of_file(read_json(content))
    bringing = Bringing(by=by, reason=f"Import {file_name}"[:100])
    with bringing.whole_or_not_at_all():
        # One after another, so that no two make one plan.
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        plans = PlansImport(partnership, bringing)
        plan = plans.bring(file, make_partners=make_partners)
        plans.finish()
    return Imported(plan, bringing.notes)


class PlansImport:
    """Plans of one or more files on their way into a partnership, in a transaction."""

    def __init__(self, partnership: Partnership, bringing: Bringing) -> None:
        self.partnership = partnership
        self.bringing = bringing
        # Those of which the importer knows, and the new ones.
        self.plans: dict[str, Plan] = {one.address: one for one in self._known()}
        self.new: list[tuple[Plan, PlanRows]] = []
        # Rows by address of the plan, kind and id in the file.
        self.made: dict[str, dict[str, dict[int, Any]]] = {}
        self.left_out: set[str] = set()

    def bring(self, file: PlanFile, *, make_partners: bool) -> Plan:
        """Make the plans of a file, and return that which it is about. Raises ValidationError."""
        new = self._plans(file)
        common = file.common
        agencies = bring_agencies(
            self.bringing, self.partnership, common["agencies"], make=make_partners
        )
        figures = bring_figures(
            self.bringing,
            self.partnership,
            common["indicators"],
            common["observations"],
            plans=self.plans,
        )
        for plan, rows in new:
            self._rows(plan, rows, {"agencies": agencies, "indicators": figures})
        self.new += new
        return new[0][0]

    def finish(self) -> None:
        """Fill in what leads from one plan to another, once all are there."""
        for plan, rows in self.new:
            self._fill_in(plan, rows)
        if self.left_out:
            named = ", ".join(sorted(self.left_out))
            self.bringing.notes.append(f"Links to what is not here were left out: {named}.")

    def _known(self) -> QuerySet[Plan]:
        """Plans of the partnership of which the importer knows."""
        memberships = Membership.objects.taken_up()
        return Plan.objects.seen_by(
            memberships.filter(user=self.bringing.by, partnership=self.partnership)
        )

    def _plans(self, file: PlanFile) -> list[tuple[Plan, PlanRows]]:
        """The plans of the file that are not here, saved without what leads to others."""
        taken = set(self.partnership.plans.values_list("address", flat=True))
        new = []
        for number, one in enumerate(file.plans):
            address = one.plan.values.get("address", "")
            if address in taken:
                if number == 0:
                    raise ValidationError(
                        f"There is a plan with the address “{address[:60]}” here already. An "
                        "import never changes a plan that is here"
                    )
                self.bringing.notes.append(f"{address} is here already, and stays as it is.")
                continue
            taken.add(address)
            plan = Plan(partnership=self.partnership, **one.plan.values)
            problems = Problems()
            self.bringing.put_files(PLAN_ITSELF, plan, one.plan, problems)
            check_row(PLAN_ITSELF, plan, one.plan.place, problems)
            problems.stop()
            save(PLAN_ITSELF, [plan])
            if plan.is_restricted:
                self._name(plan)
            self.plans[address] = plan
            new.append((plan, one))
        return new

    def _name(self, plan: Plan) -> None:
        """Name the importer for a restricted plan."""
        by = self.bringing.by
        membership = Membership.objects.filter(user=by, partnership=self.partnership).first()
        if membership and not self.bringing.is_archive:
            named = NamedPerson.objects.create(plan=plan, membership=membership, named_by=by)
            self.bringing.notes.append(f"{plan.label} is restricted: only {named} knows of it.")

    def _rows(self, plan: Plan, rows: PlanRows, common: Mapping[str, dict[int, Any]]) -> None:
        made: dict[str, dict[int, Any]] = {}
        for kind in OF_PLAN:
            if kind.in_archive and not self.bringing.is_archive:
                continue
            owner = {"plan": plan} if kind.owner == "plan" else {}
            made[kind.name] = self.bringing.create(
                kind, rows.rows[kind.name], {**common, **made}, **owner
            )
        self.made[plan.address] = made

    def _fill_in(self, plan: Plan, rows: PlanRows) -> None:
        """What leads to rows that came later, or to other plans."""
        if (address := rows.plan.elsewhere["strategy"]) is not None:
            plan.strategy = self._plan(address)
            self._check_strategy(plan)
            fill_in(PLAN_ITSELF, [plan], ["strategy"])
        self.bringing.keep_history(PLAN_ITSELF, [plan])
        for kind in OF_PLAN:
            made = self.made[plan.address].get(kind.name, {})
            names = [*later_links(kind), *kind.elsewhere]
            changed = [
                made[row.id]
                for row in (rows.rows[kind.name] if names else [])
                if row.id in made and self._lead(kind, made[row.id], row, plan)
            ]
            fill_in(kind, changed, names)
            self.bringing.keep_history(kind, list(made.values()))

    def _lead(self, kind: Kind, made: Any, row: Row, plan: Plan) -> bool:
        """Let a row lead where the file says. Returns whether it leads anywhere."""
        for name in later_links(kind):
            if (id := row.links[name]) is not None:
                later = self.made[plan.address][kind.links[name]][int(id)]
                if isinstance(later, StatusUpdate) and later.action_id != made.pk:
                    raise ValidationError(f"{row.place} its latest update is another's")
                setattr(made, name, later)
        for name in kind.elsewhere:
            if (said := row.elsewhere[name]) is not None:
                setattr(made, name, self._elsewhere(kind, said, f"{row.place} “{name}”"))
        return any(getattr(made, f"{name}_id") for name in (*later_links(kind), *kind.elsewhere))

    def _elsewhere(self, kind: Kind, said: Any, place: str) -> Any:
        """The row of another plan that a file means; None if it is not here."""
        if not (isinstance(said, dict) and isinstance(said.get("plan"), str)):
            raise ValidationError(f"{place} must say of which plan")
        address, id, words = said["plan"], said.get("id"), said.get("words")
        plan = self.plans.get(address)
        found = None
        if plan:
            there = self._there(kind, plan)
            called = kind.values[0]
            found = there.get(id) if isinstance(id, int) else None
            if found is None or getattr(found, called) != words:
                same = [one for one in there.values() if getattr(one, called) == words]
                found = same[0] if len(same) == 1 else None
        if found is None:
            self.left_out.add(address[:60])
        return found

    def _there(self, kind: Kind, plan: Plan) -> Mapping[int, Any]:
        """The rows of a plan by their ids in its file."""
        made = self.made.setdefault(plan.address, {})
        if kind.name not in made:
            rows = kind.model._default_manager.filter(**{kind.owner: plan}).order_by("pk")
            made[kind.name] = dict(enumerate(rows, start=1))
        return made[kind.name]

    def _plan(self, address: Any) -> Plan | None:
        if not isinstance(address, str):
            raise ValidationError("“plan”: “strategy” must be the address of a plan")
        plan = self.plans.get(address)
        if plan is None:
            self.left_out.add(address[:60])
        return plan

    def _check_strategy(self, plan: Plan) -> None:
        problems = Problems()
        check_row(PLAN_ITSELF, plan, "“plan”", problems)
        problems.stop()
