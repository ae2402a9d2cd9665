"""The pages on which an agency answers, whichever way somebody came to them.

`asked` is the UpdateRequest, checked by the caller; a Way says how to get about and where to write.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from actions.rounds import answers, signing_off
from actions.rounds.answering_forms import SAVE_AND_NEXT, AnswerForm, SendForm, ask_who_speaks
from actions.rounds.evidence import download, without_files
from actions.rounds.models import Answer, Evidence, UpdateRequest
from actions.rounds.views.ways import Row, Way, render_page, rows_of, who
from csp.middleware import typed_before_sign_in
from csp.versions import ChangedByAnother, version_of


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
            given_by=who(asked, way),
            has_next=has_next,
            typed=typed_before_sign_in(request) if way.is_signed_in else None,
        )
    kept = row.answer.evidence.all() if row.answer else []
    context["evidence"] = [(one, way.to("evidence", one.pk)) for one in kept]
    return render_page(request, "action", asked, way, context)


def _answered(
    request: HttpRequest, asked: UpdateRequest, way: Way, rows: list[Row], row: Row, has_next: bool
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """What follows a POST of an AnswerForm: the response, or else what the page is to show."""
    form = AnswerForm(request.POST, request.FILES, answer=row.answer, has_next=has_next)
    if way.given_to:
        ask_who_speaks(form)
    if not form.is_valid():
        _keep_the_file(asked, row, form)
        return None, {"form": form}
    if form.sends and not way.may_send:
        return None, {"form": form, "typed": form.typed}
    if form.is_empty:
        return redirect(_next(rows, row, way)), {}
    write = answers.send if form.sends else answers.save_draft
    receipt: dict[str, Any] = {"receipt_to": way.mailbox} if form.sends else {}
    try:
        given = {"at": timezone.now(), "given_to": way.given_to, **form.said, **receipt}
        answer = write(asked, row.action, **given)
    except ChangedByAnother as changed:
        if changed.now.state == Answer.State.ACCEPTED:
            row.answer = changed.now
            return None, {"typed": form.typed}
        return None, {"form": form.following(changed.now)}
    except answers.TooMuchEvidence:
        form.add_error(
            "file", f"There can be {answers.MOST_EVIDENCE} files and links. Remove one first"
        )
        return None, {"form": form}
    if form.cleaned_data["heard"] != str(row.action.latest_update_id or ""):
        return redirect(f"{row.url}?meanwhile=yes"), {}
    if form.sends:
        return redirect(f"{way.to('sent')}?answers={answer.pk}"), {}
    if SAVE_AND_NEXT in request.POST:
        return redirect(f"{_next(rows, row, way)}?saved={row.action.pk}"), {}
    return redirect(f"{way.actions}?kept={row.action.pk}#a{row.action.pk}"), {}


def _keep_the_file(asked: UpdateRequest, row: Row, form: AnswerForm) -> None:
    """Keep the file of a form with errors: a browser sends none a second time by itself."""
    file = form.cleaned_data.get("file")
    answer = file and answers.keep_evidence(asked, row.action, [file], at=timezone.now())
    if not answer:
        form.say_that_the_file_is_gone()
        return
    if row.answer is None:
        form.take_when_sent_again(version_of(answer))
    row.answer = answer


def _next(rows: list[Row], row: Row, way: Way) -> str:
    """Where the next action without an answer is, round to the first; else the list."""
    place = rows.index(row)
    following = rows[place + 1 :] + rows[:place]
    return next((other.url for other in following if not other.state), way.actions)


def send_page(request: HttpRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """Everything that is ready, to be read once more; and sending it."""
    of_way = answers.drafts_of(asked, action=way.action)
    drafts = list(of_way.prefetch_related(without_files()))
    ready = [draft for draft in drafts if answers.is_whole(draft)]
    context: dict[str, Any] = {
        "ready": ready,
        "unready": [draft for draft in drafts if draft not in ready],
    }
    signer = "" if way.may_send else way.signers[0].role
    form = SendForm.for_drafts(ready, given_by=who(asked, way), signer=signer)
    if request.method == "POST":
        typed = SendForm(request.POST, count=len(ready), signer=signer)
        if way.given_to:
            ask_who_speaks(typed)
        if typed.is_valid():
            try:
                return redirect(_sent(asked, way, typed))
            except ChangedByAnother:
                context["changed"] = True
        else:
            form = typed
    return render_page(request, "send", asked, way, context | {"form": form})


def _sent(asked: UpdateRequest, way: Way, form: SendForm) -> str:
    """Send what the form says, or ask for it to be signed off. Returns where that is told."""
    said: dict[str, Any] = {"seen": form.seen, "at": timezone.now(), "action": way.action}
    given_by = form.cleaned_data["given_by"]
    if not way.may_send:
        signing_off.ask_to_sign(asked, given_by=given_by, **said)
        return f"{way.to('sent')}?to_sign=yes"
    if asked.to_sign_by and way.signers and asked.to_sign_by != given_by:
        given_by = f"{asked.to_sign_by}, signed off by {given_by}"[:200]
    sent = answers.send_drafts(asked, receipt_to=way.mailbox, given_by=given_by, **said)
    numbers = ",".join(str(answer.pk) for answer in sent)
    return f"{way.to('sent')}?answers={numbers}"


def sent_page(request: HttpRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """What was sent just now, and what is left."""
    rows = rows_of(asked, way)
    numbers = set(request.GET.get("answers", "").split(","))
    sent = [row for row in rows if row.answer and row.is_given and str(row.answer.pk) in numbers]
    context = {
        "sent": sent,
        "left": [row for row in rows if not row.is_given],
        "to_sign": "to_sign" in request.GET and not way.may_send,
    }
    return render_page(request, "sent", asked, way, context)


def evidence_file(asked: UpdateRequest, way: Way, pk: int) -> HttpResponse:
    """A file that the agency has put beside an answer of this request."""
    kept = Evidence.objects.exclude(file=None).filter(answer__request=asked)
    if way.action is not None:
        kept = kept.filter(answer__action=way.action)
    return download(get_object_or_404(kept, pk=pk))
