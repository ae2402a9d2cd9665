"""When rounds close, in the calendars of those who see rounds."""

from collections.abc import Sequence
from datetime import date

from actions.calendar import Due
from actions.rounds.models import UpdateRound
from partners.access import Permission
from partners.models import Membership
from plans.access import seen_by


def rounds_due(memberships: Sequence[Membership], since: date) -> list[Due]:
    """The closing days of rounds from that day on, without those of restricted plans."""
    see = [one for one in memberships if one.may(Permission.SEE_ROUNDS)]
    rounds = UpdateRound.objects.filter(
        seen_by(see), closes_on__gte=since, plan__is_restricted=False
    ).select_related("plan__partnership")
    return [
        Due(
            name=f"round-{one.pk}",
            on=one.closes_on,
            words=f"Last day for answers: {one.name}, {one.plan.partnership.district}",
            address=one.get_absolute_url(),
        )
        for one in rounds
    ]
