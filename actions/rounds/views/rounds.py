"""The rounds of a partnership, and one round: who has answered, whom the e-mail didn't reach."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from actions.models import Action
from actions.rounds import running
from actions.rounds.evidence import download
from actions.rounds.links import answers_until, is_open
from actions.rounds.mailboxes import Mailbox, mailboxes_of
from actions.rounds.models import Answer, Evidence, Recipient, UpdateRequest, UpdateRound
from actions.rounds.requests import NOTHING_LEFT, Progress, is_late, progress_of, with_answered
from actions.rounds.round_forms import REMINDERS, ClosingForm, RoundForm, SendAgainForm
from csp.by_name import by_name
from csp.middleware import typed_before_sign_in
from csp.spreadsheets.lists import list_file, wants_file
from csp.versions import VERSION, ChangedByAnother, version_of
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.models import Membership
from plans.access import seen_by
from plans.changes import save_row
from plans.lists import marking_of, plan_list
from plans.models import Plan

REQUEST_CHANGED = (
    "Somebody wrote to this partner, or it answered, while you were reading. Read how it stands "
    "now, then press again"
)


@dataclass
class Row:
    """An agency of a round: how far it has answered, and what became of the e-mails to it.

    is_late: whether the round's closing day is over. passed: to whom actions were passed on.
    """

    request: UpdateRequest
    progress: Progress
    mailboxes: list[Mailbox]
    is_late: bool
    passed: list[Recipient] = field(default_factory=list)

    @property
    def wants_telephone(self) -> bool:
        """Whether it is waited for, and no address of it works."""
        is_waited_for = not self.request.answered_at and not self.request.revoked_at
        return is_waited_for and not any(mailbox.is_good for mailbox in self.mailboxes)

    @property
    def days(self) -> list[datetime | None]:
        return [self.request.opened_at, self.request.answered_at]

    @property
    def counted(self) -> list[int]:
        return [self.progress.wanted, self.progress.answered]

    @property
    def state(self) -> str:
        if self.request.revoked_at:
            return "Withdrawn"
        if self.request.answered_at and not self.progress.answered:
            return NOTHING_LEFT
        if self.request.answered_at:
            answered_late = is_late(self.request.round, self.request.answered_at)
            return "Answered late" if answered_late else "Answered"
        if self.is_late:
            return "Late"
        if self.request.to_sign_at:
            return "Waiting for sign-off"
        if self.progress.answered:
            return "Answered in part"
        return "Opened" if self.request.opened_at else "Asked"


# The figures of a round: what each is called, and which of the partners it counts.
COUNTED: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "asked": ("Asked", lambda row: True),
    "opened": ("Opened", lambda row: bool(row.request.opened_at)),
    "answered": ("Answered", lambda row: bool(row.request.answered_at)),
    "late": ("Late", lambda row: row.state == "Late"),
}


@require_GET
def rounds(request: SignedInRequest, partnership: str) -> HttpResponse:
    """The rounds of all plans, the latest first."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_ROUNDS)
    rounds = with_answered(UpdateRound.objects.filter(seen_by([membership])))
    today = timezone.localdate()
    context: dict[str, Any] = {
        "partnership": membership.partnership,
        "rounds": [
            (round, today > round.closes_on)
            for round in rounds.select_related("plan__partnership").order_by("-opened_at", "-pk")
        ],
        "may_run": membership.may(Permission.RUN_ROUNDS),
        "is_plan_agreed": membership.partnership.plans.seen_by([membership])
        .filter(stage=Plan.Stage.AGREED)
        .exists(),
    }
    if wants_file(request):
        shown = context["rounds"]
        rows = [
            [one.name, one.plan.label, one.closes_on, one.asked, one.answered] for one, _ in shown
        ]
        headings = ["Round", "Plan", "Closing day", "Asked", "Answered"]
        name = f"{membership.partnership.slug}-rounds"
        marking = marking_of(one.plan for one, _ in shown)
        return list_file(request, name, headings, rows, marking=marking)
    return render(request, "rounds/rounds.html", context)


@require_GET
def round(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """One round: its agencies, or those of one of its figures, and what can be done for each."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_ROUNDS)
    round = _round_or_404(membership, pk)
    today = timezone.localdate()
    requests = round.requests.select_related("agency__successor", "round__plan")
    asked = by_name(requests, lambda one: one.agency)
    progress = progress_of(asked)
    mailboxes = mailboxes_of(asked, on=today)
    late = is_late(round, timezone.now())
    passed = _passed_in(round)
    rows = [Row(one, progress[one.pk], mailboxes[one.pk], late, passed[one.pk]) for one in asked]
    wanted = [row for row in rows if row.state not in ("Withdrawn", NOTHING_LEFT)]
    counted = {
        name: (words, [row for row in wanted if picks(row)])
        for name, (words, picks) in COUNTED.items()
    }
    only, rows = counted.get(request.GET.get("only", ""), ("", rows))
    if wants_file(request):
        cells = [[one.request.agency, one.state, *one.days, *one.counted] for one in rows]
        headings = ["Partner", "State", "Opened", "Answered on", "Actions", "Answered"]
        return plan_list(request, round.plan, f"round-{round.pk}", headings, cells)
    context = _context(round) | {
        "rows": rows,
        "only": only,
        "counts": [(name, words, len(found)) for name, (words, found) in counted.items()],
        "reminders": [REMINDERS.get(day, f"{day} days") for day in _days(round)],
        "may_run": membership.may(Permission.RUN_ROUNDS),
        "may_change": is_open(round, today),
        "is_late": late,
        "today": today,
    }
    return render(request, "rounds/round.html", context)


def _passed_in(round: UpdateRound) -> defaultdict[int, list[Recipient]]:
    """To whom actions were passed on, by the ids of the requests. One query."""
    found = defaultdict(list)
    passed = Recipient.objects.filter(request__round=round, purpose=Recipient.Purpose.PASSED)
    for one in passed.select_related("action").order_by("passed_at", "pk"):
        found[one.request_id].append(one)
    return found


@require_http_methods(["GET", "POST"])
def round_change(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Change the closing day, the message or the reminders. What was sent says what it said."""
    membership = membership_or_404(request.user, partnership, Permission.RUN_ROUNDS)
    round = _round_or_404(membership, pk)
    if request.method == "POST":
        form, is_saved = save_row(RoundForm, request.POST, row=round, plan=round.plan)
        if is_saved:
            messages.success(request, "The round has been saved.")
            return redirect(round)
    else:
        form = RoundForm(instance=round, initial=typed_before_sign_in(request))
    return render(request, "rounds/change.html", _context(round) | {"form": form})


@require_http_methods(["GET", "POST"])
def round_close(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Close a round before its day."""
    membership = membership_or_404(request.user, partnership, Permission.RUN_ROUNDS)
    round = _round_or_404(membership, pk)
    form = ClosingForm(request.POST or None, initial={VERSION: version_of(round)})
    if request.method == "POST" and form.is_valid():
        try:
            running.close(
                round,
                on=timezone.localdate(),
                at=timezone.now(),
                takes_late=form.cleaned_data["links"] == "late",
                seen=form.cleaned_data[VERSION],
            )
        except ChangedByAnother as changed:
            form.changed_by_another(
                "Somebody changed this round while you were reading. Read it as it is now, then "
                "press again",
                version=version_of(changed.now),
                saved_now=_words_of(changed.now),
            )
        else:
            messages.success(request, "The round is closed. No more reminders will be sent.")
            return redirect(round)
    return render(request, "rounds/close.html", _context(round) | {"form": form})


@require_http_methods(["GET", "POST"])
def request_send(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Send an agency its e-mail once more, or to another address."""
    membership = membership_or_404(request.user, partnership, Permission.RUN_ROUNDS)
    asked = _request_or_404(membership, pk)
    today = timezone.localdate()
    mailboxes = mailboxes_of([asked], on=today)[asked.pk]
    if request.method == "POST":
        form = SendAgainForm(request.POST, request=asked, mailboxes=mailboxes, on=today)
        if form.is_valid():
            cleaned = form.cleaned_data
            try:
                running.send_again(
                    asked,
                    to=form.address,
                    press=cleaned["press"],
                    alone=cleaned["alone"],
                    seen=cleaned[VERSION],
                )
            except ChangedByAnother as changed:
                form.changed_by_another(
                    REQUEST_CHANGED,
                    version=running.version_of_request(changed.now),
                    saved_now=_words_of_request(changed.now),
                )
            else:
                messages.success(request, f"The email to {form.address} is on its way.")
                return redirect(asked.round)
    else:
        initial = {VERSION: running.version_of_request(asked)}
        initial |= typed_before_sign_in(request) or {}
        form = SendAgainForm(request=asked, mailboxes=mailboxes, on=today, initial=initial)
    context = _context(asked.round) | {"asked": asked, "form": form}
    return render(request, "rounds/send.html", context)


@require_http_methods(["GET", "POST"])
def request_revoke(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw the links of an agency, and ask it no more in this round."""
    membership = membership_or_404(request.user, partnership, Permission.RUN_ROUNDS)
    asked = _request_or_404(membership, pk)
    told = ""
    if request.method == "POST":
        try:
            running.withdraw(asked, at=timezone.now(), seen=request.POST.get(VERSION, ""))
        except ChangedByAnother as changed:
            asked, told = changed.now, REQUEST_CHANGED
        else:
            messages.success(
                request, f"{asked.agency} is no longer asked: its links are withdrawn."
            )
            return redirect(asked.round)
    context = _context(asked.round) | {
        "asked": asked,
        "told": told,
        "standing": _words_of_request(asked),
        "version": running.version_of_request(asked),
    }
    return render(request, "rounds/revoke.html", context)


@require_GET
def evidence(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """A file that an agency has put beside its answer; before that is accepted, for officers."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    files = Evidence.objects.exclude(file=None).select_related("answer")
    actions = Action.objects.seen_by([membership])
    found = get_object_or_404(files, pk=pk, answer__action__in=actions)
    is_accepted = found.answer.state == Answer.State.ACCEPTED
    if not is_accepted and not membership.may(Permission.SEE_ROUNDS):
        raise PermissionDenied
    return download(found)


def _round_or_404(membership: Membership, pk: int) -> UpdateRound:
    rounds = UpdateRound.objects.select_related("plan__partnership", "opened_by")
    return get_object_or_404(rounds, seen_by([membership]), pk=pk)


def _request_or_404(membership: Membership, pk: int) -> UpdateRequest:
    """A request of a round whose links can still work."""
    requests = UpdateRequest.objects.select_related("agency", "round__plan__partnership")
    asked = get_object_or_404(requests, seen_by([membership], "round__plan"), pk=pk)
    if not is_open(asked.round, timezone.localdate()):
        raise Http404
    return asked


def _words_of(round: UpdateRound) -> list[tuple[str, str]]:
    """How a round stands, as pairs of label and words."""
    reminders = [REMINDERS.get(day, f"{day} days") for day in _days(round)]
    return [
        ("Round", round.name),
        ("Closing day", f"{round.closes_on:%-d %B %Y}"),
        ("Reminders", "\n".join(reminders) or "None"),
    ]


def _words_of_request(asked: UpdateRequest) -> list[tuple[str, str]]:
    """How a request stands, as pairs of label and words."""
    progress = progress_of([asked])[asked.pk]
    emails = asked.recipients.values_list("email", flat=True)
    return [
        ("Asked by email to", "\n".join(emails) or "Nobody"),
        ("Answers", f"{progress.answered} of {progress.wanted}"),
        ("Links", "Withdrawn" if asked.revoked_at else ""),
    ]


def _days(round: UpdateRound) -> list[int]:
    return [int(day) for day in round.reminder_days.split(",") if day]


def _context(round: UpdateRound) -> dict[str, Any]:
    return {
        "round": round,
        "plan": round.plan,
        "partnership": round.plan.partnership,
        "answers_until": answers_until(round),
    }
