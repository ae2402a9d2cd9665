"""West Kent, which is invented: founded from the demo's three partnerships, as something to try."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from actions.building.carrying import action_fates, priority_fates
from actions.building.carrying.begin import begin_plan
from actions.building.carrying.decided import priorities_of
from actions.building.carrying.overview import overview_of
from partners.founding.coming import coming_of
from partners.founding.found import found
from partners.founding.proposing import propose
from partners.models import Partnership, User
from plans import years
from plans.models import Plan

SLUG = "west-kent"
DETAILS = {
    "name": "West Kent Community Safety Partnership",
    "district": "West Kent",
    "district_kind": Partnership.DistrictKind.UNITARY,
    "council": "West Kent Council",
    "policing_body": "Kent Policing and Crime Board",
}
NOTICE = "Demonstration: this partnership is invented, and so is all that it says."
ADMINISTRATOR = "administrator@west-kent.example.org"


@transaction.atomic
def merge(on: date) -> str:
    """Found West Kent from the financial year after that day on, its first plan carried forward.

    Returns what was done, in words. The demo must have been loaded.
    """
    if Partnership.objects.filter(slug=SLUG).exists():
        return "West Kent is there already"
    by = User.objects.get(email=ADMINISTRATOR)
    year = years.year_of(on) + 1
    now = timezone.now()
    founding = propose(
        Partnership.objects.filter(memberships__user=by),
        details=DETAILS,
        begins_on=years.starts_on(year),
        by=by,
        at=now,
    )
    seen = coming_of(founding, on=timezone.localdate(now)).version
    partnership = found(founding, slug=SLUG, by=by, at=now, seen=seen)
    partnership.notice = NOTICE
    partnership.save()
    plan = Plan.of_year(year, partnership=partnership)
    begin_plan(plan, befores=plan.plans_before())
    carry_all(plan)
    return f"{partnership}, with a plan {plan.label} from those of three"


def carry_all(plan: Plan) -> None:
    """Continue all priorities of the plans before, and keep all actions."""
    befores = plan.plans_before()
    seen = priority_fates.version_of_undecided(priorities_of(befores, plan))
    priority_fates.continue_all(befores, plan=plan, seen=seen)
    for one in overview_of(befores, plan):
        action_fates.keep_all(one.priority, plan=plan, seen=one.version)
