"""The pages on which an agency answers, whichever way somebody came to them.

`asked` is the UpdateRequest, checked by the caller; a Way says how to get about and where to write.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from actions.rounds import answers
from actions.rounds.answering_forms import SAVE_AND_NEXT, AnswerForm, SendForm, ask_who_speaks
from actions.rounds.evidence import download, without_files
from actions.rounds.links import answers_until
from actions.rounds.models import Answer, Evidence, UpdateRequest
from actions.rounds.requests import GIVEN, is_late, wanted_of
from csp.middleware import typed_before_sign_in
from csp.versions import ChangedByAnother
from partners.models import User


@dataclass(frozen=True)
class Way:
    """How somebody came to a request: by the link in an e-mail, or signed in.

    names: what the names of its addresses begin with, “answer” for answer-actions, answer-action,
    answer-send, answer-sent and answer-evidence. arguments: with which each of them begins.
    base: the template of the pages' frame. mailbox: to which receipts go. person: who answers, if
    that is known. given_to: the officer who takes it by telephone. others: links to what else the
    mailbox is asked.
    """

    names: str
    arguments: tuple
    base: str
    mailbox: str
    person: str = ""
    given_to: User | None = None
    is_signed_in: bool = False
    others: tuple = ()

    def to(self, page: str, *arguments: object) -> str:
        return reverse(f"{self.names}-{page}", args=[*self.arguments, *arguments])

    @property
    def actions(self) -> str:
        return self.to("actions")

    @property
    def send(self) -> str:
        return self.to("send")


@dataclass
class Row:
    """An action that is asked about, the Answer to it or None, and where its page is."""

    action: Action
    answer: Answer | None
    url: str

    @property
    def state(self) -> str:
        return self.answer.state if self.answer else ""

    @property
    def is_given(self) -> bool:
        return self.state in GIVEN


def rows_of(asked: UpdateRequest, way: Way) -> list[Row]:
    """A Row for each action that is asked about: those with a question first, then in the plan's
    order. Three queries, however many.
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
    rows = [
        Row(action, by_action.get(action.pk), way.to("action", action.pk))
        for action in wanted.in_plan_order()
    ]
    return sorted(rows, key=lambda row: not _has_question(row.answer))


def _has_question(answer: Answer | None) -> bool:
    return bool(answer and answer.question and answer.state in ("returned", "draft"))


def actions_page(request: HttpRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """All that the agency is asked about, and how far it has answered."""
    rows = rows_of(asked, way)
    saved = request.GET.get("saved", "")
    context = {
        "rows": rows,
        "given": sum(row.is_given for row in rows),
        "drafts": sum(row.state == Answer.State.DRAFT for row in rows),
        "saved": next((row for row in rows if str(row.action.pk) == saved), None),
    }
    return _render(request, "actions", asked, way, context)


def action_page(request: HttpRequest, asked: UpdateRequest, way: Way, pk: int) -> HttpResponse:
    """One action: what was said of it, and the form of the agency's answer."""
    rows = rows_of(asked, way)
    row = next((row for row in rows if row.action.pk == pk), None)
    if row is None:
        raise Http404
    has_next = any(not other.is_given for other in rows if other is not row)
    context: dict[str, Any] = {
        "row": row,
        "saved": request.GET.get("saved"),
        "meanwhile": request.GET.get("meanwhile"),
    }
    if request.method == "POST":
        response, shown = _answered(request, asked, way, rows, row, has_next)
        if response:
            return response
        context |= shown
    else:
        context["form"] = AnswerForm.for_answer(
            row.answer,
            action=row.action,
            given_by=_who(asked, way),
            has_next=has_next,
            typed=typed_before_sign_in(request) if way.is_signed_in else None,
        )
    kept = row.answer.evidence.all() if row.answer else []
    context["evidence"] = [(one, way.to("evidence", one.pk)) for one in kept]
    return _render(request, "action", asked, way, context)


def _answered(
    request: HttpRequest, asked: UpdateRequest, way: Way, rows: list[Row], row: Row, has_next: bool
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """What follows a POST of an AnswerForm: the response, or else what the page is to show."""
    form = AnswerForm(request.POST, request.FILES, answer=row.answer, has_next=has_next)
    if way.given_to:
        ask_who_speaks(form)
    if not form.is_valid():
        form.say_that_the_file_is_gone()
        return None, {"form": form}
    if form.is_empty:
        return redirect(_next(rows, row, way)), {}
    write = answers.send if form.sends else answers.save_draft
    receipt: dict[str, Any] = {"receipt_to": way.mailbox} if form.sends else {}
    try:
        answer = write(
            asked,
            row.action,
            at=timezone.now(),
            given_to=way.given_to,
            **form.said,
            **receipt,
        )
    except ChangedByAnother as changed:
        if changed.now.state == Answer.State.ACCEPTED:
            row.answer = changed.now
            return None, {"typed": form.typed}
        return None, {"form": form.following(changed.now)}
    except answers.TooMuchEvidence:
        form.add_error(
            "file", f"There can be {answers.MOST_EVIDENCE} files and links. Take one away first"
        )
        return None, {"form": form}
    if form.cleaned_data["heard"] != str(row.action.latest_update_id or ""):
        return redirect(f"{row.url}?meanwhile=yes"), {}
    if form.sends:
        return redirect(f"{way.to('sent')}?answers={answer.pk}"), {}
    there = _next(rows, row, way) if SAVE_AND_NEXT in request.POST else way.actions
    return redirect(f"{there}?saved={row.action.pk}"), {}


def _next(rows: list[Row], row: Row, way: Way) -> str:
    """Where the next action without an answer is, round to the first; else the list."""
    place = rows.index(row)
    following = rows[place + 1 :] + rows[:place]
    return next((other.url for other in following if not other.state), way.actions)


def send_page(request: HttpRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """Everything that is ready, to be read once more; and sending it."""
    drafts = list(answers.drafts_of(asked).prefetch_related(without_files()))
    ready = [draft for draft in drafts if answers.is_whole(draft)]
    context: dict[str, Any] = {
        "ready": ready,
        "unready": [
            (draft, way.to("action", draft.action_id)) for draft in drafts if draft not in ready
        ],
    }
    form = SendForm.for_drafts(ready, given_by=_who(asked, way))
    if request.method == "POST":
        typed = SendForm(request.POST, count=len(ready))
        if way.given_to:
            ask_who_speaks(typed)
        if typed.is_valid():
            try:
                sent = answers.send_drafts(
                    asked,
                    at=timezone.now(),
                    receipt_to=way.mailbox,
                    given_by=typed.cleaned_data["given_by"],
                    seen=typed.seen,
                )
            except ChangedByAnother:
                context["changed"] = True
            else:
                numbers = ",".join(str(answer.pk) for answer in sent)
                return redirect(f"{way.to('sent')}?answers={numbers}")
        else:
            form = typed
    return _render(request, "send", asked, way, context | {"form": form})


def sent_page(request: HttpRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """What was sent just now, and what is left."""
    rows = rows_of(asked, way)
    numbers = set(request.GET.get("answers", "").split(","))
    sent = [row for row in rows if row.answer and row.is_given and str(row.answer.pk) in numbers]
    context = {"sent": sent, "left": [row for row in rows if not row.is_given]}
    return _render(request, "sent", asked, way, context)


def evidence_file(asked: UpdateRequest, pk: int) -> HttpResponse:
    """A file that the agency has put beside an answer of this request."""
    kept = Evidence.objects.exclude(file=None)
    return download(get_object_or_404(kept, pk=pk, answer__request=asked))


def _who(asked: UpdateRequest, way: Way) -> str:
    """Who answered last, so that the next answer needs no name."""
    if way.person:
        return way.person
    latest = asked.answers.exclude(given_by="").order_by(F("sent_at").desc(nulls_first=True), "-pk")
    return latest.values_list("given_by", flat=True).first() or ""


def _render(
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
