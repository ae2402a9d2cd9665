"""What the demo has handed over: issued editions, and the e-mails of its open rounds.

Apart from the rest of the demo, since making the files of each edition takes seconds.
"""

import time
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from actions.models import Action, Status
from actions.rounds.letters import put_request
from actions.rounds.models import Recipient
from partners.access import Role
from partners.models import Mail, User
from plans.models import Block, Plan
from reports.document import Document, document
from reports.editions import NotPublishable, StillMaking, issue
from reports.makers import Maker, make_waiting
from reports.models import Edition, Rendering
from reports.rendering import RenderingFailed

# The partnership and the address of each plan that is issued; "" stands for this year's. The last
# is how many days ago it was issued before, as it might have been then; 0 if it was not.
ISSUED = (
    ("tonbridge-and-malling", "", 120),
    ("tonbridge-and-malling", "violence-against-women", 0),
    ("sevenoaks", "2017", 0),
)
CHANGED = "The partners’ updates of the summer, and a new way for shops to report thefts."
# How often files that failed are made again.
MOST_TRIES = 3
# How long files are waited for that a server makes.
MOST_SECONDS = 120


def hand_over(at: datetime) -> list[str]:
    """Issue what is not issued yet, and write the e-mails of open rounds. at: now.

    Returns what was added, a line of text each, or why it could not be.
    """
    on = timezone.localdate(at)
    maker = Maker()
    try:
        lines = [line for one in ISSUED if (line := _issued(*one, at, on, maker))]
    finally:
        maker.end()
    if number := _written(on):
        lines.append(f"{number} emails that ask for updates")
    return lines


def _issued(
    place: str, address: str, days_before: int, at: datetime, on: date, maker: Maker
) -> str:
    plans = Plan.objects.filter(partnership__slug=place)
    this_year = plans.filter(kind=Plan.Kind.YEARLY, starts_on__lte=on)
    plans = plans.filter(address=address) if address else this_year
    plan = plans.select_related("partnership").order_by("-starts_on").first()
    by = User.objects.filter(
        memberships__partnership__slug=place, memberships__role=Role.MANAGER
    ).first()
    if plan is None or by is None or plan.editions.exists():
        return ""
    try:
        if days_before:
            begun = timezone.make_aware(datetime.combine(plan.starts_on, at.time()))
            then = max(at - timedelta(days=days_before), min(begun, at))
            _edition(plan, by, then, _document_before(plan, timezone.localdate(then)), maker)
        made = document(plan, on=on)
        return f"{plan}: {_edition(plan, by, at, made, maker)}"
    except (NotPublishable, RenderingFailed) as error:
        return f"{plan} could not be issued: {error}"


def _document_before(plan: Plan, on: date) -> Document:
    """The plan's document as it might have been earlier in the year; the plan stays as it is."""
    with transaction.atomic():
        actions = list(Action.objects.filter(priority__plan=plan).in_plan_order())
        unheard = [action.pk for action in actions[::2]]
        said_later = {"status": Status.NOT_STARTED, "latest_update": None, "heard_on": None}
        Action.objects.filter(pk__in=unheard).update(**said_later)
        Action.objects.filter(pk=actions[0].pk).update(timescale="To be agreed")
        Action.objects.create(
            priority=actions[-1].priority,
            position=actions[-1].position,
            wording="Print a leaflet that tells shops how to report thefts",
        )
        actions[-1].delete()
        introduction = plan.blocks.filter(part=Block.Part.INTRODUCTION)
        introduction.filter(pk__in=introduction.order_by("-position").values("pk")[:1]).delete()
        made = document(plan, on=on)
        transaction.set_rollback(True)
    return made


def _edition(plan: Plan, by: User, at: datetime, made: Document, maker: Maker) -> Edition:
    before = plan.editions.count()
    said = {"label": f"Edition {before + 1}", "changed": CHANGED if before else ""}
    failures: list[str] = []
    for _ in range(MOST_TRIES):
        try:
            return issue(made, plan, by=by, at=at, after=before, **said)
        except StillMaking as making:
            failures = _failures(making.files, maker)
    raise RenderingFailed(" ".join(failures))


def _failures(files: list[Rendering], maker: Maker) -> list[str]:
    """Have the files made, since no server may be there to do it, and say what went wrong."""
    make_waiting(maker)
    asked = Rendering.objects.filter(pk__in=[one.pk for one in files])
    until = time.monotonic() + MOST_SECONDS
    # One that is there may have taken some.
    while asked.exclude(state__in=Rendering.OVER).exists() and time.monotonic() < until:
        time.sleep(0.5)
    return [failure for failure in asked.values_list("failure", flat=True) if failure]


@transaction.atomic
def _written(on: date) -> int:
    """Write the e-mails as if they had left when their round was opened. None is sent."""
    asked = Recipient.objects.filter(request__round__closes_on__gte=on)
    number = 0
    for recipient in asked.select_related(
        "request__agency", "request__round__plan__partnership", "request__round__opened_by"
    ):
        opened_at = recipient.request.round.opened_at
        mail = put_request(recipient, key="")
        if mail and mail.state == Mail.State.WAITING:
            sent = {"state": Mail.State.SENT, "sent_at": opened_at, "made_at": opened_at}
            Mail.objects.filter(pk=mail.pk).update(attempts=1, **sent)
            number += 1
    return number
