"""Several partnerships beside each other: how each goes, and what they have in common."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from actions.facts import Fact, by_agency, facts_of, standing_of_facts
from actions.models import Action, ActionQuerySet
from actions.over_time.drawn import Lists
from actions.same_words import alike
from actions.summary import USUAL_TIME, WELL, Standing, draw_bars, furthest_behind
from csp.by_name import by_name
from partners.agency_names import key_of
from partners.models import Membership, Partnership
from plans.models import Plan
from plans.usual import usual_plan


@dataclass(frozen=True)
class Shared:
    """Actions of several partnerships that are of nearly the same words, by district."""

    actions: tuple[Action, ...]

    @property
    def partnerships(self) -> int:
        return len({one.plan.partnership_id for one in self.actions})


@dataclass(frozen=True)
class Sides:
    """rows: each partnership's plan of today, by district; `of` is the Plan. without_plan: those
    that have none. whole: all together, compared with the end of the day `since`. behind: the
    rows of which most wants doing. partners: those that several have, each by district; `of` is
    the Agency. shared: the actions that several have.
    """

    rows: tuple[Standing, ...]
    without_plan: tuple[Partnership, ...]
    whole: Standing
    since: date
    behind: tuple[Standing, ...]
    partners: tuple[tuple[Standing, ...], ...]
    shared: tuple[Shared, ...]


def side_by_side(memberships: Sequence[Membership], *, on: date) -> Sides:
    """The partnerships of one person. As many queries for any number of them."""
    partnerships = by_name((one.partnership for one in memberships), lambda one: one.district)
    plans = _plans_of(memberships, on)
    since = on - USUAL_TIME
    actions = _actions_of(plans)
    facts = facts_of(actions, on=on, compared_on=since)
    rows = [_row(plans[one.pk], facts, since) for one in partnerships if one.pk in plans]
    draw_bars(rows)
    return Sides(
        rows=tuple(rows),
        without_plan=tuple(one for one in partnerships if one.pk not in plans),
        whole=standing_of_facts(facts, "All", f"{reverse('across-actions')}?", is_compared=True),
        since=since,
        behind=tuple(furthest_behind(rows)),
        partners=tuple(_of_several(plans.values(), facts)),
        shared=tuple(_shared(actions)),
    )


def actions_across(memberships: Sequence[Membership], on: date) -> ActionQuerySet:
    """The actions that side_by_side counts. One query."""
    return _actions_of(_plans_of(memberships, on))


def _actions_of(plans: Mapping[int, Plan]) -> ActionQuerySet:
    return Action.objects.filter(priority__plan__in=[plan.pk for plan in plans.values()])


def _plans_of(memberships: Sequence[Membership], on: date) -> dict[int, Plan]:
    """The plan of today of each partnership that has any, by the partnership's id. One query."""
    known: defaultdict[int, list[Plan]] = defaultdict(list)
    for plan in Plan.objects.seen_by(memberships).select_related("partnership"):
        known[plan.partnership_id].append(plan)
    usual = {pk: usual_plan(plans, on) for pk, plans in known.items()}
    return {pk: plan for pk, plan in usual.items() if plan}


def _row(plan: Plan, facts: Collection[Fact], since: date) -> Standing:
    own = [fact for fact in facts if fact.plan == plan.pk]
    before = Lists(plan).of(since, WELL)
    return standing_of_facts(own, plan, f"{plan.get_absolute_url()}?", before=before)


def _of_several(plans: Collection[Plan], facts: Collection[Fact]) -> list[tuple[Standing, ...]]:
    """The agencies that own actions in several partnerships, known by their names."""
    by_key: defaultdict[str, list[Standing]] = defaultdict(list)
    for standing in by_agency({plan.pk: plan for plan in plans}, facts):
        by_key[key_of(standing.of.name)].append(standing)
    several = [
        by_name(found, lambda one: one.of.partnership.district)
        for found in by_key.values()
        if len({one.of.partnership_id for one in found}) > 1
    ]
    draw_bars([one for found in several for one in found])
    return [tuple(found) for found in several]


def _shared(actions: QuerySet[Action]) -> list[Shared]:
    """Those that several partnerships have, first what most have. One query."""
    rows = actions.select_related("priority__plan__partnership")
    by_pk = {one.pk: one for one in rows.order_by("priority__plan__partnership__district", "pk")}
    places = {pk: place for place, pk in enumerate(by_pk)}
    groups = [
        Shared(tuple(by_pk[pk] for pk in sorted(keys, key=places.__getitem__)))
        for keys in alike({pk: one.wording for pk, one in by_pk.items()})
    ]
    several = [one for one in groups if one.partnerships > 1]
    return sorted(several, key=lambda one: -one.partnerships)
