"""What somebody who leaves a partnership leaves open, and where it is passed on."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.urls import reverse

from partners.models import Membership


class LeftOpen(NamedTuple):
    """words: what it is. link, link_words: the page on which it is passed on."""

    words: str
    link: str
    link_words: str


Find = Callable[[Membership, Membership], Iterable[LeftOpen]]

_others: list[Find] = []


def also_left_open(find: Find) -> None:
    """Let an app above this one say what it has a member down for.

    find(member, by): as far as `by`, who removes them, may know of it.
    """
    _others.append(find)


def left_open(member: Membership, *, by: Membership) -> list[LeftOpen]:
    """All that a member leaves open, as far as another, who removes them, knows of it."""
    found = [one for find in _others for one in find(member, by)]
    if member.agency and member.taken_up_at:
        others = Membership.objects.taken_up().filter(agency=member.agency, user__is_active=True)
        if not others.exclude(pk=member.pk).exists():
            add = reverse("person-add", args=[member.partnership.slug])
            words = f"Nobody else signs in for {member.agency}"
            found.append(LeftOpen(words, add, "Invite somebody for it"))
    return found
