"""What can be found of actions: what they say, what was said of them, what was decided."""

from django.db.models import QuerySet
from django.utils.formats import date_format

from actions.decisions import ActionDecision
from actions.models import Action, StatusUpdate
from partners.models import Membership
from plans.action_fields import PROSE
from plans.marks import as_text
from plans.searching.of_decisions import sources_of_decisions
from plans.searching.sources import Found, Source, Told

PLAN = "priority__plan"


def _actions(memberships: list[Membership]) -> "QuerySet[Action]":
    seen = Action.objects.seen_by(memberships).select_related("priority__plan__partnership")
    return seen.order_by("-priority__plan__starts_on", "priority__plan", "priority", "position")


def _updates(memberships: list[Membership]) -> "QuerySet[StatusUpdate]":
    """Those that stand: what was struck out is not found."""
    seen = Action.objects.seen_by(memberships).order_by().values("pk")
    updates = StatusUpdate.objects.news().filter(action__in=seen)
    return updates.select_related("action__priority__plan__partnership").order_by("-made_on", "-pk")


def _named(action: Action) -> str:
    return " ".join(filter(None, [action.reference, as_text(action.wording)]))


def _action(action: Action, membership: Membership) -> Told:
    plan = action.plan
    texts = [getattr(action, name) for name in PROSE if name != "wording"]
    texts += [action.year_end_wording, action.owners_as_written]
    beside = f"{action.priority.title}, {action.get_status_display().lower()}"
    told = [as_text(text) for text in texts if text]
    return Told(_named(action), action.get_absolute_url(), told, plan.partnership, plan, beside)


def _update(update: StatusUpdate, membership: Membership) -> Told:
    action = update.action
    day = date_format(update.made_on, "j F Y")
    return Told(
        _named(action),
        action.get_absolute_url(),
        [as_text(update.text), as_text(update.reason)],
        action.plan.partnership,
        action.plan,
        f"{update.get_status_display()}, {day}",
    )


def _fate(action: Action, membership: Membership) -> Told:
    return Told(
        _named(action),
        action.get_absolute_url(),
        [as_text(action.fate_reason)],
        action.plan.partnership,
        action.plan,
        action.get_fate_display(),
    )


SOURCES = (
    Source(Found.ACTIONS, Action, "action_words", rows=_actions, told=_action, plan=PLAN),
    Source(
        *(Found.UPDATES, StatusUpdate, "status_update_words"),
        rows=_updates,
        told=_update,
        plan=f"action__{PLAN}",
    ),
    Source(Found.DECISIONS, Action, "action_fate_words", rows=_actions, told=_fate, plan=PLAN),
    *sources_of_decisions(
        *(ActionDecision, "action_decision_words"),
        rows=_actions,
        told=_fate,
        plan=f"row__{PLAN}",
    ),
)
