"""The page with all that an agency is asked: each action is answered in place, in one form.

Whichever button is pressed, all that was typed is kept, action by action; what is wrong with one
holds up no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from actions.rounds import answers, asking, passing
from actions.rounds.models import Answer, UpdateRequest
from actions.rounds.row_forms import RowForm, prefix_of
from actions.rounds.views.ways import Row, Way, render_page, rows_of
from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother, version_of
from csp.whole_numbers import whole_number
from plans.marks import opening

# Django takes a hundred files and a thousand fields of one form.
MOST_AT_ONCE = 90
CHECK, TAKE_BACK = "check", "take_back"


@dataclass(frozen=True)
class Problem:
    """What is wrong with an action's part of the page. field: the id of the place to put it right;
    name: the action's, so that the summary says of which it speaks.
    """

    name: str
    told: str
    field: str


def actions_page(request: HttpRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """All that the agency is asked about, each to be answered in place. Only a POST changes it."""
    rows = rows_of(asked, way)
    if request.method == "POST":
        problems = _take(request, asked, way, rows)
        if not problems:
            return redirect(way.send if CHECK in request.POST else _here(request, way))
    else:
        problems = []
        typed = typed_before_sign_in(request) if way.is_signed_in else None
        _lay_out(asked, rows, typed or {})
    kept = request.GET.get("kept", "")
    context = {
        "rows": rows,
        "given": sum(row.is_given for row in rows),
        "drafts": sum(row.state == Answer.State.DRAFT for row in rows),
        "forms": any(row.form for row in rows),
        "problems": problems,
        "kept": kept,
        "signer": "" if way.may_send else way.signers[0].role,
        "most_evidence": answers.MOST_EVIDENCE,
    }
    return render_page(request, "actions", asked, way, context)


def _here(request: HttpRequest, way: Way) -> str:
    """The page again, where the button was pressed."""
    pressed = whole_number(request.POST.get("save", "")) or 0
    return f"{way.actions}?kept={pressed}#a{pressed}" if pressed else f"{way.actions}?kept=all"


def _lay_out(asked: UpdateRequest, rows: Iterable[Row], typed: Mapping[str, Any]) -> None:
    """Give each row that is not with the officer its form, as far as one form takes them."""
    wanting = [row for row in rows if not row.is_given and row.form is None][:MOST_AT_ONCE]
    versions = _versions_of(asked)
    for row in wanting:
        version = versions.get(row.answer.pk, "") if row.answer else ""
        row.form = RowForm.for_row(row.action, row.answer, version=version, typed=typed)


def _versions_of(asked: UpdateRequest) -> dict[int, str]:
    """csp.versions.version_of all answers, by their ids. One query."""
    records = Answer.history.filter(id=OuterRef("pk")).order_by("-history_id")
    latest = asked.answers.annotate(version=Subquery(records.values("history_id")[:1]))
    return {pk: str(version) for pk, version in latest.values_list("pk", "version")}


def _take(request: HttpRequest, asked: UpdateRequest, way: Way, rows: list[Row]) -> list[Problem]:
    """Keep what was typed of each action. Returns what is wrong; then each row has its form."""
    sent = [row for row in rows if f"{prefix_of(row.action)}-{VERSION}" in request.POST]
    forms = {
        row.action.pk: RowForm(request.POST, request.FILES, action=row.action, answer=row.answer)
        for row in sent
    }
    seen = _seen(asked, forms.values())
    pressed = whole_number(request.POST.get("save", ""))
    for row in sent:
        form = forms[row.action.pk]
        _take_row(asked, way, row, form, seen, is_pressed=row.action.pk == pressed)
        if CHECK in request.POST and not form.errors and row.state == Answer.State.DRAFT:
            form.say_what_is_missing()
        if form.errors and not row.is_given:
            row.form = form
    taken_back = whole_number(request.POST.get(TAKE_BACK, ""))
    if taken_back and way.action is None:
        passing.take_back(asked, taken_back, at=timezone.now())
    problems = [problem for row in sent for problem in _problems(row)]
    if CHECK in request.POST and not problems:
        problems = _nothing_to_check(rows)
    if problems:
        _lay_out(asked, rows, {})
    return problems


def _nothing_to_check(rows: list[Row]) -> list[Problem]:
    if any(row.state == Answer.State.DRAFT for row in rows):
        return []
    first = next((row for row in rows if not row.is_given), None)
    place = f"id_{prefix_of(first.action)}-choice_0" if first else "main"
    return [Problem("", "Select how at least one action is going", place)]


def _seen(asked: UpdateRequest, forms: Iterable[RowForm]) -> dict[str, Any]:
    """What the answers were when the page was opened, by their versions. One query."""
    versions = [whole_number(str(form[VERSION].value() or "")) for form in forms]
    known = Answer.history.filter(request_id=asked.pk, history_id__in=filter(None, versions))
    return {str(record.history_id): record for record in known}


def _take_row(
    asked: UpdateRequest,
    way: Way,
    row: Row,
    form: RowForm,
    seen: Mapping[str, Any],
    *,
    is_pressed: bool,
) -> None:
    """Keep what was typed of one action, if anything was. is_pressed: its own button was."""
    form.is_valid()
    is_as_seen = form.is_as_seen(seen.get(str(form[VERSION].value())))
    is_asked_back = is_pressed and row.state == Answer.State.RETURNED
    if not is_as_seen or is_asked_back:
        _keep(asked, way, row, form)
    if row.is_given:
        return
    if (question := form.cleaned_data.get("question")) and not way.given_to:
        _ask(asked, way, form, question)
    if to := form.cleaned_data.get("pass_to"):
        _pass_on(asked, way, form, to)


def _keep(asked: UpdateRequest, way: Way, row: Row, form: RowForm) -> None:
    at = timezone.now()
    try:
        answer = answers.save_draft(asked, row.action, at=at, given_to=way.given_to, **form.said)
    except ChangedByAnother as changed:
        row.answer = changed.now
        if row.is_given:
            row.typed = form.typed
            return
        answers.keep_evidence(asked, row.action, form.added_evidence, at=at)
        form.follow(changed.now)
        form.done_with("file", "link")
        return
    except answers.TooMuchEvidence:
        form.add_error(
            "file", f"There can be {answers.MOST_EVIDENCE} files and links. Remove one first"
        )
        return
    row.answer = answer
    form.take(answer)
    form.take_when_sent_again(version_of(answer))
    if "link" not in form.errors:
        form.done_with("link")


def _ask(asked: UpdateRequest, way: Way, form: RowForm, question: str) -> None:
    try:
        asking.ask(
            asked,
            form.action,
            text=question,
            by=way.mailbox,
            recipient=way.recipient,
            at=timezone.now(),
        )
    except asking.TooManyQuestions:
        form.add_error(
            "question",
            f"{asking.MOST_OPEN} of your questions wait for a reply. Wait for one, or telephone",
        )
    else:
        form.done_with("question")


def _pass_on(asked: UpdateRequest, way: Way, form: RowForm, to: str) -> None:
    if way.action is not None or way.given_to:
        return
    try:
        passing.pass_on(asked, form.action, to=to, by=way.mailbox, at=timezone.now())
    except passing.NotPassed as why:
        form.add_error("pass_to", str(why))
    except ChangedByAnother:
        form.add_error("pass_to", "The link of this page has been withdrawn")
    else:
        form.done_with("pass_to")


def _problems(row: Row) -> list[Problem]:
    """What is wrong with a row, in the order of the page."""
    name = row.action.reference or f"“{opening(row.action.wording)[:40]}”"
    if row.typed:
        told = "was sent or accepted while you were writing. What you typed is below, not saved"
        return [Problem(name, told, f"a{row.action.pk}")]
    form = row.form
    if form is None:
        return []
    prefix = prefix_of(row.action)
    found = [Problem(name, str(told), f"a{row.action.pk}") for told in form.non_field_errors()]
    for field in form:
        place = f"id_{prefix}-choice_0" if field.name == "choice" else field.id_for_label
        found += [Problem(name, str(told), place) for told in field.errors]
    return found


def typed_in(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was typed into the page, as pairs of label and words, for whom it can't be saved."""
    texts = ("text", "reason", "link", "question")
    typed = [(name.rpartition("-")[2], words) for name, words in data.items() if "-" in name]
    return [
        (str(RowForm.base_fields[name].label), words)
        for name, words in typed
        if words and name in texts
    ]
