"""Walking through a meeting on a projector: a page for each item, on which all is written."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from actions.meetings.agenda import (
    asked_of,
    items_of,
    minutes_of,
    open_points,
    place,
    silent_in,
    stops_of,
)
from actions.meetings.changes import (
    NotPossible,
    attend,
    close,
    decide,
    finish,
    take_update,
)
from actions.meetings.forms import AttendanceForm, DecisionForm, OutcomeForm, UpdateAtMeetingForm
from actions.meetings.models import Meeting, MeetingDecision
from actions.meetings.views.pages import meeting_or_404, shown
from actions.models import Action
from actions.updating.action_page import save_update
from csp.middleware import typed_before_sign_in
from csp.pages import page_of
from csp.versions import ChangedByAnother
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest
from partners.models import Membership

# So many silent actions stand on a page.
ON_A_PAGE = 25


class Walk:
    """A page of the walk: where it stands among the others, and what is written on it.

    wrong: the form that was sent and is to be put right, if one was.
    """

    def __init__(self, request: SignedInRequest, membership: Membership, meeting: Meeting) -> None:
        self.request, self.membership, self.meeting = request, membership, meeting
        self.today, self.by = timezone.localdate(), request.user
        self.may_run = membership.may(Permission.RUN_MEETINGS)
        self.wrong: forms.Form | None = None
        if request.method == "POST" and not self.may_run:
            raise PermissionDenied

    @cached_property
    def typed(self) -> dict[str, Any]:
        """What was typed here before signing in."""
        return typed_before_sign_in(self.request) or {}

    def taken(self, form: Any, write: Callable[[], object], said: str) -> HttpResponse | None:
        """Write what a form says, and show the page anew; or keep the form, which says why not.

        write: raises NotPossible or ChangedByAnother, of which the latter's `now` is what the
        form's `follow` shows.
        """
        self.wrong = form
        if not form.is_valid():
            return None
        try:
            write()
        except NotPossible as refused:
            form.add_error(None, str(refused))
            return None
        except ChangedByAnother as changed:
            form.follow(changed.now)
            return None
        messages.success(self.request, said)
        return redirect(self.request.path)

    def decision_form(self, action: Action | None = None) -> DecisionForm:
        of_form: dict[str, Any] = {
            "meeting": self.meeting,
            "action": action,
            "may_add_actions": self.membership.may(Permission.EDIT_PLAN),
        }
        if isinstance(self.wrong, DecisionForm):
            return self.wrong
        if self.request.method == "POST" and "decide" in self.request.POST:
            return DecisionForm(self.request.POST, **of_form)
        return DecisionForm.begun(typed=self.typed, **of_form)

    def decided(self, action: Action | None = None) -> HttpResponse | None:
        """Take the decision that was sent, if one was."""
        if "decide" not in self.request.POST:
            return None
        form = self.decision_form(action)

        def write() -> object:
            return decide(self.meeting, **form.said, by=self.by, at=timezone.now())

        return self.taken(form, write, "The decision is saved.")

    def outcome_forms(self, points: list[MeetingDecision]) -> list[OutcomeForm]:
        """A form for each of these open points; of the one that was sent, with what was typed."""
        sent = self.wrong.point.pk if isinstance(self.wrong, OutcomeForm) else None
        return [
            self.wrong  # type: ignore[misc]
            if point.pk == sent
            else OutcomeForm(
                point=point, initial={"outcome": self.typed.get(f"point-{point.pk}-outcome", "")}
            )
            for point in points
        ]

    def closed(self, points: QuerySet[MeetingDecision]) -> HttpResponse | None:
        """Close one of these points, if that was sent."""
        if "close" not in self.request.POST:
            return None
        pk = whole_number(self.request.POST["close"])
        point = get_object_or_404(points, pk=pk)
        form = OutcomeForm(self.request.POST, point=point)

        def write() -> object:
            outcome = form.cleaned_data["outcome"]
            return close(point, outcome=outcome, by=self.by, at=timezone.now(), heard=self.meeting)

        return self.taken(form, write, "The point is closed.")

    def page(self, name: str, **context: Any) -> HttpResponse:
        """The page, with the way to those before and after it."""
        items = items_of(self.meeting, on=self.today)
        stops = stops_of(self.meeting, items)
        start, end = place(self.meeting, "start"), place(self.meeting, "end")
        places = [start, *(stop.place for stop in stops), end]
        here = places.index(self.request.path) if self.request.path in places else None
        called = ["who is here", *(stop.called for stop in stops), "the end"]
        minutes = minutes_of(self.meeting)
        of_walk = {
            "meeting": self.meeting,
            "minutes": minutes,
            "is_confirmed": bool(minutes and minutes.confirmed_at),
            "is_to_come": self.meeting.held_on > self.today,
            "number": here if here and here < len(places) - 1 else None,
            "total": len(stops),
            "before": (places[here - 1], called[here - 1]) if here else None,
            "after": _after(places, called, here),
            "form": self.wrong,
            "today": self.today,
        }
        plan = self.meeting.body.plan
        return shown(self.request, name, self.membership, plan, of_walk | context)


def _after(places: list[str], called: list[str], here: int | None) -> tuple[str, str] | None:
    """The page after that of this number; of one that is not among them, the agenda goes on."""
    if here is None or here + 1 == len(places):
        return None
    return places[here + 1], called[here + 1]


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """The first page: who is here, and the minutes of the last meeting."""
    walk = Walk(request, *meeting_or_404(request, partnership, address, pk))
    plan = walk.meeting.body.plan
    if request.method == "POST":
        form = AttendanceForm(request.POST, plan=plan)

        def write() -> object:
            return attend(walk.meeting, **form.said, by=request.user, at=timezone.now())

        if walk.taken(form, write, "Saved."):
            walk.meeting = meeting_or_404(request, partnership, address, pk)[1]
            stops = stops_of(walk.meeting, items_of(walk.meeting, on=walk.today))
            return redirect(stops[0].place if stops else place(walk.meeting, "end"))
    else:
        form = AttendanceForm.of(plan, minutes_of(walk.meeting), walk.typed)
    before = Meeting.objects.filter(
        body=walk.meeting.body_id,
        held_on__lt=walk.meeting.held_on,
        minutes__finished_at__isnull=False,
    )
    return walk.page(
        "start",
        attendance=form,
        to_confirm=before.filter(minutes__confirmed_at=None).order_by("-held_on").first(),
    )


@require_http_methods(["GET", "POST"])
def at_action(
    request: SignedInRequest, partnership: str, address: str, pk: int, action: int
) -> HttpResponse:
    """One action: how it goes, and what is said and decided of it now."""
    walk = Walk(request, *meeting_or_404(request, partnership, address, pk))
    actions = Action.objects.with_words(walk.today)
    row = get_object_or_404(actions, pk=action, priority__plan=walk.meeting.body.plan)
    may_update = walk.may_run and Action.objects.updatable_by([walk.membership]).filter(pk=row.pk)
    points = _about(open_points(walk.meeting), row)
    update: UpdateAtMeetingForm | None = None
    of_form: dict[str, Any] = {"action": row, "by": request.user, "today": walk.today}
    if request.method == "POST":
        answer = walk.decided(row) or walk.closed(points)
        if answer is None and walk.wrong is None:
            if not may_update:
                raise PermissionDenied
            update = UpdateAtMeetingForm(request.POST, request.FILES, **of_form)
            answer = _updated(walk, update)
        if answer:
            return answer
    if may_update and update is None:
        update = UpdateAtMeetingForm.begun(typed=walk.typed, **of_form)
    minutes = minutes_of(walk.meeting)
    decisions = MeetingDecision.objects.filter(minutes=minutes, action=row) if minutes else []
    return walk.page(
        "action",
        action=row,
        since=_since(row),
        said_on=_said_on(row),
        update_form=update,
        decision_form=walk.decision_form(row),
        outcomes=walk.outcome_forms([_asked(point) for point in points]),
        decisions=decisions,
    )


@require_http_methods(["GET", "POST"])
def at_point(
    request: SignedInRequest, partnership: str, address: str, pk: int, point: int
) -> HttpResponse:
    """One open point of earlier meetings, and what came of it."""
    walk = Walk(request, *meeting_or_404(request, partnership, address, pk))
    of_group = MeetingDecision.objects.of_group(walk.meeting.body).select_related(
        "closed_by", "action__priority__plan__partnership", "became__latest_update", "owner"
    )
    points = of_group.select_related("minutes__meeting").filter(
        minutes__meeting__held_on__lt=walk.meeting.held_on
    )
    row = get_object_or_404(points, pk=point)
    about = row.became or row.action
    if request.method == "POST" and (answer := walk.decided(row.action) or walk.closed(points)):
        return answer
    minutes = minutes_of(walk.meeting)
    return walk.page(
        "point",
        point=_asked(row),
        about=about,
        decision_form=walk.decision_form(row.action),
        outcomes=walk.outcome_forms([_asked(row)]) if row.is_open else [],
        decisions=MeetingDecision.objects.filter(minutes=minutes, action=row.action_id)
        if minutes and row.action_id
        else [],
    )


@require_http_methods(["GET"])
def silent(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """The actions that nobody has said anything of for a quarter, from which each can be opened."""
    walk = Walk(request, *meeting_or_404(request, partnership, address, pk))
    actions = silent_in(walk.meeting.body.plan, walk.today)
    return walk.page("silent", page=page_of(actions, request.GET.get("page"), size=ON_A_PAGE))


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """The last page: what was decided, anything else, and the minutes."""
    walk = Walk(request, *meeting_or_404(request, partnership, address, pk))
    told = ""
    if request.method == "POST" and "finish" in request.POST:
        try:
            finish(walk.meeting, by=request.user, at=timezone.now())
        except NotPossible as refused:
            told = str(refused)
        else:
            messages.success(request, "The minutes are made. Read them through.")
            return redirect("meeting-minutes", partnership, address, pk)
    elif request.method == "POST" and (answer := walk.decided()):
        return answer
    decisions = MeetingDecision.objects.filter(minutes=minutes_of(walk.meeting))
    return walk.page(
        "end",
        told=told,
        decision_form=walk.decision_form(),
        decisions=decisions.select_related("owner", "action").order_by("pk"),
    )


def _updated(walk: Walk, form: UpdateAtMeetingForm) -> HttpResponse | None:
    def write() -> object:
        save = partial(save_update, form)
        return take_update(walk.meeting, save, by=walk.by, at=timezone.now())

    answer = walk.taken(form, write, "The update is saved.")
    if answer is None:
        form.keep_files()
    return answer


def _about(points: QuerySet[MeetingDecision], action: Action) -> QuerySet[MeetingDecision]:
    """Those that are about the action, or became it."""
    return points.filter(action=action) | points.filter(became=action)


def _asked(point: Any) -> Any:
    """The point, with who is to do it by when as its template says it."""
    point.asked = asked_of(point)
    return point


def _said_on(action: Action) -> str:
    update = action.latest_update
    return f"Said on {date_format(update.made_on, 'j F Y')}:" if update else ""


def _since(action: Action) -> Any:
    """The first day of the unbroken time in which the action has had its status, or None."""
    first = None
    for status, day in action.updates.values_list("status", "made_on"):
        if status != action.status:
            break
        first = day
    return first
