"""The desk, one answer on it, and the scoreboard."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods

from actions.forms import words_of_update
from actions.models import Action, StatusUpdate
from actions.rounds.desk import decisions
from actions.rounds.desk.answers_list import answers_list
from actions.rounds.desk.filters import AnswerFilter
from actions.rounds.desk.forms import AcceptForm, QuestionForm
from actions.rounds.desk.questions import open_questions, waiting_for_sign_off
from actions.rounds.desk.scoreboard import Asked, scoreboard
from actions.rounds.evidence import without_files
from actions.rounds.mailboxes import good_recipients
from actions.rounds.models import Answer, AnswerQuerySet, UpdateRound
from actions.rounds.requests import is_late
from csp.middleware import typed_before_sign_in
from csp.pages import page_of
from csp.spreadsheets.lists import list_file, wants_file
from csp.versions import VERSION, ChangedByAnother
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.models import Membership, Partnership
from plans.access import seen_by
from plans.marks import opening
from plans.models import Plan
from plans.usual import usual_plan

ANSWERS_ON_A_PAGE = 50


def _answers(membership: Membership) -> AnswerQuerySet:
    """The answers that have left the agencies, of plans of which the member knows, with what the
    desk says of each.
    """
    versions = Answer.history.filter(id=OuterRef("pk")).order_by("-history_id")
    # Their ids first: a database that joins all this would begin with everybody's answers.
    rounds = list(UpdateRound.objects.filter(seen_by([membership])).values_list("pk", flat=True))
    return (
        Answer.objects.filter(request__round__in=rounds)
        .select_related(
            "request__agency",
            "request__round__plan",
            "action__priority__plan__partnership",
            "action__latest_update__made_by",
            "action__latest_update__answer",
            "questioned_by",
        )
        .prefetch_related(without_files())
        .annotate(version=Subquery(versions.values("history_id")[:1]))
        .order_by("sent_at", "pk")
    )


def _waiting(membership: Membership) -> AnswerQuerySet:
    """Those that an officer is to decide on, the oldest first."""
    return _answers(membership).waiting()


@require_http_methods(["GET", "POST"])
def desk(request: SignedInRequest, partnership: str) -> HttpResponse:
    """What came in and waits, of which several can be accepted, and what was sent back."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_ROUNDS)
    all_answers = _answers(membership)
    waiting = all_answers.waiting()
    if request.method == "POST":
        if not membership.may(Permission.UPDATE_ACTIONS):
            raise PermissionDenied
        _accept_several(request, waiting)
        return redirect(request.get_full_path())
    chosen = AnswerFilter(request.GET or None, membership=membership, queryset=waiting)
    if wants_file(request):
        return answers_list(request, membership, chosen.qs)
    page = page_of(chosen.qs, request.GET.get("page"), size=ANSWERS_ON_A_PAGE)
    answers = list(page)
    for answer in answers:
        _describe(answer)
    context = {
        "partnership": membership.partnership,
        "filter": chosen,
        "form": chosen.form,
        "answers": answers,
        "page": page,
        "acceptable": sum(not answer.update_since for answer in answers),
        # All, as long as nobody says otherwise: the exceptions are fewer.
        "are_ticked": request.GET.get("tick") != "none",
        "total": waiting.count(),
        "may_decide": membership.may(Permission.UPDATE_ACTIONS),
        "questions": open_questions(membership),
        "to_sign": waiting_for_sign_off(membership),
        "returned": all_answers.filter(
            state=Answer.State.RETURNED, request__round__plan__stage=Plan.Stage.AGREED
        ),
    }
    return render(request, "rounds/desk/desk.html", context)


def _describe(answer: Any) -> None:
    """Give an answer what its page says of it beside its own fields."""
    answer.is_late = is_late(answer.request.round, answer.sent_at)
    answer.update_since = answer.said_since
    # On its own day, it cannot be the action's current word any more.
    answer.is_earlier = bool(answer.update_since and answer.update_since.made_on > answer.said_on)


def _accept_several(request: SignedInRequest, waiting: QuerySet[Answer]) -> None:
    """Accept answers as they are. Each is named with what the officer has read of it.

    One that is older than what was last said of its action is not put over that unread.
    """
    ticked = [f"{one}::".split(":")[:3] for one in request.POST.getlist("answer")]
    pks = [number for pk, _, _ in ticked if (number := whole_number(pk))]
    answers = {answer.pk: answer for answer in waiting.filter(pk__in=pks)}
    accepted, left, overtaken = 0, [], []
    for pk, seen, after in ticked:
        answer = answers.get(whole_number(pk) or 0)
        if answer is None:
            left.append("An answer that somebody else has decided on")
            continue
        if answer.said_since:
            overtaken.append(f"“{opening(answer.action.wording)}”, {answer.request.agency}")
            continue
        try:
            decisions.accept(
                answer,
                by=request.user,
                on=timezone.localdate(),
                status=answer.status,
                text=answer.text,
                reason=answer.reason,
                seen=seen,
                after=after,
            )
        except ChangedByAnother:
            left.append(f"“{opening(answer.action.wording)}”, {answer.request.agency}")
        else:
            accepted += 1
    _tell(request, accepted, left, overtaken)


def _tell(request: HttpRequest, accepted: int, left: list[str], overtaken: list[str]) -> None:
    """Say how many answers were accepted, and which were left because more was said meanwhile, or
    because something newer has been said of their actions.
    """
    if accepted:
        messages.success(request, f"{accepted} answer{'s' * (accepted != 1)} accepted.")
    if left:
        messages.warning(
            request,
            f"Not accepted: there is a newer version: {'; '.join(left)}. Read it, then decide.",
        )
    if overtaken:
        messages.warning(
            request,
            f"{len(overtaken)} not accepted: there is a newer update. Open each to decide: "
            f"{'; '.join(overtaken)}.",
        )
    if not accepted and not left and not overtaken:
        messages.error(request, "Select the answers you want to accept.")


@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """One answer beside what was said before: accept it, or send it back with a question."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_ROUNDS)
    said = get_object_or_404(_answers(membership).exclude(state=Answer.State.DRAFT), pk=pk)
    plan = said.request.round.plan
    form, question = _forms(said, typed_before_sign_in(request))
    may_decide = plan.stage == Plan.Stage.AGREED and membership.may(Permission.UPDATE_ACTIONS)
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        is_question = "send_back" in request.POST
        sent = QuestionForm(request.POST, prefix="ask") if is_question else AcceptForm(request.POST)
        if sent.is_valid():
            queue = list(_waiting(membership).values_list("pk", flat=True))
            if _decide(request, said, sent):
                goes_on = "accept_and_next" in request.POST or is_question
                return _next(membership.partnership, said, queue if goes_on else [])
            said = _answers(membership).get(pk=pk)
        if isinstance(sent, QuestionForm):
            question = sent
        else:
            form = sent
    _describe(said)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "answer": said,
        "action": said.action,
        "updates": said.action.updates.news().select_related("made_by")[:5],
        "form": form,
        "question": question,
        "summary": question if question.is_bound else form,
        "is_waiting": said.state == Answer.State.SENT and may_decide,
    }
    return render(request, "rounds/desk/answer.html", context)


def _decide(request: SignedInRequest, answer: Answer, form: AcceptForm | QuestionForm) -> bool:
    """Do what a valid form says of an answer. Returns whether that is done; if others have said or
    done something meanwhile, the form says so, to be sent again by somebody who has read that.
    """
    today = timezone.localdate()
    try:
        if isinstance(form, QuestionForm):
            decisions.send_back(answer, by=request.user, on=today, **form.said)
            if good_recipients(answer.request, on=today):
                messages.success(request, f"Sent back to {answer.request.agency}.")
            else:
                messages.warning(
                    request,
                    f"{answer.request.agency} has no email address that works, so nobody was "
                    "written to. Ask by telephone.",
                )
        else:
            update = decisions.accept(answer, by=request.user, on=today, **form.said)
            messages.success(request, _accepted(update))
    except ChangedByAnother as changed:
        _say_what_changed(form, answer, changed.now)
        return False
    return True


def _say_what_changed(
    form: AcceptForm | QuestionForm, answer: Answer, now: Answer | StatusUpdate
) -> None:
    """Give the form back. now: the Answer as it is, or the StatusUpdate that was added."""
    answer.refresh_from_db()
    if isinstance(now, StatusUpdate):
        told = (
            f"{now.by} saved an update while you were reading. Read it, then press again: "
            "this one will be added after it"
        )
    elif now.state == Answer.State.SENT:
        told = (
            "The partner changed this answer while you were reading. Read it as it is now, then "
            "press again"
        )
    else:
        told = (
            "This answer was decided on while you were reading. What you wrote has not been "
            "saved: it is below"
        )
    is_shown = isinstance(now, Answer)
    form.changed_by_another(
        told,
        version=form.version_for(answer),
        saved_now=[] if is_shown else words_of_update(now),
    )


def _accepted(update: StatusUpdate) -> str:
    if Action.objects.filter(latest_update=update).exists():
        return "Accepted and added to the plan."
    day = date_format(update.made_on, "j F Y")
    return f"Accepted and dated {day}. The plan still shows the later update."


def _forms(answer: Answer, typed: dict[str, str] | None) -> tuple[AcceptForm, QuestionForm]:
    """The two forms about an answer. typed: what was written into them before signing in."""
    typed = typed or {}
    words = {name: typed.get(name, getattr(answer, name)) for name in ("status", "text", "reason")}
    question = {"question": typed.get("ask-question", "")}
    words[VERSION] = AcceptForm.version_for(answer)
    question[VERSION] = QuestionForm.version_for(answer)
    return AcceptForm(initial=words), QuestionForm(initial=question, prefix="ask")


def _next(partnership: Partnership, answer: Answer, queue: list[int]) -> HttpResponse:
    """To the answer that follows in the queue, or the first that is left, or the desk."""
    left = [pk for pk in queue if pk != answer.pk]
    if not left:
        return redirect("desk", partnership.slug)
    place = queue.index(answer.pk) if answer.pk in queue else 0
    return redirect("desk-answer", partnership.slug, left[place % len(left)])


@require_GET
def show_scoreboard(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Who was asked and answered, by agency and round, over a year."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_ROUNDS)
    plans, plan = _plan_of(membership, request.GET.get("plan", ""))
    context = {
        "partnership": membership.partnership,
        "plans": plans,
        "plan": plan,
        "board": scoreboard(plan, on=timezone.localdate()) if plan else None,
    }
    return render(request, "rounds/desk/scoreboard.html", context)


@require_GET
def scoreboard_csv(request: SignedInRequest, partnership: str) -> HttpResponse:
    """The scoreboard as it is shown, as a file."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_ROUNDS)
    _, plan = _plan_of(membership, request.GET.get("plan", ""))
    headings, rows = ["Partner"], []
    if plan:
        board = scoreboard(plan, on=timezone.localdate())
        headings += [
            f"{round.name}: {what}"
            for round, _ in board.rounds
            for what in ("how it stands", "opened on", "answered on", "days")
        ]
        rows = [
            [line.agency.name, *(text for cell in line.cells for text in _texts(cell))]
            for line in board.agencies
        ]
    return list_file(request, "scoreboard", headings, rows)


def _texts(cell: Asked | None) -> list[Any]:
    if cell is None:
        return ["not asked", "", "", ""]
    dates_and_days = (cell.opened_on, cell.answered_on, cell.days)
    return [str(cell), *("" if value is None else value for value in dates_and_days)]


def _plan_of(membership: Membership, address: str) -> tuple[list[Plan], Plan | None]:
    """The plans that had rounds, and the one that is asked for, or the usual."""
    seen = membership.partnership.plans.seen_by([membership])
    plans = list(seen.exclude(rounds=None).distinct())
    wanted = next((plan for plan in plans if plan.address == address), None)
    return plans, wanted or usual_plan(plans, timezone.localdate())
