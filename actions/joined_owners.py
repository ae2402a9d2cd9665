"""What becomes of the actions of two partners that are made one."""

from collections.abc import Iterator

from django.template.defaultfilters import truncatewords

from actions.models import Action, Owner
from partners.joining.links import Link
from plans.marks import opening


def named(action: Action) -> str:
    """An action as a list of many names it."""
    return f"{action.reference} {truncatewords(opening(action.wording), 12)}".strip()


def _merge(stays: Owner, goes: Owner) -> None:
    stays.is_lead = stays.is_lead or goes.is_lead
    stays.position = min(stays.position, goes.position)


def _told(stays: Owner, goes: Owner) -> str:
    lead = ", and is its lead" if stays.is_lead else ""
    return f"Both own “{named(stays.action)}”: it is the owner once{lead}"


def _fit(owners: list[Owner]) -> Iterator[str]:
    """Let none come back as a second lead of its action."""
    others = Owner.objects.filter(action__in={one.action_id for one in owners}, is_lead=True)
    others = others.exclude(pk__in=[one.pk for one in owners]).select_related("action")
    leads = {other.action_id: other.action for other in others}
    for owner in owners:
        if owner.is_lead and owner.action_id in leads:
            owner.is_lead = False
            yield f"“{named(leads[owner.action_id])}” has another lead by now, who stays"


OWNERS = Link(
    Owner,
    "agency",
    "action that it owns",
    "actions that it owns",
    name=lambda owner: named(owner.action),
    same=lambda owner: (owner.action_id, owner.unit),
    merge=_merge,
    told=_told,
    fit=_fit,
    is_told=lambda owner: not owner.action.plan.is_restricted,
    related=("action__priority__plan",),
)
