"""Opening a round: what it is, then who would be asked, then asking them; or others later."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.rounds.models import UpdateRound
from actions.rounds.opening import (
    AnotherIsOpen,
    ask_others,
    digest_of,
    nobody_to_ask,
    not_yet_asked,
    open_round,
    still_open,
    to_be_asked,
)
from actions.rounds.round_forms import OpeningForm
from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.models import Partnership
from plans.access import seen_by
from plans.models import Plan
from plans.usual import usual_plan

OVERTAKEN = (
    "The actions or the contacts have changed since you looked. Nothing has been sent. Check "
    "again who will be asked"
)
ASK_AGAIN = "Select “Ask again anyway” to open a second round of this plan"


@require_http_methods(["GET", "POST"])
def round_open(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Open a round of a plan that is agreed. Nothing is sent before the last button."""
    membership = membership_or_404(request.user, partnership, Permission.RUN_ROUNDS)
    seen = membership.partnership.plans.seen_by([membership]).filter(stage=Plan.Stage.AGREED)
    plans = list(seen)
    if not plans:
        return render(request, "rounds/no_plan.html", {"partnership": membership.partnership})
    typed = request.POST if request.method == "POST" else typed_before_sign_in(request) or {}
    plan = _chosen(plans, typed.get("plan_id", ""))
    row = UpdateRound(plan=plan)
    if request.method == "GET":
        form = OpeningForm(instance=row, initial=typed, plans=plans)
        return _form(request, membership.partnership, form)
    form = OpeningForm(request.POST, instance=row, plans=plans)
    if not form.is_valid() or "edit" in request.POST:
        return _form(request, membership.partnership, form)
    left_out = _ticked(request, "leave_out")
    if "open" not in request.POST:
        return _preview(request, plan, form, left_out)
    try:
        opened = open_round(
            plan,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
            seen=request.POST.get(VERSION, ""),
            left_out=left_out,
            again="again" in request.POST,
            **form.values,
        )
    except ChangedByAnother:
        return _preview(request, plan, form, left_out, problem=OVERTAKEN)
    except AnotherIsOpen:
        return _preview(request, plan, form, left_out, problem=ASK_AGAIN, problem_at="again")
    messages.success(request, f"{opened.name} is open.")
    return redirect(opened)


def _chosen(plans: list[Plan], pk: str) -> Plan:
    """The plan of that id, or this year's, or the latest."""
    chosen = [plan for plan in plans if str(plan.pk) == pk]
    return chosen[0] if chosen else usual_plan(plans, timezone.localdate()) or plans[0]


def _form(request: HttpRequest, partnership: Partnership, form: OpeningForm) -> HttpResponse:
    context = {"partnership": partnership, "form": form}
    return render(request, "rounds/open.html", context)


def _ticked(request: HttpRequest, name: str) -> set[int]:
    """The ids of the agencies that were ticked under that name."""
    ids = map(whole_number, request.POST.getlist(name))
    return {pk for pk in ids if pk is not None}


def _preview(
    request: HttpRequest,
    plan: Plan,
    form: OpeningForm,
    left_out: set[int],
    problem: str = "",
    problem_at: str = "",
) -> HttpResponse:
    """Everybody who would be asked. problem: why nothing was sent; problem_at: the id of the field
    that it is about.
    """
    today = timezone.localdate()
    everybody = to_be_asked(plan, on=today)
    asked = [one for one in everybody if one.agency.pk not in left_out]
    context = {
        "partnership": plan.partnership,
        "plan": plan,
        "form": form,
        "round": form.values,
        "everybody": everybody,
        "nobody_for": nobody_to_ask(plan, everybody),
        "still_open": still_open(plan, on=today),
        "again": "again" in request.POST,
        "left_out": left_out,
        "mails": sum(len(one.contacts) for one in asked),
        "version": digest_of(everybody),
        "problem": problem,
        "problem_at": problem_at,
    }
    return render(request, "rounds/preview.html", context)


@require_http_methods(["GET", "POST"])
def round_ask(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Ask partners in a round that goes on who were left out, or came to own an action since."""
    membership = membership_or_404(request.user, partnership, Permission.RUN_ROUNDS)
    today = timezone.localdate()
    rounds = UpdateRound.objects.select_related("plan__partnership", "opened_by")
    round = get_object_or_404(
        rounds,
        seen_by([membership]),
        pk=pk,
        plan__stage=Plan.Stage.AGREED,
        closes_on__gte=today,
    )
    chosen = _ticked(request, "ask")
    problem, problem_at = "", ""
    if request.method == "POST" and not chosen:
        problem, problem_at = "Select who to ask", "ask"
    elif request.method == "POST":
        seen = request.POST.get(VERSION, "")
        try:
            asked = ask_others(round, agencies=chosen, at=timezone.now(), on=today, seen=seen)
        except ChangedByAnother:
            problem = OVERTAKEN
        else:
            names = ", ".join(f"{one.agency}" for one in asked)
            messages.success(request, f"Asked in {round.name}: {names}.")
            return redirect(round)
    everybody = not_yet_asked(round, on=today)
    context = {
        "partnership": membership.partnership,
        "round": round,
        "plan": round.plan,
        "everybody": everybody,
        "chosen": chosen,
        "version": digest_of(everybody),
        "problem": problem,
        # With nobody left to ask there is nothing to select.
        "problem_at": problem_at if everybody else "",
    }
    return render(request, "rounds/ask.html", context)
