"""Rounds, whom they ask and what is answered."""

from datetime import UTC, date, datetime

from actions.models import Status
from actions.rounds.models import (
    Answer,
    Evidence,
    PartnerQuestion,
    Recipient,
    UpdateRequest,
    UpdateRound,
)
from tests.factories.actions import make_update
from tests.factories.partners import make_user, numbers


def make_round(plan, name="", **fields):
    """A round that was opened on 2 November 2026 and closes on the 27th."""
    fields = {
        "closes_on": date(2026, 11, 27),
        "opened_at": datetime(2026, 11, 2, 12, tzinfo=UTC),
        "opened_by": fields.get("opened_by") or make_user(),
    } | fields
    return UpdateRound.objects.create(plan=plan, name=name or f"Round {next(numbers)}", **fields)


def make_request(round, agency, emails=(), **fields):
    """An agency that is asked in the round, by the mailboxes given."""
    request = UpdateRequest.objects.create(round=round, agency=agency, **fields)
    for email in emails:
        Recipient.objects.create(request=request, email=email)
    return request


def make_answer(request, action, text="It goes on.", state=Answer.State.SENT, **fields):
    """What the agency says of the action: sent, and neither accepted nor sent back yet."""
    fields = {"status": Status.ON_TRACK, "given_by": "Robin Lark"} | fields
    if state != Answer.State.DRAFT:
        fields.setdefault("sent_at", datetime(2026, 11, 17, 12, tzinfo=UTC))
    return Answer.objects.create(request=request, action=action, text=text, state=state, **fields)


def make_accepted_answer(request, action, text="It goes on.", **fields):
    """An answer that an officer has accepted as it was, and so is an update."""
    update = make_update(action, text)
    fields = {"accepted_by": update.made_by, "accepted_on": date(2026, 11, 18)} | fields
    return make_answer(request, action, text, state=Answer.State.ACCEPTED, update=update, **fields)


def make_evidence(answer, link="https://www.example.org/figures", **fields):
    return Evidence.objects.create(answer=answer, link=link, **fields)


def make_partner_question(request, action, text="Which figures do you want?", **fields):
    """What the agency wants to know of the action, and nobody has replied to."""
    fields = {"asked_at": datetime(2026, 11, 17, 12, tzinfo=UTC)} | fields
    fields.setdefault("asked_by", "lead@shelter.example.org")
    return PartnerQuestion.objects.create(request=request, action=action, text=text, **fields)


def make_passed(request, action, email="kim@shelter.example.org", **fields):
    """A colleague to whom the action was passed on."""
    fields = {"passed_by": "lead@shelter.example.org"} | fields
    fields.setdefault("passed_at", datetime(2026, 11, 17, 12, tzinfo=UTC))
    return Recipient.objects.create(
        request=request,
        email=email,
        purpose=Recipient.Purpose.PASSED,
        action=action,
        **fields,
    )
