"""A plan as one file, plan.json, with all that its document speaks of."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, FileField, Model, QuerySet

from partners.models import Agency, Membership, Partnership, User
from plans.models import Indicator, Observation, Plan
from reports.transfer import pictures
from reports.transfer.kind import Kind
from reports.transfer.kinds import AGENCIES, BY_NAME, INDICATORS, OBSERVATIONS, OF_PLAN, PLAN_ITSELF
from reports.transfer.values import as_json

FORMAT, VERSION = "csp-plan", 1
Rows = list[dict[str, Any]]
# Puts bytes somewhere, and returns what the file says in their place: (kind, row, name, bytes).
Keep = Callable[[Kind, Model, str, bytes], Any]


def plan_file(plan: Plan) -> bytes:
    """plan.json: docs/data-format.md. It holds what everybody may know who sees the plan."""
    return as_bytes(content_of(plan, Plan.objects.seen_by_readers_of(plan)))


def as_bytes(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1) + "\n").encode()


def content_of(
    plan: Plan, known: QuerySet[Plan], *, keep: Keep | None = None, alone: bool = False
) -> dict[str, Any]:
    """What plan.json says: the plan, and those of its partnership that its document speaks of.

    known: plans of which its reader may know. keep: given if the file is one of a whole
    partnership, which has all kinds. alone: without the other plans.
    """
    of_partnership = known.filter(partnership=plan.partnership_id)
    plans = [plan, *([] if alone else _spoken_of(plan, of_partnership))]
    return _Writing(plans, of_partnership, keep).content()


def _spoken_of(plan: Plan, known: QuerySet[Plan]) -> list[Plan]:
    """Those that it reviews, and those within it."""
    before = [one for one in plan.plans_before() if one.partnership_id == plan.partnership_id]
    unique = {one.pk: one for one in (*before, *known.filter(strategy=plan)) if one != plan}
    return sorted(unique.values(), key=lambda one: (one.starts_on, one.pk))


class Writer:
    """Rows as a file has them, each with an id that counts them. keep: see Keep."""

    def __init__(self, keep: Keep | None) -> None:
        self.is_archive = keep is not None
        self.keep = keep or pictures.inside
        # The ids in the file, by kind and primary key.
        self.ids: dict[str, dict[int, int]] = defaultdict(dict)

    def number(self, kind: Kind, rows: Iterable[Model]) -> None:
        """Give these rows, in their order, their ids."""
        self.ids[kind.name] |= {row.pk: number for number, row in enumerate(rows, start=1)}

    def written(self, kind: Kind, row: Model) -> dict[str, Any]:
        said: dict[str, Any] = {name: as_json(getattr(row, name)) for name in kind.values}
        for name, to in kind.links.items():
            said[name] = self._link(row, name, to)
        for name, to in kind.many.items():
            linked = (self.ids[to].get(one.pk) for one in getattr(row, name).all())
            said[name] = sorted(filter(None, linked))
        for name in kind.people:
            said[name] = self.person(row, name)
        for name in kind.files:
            content = pictures.content_of(row, name)
            said[name] = None if content is None else self.keep(kind, row, name, content)
        return said

    def list_of(self, kind: Kind, rows: Sequence[Model]) -> Rows:
        ids = self.ids[kind.name]
        return [{"id": ids[row.pk], **self.written(kind, row)} for row in rows]

    def _link(self, row: Any, name: str, to: str) -> Any:
        if to == "people":
            return row.membership.user.email
        return self.ids[to].get(getattr(row, f"{name}_id"))

    def person(self, row: Any, name: str) -> Any:
        """The person's name; in an archive, which has the people, with the e-mail address."""
        user: User | None = getattr(row, name)
        said = getattr(row, "said_by", "") if name == "made_by" else ""
        if user is None:
            return None
        if not self.is_archive:
            return said or str(user)
        # What the partnership does not know of whoever was only invited stays out.
        is_known = not isinstance(row, Membership) or row.taken_up_at
        called = said or (user.name if is_known else "")
        return {"name": called, "email": "" if said else user.email}


class _Writing(Writer):
    """The file of some plans of one partnership, the first of which it is about."""

    def __init__(self, plans: Sequence[Plan], known: QuerySet[Plan], keep: Keep | None) -> None:
        super().__init__(keep)
        self.plans = plans
        self.known = {one.pk: one.address for one in known} | {one.pk: one.address for one in plans}
        self.kinds = [kind for kind in OF_PLAN if self.is_archive or not kind.in_archive]
        self.rows = {kind.name: self._by_plan(kind) for kind in self.kinds}
        self.elsewhere = {kind.name: self._places(kind) for kind in self.kinds if kind.elsewhere}

    def content(self) -> dict[str, Any]:
        partnership = self.plans[0].partnership
        indicators, observations = self._figures()
        agencies = self._agencies(partnership)
        self.number(AGENCIES, agencies)
        self.number(INDICATORS, indicators)
        self.number(OBSERVATIONS, observations)
        return {
            "format": FORMAT,
            "version": VERSION,
            "partnership": {"name": partnership.name, "district": partnership.district},
            "agencies": self.list_of(AGENCIES, agencies),
            "indicators": self.list_of(INDICATORS, indicators),
            "observations": self.list_of(OBSERVATIONS, observations),
            "plans": [self._plan(plan) for plan in self.plans],
        }

    def written(self, kind: Kind, row: Any) -> dict[str, Any]:
        said = super().written(kind, row)
        for name in kind.elsewhere:
            said[name] = self._row_elsewhere(kind, getattr(row, f"{name}_id"), name)
        return said

    def _plan(self, plan: Plan) -> dict[str, Any]:
        lists = {
            kind.name: self.list_of(kind, self.rows[kind.name][plan.pk]) for kind in self.kinds
        }
        return {"plan": self.written(PLAN_ITSELF, plan), **lists}

    def _by_plan(self, kind: Kind) -> dict[int, list[Any]]:
        """The rows of a kind by the primary key of their plan, with their ids."""
        found = kind.model._default_manager.filter(**{f"{kind.owner}__in": self.plans})
        related = [*kind.people, *(["membership__user"] if "membership" in kind.links else [])]
        heavy = [one for one in kind.files if not _is_picture(kind, one)]
        found = found.annotate(owner_pk=F(kind.owner))
        if related:
            found = found.select_related(*related)
        by_plan: dict[int, list[Any]] = {plan.pk: [] for plan in self.plans}
        for row in found.defer(*heavy).order_by("pk"):
            by_plan[row.owner_pk].append(row)
        for rows in by_plan.values():
            self.number(kind, rows)
        return by_plan

    def _places(self, kind: Kind) -> dict[int, tuple[str, int, str]]:
        """Of the rows to which a kind's lead: the address of the plan, the id there, the words."""
        leading = [row for rows in self.rows[kind.name].values() for row in rows]
        wanted = {getattr(row, f"{name}_id") for row in leading for name in kind.elsewhere}
        if not (wanted := wanted - {None}):
            return {}
        rows = kind.model._default_manager.filter(**{f"{kind.owner}__in": self.known})
        found: dict[int, tuple[str, int, str]] = {}
        counts: dict[int, int] = defaultdict(int)
        for pk, plan, words in rows.order_by("pk").values_list("pk", kind.owner, kind.values[0]):
            counts[plan] += 1
            if pk in wanted:
                found[pk] = (self.known[plan], counts[plan], words)
        return found

    def _row_elsewhere(self, kind: Kind, pk: int | None, name: str) -> Any:
        if pk is None:
            return None
        if kind.model is Plan:
            return self.known.get(pk)
        if kind.model is Indicator:
            # If it is not of a plan of the file, of that which the file is about, never of all.
            in_file = {plan.pk: plan.address for plan in self.plans}
            return in_file.get(pk, self.plans[0].address)
        if pk not in self.elsewhere[kind.name]:
            return None
        address, number, words = self.elsewhere[kind.name][pk]
        return {"plan": address, "id": number, "words": words}

    def _figures(self) -> tuple[list[Indicator], list[Observation]]:
        """The series that the plans show, or that were made for them alone."""
        shown = Indicator.objects.filter(shown_by__plan__in=self.plans)
        own = Indicator.objects.filter(only_in__in=self.plans)
        found = list((shown | own).distinct().order_by("pk"))
        return found, list(Observation.objects.filter(indicator__in=found).order_by("pk"))

    def _agencies(self, partnership: Partnership) -> list[Agency]:
        """Those that the plans list or name, with members, groups' members and successors."""
        everyone = partnership.agencies.prefetch_related("members", "different_from")
        by_pk = {one.pk: one for one in everyone.order_by("pk")}
        todo = {
            getattr(row, f"{name}_id")
            for kind, by_plan in self.rows.items()
            for name, to in BY_NAME[kind].links.items()
            if to == "agencies"
            for rows in by_plan.values()
            for row in rows
        }
        for plan in self.plans:
            todo |= {one.pk for one in partnership.agencies.listed_on(plan.starts_on)}
        found: set[int] = set()
        while new := [by_pk[pk] for pk in todo - found - {None}]:
            found |= {agency.pk for agency in new}
            todo = {one.pk for agency in new for one in agency.members.all()}
            todo |= {agency.successor_id for agency in new if agency.successor_id}
        return [agency for pk, agency in by_pk.items() if pk in found]


def _is_picture(kind: Kind, name: str) -> bool:
    return isinstance(kind.model._meta.get_field(name), FileField)
