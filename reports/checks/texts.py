"""A text of a plan, as the checks read it."""

from dataclasses import dataclass

from plans.models import Block, Plan
from reports.checks.findings import Place


@dataclass(frozen=True)
class Text:
    """A text of the plan. plan: the one whose year it tells of. block: the Block, if it is one.

    is_printed: the document’s pages say it; else it is in the actions as data alone. is_review:
    it tells of a year gone by.
    """

    place: Place
    words: str
    part: str
    plan: Plan
    heading: str = ""
    links: tuple[str, ...] = ()
    block: Block | None = None
    is_printed: bool = True
    is_review: bool = False

    @property
    def all_words(self) -> str:
        return "\n".join(filter(None, (self.heading, self.words)))
