"""My work: what wants an update from a person, with a form in each row, as a list or a table."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.changes import add_update, say_nothing_new
from actions.forms import what_changed
from actions.lists import actions_list
from actions.models import Action
from actions.panels import panels_of_my_work
from actions.statuses import NEEDS_REASON, Status
from actions.summary import standing_of
from actions.updating.forms import (
    NEWS_WRITTEN,
    NOTHING_NEW,
    STATUS_CHOSEN,
    DayOfRowsForm,
    RowForm,
    check_day,
    in_words,
    nothing_new_words,
)
from actions.updating.queue import left_words, updatable_by
from csp.middleware import typed_before_sign_in
from csp.spreadsheets.lists import wants_file
from csp.versions import VERSION, ChangedByAnother
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest
from partners.homes import home_of_reader
from partners.models import Membership
from plans.marks import as_text, opening

# In the table a row is written into; in the list it is folded.
ROWS = {"table": 25, "list": 25}


@dataclass
class Row:
    """An action that wants an update, why it is here, and its form."""

    action: Action
    form: RowForm
    today: date

    @property
    def why(self) -> str:
        """Why an update is wanted: “no update for 140 days”."""
        action = self.action
        due, heard = action.due_on, action.heard_on
        if due and due < self.today and (heard is None or heard <= due):
            return f"its date passed on {in_words(due, self.today)}"
        days = (self.today - (heard or action.plan.starts_on)).days
        return f"no update for {days} day{'s' * (days != 1)}"

    @property
    def nothing_new(self) -> str:
        return nothing_new_words(self.action, self.today)

    @property
    def is_open(self) -> bool:
        return bool(self.form.errors) or self.form.is_written


@dataclass
class Sent:
    """What came of the rows that were sent: how many were saved, the rows that were not, what was
    typed of actions that can't be updated any more, and the day's form if that is wrong.
    """

    saved: list[str] = field(default_factory=list)
    wrong: list[Row] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    day: DayOfRowsForm | None = None


class Part:
    """The part of a list that a page shows.

    It is counted in actions, not in pages: whatever is saved leaves the list, and page 2 would
    pass over as many.
    """

    def __init__(self, start: int, size: int, total: int) -> None:
        self.size = size
        # Of a part that is not there any more, the last one that is.
        self.start = start if start < total else max(total - 1, 0) // size * size
        self.next = self.start + size
        self.has_next = self.next < total
        self.before = max(self.start - size, 0)
        self.first, self.last, self.total = self.start + 1, min(self.next, total), total


@require_http_methods(["GET", "POST"])
def my_work(request: SignedInRequest) -> HttpResponse:
    """What wants an update from this person now, in all their partnerships.

    Who has nothing to update is led to what they read.
    """
    of_user = list(request.user.memberships.select_related("partnership", "agency"))
    memberships = [one for one in of_user if one.taken_up_at]
    today = timezone.localdate()
    sent = Sent()
    if request.method == "POST":
        sent = _save_rows(request, memberships, today)
        if not (sent.wrong or sent.lost or sent.day):
            _tell(request, sent, memberships, today)
            return redirect(_goes_on(request, sent))
    elif typed := typed_before_sign_in(request):
        sent.wrong = _typed_rows(typed, memberships, today)
    elif home := home_of_reader(
        request.user, memberships, is_invited=len(memberships) < len(of_user), on=today
    ):
        return redirect(home)
    if wants_file(request):
        wanting = updatable_by(memberships).wanting_update(today)
        return actions_list(request, "my-work", wanting)
    view = "table" if request.GET.get("view") == "table" else "list"
    context = _context(sent, view, _start(request.GET), memberships, today)
    return render(request, f"actions/updating/my_work_{view}.html", context)


def _start(fields: QueryDict) -> int:
    """How many actions of the list stand before those that are asked for."""
    return whole_number(fields.get("start")) or 0


def _goes_on(request: SignedInRequest, sent: Sent) -> str:
    """The address of what is shown when all is saved: the part of the list that was asked for.

    What was saved has left the list, so that what follows has moved up by as many places.
    """
    if "start" not in request.POST:
        return request.get_full_path()
    start, address = _start(request.POST), request.GET.copy()
    if start > _start(request.GET):
        start = max(start - len(sent.saved), 0)
    address["start"] = str(start)
    return f"{request.path}?{address.urlencode()}"


def _context(
    sent: Sent, view: str, start: int, memberships: list[Membership], today: date
) -> dict[str, Any]:
    """What the page shows. view: “list” or “table”; start: how many actions stand before it."""
    updatable = updatable_by(memberships)
    not_saved = [row.action.pk for row in sent.wrong]
    wanting = updatable.wanting_update(today)
    counts = wanting.order_by().aggregate(
        all=Count("pk"),
        overdue=Count("pk", filter=Q(is_overdue=True)),
        others=Count("pk", filter=~Q(pk__in=not_saved)),
    )
    standing = standing_of(updatable.asked_about(today))
    part = Part(start, ROWS[view], counts["others"])
    shown = wanting.exclude(pk__in=not_saved)[part.start : part.next]
    return {
        "view": view,
        "part": part,
        "wrong": sent.wrong,
        "rows": sorted(
            [*sent.wrong, *(Row(one, RowForm(action=one, today=today), today) for one in shown)],
            key=lambda row: not row.action.is_overdue,
        ),
        "sent": sent,
        "has_errors": bool(sent.day or sent.lost or any(row.form.errors for row in sent.wrong)),
        "day": sent.day or DayOfRowsForm(),
        "today": today,
        "overdue": counts["overdue"],
        "due": counts["all"] - counts["overdue"],
        "in_trouble_count": sum(standing.counts[status] for status in NEEDS_REASON),
        "complete": standing.counts[Status.COMPLETE],
        "total": standing.total,
        "panels": panels_of_my_work(memberships, on=today),
        "may_update": any(
            one.may(Permission.UPDATE_ACTIONS) or one.may(Permission.UPDATE_OWN_ACTIONS)
            for one in memberships
        ),
        "several": len({one.partnership_id for one in memberships}) > 1,
    }


def _save_rows(request: SignedInRequest, memberships: list[Membership], today: date) -> Sent:
    """Save each row into which something is written, by itself."""
    sent = Sent()
    day_form = DayOfRowsForm(request.POST)
    pks = {whole_number(pk) for pk in request.POST.getlist("row")[: max(ROWS.values()) * 4]}
    quiet = whole_number(request.POST.get(NOTHING_NEW))
    actions = {one.pk: one for one in _shown(memberships, {pk for pk in pks if pk}, today)}
    day = day_form.cleaned_data["day"] or today if day_form.is_valid() else today
    for pk in sorted(pk for pk in pks if pk):
        action = actions.get(pk)
        if action is None:
            sent.lost += _typed_of(request, pk)
            continue
        form = RowForm(request.POST, action=action, today=today)
        is_valid = form.is_valid()
        if pk != quiet and not form.is_written:
            continue
        row = Row(action, form, today)
        if day_form.errors:
            sent.day = day_form
            sent.wrong.append(row)
        elif (is_valid or pk == quiet) and _save_row(request, row, day, is_quiet=pk == quiet):
            sent.saved.append(action.reference or f"“{opening(action.wording)}”")
        else:
            sent.wrong.append(row)
    return sent


def _save_row(request: SignedInRequest, row: Row, day: date, *, is_quiet: bool) -> bool:
    """Save what a row says, or that there is nothing new. Returns whether it is saved; if not, the
    row's form says why.
    """
    form, action = row.form, row.action
    try:
        check_day(day, plan=action.plan, today=row.today)
    except forms.ValidationError as error:
        form.add_error("text", error)
        return False
    if is_quiet and form.is_written:
        said = any((form[name].value() or "").strip() for name in ("text", "reason"))
        form.add_error("text", NEWS_WRITTEN if said else STATUS_CHOSEN)
        return False
    try:
        if is_quiet:
            seen = form[VERSION].value()
            say_nothing_new(action, by=request.user, on=day, after=seen)
        else:
            add_update(action, by=request.user, on=day, **form.said)
    except ChangedByAnother as changed:
        now = changed.now
        words = f" It says: “{as_text(now.text) or now.get_status_display()}”." if now else ""
        told = what_changed(form.cleaned_data.get(VERSION, ""), now)
        form.add_error("text", f"{told}{words} Save again to add yours")
        form.take_when_sent_again(now.pk if now else "")
        return False
    return True


def _shown(memberships: list[Membership], pks: set[int], today: date) -> list[Action]:
    """Those of the actions of which something may be said, with what a row shows of them."""
    return list(updatable_by(memberships).filter(pk__in=pks).with_words(today))


def _typed_of(request: SignedInRequest, pk: int) -> list[tuple[str, str]]:
    """What was typed into the row of an action that can't be updated any more, with labels."""
    text, reason = (request.POST.get(f"a{pk}-{name}", "").strip() for name in ("text", "reason"))
    return [(label, words) for label, words in (("Update", text), ("Why", reason)) if words]


def _typed_rows(typed: dict[str, Any], memberships: list[Membership], today: date) -> list[Row]:
    """The rows into which something was typed before the person had to sign in again."""
    sent = typed.get("row", [])
    pks = {whole_number(str(pk)) for pk in (sent if isinstance(sent, list) else [sent])}
    rows = []
    for action in _shown(memberships, {pk for pk in pks if pk}, today):
        prefix = RowForm.prefix_of(action)
        names = ("status", "text", "reason")
        said = {name: typed.get(f"{prefix}-{name}", "") for name in names}
        if said["text"] or said["reason"]:
            rows.append(Row(action, RowForm(action=action, today=today, initial=said), today))
    return rows


def _tell(request: SignedInRequest, sent: Sent, memberships: list[Membership], today: date) -> None:
    """Say what was saved, and how many want an update still."""
    if not sent.saved:
        if "start" not in request.POST:
            messages.warning(request, "Nothing is saved: no row says anything new.")
        return
    left = updatable_by(memberships).wanting_update(today).count()
    number = len(sent.saved)
    saved = f"{sent.saved[0]} is saved." if number == 1 else f"{number} updates are saved."
    messages.success(request, f"{saved} {left_words(left)}")
