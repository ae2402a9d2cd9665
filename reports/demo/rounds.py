"""The rounds of the demo: what fixtures/demo says of them, counted from the day of loading."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from actions.changes import add_update
from actions.models import Action, StatusUpdate
from actions.rounds.models import Answer, Recipient, UpdateRequest, UpdateRound
from actions.rounds.opening import to_be_asked
from partners.models import Agency, User
from plans.models import Plan

# What a file says of something, by the names that fixtures/demo/README.md gives.
Entry = dict[str, Any]


def load_rounds(
    plan: Plan,
    entries: Iterable[Entry],
    *,
    actions: Mapping[str, Action],
    agencies: Mapping[str, Agency],
    users: Mapping[str, User],
    on: date,
) -> None:
    """Write the rounds of a plan's file. Nothing is sent.

    actions: by the file's ids; agencies: by name and abbreviation; users: by key. A round that
    would have been opened before the plan's year began is left out.
    """
    for entry in entries:
        opened_on = on - timedelta(days=entry["opened"])
        if opened_on < plan.starts_on:
            continue
        round = UpdateRound.objects.create(
            plan=plan,
            name=entry["name"],
            message=entry.get("message") or "",
            opened_at=_noon(opened_on),
            opened_by=users[entry["by"]],
            closes_on=on - timedelta(days=entry["closes"]),
        )
        if "answers" in entry:
            _load_open(round, entry, actions=actions, agencies=agencies, users=users, on=on)
        else:
            _load_past(round, entry, agencies=agencies, opened_on=opened_on)


def _load_past(
    round: UpdateRound, entry: Entry, *, agencies: Mapping[str, Agency], opened_on: date
) -> None:
    """A round of which the plan's own updates are the answers, and which some left unanswered."""
    for update in StatusUpdate.objects.filter(
        action__priority__plan=round.plan, made_on__range=(opened_on, round.closes_on)
    ).order_by("made_on", "pk"):
        owner = update.action.owners.order_by("-is_lead", "position").first()
        if owner is None or owner.agency.members.exists():
            continue
        request = _request(round, owner.agency)
        answer, is_new = Answer.objects.get_or_create(
            request=request,
            action=update.action,
            defaults={
                "state": Answer.State.ACCEPTED,
                "status": update.status,
                "text": update.text,
                "reason": update.reason,
                "given_by": _who(owner.agency),
                "sent_at": _noon(update.made_on),
                "update": update,
                "accepted_by": round.opened_by,
                "accepted_on": update.made_on,
            },
        )
        if is_new:
            request.opened_at = request.opened_at or answer.sent_at
            request.answered_at = answer.sent_at
            request.save()
    for name in entry.get("silent") or []:
        _request(round, agencies[name])


def _load_open(
    round: UpdateRound,
    entry: Entry,
    *,
    actions: Mapping[str, Action],
    agencies: Mapping[str, Agency],
    users: Mapping[str, User],
    on: date,
) -> None:
    """A round that goes on: everybody is asked who would be, and some have answered."""
    for asked in to_be_asked(round.plan, on=timezone.localdate(round.opened_at)):
        _request(round, asked.agency)
    for name in entry.get("without_email") or []:
        Recipient.objects.filter(request__round=round, request__agency=agencies[name]).delete()
    for said in entry["answers"]:
        request = _request(round, agencies[said["agency"]])
        _load_answer(request, actions[said["action"]], said, users, on)


def _load_answer(
    request: UpdateRequest, action: Action, said: Entry, users: Mapping[str, User], on: date
) -> None:
    at = _noon(on - timedelta(days=said["days_ago"]))
    state = Answer.State(said["state"])
    answer = Answer(
        request=request,
        action=action,
        state=state,
        status=said["status"],
        text=said["text"].strip(),
        reason=said.get("reason") or "",
        given_by=said.get("given_by") or _who(request.agency),
        sent_at=None if state == Answer.State.DRAFT else at,
    )
    by = users[said["by"]] if "by" in said else None
    if state == Answer.State.ACCEPTED:
        latest = Action.objects.get(pk=action.pk).latest_update_id
        answer.accepted_by = by
        answer.accepted_on = timezone.localdate(at)
        answer.update = add_update(
            action,
            status=answer.status,
            text=answer.text,
            reason=answer.reason,
            by=users[said["by"]],
            on=timezone.localdate(at),
            after=latest,
        )
    elif state == Answer.State.RETURNED:
        answer.question, answer.questioned_by = said["question"], by
    answer.full_clean()
    answer.save()
    request.opened_at = request.opened_at or at
    if said.get("is_last"):
        request.answered_at = at
    request.save()


def _request(round: UpdateRound, agency: Agency) -> UpdateRequest:
    """The agency's request, with its mailboxes as they are asked."""
    request, is_new = UpdateRequest.objects.get_or_create(round=round, agency=agency)
    if is_new:
        for contact in agency.contacts.filter(receives_update_requests=True).exclude(email=""):
            request.recipients.get_or_create(email=contact.email, defaults={"contact": contact})
    return request


def _who(agency: Agency) -> str:
    contact = agency.contacts.first()
    return contact.role if contact else agency.name


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
