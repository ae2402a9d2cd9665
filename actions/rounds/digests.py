"""One e-mail a day to each officer: what the partners have answered, what waits, who is late."""

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from actions.rounds.mailboxes import mailboxes_of
from actions.rounds.models import Answer, UpdateRequest
from actions.rounds.reminders import unanswered
from actions.rounds.requests import GIVEN
from csp.by_name import by_name
from csp.working_days import is_working_day
from partners import outbox
from partners.access import PERMISSIONS, Permission, Role
from partners.models import Agency, Mail, Membership, Partnership
from partners.own_mail import wants_digest
from plans.models import Plan

EVER = datetime.min.replace(tzinfo=UTC)
MAY_READ = [role for role in Role if Permission.UPDATE_ACTIONS in PERMISSIONS[role]]


def put_digests(on: date) -> int:
    """Write the digests of that day, one to each officer who wants one and for whose
    partnership there is something to say; and one more about each restricted plan for which they
    are named. Returns how many; called again on the same day, none. None on a weekend or bank
    holiday.
    """
    if not is_working_day(on):
        return 0
    members = (
        Membership.objects.taken_up()
        .select_related("user", "partnership")
        .filter(role__in=MAY_READ, user__is_active=True, partnership__plans__rounds__isnull=False)
        .filter(partnership__in=Partnership.objects.open_on(on))
    )
    return sum(
        _put_digest(member, on, plan)
        for member in members.distinct()
        if wants_digest(member.user, on=on)
        for plan in (None, *_restricted_of(member))
    )


def _restricted_of(member: Membership) -> QuerySet[Plan]:
    seen = Plan.objects.seen_by([member])
    return seen.filter(is_restricted=True).exclude(rounds=None).distinct()


@transaction.atomic
def _put_digest(member: Membership, on: date, restricted: Plan | None) -> bool:
    """restricted: the plan that it is about; None: all of the partnership that are not."""
    partnership = member.partnership
    of_member = f"digest:{member.partnership_id}:{member.user_id}:"
    plans = Plan.objects.filter(partnership=partnership, is_restricted=False)
    if restricted:
        of_member = f"digest-of-plan:{restricted.pk}:{member.user_id}:"
        plans = Plan.objects.filter(pk=restricted.pk)
    key = f"{of_member}{on}"
    mails = Mail.objects.filter(partnership=partnership, key__startswith=of_member)
    earlier = mails.order_by("-made_at", "-pk")
    last = earlier.values("key", "made_at").first()
    if last and last["key"] == key:
        return False
    words: dict[str, Any] = {
        "came": came_since(plans, last["made_at"] if last else EVER),
        "waiting": waiting(plans),
        "late": late(plans, on),
        "unreachable": unreachable(plans, on),
        "partnership": partnership,
        "desk": settings.SITE_URL + reverse("desk", args=[partnership.slug]),
    }
    last_on = last["key"].removeprefix(of_member) if last else ""
    # Who is late stays so for weeks, and is told once, or beside something new.
    newly_late = [request for request in words["late"] if str(request.round.closes_on) >= last_on]
    if not (words["came"] or words["waiting"] or newly_late):
        return False
    outbox.put(
        key=key,
        to=member.user.email,
        template="rounds/digest",
        context=words,
        partnership=partnership,
        about=restricted.pk if restricted else None,
        marking=restricted.marked if restricted else "",
    )
    return True


def came_since(plans: QuerySet[Plan], moment: datetime) -> list[UpdateRequest]:
    """The UpdateRequests whose agencies have sent answers since, by name; `came` is how many.

    Answers that an officer took by telephone are no news to the officers.
    """
    new = Q(answers__state__in=GIVEN, answers__sent_at__gt=moment, answers__given_to=None)
    return by_name(
        UpdateRequest.objects.filter(new, round__plan__in=plans)
        .select_related("agency", "round__plan")
        .annotate(came=Count("answers"))
        .order_by("round"),
        _agency,
    )


def waiting(plans: QuerySet[Plan]) -> int:
    """How many answers wait for an officer to accept them or to send them back."""
    return Answer.objects.waiting().filter(request__round__plan__in=plans).count()


def unreachable(plans: QuerySet[Plan], on: date) -> list[UpdateRequest]:
    """The UpdateRequests that are waited for on that day, of agencies no address of which works."""
    waited_for = by_name(
        unanswered(on)
        .filter(round__plan__in=plans)
        .select_related("agency", "round__plan")
        .order_by("round"),
        _agency,
    )
    mailboxes = mailboxes_of(waited_for, on=on)
    return [one for one in waited_for if not any(box.is_good for box in mailboxes[one.pk])]


def late(plans: QuerySet[Plan], on: date) -> list[UpdateRequest]:
    """The UpdateRequests that are still taken on that day, and whose closing day has passed."""
    requests = by_name(
        unanswered(on)
        .filter(round__plan__in=plans, round__closes_on__lt=on)
        .select_related("agency", "round__plan"),
        _agency,
    )
    return sorted(requests, key=lambda one: one.round.closes_on)


def _agency(request: UpdateRequest) -> Agency:
    return request.agency
