"""People who left: their name and address go, what they wrote stays."""

from collections.abc import Callable
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partners import audit
from partners.changes import remove_person, version_of_role
from partners.models import Contact, Mail, Membership, Partnership, User

SOMEBODY = "Somebody who left"
# Mail to it is delivered nowhere: RFC 2606.
NOWHERE = "erased.invalid"
# How long somebody may be a member of no partnership.
LEFT_KEPT = timedelta(days=366)

Erase = Callable[[User, set[str]], object]

# What the apps above this one do to forget a person: see also_erase.
_others: list[Erase] = []


class IsOperator(Exception):
    """The account runs the installation."""


def also_erase(erase: Erase) -> None:
    """Let an app above this one forget what it keeps of a person beside their account.

    erase(user, emails): called in the transaction that erases, with the person as they were, and
    their addresses, now and before, in small letters.
    """
    _others.append(erase)


@transaction.atomic
def erase_person(user: User, *, dry_run: bool = False) -> None:
    """Switch an account off and replace the person's name and address by SOMEBODY.

    So in what the history says of the account and in the audit; e-mails to them, their memberships,
    sign-ins and second steps are deleted. What they wrote and decided stays, as somebody's.
    dry_run: nothing is written. Raises LastAdministrator, if a partnership has nobody else to say
    who is a member, and IsOperator.
    """
    # In the order in which remove_person locks.
    of_user = Partnership.objects.filter(pk__in=user.memberships.values("partnership"))
    list(of_user.select_for_update().order_by("pk"))
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_superuser or user.is_staff:
        raise IsOperator
    emails = _emails_of(user)
    for forget in _others:
        forget(user, emails)
    for membership in user.memberships.all():
        remove_person(membership, seen=version_of_role(membership))
    _delete_mails(emails)
    audit.forget_person(user, emails, called=SOMEBODY)
    _delete_ways_in(user)
    _forget_in_operators_log(user, emails)
    user.email, user.name = f"{user.pk}@{NOWHERE}", SOMEBODY
    user.is_active, user.calendar_key, user.digests = False, "", User.Digests.NEVER
    user.set_unusable_password()
    user.save()
    User.history.filter(id=user.pk).update(email=user.email, name=user.name)
    if dry_run:
        transaction.set_rollback(True)


def erase_who_left(*, on: date) -> int:
    """Erase all who have been members of no partnership for longer than LEFT_KEPT, and those of
    whom one that they had left wanted it.

    An invitation counts as a membership. Operators stay. Returns how many they were.
    """
    ended = Membership.history.filter(user=OuterRef("pk"), history_type="-")
    left = (
        User.objects.filter(memberships=None, is_superuser=False, is_staff=False)
        .exclude(email__endswith=f"@{NOWHERE}")
        .annotate(
            ended=Coalesce(
                Subquery(ended.order_by("-history_date").values("history_date")[:1]),
                F("date_joined"),
            )
        )
        .filter(Q(ended__date__lt=on - LEFT_KEPT) | Q(erase_asked_at__isnull=False))
    )
    people = list(left)
    for user in people:
        erase_person(user)
    return len(people)


def _emails_of(user: User) -> set[str]:
    """The person's addresses, as far as nobody else has them now."""
    known = {user.email, *User.history.filter(id=user.pk).values_list("email", flat=True)}
    of_others = User.objects.exclude(pk=user.pk).filter(email__in=known)
    return {one.lower() for one in known - set(of_others.values_list("email", flat=True))}


def _delete_mails(emails: set[str]) -> None:
    """E-mails to these addresses, but for those to a contact of the same partnership."""
    same = Contact.objects.filter(
        agency__partnership=OuterRef("partnership"), email__iexact=OuterRef("recipient")
    )
    _of(Mail.objects.all(), "recipient", emails).filter(~Exists(same)).delete()


def _of(rows: QuerySet, field: str, emails: set[str]) -> QuerySet:
    wanted = Q(pk__in=[])
    for email in emails:
        wanted |= Q(**{f"{field}__iexact": email})
    return rows.filter(wanted)


def _delete_ways_in(user: User) -> None:
    of_user = UserSession.objects.filter(user=user)
    keys = list(of_user.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    of_user.delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()


def _forget_in_operators_log(user: User, emails: set[str]) -> None:
    of_account = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    named = _of(LogEntry.objects.all(), "object_repr", emails)
    LogEntry.objects.filter(of_account | Q(pk__in=named)).update(object_repr=SOMEBODY)
    # Memberships are called by the person's name, role and place.
    if user.name:
        of_memberships = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Membership),
            object_repr__startswith=f"{user.name}, ",
        )
        of_memberships.update(object_repr=SOMEBODY)
