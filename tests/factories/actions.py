"""Actions and what is said of them."""

from datetime import date

from django.utils import timezone

from actions.changes import add_update, strike_out
from actions.extensions import Promise
from actions.models import Action, ActionRecommendation, ActionTheme, Owner, Status, UpdateEvidence
from actions.moving import Said, keep_move
from plans.models import CrossCuttingTheme, Plan, Recommendation
from tests.factories.partners import make_user, numbers


def make_recommendation(of, text="", actions=(), **fields):
    """A recommendation of a priority or of a plan, which these actions answer."""
    text = text or f"Recommendation {next(numbers)}"
    above = {"plan": of} if isinstance(of, Plan) else {"plan": of.plan, "priority": of}
    made = Recommendation.objects.create(**above, text=text, **fields)
    for action in actions:
        ActionRecommendation.objects.create(action=action, recommendation=made)
    return made


def make_cross_cutting_theme(plan, title="", actions=(), **fields):
    """A cross-cutting theme of a plan, and the actions that belong to it."""
    title = title or f"Cross-cutting theme {next(numbers)}"
    made = CrossCuttingTheme.objects.create(plan=plan, title=title, **fields)
    for action in actions:
        ActionTheme.objects.create(action=action, theme=made)
    return made


def make_action(priority, wording="", owners=(), **fields):
    """An action of the priority, owned by the agencies given, in their order."""
    action = Action(priority=priority, wording=wording or f"Action {next(numbers)}", **fields)
    # The database itself checks the constraints when it is saved.
    action.full_clean(validate_constraints=False)
    action.save()
    for position, agency in enumerate(owners):
        Owner.objects.create(action=action, agency=agency, position=position)
    return action


def make_update(action, text="It goes on.", status=Status.ON_TRACK, by=None, on=None, **fields):
    """Say something of the action, after whatever was said before."""
    action.refresh_from_db()
    update = add_update(
        action,
        status=status,
        text=text,
        by=by or make_user(),
        on=on or date(2026, 5, 1),
        after=action.latest_update_id,
        **fields,
    )
    action.refresh_from_db()
    return update


def make_extension(action, after="", before="", by=None, on=None, **fields):
    """Move the timescale of the action; to nothing else if `after` is left out."""
    fields = {"is_correction": False, "reason": "No money", "agreed_by": "The board"} | fields
    was = Promise.of(before or action.timescale, action.plan.period)
    action.timescale = after or action.timescale
    action.full_clean(validate_constraints=False)
    action.save()
    said = Said(**fields)
    return keep_move(action, was, said=said, by=by or make_user(), on=on or date(2026, 11, 1))


def make_update_evidence(update, link="https://www.example.org/figures", **fields):
    fields = {"action": update.action, "added_by": update.made_by} | fields
    return UpdateEvidence.objects.create(update=update, link=link, **fields)


def strike(update, why="It is of another action.", by=None, how="mistake"):
    """Strike an update out, as an officer would."""
    by = by or update.made_by
    return strike_out(update, strike=how, why=why, by=by, at=timezone.now())
