"""What the demo has handed over: issued editions, and the e-mails of its open rounds.

Apart from the rest of the demo, since making the files of each edition takes seconds.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from actions.rounds.letters import put_request
from actions.rounds.models import Recipient
from partners.access import Role
from partners.models import Mail, User
from plans.models import Plan
from reports.document import document
from reports.editions import NotPublishable, StillMaking, issue
from reports.models import Edition
from reports.rendering import RenderingFailed

# The partnership and the address of each plan that is issued; "" stands for this year's.
ISSUED = (
    ("tonbridge-and-malling", ""),
    ("sevenoaks", "2017"),
)
# How often a file that takes long is waited for, each time as long as a page waits.
MOST_WAITS = 15


def hand_over(at: datetime) -> list[str]:
    """Issue what is not issued yet, and write the e-mails of open rounds. at: now.

    Returns what was added, a line of text each, or why it could not be.
    """
    on = timezone.localdate(at)
    lines = [line for place, address in ISSUED if (line := _issued(place, address, at, on))]
    if number := _written(on):
        lines.append(f"{number} emails that ask for updates")
    return lines


def _issued(place: str, address: str, at: datetime, on: date) -> str:
    plans = Plan.objects.filter(partnership__slug=place, kind=Plan.Kind.YEARLY)
    plans = plans.filter(address=address) if address else plans.filter(starts_on__lte=on)
    plan = plans.select_related("partnership").order_by("-starts_on").first()
    by = User.objects.filter(
        memberships__partnership__slug=place, memberships__role=Role.MANAGER
    ).first()
    if plan is None or by is None or plan.editions.exists():
        return ""
    try:
        return f"{plan}: {_edition(plan, by, at)}"
    except (NotPublishable, RenderingFailed) as error:
        return f"{plan} could not be issued: {error}"


def _edition(plan: Plan, by: User, at: datetime) -> Edition:
    for _ in range(MOST_WAITS):
        made = document(plan, on=timezone.localdate(at))
        try:
            return issue(made, plan, label="Edition 1", by=by, at=at, after=0)
        except StillMaking:
            continue
    raise RenderingFailed("its files take too long")


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
