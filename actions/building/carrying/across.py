"""What runs through a plan goes on in the next: open recommendations, and cross-cutting themes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from simple_history.utils import bulk_create_with_history

from actions.models import Action, ActionRecommendation, ActionTheme
from actions.recommendations import Answered
from plans.models import CrossCuttingTheme, Plan, Priority, Recommendation

COPIED = ["number", "text", "source", "level", "scope", "response", "response_reason", "position"]


def carry_recommendations(
    rows: QuerySet[Recommendation], *, plan: Plan, priority: Priority | None = None
) -> None:
    """Let the open ones of some recommendations go on in the new Plan.

    plan, priority: where they come, after what stands there. The actions that answer them are
    linked when they are carried themselves.
    """
    found = rows.prefetch_related("actions")
    still_open = [one for one in found if Answered(one, list(one.actions.all())).is_open]
    new = [_goes_on(one, plan, priority) for one in still_open]
    if place := _next_place(plan, priority):
        for number, one in enumerate(new, place):
            one.position = number
    if new:
        bulk_create_with_history(new, Recommendation)


def carry_links(carried: Iterable[tuple[Action, Action]], plan: Plan, *, at: datetime) -> None:
    """Link actions of the new Plan to what those of the old one are linked to.

    carried: pairs of an old and a new action. What the new plan lacks of it is made. at: the
    moment for the history.
    """
    pairs = list(carried)
    olds = {old.pk for old, _ in pairs}
    themes = list(ActionTheme.objects.filter(action__in=olds).select_related("theme"))
    answers = list(
        ActionRecommendation.objects.filter(action__in=olds).select_related("recommendation")
    )
    if themes:
        made = _themes(plan, [link.theme for link in themes])
        _link(pairs, themes, "theme", lambda link, new: made[link.theme.title], at)
    if answers:
        known = {one.carries_on_id: one for one in plan.recommendations.exclude(carries_on=None)}

        def goes_on_as(link: ActionRecommendation, new: Action) -> Recommendation:
            old = link.recommendation
            if old.pk not in known:
                known[old.pk] = _added(old, plan, new.priority if old.priority_id else None)
            return known[old.pk]

        _link(pairs, answers, "recommendation", goes_on_as, at)


def _link(
    pairs: Iterable[tuple[Action, Action]],
    links: Sequence[Any],
    name: str,
    goes_on_as: Callable[[Any, Action], Any],
    at: datetime,
) -> None:
    """Write the links of the new actions. links: of the old ones, all of one model.

    name: of the field that leads to what the action is linked to. goes_on_as: what that is in the
    new plan, for a link and the new action.
    """
    model = type(links[0])
    news = [new.pk for _, new in pairs]
    there = set(model.objects.filter(action__in=news).values_list("action", name))
    made = {}
    for old, new in pairs:
        for link in links:
            if link.action_id == old.pk:
                to = goes_on_as(link, new)
                made[new.pk, to.pk] = model(action=new, **{name: to})
    missing = [one for key, one in made.items() if key not in there]
    if missing:
        bulk_create_with_history(missing, model, default_date=at)


def _themes(plan: Plan, old: Iterable[CrossCuttingTheme]) -> dict[str, CrossCuttingTheme]:
    """The plan's cross-cutting themes by title, with those of the old ones that it lacked."""
    themes = {one.title: one for one in plan.cross_cutting_themes.all()}
    position = max((one.position for one in themes.values()), default=-1)
    for title in {one.title: None for one in old if one.title not in themes}:
        position += 1
        themes[title] = CrossCuttingTheme.objects.create(plan=plan, title=title, position=position)
    return themes


def _added(old: Recommendation, plan: Plan, priority: Priority | None) -> Recommendation:
    """The recommendation as it goes on, after those that stand there."""
    new = _goes_on(old, plan, priority)
    new.position = _next_place(plan, priority)
    new.save()
    return new


def _next_place(plan: Plan, priority: Priority | None) -> int:
    others = plan.recommendations.filter(priority=priority)
    last = others.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _goes_on(old: Recommendation, plan: Plan, priority: Priority | None) -> Recommendation:
    words = {name: getattr(old, name) for name in COPIED}
    return Recommendation(plan=plan, priority=priority, carries_on=old, **words)
