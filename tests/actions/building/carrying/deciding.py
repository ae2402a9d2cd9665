"""Deciding as a manager does, on the pages of carrying forward."""

from actions.building.carrying.decided import actions_of, priorities_of, version_of
from actions.models import Action
from plans.models import Plan

URL = "/larkshire/2026/carry-forward/"


def seen(row):
    """The version that a form about the row holds now."""
    plan = Plan.objects.get(address="2026", partnership__slug="larkshire")
    if isinstance(row, Action):
        return version_of(actions_of(row.plan, plan).get(pk=row.pk))
    return version_of(priorities_of(row.plan, plan).get(pk=row.pk))


def decide(manager, row, decision, **words):
    folder = "actions" if isinstance(row, Action) else "priorities"
    data = {"version": seen(row), "save": ""} | words
    url = f"{URL}{folder}/{row.pk}/?decision={decision}"
    return manager.post(url, data)


def undo(manager, row, **words):
    return decide(manager, row, "", undo="", **words)


def keep(manager, action):
    return manager.post(URL, {"keep": action.pk, "version": seen(action)})


def carried_on(action):
    return action.carried_on_by.order_by("pk")
