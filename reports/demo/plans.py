"""The plan of a demo's file, as its head says: which, from when to when, and how it stands."""

from datetime import date

from partners.models import Partnership
from plans import years
from plans.addresses import proposed_address
from plans.models import Plan
from reports.demo.files import picture
from reports.demo.rounds import Entry


def start_year_of(entry: Entry, on: date) -> int:
    """The year in which the plan begins; “this” and “last” are counted from the day."""
    this_year = years.year_of(on)
    counted = {"this": this_year, "last": this_year - 1}
    written = entry["start_year"]
    return counted.get(written) or int(written)


def plan_of(entry: Entry, partnership: Partnership, on: date) -> Plan:
    """The plan, not yet saved: a yearly one, or with a kind, a title and a number of years."""
    start_year = start_year_of(entry, on)
    plan = Plan.of_year(start_year, partnership=partnership)
    if "kind" in entry:
        plan.kind, plan.title = entry["kind"], entry["title"]
        plan.address = entry.get("address") or proposed_address(plan.title, start_year)
        plan.ends_on = years.ends_on(start_year + entry["years"] - 1)
        plan.layout = plan.traits.layout
        plan.is_restricted = "named" in entry
    plan.layout = entry.get("layout", plan.layout)
    if strategy := entry.get("strategy"):
        plan.strategy = partnership.plans.get(address=strategy)
    for name in ("cover_title", "subtitle", "cover_date"):
        setattr(plan, name, entry.get(name, ""))
    if name := entry.get("cover_picture"):
        plan.cover_picture = picture(name)
        plan.cover_alternative_text = entry["cover_alternative_text"]
    plan.has_exit = entry.get("has_exit", False)
    plan.stage = _stage(entry, plan, on)
    return plan


def _stage(entry: Entry, plan: Plan, on: date) -> str:
    closes = entry.get("closes")
    if not closes:
        return entry["stage"]
    month, day = map(int, closes.split("-"))
    return Plan.Stage.CLOSED if on > date(plan.ends_on.year, month, day) else Plan.Stage.AGREED
