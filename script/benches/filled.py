"""A partnership with all that one has after years of work, made by the factories of the tests.

It is the template of all others: whatever is called by a number is of number 0 in it, and
multiplied.py makes it another.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from actions.changes import take_latest_of_all
from actions.models import Action, Owner, Status, StatusUpdate
from actions.rounds.letters import put_request
from actions.rounds.models import UpdateRound
from partners.access import Role
from partners.models import Agency, Membership, Partnership, User
from plans import years
from plans.models import Plan, Priority
from reports.demo import loading
from tests import factories

AGENCIES = 12
PRIORITIES = 8
STATUSES = (Status.ON_TRACK, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.COMPLETE)
TIMESCALES = ("Ongoing", "By December {year}", "Quarterly", "")
WORDS = (
    "Work with partners to reduce repeat victimisation in the town centre through joint patrols, "
    "better lighting and advice to those who were burgled, and report to the partnership quarterly"
)
SAID = (
    "Joint patrols were held on four weekends with the wardens and the youth service; 38 people "
    "were spoken to, two warnings were given, and the lighting at the station car park is repaired."
)


def migrated() -> None:
    """All tables of an empty database."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def demo() -> None:
    """The demo, on today."""
    loading.load(timezone.localdate())


@transaction.atomic
def partnership(slug: str, plans: int, actions: int, updates: int) -> None:
    """Fill a partnership: so many yearly plans up to this year's, with so many actions each.

    slug: with its number, as all names below: “ordinary-0”.
    """
    made = factories.make_partnership(slug.title(), slug=slug, email=f"csp@{slug}.example.org")
    agencies = [_agency(made, number) for number in range(AGENCIES)]
    group = factories.make_agency(made, "All partners", kind=Agency.Kind.OTHER)
    group.members.set(agencies[:4])
    people = _people(made, agencies)
    this_year = years.year_of(timezone.localdate())
    before: list[Action] = []
    for year in range(this_year - plans + 1, this_year + 1):
        plan = factories.make_plan(made, year, stage=Plan.Stage.AGREED)
        before = _plan(plan, agencies, people, actions, updates, before)


def _agency(of: Partnership, number: int) -> Agency:
    made = factories.make_agency(of, f"Agency {number}", grid_position=number)
    for role in ("Lead", "Deputy"):
        email = f"{role.lower()}{number}@{of.slug}.example.org"
        factories.make_contact(made, role, email=email)
    return made


def _people(of: Partnership, agencies: Sequence[Agency]) -> dict[str, User]:
    """Somebody of each role, and a contributor of each agency, by the first word of the e-mail."""
    wanted: list[tuple[str, Role, Agency | None]] = [
        (str(role), role, None) for role in Role if role != Role.CONTRIBUTOR
    ]
    wanted += [(f"contributor{n}", Role.CONTRIBUTOR, one) for n, one in enumerate(agencies)]
    people = {}
    for word, role, agency in wanted:
        # Nobody signs in with a password here, which takes its time.
        people[word] = User.objects.create_user(f"{word}@{of.slug}.example.org", name=word.title())
        Membership.objects.create(
            user=people[word],
            partnership=of,
            role=role,
            agency=agency,
            taken_up_at=timezone.now(),
        )
    return people


def _plan(
    plan: Plan,
    agencies: Sequence[Agency],
    people: dict[str, User],
    actions: int,
    updates: int,
    before: list[Action],
) -> list[Action]:
    """Fill a plan. before: last year's actions, which its own carry on. Returns its actions."""
    priorities = _structure(plan, agencies)
    made = add_actions(plan, priorities, agencies, actions, before)
    add_updates(made, people[Role.OFFICER], updates)
    for action in made[:10]:
        factories.make_recommendation(plan, actions=[action], position=action.position)
    factories.make_cross_cutting_theme(plan, actions=made[:20])
    _tables(plan)
    round = _round(plan, agencies, people[Role.OFFICER])
    request = round.requests.get(agency=agencies[0])
    own = [one for one in made if one.position % AGENCIES == 0]
    factories.make_answer(request, own[0])
    factories.make_edition(plan, issued_by=people[Role.MANAGER])
    plan.accepted_findings.create(
        key="0" * 64,
        words="It has no figures.",
        reason="So agreed.",
        accepted_by=people[Role.MANAGER],
    )
    return made


def _structure(plan: Plan, agencies: Sequence[Agency]) -> list[Priority]:
    theme = factories.make_theme(plan, "Safer places")
    return [
        factories.make_priority(
            plan,
            f"Priority {number}",
            number=number + 1,
            position=number,
            theme=theme if number % 2 else None,
            lead=agencies[number % AGENCIES],
        )
        for number in range(PRIORITIES)
    ]


def _tables(plan: Plan) -> None:
    """What stands in the plan beside its actions."""
    for number in range(4):
        factories.make_block(plan, body=f"<p>{WORDS}.</p>", position=number)
        grant = factories.make_grant(plan, f"Grant {number}")
        factories.make_allocation(grant, f"Project {number}")
        factories.make_spending(grant)
        indicator = factories.make_indicator(plan, f"Indicator {plan.address} {number}")
        for year in range(5):
            label = f"{plan.start_year - year}/{(plan.start_year - year + 1) % 100:02}"
            factories.make_observation(indicator, label, value=100 + year, position=year)
        factories.make_meeting_body(plan, f"Group {number}")
        factories.make_log_entry(plan)
        factories.make_term(plan, f"Term {number}")
    factories.make_step(plan)


def add_actions(
    plan: Plan,
    priorities: Sequence[Priority],
    agencies: Sequence[Agency],
    number: int,
    before: Sequence[Action] = (),
) -> list[Action]:
    """So many actions in the priorities in turn, each owned by two agencies, with their history."""
    actions = []
    for place in range(number):
        action = Action(
            priority=priorities[place % len(priorities)],
            position=place,
            reference=f"{place % len(priorities) + 1}.{place}",
            wording=f"{WORDS} ({place}).",
            timescale=TIMESCALES[place % len(TIMESCALES)].format(year=plan.start_year),
            carries_on=before[place] if place < len(before) else None,
        )
        action.clean()
        actions.append(action)
    Action.objects.bulk_create(actions)
    _remember(actions)
    count = len(agencies)
    owners = Owner.objects.bulk_create(
        Owner(
            action=action,
            agency=agencies[(action.position + turn) % count],
            is_lead=not turn,
            position=turn,
        )
        for action in actions
        for turn in range(min(2, count))
    )
    Owner.history.bulk_history_create(owners, default_change_reason="")
    return actions


def add_updates(actions: Sequence[Action], by: User, number: int) -> None:
    """So many updates of each action, the last some days or weeks ago, and what the actions say.

    An action keeps its history at each, as actions.changes would.
    """
    plan = actions[0].plan
    last = min(timezone.localdate(), plan.ends_on)
    days = [_day(plan.starts_on, last, turn, number) for turn in range(number)]
    for turn, day in enumerate(days):
        StatusUpdate.every.bulk_create(
            [_update(action, by, day, turn) for action in actions], batch_size=5000
        )
        take_latest_of_all([one.pk for one in actions])
        _remember(Action.objects.filter(pk__in=[one.pk for one in actions]), "~")


def _day(first: date, last: date, turn: int, number: int) -> date:
    return first + timedelta(days=((last - first).days - 60) * (turn + 1) // number)


def _update(action: Action, by: User, day: date, turn: int) -> StatusUpdate:
    status = STATUSES[(action.position + turn) % len(STATUSES)]
    reason = "Two of three officers have left." if status.traits.needs_reason else ""
    text = f"{SAID} ({action.position}, {turn})"
    return StatusUpdate(
        action=action, status=status, text=text, reason=reason, made_by=by, made_on=day
    )


def _remember(actions: Iterable[Action], kind: str = "+") -> None:
    update = kind == "~"
    Action.history.bulk_history_create(list(actions), default_change_reason="", update=update)


def _round(plan: Plan, agencies: Sequence[Agency], by: User) -> UpdateRound:
    """A round in which all agencies are asked; this year's is open."""
    today = timezone.localdate()
    is_over = plan.ends_on < today
    round = factories.make_round(
        plan,
        f"Round {plan.address}",
        closes_on=plan.ends_on if is_over else today + timedelta(days=7),
        opened_at=timezone.now() - timedelta(days=7),
        opened_by=by,
    )
    for agency in agencies:
        emails = [one.email for one in agency.contacts.all()]
        request = factories.make_request(round, agency, emails)
        for recipient in request.recipients.all():
            if not is_over:
                put_request(recipient, key="", wanted=3)
    return round
