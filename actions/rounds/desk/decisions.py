"""What an officer makes of an answer: an update of the plan, or a question back to the agency."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count

from actions.changes import add_update, say_nothing_new
from actions.models import StatusUpdate
from actions.rounds import letters
from actions.rounds.mailboxes import good_recipients, passed_to
from actions.rounds.models import Answer
from actions.rounds.requests import locked
from csp.versions import ChangedByAnother, version_of
from partners.access import Permission
from partners.models import Membership, Partnership, User
from plans.access import seen_by


@transaction.atomic
def accept(
    answer: Answer,
    *,
    by: User,
    on: date,
    status: str,
    text: str,
    reason: str = "",
    seen: str,
    after: int | str | None,
) -> StatusUpdate:
    """Make an update of an answer, in its own words or in what the officer made of them.

    That nothing has changed, left as it is, is no news: the last words stand. The update keeps the
    day of the answer. on: the day on which it is accepted. seen: plans.changes.version_of the
    answer that the officer has read. after: the id of the action's latest update that they have
    read, None or "" if there was none.

    Accepted already in the same words it is returned again, unless it was struck out since: then
    the answer was decided on. Raises ChangedByAnother if the agency says something else by now, has
    been asked back, or was accepted in other words (`now` is the Answer), or if more has been said
    of the action (`now` is the StatusUpdate).
    """
    answer = _as_it_is(answer)
    update, said = answer.update, (status, text, reason)
    is_quiet = answer.no_change and said == (answer.status, answer.text, answer.reason)
    if update and _says(update, *said, is_quiet=is_quiet):
        return update
    if answer.state != Answer.State.SENT or version_of(answer) != seen:
        raise ChangedByAnother(answer)
    said_now: dict[str, Any] = {"by": by, "on": answer.said_on, "after": after}
    if is_quiet:
        update = say_nothing_new(answer.action, **said_now)
    else:
        said_now |= {"status": status, "text": text, "reason": reason}
        update = add_update(answer.action, counts_once=False, **said_now)
    answer.state, answer.update = Answer.State.ACCEPTED, update
    answer.accepted_by, answer.accepted_on = by, on
    answer.save()
    return update


@transaction.atomic
def send_back(answer: Answer, *, by: User, on: date, question: str, seen: str) -> Answer:
    """Ask the agency something about its answer, by an e-mail to each of its good mailboxes.

    Reminders begin again. on: today. seen: as in `accept`. The same question sent twice is asked
    once. Raises ChangedByAnother, as `accept` does of the answer.
    """
    answer = _as_it_is(answer)
    if answer.state == Answer.State.RETURNED and answer.question == question:
        return answer
    if answer.state != Answer.State.SENT or version_of(answer) != seen:
        raise ChangedByAnother(answer)
    answer.state = Answer.State.RETURNED
    answer.question = question
    answer.questioned_by = by
    answer.save()
    request = answer.request
    request.answered_at = None
    request.save(update_fields=["answered_at"])
    passed = [one for one in passed_to(request, on=on) if one.action_id == answer.action_id]
    for recipient in [*good_recipients(request, on=on), *passed]:
        letters.put_question(recipient, answer)
    return answer


def desks_of(memberships: Sequence[Membership]) -> list[tuple[Partnership, int]]:
    """The partnerships on whose desks answers wait for a person with these memberships, each with
    how many.
    """
    may = [one for one in memberships if one.may(Permission.UPDATE_ACTIONS)]
    if not may:
        return []
    answers = Answer.objects.waiting().filter(seen_by(may, "request__round__plan"))
    number = dict(
        answers.order_by()
        .values_list("request__round__plan__partnership")
        .annotate(number=Count("pk"))
    )
    return [
        (one.partnership, number[one.partnership_id])
        for one in memberships
        if one.partnership_id in number
    ]


def _as_it_is(answer: Answer) -> Answer:
    """The answer as it is now, while nobody else writes or decides on those of its request."""
    request = locked(answer.request)
    answer = Answer.objects.select_related("action", "update__answer").get(pk=answer.pk)
    answer.request = request
    return answer


def _says(update: StatusUpdate, *said: str, is_quiet: bool) -> bool:
    """Whether an update stands, in these words; or, if they are none, that nothing is new."""
    says = (update.status, update.text, update.reason) == said
    return not update.struck_at and (update.is_nothing_new if is_quiet else says)
