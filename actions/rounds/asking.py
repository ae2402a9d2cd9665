"""What an agency asks the officer of an action before it answers, and the reply."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from actions.rounds import letters
from actions.rounds.answers import note_opened
from actions.rounds.links import link_of
from actions.rounds.mailboxes import has_left
from actions.rounds.models import PartnerQuestion, Recipient, UpdateRequest
from actions.rounds.requests import locked
from csp.versions import ChangedByAnother
from partners.access import PERMISSIONS, Permission, Role
from partners.models import Membership, User
from plans.models import Plan

# Of one request, without a reply: an officer's mailbox is not to be filled by whoever has a link.
MOST_OPEN = 5
MAY_REPLY = [role for role in Role if Permission.UPDATE_ACTIONS in PERMISSIONS[role]]


class TooManyQuestions(Exception):
    """MOST_OPEN questions of a request wait for a reply."""


@transaction.atomic
def ask(
    request: UpdateRequest,
    action: Action,
    *,
    text: str,
    by: str,
    recipient: Recipient | None,
    at: datetime,
) -> PartnerQuestion:
    """Ask the officer who asked the agency, or whoever is there instead, by e-mail.

    by: the mailbox that wants to know. recipient: whose link it is written behind, if any. The same
    question sent twice is asked once. Raises TooManyQuestions.
    """
    request = locked(request)
    waiting = request.questions.filter(replied_at=None)
    same = waiting.filter(action=action, text=text).first()
    if same:
        return same
    if waiting.count() >= MOST_OPEN:
        raise TooManyQuestions
    question = PartnerQuestion.objects.create(
        request=request, action=action, text=text, asked_by=by, recipient=recipient, asked_at=at
    )
    note_opened(request, at=at)
    partnership = request.round.plan.partnership
    link = settings.SITE_URL + reverse("desk-question", args=[partnership.slug, question.pk])
    for user in _officers(request):
        letters.put_partner_question(question, to=user.email, link=link)
    return question


@transaction.atomic
def reply(question: PartnerQuestion, *, text: str, by: User, at: datetime) -> PartnerQuestion:
    """Reply to a question, by e-mail to whoever asked it, as far as the mailbox is written to.

    The same reply sent twice is one. Raises ChangedByAnother if another was given (`now` is the
    PartnerQuestion).
    """
    request = locked(question.request)
    questions = PartnerQuestion.objects.select_related("action", "recipient", "replied_by")
    question = questions.get(pk=question.pk)
    question.request = request
    if question.replied_at:
        if (question.reply, question.replied_by) == (text, by):
            return question
        raise ChangedByAnother(question)
    question.reply, question.replied_by, question.replied_at = text, by, at
    question.save()
    if is_written_to(question, at=at):
        letters.put_reply(question, to=question.asked_by, link=_link_of(question))
    return question


def is_written_to(question: PartnerQuestion, *, at: datetime) -> bool:
    """Whether there is still a mailbox to which the reply goes."""
    on = timezone.localdate(at)
    agency = question.request.agency_id
    return bool(question.asked_by) and not has_left(agency, question.asked_by, on=on)


def _link_of(question: PartnerQuestion) -> str:
    """Where whoever asked answers: by their own link, or signed in."""
    recipient = question.recipient
    if recipient:
        recipient.request = question.request
        return "" if recipient.taken_back_at else link_of(recipient)
    slug = question.request.round.plan.partnership.slug
    return settings.SITE_URL + reverse("signed-in-actions", args=[slug, question.request_id])


def _officers(request: UpdateRequest) -> list[User]:
    """Who opened the round, if they may still reply, else everybody who may."""
    plan, opened_by = request.round.plan, request.round.opened_by_id
    members = Membership.objects.taken_up().select_related("user", "partnership")
    members = members.filter(
        partnership=plan.partnership_id, role__in=MAY_REPLY, user__is_active=True
    )
    there = [one for one in members if not plan.is_restricted or _sees(one, plan)]
    asker = [one.user for one in there if one.user_id == opened_by]
    return asker or [one.user for one in there]


def _sees(member: Membership, plan: Plan) -> bool:
    return Plan.objects.seen_by([member]).filter(pk=plan.pk).exists()
