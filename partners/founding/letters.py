"""The e-mails about a founding, to the administrators of the partnerships that it is about."""

from django.conf import settings
from django.urls import reverse

from partners import outbox
from partners.access import Role
from partners.models import Founding, Membership, User

# The subject, after the name of the new partnership; and what is said besides.
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
}


def tell_administrators(founding: Founding, what: str, *, by: User) -> None:
    """Write to the administrators of all founders. what: one of WORDS; by: who has done it."""
    subject, words = WORDS[what]
    day = f"{founding.begins_on:%-d %B %Y}"
    asked = Membership.objects.taken_up().filter(
        partnership__founder_of__founding=founding,
        role=Role.ADMINISTRATOR,
        user__is_active=True,
    )
    for member in asked.select_related("user", "partnership").exclude(user=by):
        page = reverse("foundings", args=[member.partnership.slug])
        outbox.put(
            key=f"founding:{founding.pk}:{what}:{member.pk}:{founding.founded_at or ''}",
            to=member.user.email,
            template="founding",
            context={
                "subject": f"{founding}: {subject}",
                "words": words.format(name=founding.name, day=day),
                "asked_by": by,
                "link": settings.SITE_URL + page,
                "partnership": member.partnership,
            },
            partnership=member.partnership,
        )
