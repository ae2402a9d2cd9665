"""The writes on people that must hold for a partnership as a whole."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from csp.versions import ChangedByAnother
from partners.access import Role
from partners.invitations import put_invitation, withdraw_invitations
from partners.models import Agency, Membership, Partnership, User

# What the history calls it when somebody's account was switched off since they left.
LEFT = "Member of no partnership any more"


class AlreadyMember(Exception):
    """The person has a role in the partnership."""


class LastAdministrator(Exception):
    """Nobody would be left to say who is a member."""


@transaction.atomic
def add_person(
    partnership: Partnership,
    *,
    by: User,
    email: str,
    name: str,
    role: str,
    agency: Agency | None = None,
) -> Membership:
    """Invite the person with this e-mail address, and write to them how to sign in.

    by: who invites. name: of a person who has no account yet; one who has keeps their own. agency:
    contributors only. The membership is the person's to take up, be they new or not: nothing tells
    the one from the other before. An account that was switched off since the person had left is
    switched on. Raises AlreadyMember.
    """
    email = email.lower()
    # Without a password: the person signs in with an e-mailed code, or sets one.
    user, _ = User.objects.get_or_create(
        email__iexact=email,
        defaults={"email": email, "name": name, "password": make_password(None)},
    )
    # Nobody switches the account off meanwhile, since its last membership ended.
    user = User.objects.select_for_update().get(pk=user.pk)
    membership, is_new = Membership.objects.get_or_create(
        user=user, partnership=partnership, defaults={"role": role, "agency": agency}
    )
    if not is_new:
        raise AlreadyMember
    last = user.history.first()
    if not user.is_active and last and last.history_change_reason == LEFT:
        user.is_active = True
        user.save()
    put_invitation(membership, by=by)
    return membership


@transaction.atomic
def take_up(membership: Membership, *, at: datetime) -> None:
    """Make the invited person a member. at: now. Raises Membership.DoesNotExist if it has ended."""
    membership = _locked(membership)
    membership.taken_up_at = membership.taken_up_at or at
    membership.save()


@transaction.atomic
def change_role(
    membership: Membership, *, role: str, agency: Agency | None = None, seen: str
) -> Membership:
    """Give a member another role. agency: contributors only.

    seen: the version_of_role that the writer knew. Raises ChangedByAnother if it is another now,
    LastAdministrator, and Membership.DoesNotExist if it has ended.
    """
    membership = _locked(membership)
    if version_of_role(membership) != seen:
        raise ChangedByAnother(membership)
    if role != Role.ADMINISTRATOR:
        _check_administrator_besides(membership)
    membership.role = role
    membership.agency = agency
    membership.save()
    return membership


@transaction.atomic
def remove_person(membership: Membership, *, seen: str) -> None:
    """End a membership or take an invitation back; what the person wrote stays.

    The account of who was a member of this partnership alone is switched off, unless they run the
    installation; another invitation switches it on. seen: as in `change_role`.
    Raises ChangedByAnother, LastAdministrator, and Membership.DoesNotExist if it has ended already.
    """
    membership = _locked(membership)
    if version_of_role(membership) != seen:
        raise ChangedByAnother(membership)
    _check_administrator_besides(membership)
    withdraw_invitations(membership)
    # Two that end at the same time do not take each other for one that is left.
    user = User.objects.select_for_update().get(pk=membership.user_id)
    membership.delete()
    is_elsewhere = user.is_staff or user.is_superuser or user.memberships.exists()
    if membership.taken_up_at and user.is_active and not is_elsewhere:
        user.is_active, user.calendar_key = False, ""
        user._change_reason = LEFT  # type: ignore[attr-defined]
        user.save()


def version_of_role(membership: Membership) -> str:
    """What a person may do, as a form keeps it: “officer”, “contributor 7”."""
    return f"{membership.role} {membership.agency_id or ''}".strip()


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, while nobody else changes one of the same partnership."""
    Partnership.objects.select_for_update().get(pk=membership.partnership_id)
    return Membership.objects.select_related("user", "partnership", "agency").get(pk=membership.pk)


def _check_administrator_besides(membership: Membership) -> None:
    if not membership.taken_up_at:
        return
    administrators = Membership.objects.taken_up().filter(
        partnership=membership.partnership_id, role=Role.ADMINISTRATOR, user__is_active=True
    )
    if not administrators.exclude(pk=membership.pk).exists():
        raise LastAdministrator


@transaction.atomic
def ask_for_second_step(partnership: Partnership, *, least_role: str, seen: str) -> None:
    """Say from which role on members need a second step to sign in; "" for nobody.

    It holds from their next sign-in. seen: the least role that the writer knew. Raises
    ChangedByAnother if it is another now.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if partnership.second_step_from != seen:
        raise ChangedByAnother(partnership)
    partnership.second_step_from = least_role
    partnership.save()
