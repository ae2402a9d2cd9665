"""Plans and what they say besides their actions."""

from datetime import date
from io import BytesIO

from PIL import Image

from plans.models import (
    Allocation,
    Block,
    GlossaryTerm,
    Grant,
    Indicator,
    LogEntry,
    MeetingBody,
    NamedPerson,
    Observation,
    Plan,
    PlanColumn,
    PlanIndicator,
    PlanPart,
    Priority,
    Spending,
    StatutoryStep,
    Strand,
    Theme,
)
from tests.factories.partners import make_member, numbers


def make_plan(partnership, start_year=2026, stage=Plan.Stage.AGREED, **fields):
    plan = Plan.of_year(start_year, partnership=partnership, stage=stage, **fields)
    plan.save()
    return plan


def make_titled_plan(partnership, title="Violence plan", **fields):
    """A delivery plan of four years from April 2026."""
    fields = {
        "kind": Plan.Kind.DELIVERY,
        "address": f"plan-{next(numbers)}",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2030, 3, 31),
        "stage": Plan.Stage.AGREED,
    } | fields
    return Plan.objects.create(partnership=partnership, title=title, **fields)


def make_restricted_plan(partnership, title="Review", named=(), **fields):
    """A plan of four years of which only these members know."""
    plan = make_titled_plan(partnership, title, is_restricted=True, **fields)
    for user in named:
        make_named_person(plan, user)
    return plan


def make_named_person(plan, user=None):
    """A member of the plan's partnership, a new one if none is given, who is named for it."""
    user = user or make_member(plan.partnership)
    membership = user.memberships.get(partnership=plan.partnership)
    return NamedPerson.objects.create(plan=plan, membership=membership, named_by=user)


def make_strategy(partnership, first_year=2026, last_year=2028, **fields):
    """A plan that frames those that begin in these years."""
    fields = {
        "kind": Plan.Kind.STRATEGY,
        "starts_on": date(first_year, 4, 1),
        "ends_on": date(last_year + 1, 3, 31),
    } | fields
    return make_titled_plan(partnership, "Community Safety Strategy", **fields)


def make_theme(plan, title="", **fields):
    return Theme.objects.create(plan=plan, title=title or f"Theme {next(numbers)}", **fields)


def make_priority(plan, title="", **fields):
    return Priority.objects.create(plan=plan, title=title or f"Priority {next(numbers)}", **fields)


def make_strand(priority, title="", **fields):
    return Strand.objects.create(priority=priority, title=title or "Strand", **fields)


def make_block(plan, part=Block.Part.INTRODUCTION, body="<p>Words.</p>", **fields):
    """A block of the plan's narrative, after those made before it."""
    fields = {"position": next(numbers)} | fields
    return Block.objects.create(plan=plan, part=part, body=body, **fields)


def make_picture(width=4, height=3, kind="PNG", colour="teal", **options):
    """The bytes of a picture file."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind, **options)
    return file.getvalue()


def make_grant(plan, name="", amount=1000, **fields):
    fields = {"funder": "The Commissioner"} | fields
    return Grant.objects.create(
        plan=plan, name=name or f"Grant {next(numbers)}", amount=amount, **fields
    )


def make_allocation(grant, project="", proposed_year=1000, **fields):
    fields = {"organisation": "Lark Shelter"} | fields
    return Allocation.objects.create(
        grant=grant,
        project=project or f"Project {next(numbers)}",
        proposed_year=proposed_year,
        **fields,
    )


def make_spending(grant, item="Cameras", amount=100, **fields):
    return Spending.objects.create(grant=grant, item=item, amount=amount, **fields)


def make_log_entry(plan, text="The hall opened.", happened_on=None, **fields):
    """An entry of the plan's log, of its first day if no other is given."""
    return LogEntry.objects.create(
        plan=plan, text=text, happened_on=happened_on or plan.starts_on, **fields
    )


def make_series(partnership, title="", **fields):
    """An indicator of the partnership that no plan shows."""
    fields = {"unit": "reports"} | fields
    title = title or f"Indicator {next(numbers)}"
    return Indicator.objects.create(partnership=partnership, title=title, **fields)


def make_shown(indicator, plan, **fields):
    return PlanIndicator.objects.create(plan=plan, indicator=indicator, **fields)


def make_indicator(plan, title="", priority=None, **fields):
    """An indicator of the plan's partnership that the plan shows."""
    if plan.is_restricted:
        fields.setdefault("only_in", plan)
    indicator = make_series(plan.partnership, title, **fields)
    make_shown(indicator, plan, priority=priority)
    return indicator


def make_observation(indicator, label="", value=10, **fields):
    return Observation.objects.create(
        indicator=indicator, label=label or f"Part {next(numbers)}", value=value, **fields
    )


def make_meeting_body(plan, name="", **fields):
    return MeetingBody.objects.create(plan=plan, name=name or f"Group {next(numbers)}", **fields)


def make_step(plan, kind=StatutoryStep.Kind.ASSESSMENT, **fields):
    fields = {"done_on": plan.starts_on} | fields
    return StatutoryStep.objects.create(plan=plan, kind=kind, **fields)


def make_term(plan, term="", meaning="What it means", **fields):
    term = term or f"Term {next(numbers)}"
    return GlossaryTerm.objects.create(plan=plan, term=term, meaning=meaning, **fields)


def make_part(plan, part=Block.Part.INTRODUCTION, **fields):
    return PlanPart.objects.create(plan=plan, part=part, **fields)


def make_column(plan, field="wording", **fields):
    return PlanColumn.objects.create(plan=plan, field=field, **fields)
