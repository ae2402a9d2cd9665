"""How somebody came to a request, the actions that it asks about, and the frame of its pages.

`asked` is the UpdateRequest, checked by the caller; a Way says how to get about and where to write.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from actions.rounds.answering_forms import ask_who_speaks
from actions.rounds.evidence import without_files
from actions.rounds.links import answers_until
from actions.rounds.mailboxes import came_back
from actions.rounds.models import Answer, PartnerQuestion, Recipient, UpdateRequest
from actions.rounds.requests import GIVEN, is_late, wanted_of
from actions.rounds.row_forms import RowForm
from partners.models import Contact, User


@dataclass(frozen=True)
class Way:
    """How somebody came to a request: by the link in an e-mail, or signed in.

    names: what the names of its addresses begin with, “answer” for answer-action, answer-send,
    answer-sent and answer-evidence. home: the name of the address of all actions. arguments: with
    which each of them begins. base: the template of the pages' frame. mailbox: to which receipts
    go. person: who answers, if that is known. given_to: the officer who takes it by telephone.
    recipient: whose link it is; if an action was passed on to it, that one alone is shown.
    signers: the contacts of whom one is to sign off what is sent; empty if the agency wants none.
    """

    names: str
    home: str
    arguments: tuple
    base: str
    mailbox: str
    person: str = ""
    given_to: User | None = None
    is_signed_in: bool = False
    recipient: Recipient | None = None
    signers: tuple[Contact, ...] = ()

    def to(self, page: str, *arguments: object) -> str:
        return reverse(f"{self.names}-{page}", args=[*self.arguments, *arguments])

    @property
    def actions(self) -> str:
        return reverse(self.home, args=self.arguments)

    @property
    def send(self) -> str:
        return self.to("send")

    @property
    def action(self) -> int | None:
        """The id of the action that was passed on, and is shown alone."""
        return self.recipient.action_id if self.recipient else None

    @property
    def may_send(self) -> bool:
        """Whether nobody else signs it off: an officer at the telephone has asked about that."""
        emails = {one.email.lower() for one in self.signers}
        return not emails or self.given_to is not None or self.mailbox.lower() in emails


@dataclass
class Row:
    """An action that is asked about, the Answer to it or None, and where its page is.

    questions: what was asked of it on the way there. passed: to whom it was passed on, each with
    whether the e-mail came back. form: in which it is answered, if it is in place. typed: what can
    not be saved, as pairs of label and words.
    """

    action: Action
    answer: Answer | None
    url: str
    questions: list[PartnerQuestion] = field(default_factory=list)
    passed: list[tuple[Recipient, bool]] = field(default_factory=list)
    form: RowForm | None = None
    typed: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def state(self) -> str:
        return self.answer.state if self.answer else ""

    @property
    def is_given(self) -> bool:
        return self.state in GIVEN

    @property
    def has_question(self) -> bool:
        """Whether an officer wants to know something of its answer."""
        return bool(self.answer and self.answer.question and self.state in ("returned", "draft"))


def rows_of(asked: UpdateRequest, way: Way) -> list[Row]:
    """A Row for each action that is asked about, or for that which was passed on: those with a
    question first, then in the plan's order. Six queries, however many.
    """
    said = asked.answers.prefetch_related(without_files()).select_related("questioned_by")
    by_action = {answer.action_id: answer for answer in said}
    wanted = wanted_of(asked).select_related(
        "priority__theme",
        "priority__plan__partnership",
        "strand",
        "latest_update__made_by",
        "carries_on__latest_update",
        "carries_on__priority__plan",
    )
    if way.action is not None:
        wanted = wanted.filter(pk=way.action)
    questions, passed = _questions_of(asked), _passed_of(asked, way)
    rows = [
        Row(
            action,
            by_action.get(action.pk),
            way.to("action", action.pk),
            questions[action.pk],
            passed[action.pk],
        )
        for action in wanted.in_plan_order()
    ]
    return sorted(rows, key=lambda row: not row.has_question)


def _questions_of(asked: UpdateRequest) -> defaultdict[int, list[PartnerQuestion]]:
    found = defaultdict(list)
    for question in asked.questions.select_related("replied_by"):
        found[question.action_id].append(question)
    return found


def _passed_of(asked: UpdateRequest, way: Way) -> defaultdict[int, list[tuple[Recipient, bool]]]:
    """To whom actions are passed on, by their ids: told to the agency, and not to those."""
    found: defaultdict[int, list[tuple[Recipient, bool]]] = defaultdict(list)
    if way.action is not None:
        return found
    there = list(asked.recipients.filter(purpose=Recipient.Purpose.PASSED, taken_back_at=None))
    lost = came_back(there)
    for recipient in there:
        found[recipient.action_id or 0].append((recipient, recipient.pk in lost))
    return found


def who(asked: UpdateRequest, way: Way) -> str:
    """Who answered last, so that the next answer needs no name."""
    if way.person:
        return way.person
    said = asked.answers.exclude(given_by="")
    if way.action is not None:
        said = said.filter(action=way.action)
    latest = said.order_by(F("sent_at").desc(nulls_first=True), "-pk")
    return latest.values_list("given_by", flat=True).first() or ""


def render_page(
    request: HttpRequest, page: str, asked: UpdateRequest, way: Way, shown: dict[str, Any]
) -> HttpResponse:
    now = timezone.now()
    form = shown.get("form")
    if form:
        # The link itself is the authority, and no cookie is set.
        form.helper.disable_csrf = not way.is_signed_in
        if way.given_to:
            ask_who_speaks(form)
    context = {
        "way": way,
        "asked": asked,
        "round": asked.round,
        "plan": asked.round.plan,
        "partnership": asked.round.plan.partnership,
        "is_late": is_late(asked.round, now),
        "answers_until": answers_until(asked.round),
    }
    return render(request, f"rounds/answer/{page}.html", context | shown)
