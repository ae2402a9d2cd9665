"""What became of a published action: in later editions of its plan, and in plans after it.

Which action goes on as which is asked of the plans' rows, but nothing is told that is not in an
edition which stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags

from actions.ancestry import Line, line_in
from actions.models import Action
from plans.models import Plan
from reports.frozen.actions import FrozenAction
from reports.frozen.editions import frozen_editions
from reports.models import Edition

UPDATE = re.compile(r'class="of-update[^"]*"[^>]*>(.*?)</td>', re.DOTALL)


@dataclass(frozen=True)
class Relative:
    """An action of another plan, in the latest edition of that plan."""

    edition: Edition
    action: FrozenAction

    @property
    def address(self) -> str:
        plan = self.edition.plan
        return reverse(
            "published-action", args=[plan.partnership.slug, plan.address, self.action.key]
        )


@dataclass(frozen=True)
class Reviewed:
    """Where the edition of a later plan tells what became of an action, and its words."""

    edition: Edition
    address: str
    words: str


@dataclass(frozen=True)
class Kin:
    """later, earlier: what an action goes on as, and what it goes on from, the nearest first."""

    later: list[Relative]
    earlier: list[Relative]


def kin_of(plan: Plan, key: str) -> Kin:
    """The Kin of a plan's action. A query for each year that its line goes on or back, and two."""
    action = Action.objects.filter(priority__plan=plan, key=key).select_related("priority__plan")
    standing = Edition.objects.published().standing()
    told = Plan.objects.told_to([]).filter(pk__in=standing.values("plan"))
    row = action.first()
    line = line_in(row, told) if row else Line([], [])
    later = [one for generation in line.later[::-1] for one in generation.actions]
    earlier = [one for generation in line.earlier for one in generation.actions]
    plans = {one.plan.pk for one in (*later, *earlier)}
    latest = Edition.objects.published().latest_standing().filter(plan__in=plans)
    editions = {one.plan_id: one for one in latest.select_related("plan__partnership")}
    kept = frozen_editions(editions.values(), ["json"])

    def relatives(actions: Iterable[Action]) -> list[Relative]:
        found = []
        for one in actions:
            edition = editions.get(one.plan.pk)
            if edition and edition.pk in kept and one.key in kept[edition.pk].actions:
                found.append(Relative(edition, kept[edition.pk].actions[one.key]))
        return found

    return Kin(relatives(later), relatives(earlier))


def reviewed(plan: Plan, key: str) -> Reviewed | None:
    """What the published plan after a plan says of one of its actions, None if it says nothing."""
    latest = Edition.objects.published().latest_standing()
    after = latest.filter(
        plan__partnership_id=plan.partnership_id,
        plan__kind=plan.kind,
        plan__title=plan.title,
        plan__starts_on__gt=plan.starts_on,
    ).select_related("plan__partnership")
    edition = after.order_by("plan__starts_on").first()
    if edition is None:
        return None
    anchor = f"review-action-{key}"
    page = frozen_editions([edition], ["html"])[edition.pk].page
    chapter = page.chapter_with(anchor)
    if chapter is None:
        return None
    slugs = [edition.plan.partnership.slug, edition.plan.address, chapter.slug]
    row = chapter.html.partition(f' id="{anchor}"')[2].partition("</tr>")[0]
    said = UPDATE.search(row)
    words = " ".join(unescape(strip_tags(said[1])).split()) if said else ""
    return Reviewed(edition, f"{reverse('published-chapter', args=slugs)}#{anchor}", words)
