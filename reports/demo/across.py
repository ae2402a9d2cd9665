"""Loading what runs through a plan of the demo: recommendations, and cross-cutting themes."""

from collections.abc import Mapping
from typing import Any

from actions.models import Action, ActionRecommendation, ActionTheme
from plans.models import CrossCuttingTheme, Plan, Recommendation

Entry = Mapping[str, Any]


def load_across(plan: Plan, contents: Entry, actions: Mapping[str, Action]) -> None:
    """Write the two sections of a plan's file. actions: by the ids that it gives them."""
    for position, entry in enumerate(contents.get("recommendations") or []):
        words = {name: text for name, text in entry.items() if name != "actions"}
        recommendation = Recommendation(plan=plan, position=position, **words)
        recommendation.full_clean(validate_constraints=False)
        recommendation.save()
        for name in entry.get("actions") or []:
            ActionRecommendation.objects.create(action=actions[name], recommendation=recommendation)
    for position, entry in enumerate(contents.get("cross_cutting_themes") or []):
        theme = CrossCuttingTheme.objects.create(plan=plan, title=entry["title"], position=position)
        for name in entry["actions"]:
            ActionTheme.objects.create(action=actions[name], theme=theme)
