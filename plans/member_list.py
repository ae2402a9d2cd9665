"""The list of members that a plan publishes: which agencies, and in which order.

An agency belongs to its partnership, and one order serves all years; from when to when it is
listed is told by days, so that a change in one year's list leaves those before as they are.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse
from simple_history.utils import bulk_update_with_history

from csp.versions import ChangedByAnother
from partners.access import Permission
from partners.models import Agency, Membership
from plans.changes import lock
from plans.models import Plan
from plans.usual import usual_plan


def listed_in(plan: Plan) -> list[Agency]:
    """The agencies that the plan lists, in order."""
    return list(plan.partnership.agencies.listed_on(plan.starts_on))


def member_address(agency: Agency, membership: Membership, today: date) -> str:
    """Where the member changes an agency: its page in the plan of today. "" if there is none."""
    plan = usual_plan(membership.partnership.plans.seen_by([membership]), today)
    if plan is None:
        return ""
    return reverse("member", args=[membership.partnership.slug, plan.address, agency.pk])


def address_to_add(membership: Membership) -> str:
    """Where the member adds an agency: in the latest plan. "" if there is none, or they may not."""
    if not membership.may(Permission.EDIT_PLAN):
        return ""
    plan = membership.partnership.plans.seen_by([membership]).first()
    return reverse("member-add", args=[membership.partnership.slug, plan.address]) if plan else ""


def is_there(agency: Agency, plan: Plan) -> bool:
    """Whether the agency existed on the plan's first day, which decides what the plan lists."""
    has_begun = not agency.began_on or agency.began_on <= plan.starts_on
    return has_begun and not (agency.ended_on and agency.ended_on <= plan.starts_on)


def put(agency: Agency, plan: Plan, *, after: Agency | None) -> None:
    """List the agency in the plan, and those after it, from this year on.

    after: the agency behind which it stands; None: it is the first. The others that make room are
    saved, the agency itself is not.
    """
    listed = [one for one in listed_in(plan) if one.pk != agency.pk]
    grid = plan.partnership.agencies.exclude(grid_position=None).exclude(pk=agency.pk)
    in_order = list(grid.order_by("grid_position", "name"))
    first = in_order.index(listed[0]) if listed else 0
    in_order.insert(in_order.index(after) + 1 if after else first, agency)
    _say_from_when(agency, plan)
    moved = []
    for position, one in enumerate(in_order, start=1):
        if one.grid_position != position:
            one.grid_position = position
            moved.append(one)
    bulk_update_with_history([one for one in moved if one is not agency], Agency, ["grid_position"])


def take_out(agency: Agency, plan: Plan) -> None:
    """List the agency no more from the plan's year on. It is not saved."""
    if _has_plan_before(plan) and not (agency.listed_from and agency.listed_from >= plan.starts_on):
        agency.listed_until = plan.starts_on
    else:
        agency.grid_position = agency.listed_from = agency.listed_until = None


@transaction.atomic
def move(agency: Agency, plan: Plan, *, by: int, seen: str) -> None:
    """Move an agency one place up (by: -1) or down (1) in the list; at its end nothing happens.

    seen: its grid_position on the mover's page, as text. Raises ChangedByAnother if it has
    another now, or is not listed any more.
    """
    lock(plan)
    listed = listed_in(plan)
    now = next((at for at, one in enumerate(listed) if one.pk == agency.pk), None)
    if now is None or str(listed[now].grid_position) != seen:
        raise ChangedByAnother
    agency = listed.pop(now)
    at = min(max(now + by, 0), len(listed))
    if at != now:
        put(agency, plan, after=listed[at - 1] if at else None)
        agency.save()


@transaction.atomic
def save_group(group: Agency, *, plan: Plan, members: Iterable[Agency], seen: str) -> None:
    """Let these agencies make up the group. seen: the version_of_group that the writer has read.

    Raises ChangedByAnother if it is another now.
    """
    lock(plan)
    if version_of_group(group) not in (seen, _version(members)):
        raise ChangedByAnother
    group.members.set(members)


def version_of_group(group: Agency) -> str:
    """Who belongs to the group, as a form keeps it."""
    return _version(group.members.all())


def _version(members: Iterable[Agency]) -> str:
    return " ".join(str(pk) for pk in sorted(one.pk for one in members))


def _say_from_when(agency: Agency, plan: Plan) -> None:
    if agency.grid_position is None:
        agency.listed_from = plan.starts_on if _has_plan_before(plan) else None
        agency.listed_until = None
    if agency.listed_from and agency.listed_from > plan.starts_on:
        agency.listed_from = plan.starts_on
    if agency.listed_until and agency.listed_until <= plan.starts_on:
        agency.listed_until = None


def _has_plan_before(plan: Plan) -> bool:
    return plan.partnership.plans.filter(starts_on__lt=plan.starts_on).exists()
