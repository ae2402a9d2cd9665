"""What can be found of partners and of plans, beside actions."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from partners.access import Permission
from partners.models import Agency, Membership
from plans import rich_text
from plans.access import seen_by
from plans.marks import as_text
from plans.models import Block, LogEntry, Plan, Priority, PriorityDecision, Recommendation
from plans.searching.of_decisions import sources_of_decisions
from plans.searching.sources import Found, Source, Told

PLAN = "plan__partnership"


def _page(name: str, plan: Plan, more: str = "") -> str:
    return reverse(name, args=[plan.partnership.slug, plan.address]) + more


def _of_plans(model: type[Any], *order: str) -> "Callable[[list[Membership]], QuerySet[Any]]":
    def rows(memberships: list[Membership]) -> "QuerySet[Any]":
        seen = model.objects.filter(seen_by(memberships)).select_related(PLAN)
        return seen.order_by("-plan__starts_on", "plan", *order, "pk")

    return rows


def _blocks(memberships: list[Membership]) -> "QuerySet[Block]":
    """What is not to be published is for those to see who write it."""
    writing = [one for one in memberships if one.may(Permission.EDIT_PLAN)]
    seen = Block.objects.filter(seen_by(memberships))
    mine = seen.filter(published=True) | seen.filter(seen_by(writing))
    order = ("-plan__starts_on", "plan", "part", "position")
    return mine.select_related(PLAN).order_by(*order)


def _agencies(memberships: list[Membership]) -> "QuerySet[Agency]":
    partnerships = [one.partnership_id for one in memberships]
    mine = Agency.objects.filter(partnership__in=partnerships)
    return mine.select_related("partnership").order_by("name", "pk")


def _agency(agency: Agency, membership: Membership) -> Told:
    address = reverse("agency", args=[agency.partnership.slug, agency.pk])
    named = [agency.name, agency.abbreviation]
    return Told(
        agency.name, address, named[1:], agency.partnership, None, agency.get_kind_display()
    )


def _priority(priority: Priority, membership: Membership) -> Told:
    texts = [
        *(priority.scope, priority.success_indicator, priority.overall_target),
        *(priority.specific_target, priority.policing_objective, priority.county_objective),
    ]
    address = _page("plan", priority.plan, f"?priority={priority.pk}")
    return Told(str(priority), address, texts, priority.plan.partnership, priority.plan)


def _fate_of_priority(priority: Priority, membership: Membership) -> Told:
    return Told(
        str(priority),
        _page("plan", priority.plan, f"?priority={priority.pk}"),
        [priority.fate_reason],
        priority.plan.partnership,
        priority.plan,
        priority.get_fate_display(),
    )


def _block(block: Block, membership: Membership) -> Told:
    plan, named = block.plan, block.heading or block.get_part_display()
    may_write = membership.may(Permission.EDIT_PLAN) and plan.stage != Plan.Stage.CLOSED
    args = [plan.partnership.slug, plan.address]
    address = (
        reverse("block", args=[*args, block.pk])
        if may_write
        else reverse("document-page", args=args)
    )
    texts = [rich_text.as_text(block.body), block.attribution, block.caption]
    texts.append(block.alternative_text)
    beside = block.get_part_display() if block.heading else ""
    return Told(named, address, texts, plan.partnership, plan, beside)


def _log_entry(entry: LogEntry, membership: Membership) -> Told:
    plan = entry.plan
    day = f"{entry.happened_on:%-d %B %Y}" if entry.is_day_known else f"{entry.happened_on:%B %Y}"
    address = _page("log", plan, f"#log-entry-{entry.pk}")
    return Told(day, address, [as_text(entry.text)], plan.partnership, plan)


def _recommendation(one: Recommendation, membership: Membership) -> Told:
    plan = one.plan
    title = " ".join(filter(None, ["Recommendation", one.number]))
    texts = [as_text(one.text), one.scope, one.response_reason]
    address = _page("recommendations", plan, f"#recommended-{one.pk}")
    return Told(title, address, texts, plan.partnership, plan, one.source)


SOURCES = (
    Source(
        *(Found.DECISIONS, Priority, "priority_fate_words"),
        rows=_of_plans(Priority, "position"),
        told=_fate_of_priority,
    ),
    *sources_of_decisions(
        *(PriorityDecision, "priority_decision_words"),
        rows=_of_plans(Priority),
        told=_fate_of_priority,
        plan="row__plan",
    ),
    Source(
        *(Found.PRIORITIES, Priority, "priority_words"),
        rows=_of_plans(Priority, "position"),
        told=_priority,
    ),
    Source(Found.NARRATIVE, Block, "block_words", rows=_blocks, told=_block),
    Source(
        *(Found.RECOMMENDATIONS, Recommendation, "recommendation_words"),
        rows=_of_plans(Recommendation, "position"),
        told=_recommendation,
    ),
    Source(
        *(Found.LOG, LogEntry, "log_entry_words"),
        rows=_of_plans(LogEntry, "-happened_on"),
        told=_log_entry,
    ),
    Source(Found.PARTNERS, Agency, "agency_words", rows=_agencies, told=_agency, plan=""),
)
