"""Who is named for a restricted plan; restricting one, and opening it to everybody.

Whoever may build the plan names people, and at least one of those named may.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from csp.versions import ChangedByAnother, version_of
from partners.access import PERMISSIONS, Permission, Role
from partners.models import Membership
from plans.changes import lock
from plans.models import Indicator, NamedPerson, Plan, PlanIndicator

NAMING = [role for role in Role if Permission.EDIT_PLAN in PERMISSIONS[role]]
YEARLY_STAYS_OPEN = "A yearly plan cannot be restricted: the law wants it to be published"
STRATEGY_STAYS_OPEN = (
    "Other plans are within this strategy. Take them out of it, in their settings, before you "
    "restrict it"
)

_refusals: list[Callable[[Plan], str]] = []


class LastOfNaming(Exception):
    """Nobody else who is named may name others."""


def also_refuse(refuse: Callable[[Plan], str]) -> None:
    """Let an app above this one keep a plan from being restricted.

    refuse(plan): why it cannot be, in words for the page; "" if it can. Called under its lock.
    """
    _refusals.append(refuse)


def why_not(plan: Plan) -> str:
    """Why the plan cannot be restricted, "" if it can be."""
    if plan.is_yearly:
        return YEARLY_STAYS_OPEN
    if plan.framed_plans.exists():
        return STRATEGY_STAYS_OPEN
    return next(filter(None, (refuse(plan) for refuse in _refusals)), "")


def restrict(plan: Plan, by: Membership) -> None:
    """Restrict a plan, which is locked or new, to the member who does so, and save it."""
    plan.is_restricted = True
    plan.strategy = None
    plan.save()
    NamedPerson.objects.get_or_create(plan=plan, membership=by, defaults={"named_by": by.user})
    elsewhere = PlanIndicator.objects.exclude(plan=plan).values("indicator")
    for indicator in Indicator.objects.filter(shown_by__plan=plan).exclude(pk__in=elsewhere):
        indicator.only_in = plan
        indicator.save()


@transaction.atomic
def open_to_all(plan: Plan, *, seen: str) -> None:
    """Let everybody in the partnership see the plan, which has no people named for it any more.

    seen: the version_of the plan that the writer has read. Raises ChangedByAnother if it is
    another now, unless it is open anyway.
    """
    lock(plan)
    plan.refresh_from_db()
    if not plan.is_restricted:
        return
    if version_of(plan) != seen:
        raise ChangedByAnother(plan)
    plan.is_restricted = False
    plan.save()
    for person in plan.named.all():
        person.delete()
    for indicator in Indicator.objects.filter(only_in=plan):
        indicator.only_in = None
        indicator.save()


@transaction.atomic
def name_person(plan: Plan, membership: Membership, *, by: Membership) -> None:
    """Name a member for a restricted plan; once, however often it is asked for."""
    lock(plan)
    NamedPerson.objects.get_or_create(
        plan=plan, membership=membership, defaults={"named_by": by.user}
    )


@transaction.atomic
def take_off(person: NamedPerson) -> None:
    """Let somebody who was named for a plan know of it no more. Raises LastOfNaming."""
    lock(person.plan)
    others = person.plan.named.exclude(pk=person.pk)
    if not others.filter(membership__role__in=NAMING).exists():
        raise LastOfNaming
    if others.model.objects.filter(pk=person.pk).exists():
        person.delete()


def people_of(plan: Plan) -> QuerySet[NamedPerson]:
    """Who is named for the plan, with all that its page says of them."""
    return plan.named.select_related("membership__user", "membership__agency", "named_by")
