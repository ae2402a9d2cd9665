"""What a check finds, and the place in the plan where it is mended."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """A row of the plan, as its reader knows it, and the page on which it is changed.

    subject: what tells it from all others of the plan, such as “action-12”. page and args: the
    name of the page’s address and its arguments; query: what its form begins with, if anything;
    anchor: the place on the page, if it is a long one.
    """

    subject: str
    where: str
    page: str
    args: tuple
    query: tuple[tuple[str, str], ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Finding:
    """What a check (a name of CHECKS) has found, as a full sentence, and where.

    offence: the text at fault. When it changes, the key does, and what was accepted of the old
    text counts no more. blocks: the document must not be issued with it.
    """

    check: str
    words: str
    place: Place
    offence: str = ""
    blocks: bool = False

    @cached_property
    def key(self) -> str:
        told = "\n".join((self.check, self.place.subject, self.offence))
        return sha256(told.encode()).hexdigest()

    @property
    def where(self) -> str:
        return self.place.where

    @property
    def address(self) -> str:
        """Of the page that mends it."""
        return reverse(
            self.place.page,
            args=self.place.args,
            query=self.place.query or None,
            fragment=self.place.anchor or None,
        )
