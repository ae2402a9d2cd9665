"""How a plan stands and why, as a partnership's overview shows it."""

from datetime import date

from actions.summary import since_meeting
from partners.access import Permission
from partners.models import Membership
from plans.models import Plan
from reports.highlights import highlights_of


def how_it_stands(plan: Plan, membership: Membership, on: date) -> dict[str, object]:
    """What is in trouble and why, what has changed since the last meeting, and what to take along.

    Without the day of a meeting, since the usual time between two. Four queries.
    """
    return {
        "plan": plan,
        "partnership": membership.partnership,
        "met_on": membership.partnership.last_met_on,
        "highlights": highlights_of(plan, on=on, since=since_meeting(membership.partnership, on)),
        "may_export": membership.may(Permission.EXPORT_DOCUMENT),
        "may_say_when": membership.may(Permission.EDIT_PLAN),
    }
