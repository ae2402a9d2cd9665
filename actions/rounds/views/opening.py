"""Opening a round: what it is, then who would be asked, then asking them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.models import UpdateRound
from actions.rounds.opening import OthersToAsk, digest_of, open_round, to_be_asked
from actions.rounds.round_forms import OpeningForm
from csp.middleware import typed_before_sign_in
from partners.access import Permission, membership_or_404
from plans import years
from plans.models import Plan


@require_http_methods(["GET", "POST"])
def round_open(request, partnership):
    """Open a round of a plan that is agreed. Nothing is sent before the last button."""
    membership = membership_or_404(request.user, partnership, Permission.RUN_ROUNDS)
    partnership = membership.partnership
    plans = list(partnership.plans.filter(stage=Plan.Stage.AGREED))
    if not plans:
        return render(request, "actions/rounds/no_plan.html", {"partnership": partnership})
    typed = request.POST if request.method == "POST" else typed_before_sign_in(request) or {}
    plan = _chosen(plans, typed.get("plan_id", ""))
    row = UpdateRound(plan=plan)
    if request.method == "GET":
        return _form(request, partnership, OpeningForm(instance=row, initial=typed, plans=plans))
    form = OpeningForm(request.POST, instance=row, plans=plans)
    if not form.is_valid() or "edit" in request.POST:
        return _form(request, partnership, form)
    left_out = {int(pk) for pk in request.POST.getlist("leave_out") if pk.isdecimal()}
    if "open" not in request.POST:
        return _preview(request, plan, form, left_out)
    try:
        opened = open_round(
            plan,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
            seen=request.POST.get("seen", ""),
            left_out=left_out,
            **form.values,
        )
    except OthersToAsk:
        return _preview(request, plan, form, left_out, overtaken=True)
    messages.success(request, f"{opened.name} is open.")
    return redirect(opened)


def _chosen(plans, pk):
    """The plan of that id, or this year's, or the latest."""
    this_year = years.year_of(timezone.localdate())
    chosen = [plan for plan in plans if str(plan.pk) == pk]
    current = [plan for plan in plans if plan.start_year == this_year]
    return [*chosen, *current, *plans][0]


def _form(request, partnership, form):
    context = {"partnership": partnership, "form": form}
    return render(request, "actions/rounds/open.html", context)


def _preview(request, plan, form, left_out, overtaken=False):
    """Everybody who would be asked. overtaken: the opener has seen others before."""
    everybody = to_be_asked(plan, on=timezone.localdate())
    asked = [one for one in everybody if one.agency.pk not in left_out]
    context = {
        "partnership": plan.partnership,
        "plan": plan,
        "form": form,
        "round": form.values,
        "everybody": everybody,
        "left_out": left_out,
        "mails": sum(len(one.contacts) for one in asked),
        "seen": digest_of(everybody),
        "overtaken": overtaken,
    }
    return render(request, "actions/rounds/preview.html", context)
