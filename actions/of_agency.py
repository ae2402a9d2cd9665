"""What an agency does and has done, as its page shows it."""

from datetime import date

from actions.models import PLAN_ORDER, Action
from partners.models import Agency, Membership


def actions_of_agency(agency: Agency, membership: Membership, on: date) -> dict[str, object]:
    """Its actions of plans that go on on that day, and those of earlier ones, the latest first; of
    plans of which the member knows. Three queries.
    """
    actions = (
        Action.objects.seen_by([membership])
        .filter(priority__plan__partnership=membership.partnership)
        .owned_by(agency)
        .with_words(on)
        .order_by("-priority__plan__starts_on", "priority__plan", *PLAN_ORDER)
    )
    now: list[Action] = []
    earlier: list[Action] = []
    for action in actions:
        (now if action.plan.ends_on >= on else earlier).append(action)
    return {"now": now, "earlier": earlier}
