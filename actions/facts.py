"""What is counted of each action, and how those of priorities, agencies and plans stand by it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Case, QuerySet, When

from actions.counted import COUNTS
from actions.models import Action, Owner, Status
from actions.over_time.drawn import Lists
from actions.standing import courses_of
from actions.summary import WELL, Standing
from csp.by_name import by_name
from partners.models import Agency
from partners.successors import StandIns
from plans.models import Plan


class Fact(NamedTuple):
    """What is counted of an action. counted_for: of COUNTS, in their order.

    then: its status at the end of the day with which today is compared, None if it was in no plan.
    """

    pk: int
    plan: int
    priority: int
    status: str
    counted_for: tuple[bool, ...]
    then: Status | None


def facts_of(actions: QuerySet[Action], *, on: date, compared_on: date | None = None) -> list[Fact]:
    """The Facts of actions on a day. One query, and three more where they are compared."""
    courses = courses_of(actions) if compared_on else {}
    asked = {
        f"counted_{name}": Case(When(count.picks(on), then=True), default=False)
        for name, count in COUNTS.items()
    }
    rows = actions.order_by().annotate(**asked)
    return [
        Fact(
            pk,
            plan,
            priority,
            status,
            tuple(map(bool, counted_for)),
            courses[pk].on(compared_on) if compared_on and pk in courses else None,
        )
        for pk, plan, priority, status, *counted_for in rows.values_list(
            "pk", "priority__plan", "priority", "status", *asked
        )
    ]


def standing_of_facts(
    facts: Iterable[Fact],
    of: object,
    address: str,
    *,
    is_compared: bool = False,
    before: str = "",
) -> Standing:
    """How some actions stand together. address: of the list of just these.

    before: of the list of those that went well on the day with which today is compared; there may
    be none although it is_compared.
    """
    standing = Standing(of, address=address, before=before)
    there = well = 0
    for fact in facts:
        standing.counts[fact.status] += 1
        for name, is_counted in zip(COUNTS, fact.counted_for, strict=True):
            standing.others[name] += is_counted
        there += fact.then is not None
        well += fact.then in WELL
    if is_compared or before:
        standing.then = there, well
    return standing


def by_priority(plan: Plan, facts: Iterable[Fact], since: date) -> list[Standing]:
    """One of each priority of the plan, in its order, the empty ones too. One query.

    since: the day with which today is compared.
    """
    grouped: dict[int, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.priority, []).append(fact)
    address = plan.get_absolute_url()
    return [
        standing_of_facts(
            grouped.get(one.pk, ()),
            one,
            f"{address}?priority={one.pk}&",
            before=Lists(plan, one.pk).of(since, WELL),
        )
        for one in plan.priorities.all()
    ]


def by_agency(plans: Mapping[int, Plan], facts: Collection[Fact]) -> list[Standing]:
    """One of each agency that owns any of the actions, by name; `of` is the Agency. Four queries.

    plans: by id, those of the facts. It has what the filter of the plan's page finds: what it owns
    itself, in a group, or since it has taken over. An action with several owners counts for each,
    so that the sums exceed the number of actions.
    """
    owners = Owner.objects.filter(action__priority__plan__in=plans).order_by()
    owned = list(owners.values_list("action", "agency").distinct())
    stand_ins = StandIns({plan.partnership_id for plan in plans.values()})
    speaking = {agency: stand_ins.of(agency) for _, agency in owned}
    found: dict[int, dict[int, Fact]] = {agency: {} for agency in speaking}
    by_action = {fact.pk: fact for fact in facts}
    for action, agency in owned:
        if fact := by_action.get(action):
            for one in speaking[agency] & found.keys():
                found[one][action] = fact
    agencies = Agency.objects.select_related("partnership").in_bulk(list(found))
    standings = []
    for pk, of_agency in found.items():
        if of_agency:
            plan = plans[next(iter(of_agency.values())).plan]
            address = f"{plan.get_absolute_url()}?agency={pk}&"
            standings.append(standing_of_facts(of_agency.values(), agencies[pk], address))
    return by_name(standings, lambda one: one.of)
