"""Actions: what a row of the tables lacks, and what has not been decided at the year's end."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby

from django.utils.text import Truncator

from actions.models import Action, Status
from plans.marks import opening
from plans.models import Plan, Recommendation
from plans.models.decisions import decision_of
from reports.checks.findings import Finding, Place
from reports.checks.loaded import Loaded

Response = Recommendation.Response
# Of numbers of actions, one after another.
MOST_LEFT_OUT = 20
NUMBERED = re.compile(r"(.*?)(\d+)\.?")


def owners(loaded: Loaded) -> Iterator[Finding]:
    """Actions for which nobody is responsible."""
    for action in loaded.actions:
        if not action.owners.all():
            yield _of(loaded, "owner", action, f"{_named(action)} has no owner.")


def timescales(loaded: Loaded) -> Iterator[Finding]:
    """Actions without a timescale, where the plan's table has the column."""
    for action in loaded.actions:
        if not action.timescale and "timescale" in loaded.fields_of(action.priority):
            words = f"{_named(action)} has no timescale, as other actions have."
            yield _of(loaded, "timescale", action, words)


def measures(loaded: Loaded) -> Iterator[Finding]:
    """Actions without a measure, where the plan's table has the column."""
    for action in loaded.actions:
        if not action.measure and "measure" in loaded.fields_of(action.priority):
            words = f"{_named(action)} has no measure, as other actions have."
            yield _of(loaded, "measure", action, words)


def fates(loaded: Loaded) -> Iterator[Finding]:
    """Actions of last year of which it is not decided what becomes of them, by priority."""
    last = next(iter(loaded.reviewed), None)
    if last is None:
        return
    undecided = [action for action in loaded.reviewed_actions if not decision_of(action).fate]
    if undecided and len(undecided) == len(loaded.reviewed_actions):
        yield Finding(
            "fate",
            f"There is no decision yet on any action of {last.label}.",
            loaded.page("carry-forward", f"Actions of {last.label}"),
            last.label,
        )
        return
    for priority, group in groupby(undecided, key=lambda action: action.priority):
        actions = list(group)
        what = (
            _named(actions[0], last)
            if len(actions) == 1
            else (f"{len(actions)} actions of “{priority.title}” in {last.label}")
        )
        subject, where = f"priority-{priority.pk}", loaded.priority(priority).where
        page = loaded.page("carry-forward", where, subject=subject, anchor=subject)
        offence = "\n".join(action.wording for action in actions)
        yield Finding("fate", f"There is no decision yet on {what}.", page, offence)


def final_updates(loaded: Loaded) -> Iterator[Finding]:
    """Actions of a year that is over without a last word, or still not started."""
    last = next(iter(loaded.reviewed), None)
    if last is None or loaded.on <= last.ends_on:
        return
    actions = loaded.actions if loaded.reviews_nothing_else else loaded.reviewed_actions
    silent = [action for action in actions if not action.review_wording]
    if silent and len(silent) == len(actions):
        yield Finding(
            "final-update",
            f"There is no final update for any action of {last.label}, which is over.",
            _page_of(loaded, last),
            last.label,
        )
        return
    for action in actions:
        if action in silent:
            words = (
                f"There is no final update for {_named(action, last)}, but {last.label} is over."
            )
        elif action.status == Status.NOT_STARTED:
            words = (
                f"{_named(action, last)} is said not to have been started, "
                f"but {last.label} is over."
            )
        else:
            continue
        yield _of(loaded, "final-update", action, words[0].upper() + words[1:])


def numbering(loaded: Loaded) -> Iterator[Finding]:
    """References that stand twice, and numbers that are left out."""
    actions = loaded.actions
    by_reference = defaultdict(list)
    for action in actions:
        if action.reference:
            by_reference[action.reference.rstrip(".")].append(action)
    for reference, sharing in by_reference.items():
        for action in sharing[1:]:
            words = f"The reference {reference} is given to {len(sharing)} actions."
            yield _of(loaded, "numbering", action, words, reference)
    numbers: defaultdict[str, dict[int, Action]] = defaultdict(dict)
    for reference, (action, *_) in by_reference.items():
        if match := NUMBERED.fullmatch(reference):
            numbers[match[1]][int(match[2])] = action
    for prefix, numbered in numbers.items():
        for number, after in _gaps(numbered):
            words = f"There is no action {prefix}{number}, but one {prefix}{after}."
            yield _of(loaded, "numbering", numbered[after], words, f"{prefix}{number}")
    if by_reference:
        for action in actions:
            if not action.reference:
                words = f"{_named(action)} has no reference, as other actions have."
                yield _of(loaded, "numbering", action, words)
    priorities = {one.number: one for one in loaded.context.priorities if one.number}
    for number, after in _gaps(priorities):
        words = f"There is no priority {number}, but a priority {after}."
        yield Finding("numbering", words, loaded.priority(priorities[after]), str(number))


def _gaps(numbered: Collection[int]) -> Iterator[tuple[int, int]]:
    """The numbers from 1 that are left out, each with the next that is not.

    Where a great many are, another numbering begins, such as 2026001: none of them is meant.
    """
    before = 0
    for after in sorted(numbered):
        if after - before - 1 <= MOST_LEFT_OUT:
            yield from ((number, after) for number in range(before + 1, after))
        before = after


def without_actions(loaded: Loaded) -> Iterator[Finding]:
    """Priorities with nothing to be done, where the document has tables of actions."""
    if not (loaded.actions and loaded.is_part("action_plans")):
        return
    for priority in loaded.context.priorities:
        if not priority.actions.all():
            words = f"The priority “{priority.title}” has no actions."
            yield Finding("no-actions", words, loaded.priority(priority), priority.title)


def without_target(loaded: Loaded) -> Iterator[Finding]:
    """Priorities that don't say how they are judged, where others of the plan do."""
    if not loaded.is_part("action_plans"):
        return
    priorities = loaded.context.priorities
    judged = [
        one
        for one in priorities
        if one.success_indicator or one.overall_target or one.specific_target
    ]
    for priority in priorities if judged else ():
        if priority not in judged:
            words = (
                f"The priority “{priority.title}” has no success indicator and no target, "
                "as others have."
            )
            yield Finding("no-target", words, loaded.priority(priority), priority.title)


def unanswered(loaded: Loaded) -> Iterator[Finding]:
    """Recommendations that are accepted and answered by no action."""
    for one in loaded.context.recommendations:
        row = one.recommendation
        if row.response in (Response.ACCEPTED, Response.IN_PART) and not one.actions:
            told = row.get_response_display().lower()
            words = f"“{Truncator(row).words(12)}” is {told}, but no action answers it."
            yield Finding("unanswered", words, loaded.recommendation(row), row.text)


def _of(
    loaded: Loaded, check: str, action: Action, words: str, offence: str | None = None
) -> Finding:
    return Finding(check, words, loaded.action(action), offence or action.wording)


def _named(action: Action, last: Plan | None = None) -> str:
    """“Action 1.2”, or its wording; of last year's, with the year."""
    name = f"Action {action.reference}" if action.reference else f"“{opening(action.wording)}”"
    return f"{name[0].lower() if last and action.reference else name[0]}{name[1:]}" + (
        f" of {last.label}" if last else ""
    )


def _page_of(loaded: Loaded, plan: Plan) -> Place:
    """The page of a plan's actions."""
    place = loaded.page("workspace", f"Actions of {plan.label}")
    args = (plan.partnership.slug, plan.address)
    return Place(f"workspace-{plan.address}", place.where, place.page, args)
