"""All that is kept about a person, for themselves."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Count, ManyToOneRel, QuerySet, Value

from partners.models import AuditEntry, Mail, Membership, User

Tell = Callable[[User], dict[str, Any]]

# What the apps above this one keep of a person: see also_tell.
_others: list[Tell] = []


def also_tell(tell: Tell) -> None:
    """Let an app above this one say what it keeps of a person, in their own file.

    tell(user): under headings; nothing of plans of which the person does not know.
    """
    _others.append(tell)


def own_data(user: User) -> dict[str, Any]:
    """What is kept of a person, as JSON can say it.

    Left out: passwords and keys, and the text of e-mails, which were sent to them and whose links
    open pages. Of rows that name them without being about them, such as the round that they opened,
    it is told what they are and how many.
    """
    told = {
        "account": _account(user),
        "earlier_accounts": _rows(
            User.history.filter(id=user.pk),
            *("history_date", "history_change_reason", "name", "email", "is_active", "digests"),
        ),
        "memberships": _rows(
            user.memberships.all(),
            *("partnership__name", "role", "agency__name", "taken_up_at"),
        ),
        "earlier_memberships": _rows(
            Membership.history.filter(user=user.pk),
            *("history_date", "history_type", "partnership__name", "role", "agency__name"),
        ),
        "second_steps": _rows(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        "identity_providers": _rows(
            SocialAccount.objects.filter(user=user), "provider", "uid", "date_joined", "last_login"
        ),
        "sign_ins": _rows(
            UserSession.objects.filter(user=user),
            *("created_at", "last_seen_at", "ip", "user_agent"),
        ),
        "audit": _audit(user),
        "emails": _rows(
            Mail.objects.filter(recipient__iexact=user.email),
            *("made_at", "sent_at", "state", "subject", "partnership__name"),
        ),
    }
    for tell in _others:
        told |= tell(user)
    return told | {"named_in": _named_in(user)}


def _account(user: User) -> dict[str, Any]:
    (account,) = _rows(
        User.objects.filter(pk=user.pk),
        *("email", "name", "digests", "is_active", "date_joined", "last_login"),
    )
    return account | {"has_calendar": bool(user.calendar_key)}


def _rows(rows: QuerySet, *fields: str) -> list[dict[str, Any]]:
    return list(rows.values(*fields))


def _audit(user: User) -> list[dict[str, Any]]:
    entries = AuditEntry.objects.filter(user=user).select_related("partnership")
    return [
        {
            "at": one.at,
            "what": one.get_what_display(),
            "about": one.about,
            "page": "a restricted plan" if one.is_restricted else one.path,
            "partnership": str(one.partnership or ""),
            "network_address": one.network_address,
        }
        for one in entries
    ]


def _named_in(user: User) -> dict[str, int]:
    """How many rows of which kind name the person, and as what: “status update: made by”.

    One query, of as many parts as there are fields that name people.
    """
    counts = []
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            field, model = relation.field, relation.related_model
            rows = model._base_manager.filter(**{field.name: user.pk}).order_by()
            name = f"{model._meta.verbose_name}: {field.verbose_name}"
            counts.append(rows.values_list(Value(name)).annotate(Count("pk")))
    found = counts[0].union(*counts[1:], all=True)
    return {name: count for name, count in sorted(found) if count}
