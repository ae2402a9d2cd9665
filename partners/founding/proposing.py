"""Proposing a partnership, and what the administrators of those that it is from say of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from csp.versions import ChangedByAnother
from partners.founding.found import CannotFound, locked
from partners.founding.letters import tell_administrators
from partners.models import DETAILS, Founder, Founding, Partnership, User


@transaction.atomic
def propose(
    partnerships: Iterable[Partnership],
    *,
    named: Iterable[str] = (),
    details: Mapping[str, str],
    begins_on: date,
    by: User,
    at: datetime,
) -> Founding:
    """Propose to found a partnership, and ask those that it is from; those of `by` agree at once.

    partnerships: those that `by` administers. named: names or addresses of others, of which
    nobody is told whether there are such. details: of DETAILS.
    """
    founding = Founding.objects.create(
        begins_on=begins_on, proposed_by=by, **{name: details[name] for name in DETAILS}
    )
    own = {one.pk for one in partnerships}
    agreed = {"agrees": True, "answered_by": by, "answered_at": at}
    rows = [
        Founder(founding=founding, partnership=one, asked_as=one.name, **agreed)
        for one in partnerships
    ]
    for words in named:
        found = named_partnership(words)
        if found and found.pk in own:
            continue
        own |= {found.pk} if found else set()
        rows.append(Founder(founding=founding, partnership=found, asked_as=words))
    Founder.objects.bulk_create(rows)
    tell_administrators(founding, "asked", by=by)
    return founding


def named_partnership(words: str) -> Partnership | None:
    """The open partnership of that name, district or address."""
    for field in ("slug", "name", "district"):
        named = Partnership.objects.filter(**{f"{field}__iexact": words}, closed_on=None)
        if len(found := list(named[:2])) == 1:
            return found[0]
    return None


@transaction.atomic
def answer(founder: Founder, *, agrees: bool, by: User, at: datetime, seen: str) -> None:
    """Say for a founder whether it agrees; an administrator may think again until it is founded.

    seen: the version_of_answer that the writer has read. Raises CannotFound, and ChangedByAnother
    if it is another now.
    """
    founding = locked(founder.founding)
    if founding.partnership_id:
        raise CannotFound(f"{founding} has been founded already")
    founder = founding.founders.get(pk=founder.pk)
    if version_of_answer(founder) != seen:
        raise ChangedByAnother
    founder.agrees, founder.answered_by, founder.answered_at = agrees, by, at
    founder.save(update_fields=["agrees", "answered_by", "answered_at"])


@transaction.atomic
def withdraw(founding: Founding) -> None:
    """Withdraw the proposal. Raises CannotFound if it is founded by now, or withdrawn."""
    founding = locked(founding)
    if founding.partnership_id:
        raise CannotFound(f"{founding} has been founded already")
    founding.delete()


@transaction.atomic
def choose(founding: Founding, *, choices: dict[str, Any], seen: str) -> None:
    """Keep which agencies are one. seen: the version_of_choices that the writer has read.

    Raises CannotFound, and ChangedByAnother if they are others by now.
    """
    founding = locked(founding)
    if founding.partnership_id:
        raise CannotFound(f"{founding} has been founded already")
    if version_of_choices(founding) != seen:
        raise ChangedByAnother(founding)
    founding.choices = choices
    founding.save(update_fields=["choices"])


def version_of_answer(founder: Founder) -> str:
    return f"{founder.agrees} {founder.answered_at or ''}"


def version_of_choices(founding: Founding) -> str:
    return sha256(repr(sorted(founding.choices.items())).encode()).hexdigest()
