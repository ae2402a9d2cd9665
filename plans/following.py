"""What apps above this one do when a plan's period is changed."""

from collections.abc import Callable

from plans.models import Plan

_followers: list[Callable[[Plan], None]] = []


def follows_period(follow: Callable[[Plan], None]) -> None:
    """Let an app above this one follow a plan whose period has been changed, in the same write."""
    _followers.append(follow)


def period_changed(plan: Plan) -> None:
    for follow in _followers:
        follow(plan)
