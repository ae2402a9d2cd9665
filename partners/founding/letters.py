"""The e-mails about a founding, to the administrators of the partnerships that it is about."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from partners import outbox
from partners.access import Role
from partners.models import Division, Founding, Membership, User

# The subject, after the name of the partnership that it is about; and what is said besides.
WORDS = {
    "asked": (
        "your partnership is asked to go into it",
        "proposes to found {name} from several partnerships, yours among them. It would begin on "
        "{day}. Agree or decline on this page:",
    ),
    "founded": (
        "it has been founded",
        "has founded {name}. Your partnership can be changed until {day}; from then on it can be "
        "read, and no more. What comes next is on the pages of the new one. Yours:",
    ),
    "taken back": (
        "the founding has been taken back",
        "has taken the founding of {name} back. Your partnership is as it was before:",
    ),
    "to be divided": (
        "it is proposed to divide it",
        "proposes to divide your partnership into {name}. They would begin on {day}. Read it on "
        "this page:",
    ),
    "divided": (
        "it has been divided",
        "has divided your partnership into {name}. It can be changed until {day}; from then on it "
        "can be read, and no more. What comes next is on the pages of the new ones. Yours:",
    ),
    "put together again": (
        "the division has been taken back",
        "has taken the division into {name} back. Your partnership is as it was before:",
    ),
}


def tell_administrators(founding: Founding, what: str, *, by: User) -> None:
    """Write to the administrators of all founders. what: one of WORDS; by: who has done it."""
    asked = Membership.objects.taken_up().filter(
        partnership__founder_of__founding=founding,
        role=Role.ADMINISTRATOR,
        user__is_active=True,
    )
    for member in asked.select_related("user", "partnership").exclude(user=by):
        _put(
            member,
            what,
            about=founding.name,
            name=founding.name,
            begins_on=founding.begins_on,
            key=f"founding:{founding.pk}:{what}:{member.pk}:{founding.founded_at or ''}",
            by=by,
        )


def tell_of_division(division: Division, what: str, *, by: User) -> None:
    """Write to the administrators of the partnership. what: one of WORDS; by: who has done it."""
    parts = list(division.parts.order_by("pk"))
    asked = Membership.objects.taken_up().filter(
        partnership=division.partnership_id, role=Role.ADMINISTRATOR, user__is_active=True
    )
    for member in asked.select_related("user", "partnership").exclude(user=by):
        _put(
            member,
            what,
            about=member.partnership.name,
            name="; ".join(map(str, parts)),
            begins_on=parts[0].begins_on,
            key=f"division:{division.pk}:{what}:{member.pk}:{parts[0].founded_at or ''}",
            by=by,
        )


def _put(
    member: Membership, what: str, *, about: str, name: str, begins_on: date, key: str, by: User
) -> None:
    subject, words = WORDS[what]
    page = reverse("foundings", args=[member.partnership.slug])
    outbox.put(
        key=key,
        to=member.user.email,
        template="founding",
        context={
            "subject": f"{about}: {subject}",
            "words": words.format(name=name, day=f"{begins_on:%-d %B %Y}"),
            "asked_by": by,
            "link": settings.SITE_URL + page,
            "partnership": member.partnership,
        },
        partnership=member.partnership,
    )
