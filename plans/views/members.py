"""The agencies as a plan lists them: their order, who follows whom, and who makes up a group."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods

from csp.by_name import by_name
from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest
from plans import member_list
from plans.access import plan_or_404
from plans.changes import save_row
from plans.forms.members import GroupForm, MemberEndForm
from plans.kinds import MEMBER
from plans.views.records import STEPS
from plans.views.rows import page


@require_GET
def members(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Whom the plan lists, in order; the other agencies, the groups, and those not there then."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    listed = member_list.listed_in(plan)
    groups, others, not_there = [], [], []
    places = {agency.pk: at for at, agency in enumerate(listed)}
    agencies = plan.partnership.agencies.select_related("successor")
    for agency in by_name(agencies.prefetch_related("members")):
        agency.members_by_name = by_name(agency.members.all())
        if agency.pk in places:
            # The same row, with its members; its place for the buttons that move it.
            agency.position = agency.grid_position
            listed[places[agency.pk]] = agency
        elif not member_list.is_there(agency, plan):
            not_there.append(agency)
        elif not agency.members_by_name:
            others.append(agency)
        if agency.members_by_name:
            groups.append(agency)
    context = {
        "partnership": plan.partnership,
        "plan": plan,
        "listed": listed,
        "groups": groups,
        "others": others,
        "not_there": not_there,
    }
    return render(request, "plans/members.html", context)


@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Move an agency one place up or down in the list of members."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    agency = MEMBER.row_or_404(plan, pk)
    if request.method == "POST":
        by = STEPS.get(request.POST.get("move", ""), 0)
        try:
            member_list.move(agency, plan, by=by, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother:
            messages.error(
                request,
                "Somebody else has moved this or removed it from the list. Check where "
                "it is now before you move it.",
            )
        return redirect(f"{reverse('members', args=[partnership, address])}#member-{pk}")
    agency.position = agency.grid_position
    return page(request, "move", MEMBER, plan, "Move a member", {"row": agency})


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Say when an agency ended, and which took over."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    agency = MEMBER.row_or_404(plan, pk)
    name = str(agency)
    if request.method == "POST":
        form, is_saved = save_row(MemberEndForm, request.POST, row=agency, plan=plan)
        if is_saved:
            ended = agency.ended_on and date_format(agency.ended_on, "j F Y")
            messages.success(
                request,
                f"The end of {name}, {ended}, has been saved."
                if ended
                else f"{name} has no end date.",
            )
            return redirect("members", partnership, address)
    else:
        form = MemberEndForm(instance=agency, initial=typed_before_sign_in(request))
    return page(request, "member_end", MEMBER, plan, f"End {name}", {"form": form})


@require_http_methods(["GET", "POST"])
def group(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Say which agencies make up a group."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    agency = MEMBER.row_or_404(plan, pk)
    if request.method == "POST":
        form = GroupForm(request.POST, group=agency)
        if form.is_valid():
            try:
                member_list.save_group(agency, plan=plan, **form.chosen)
            except ChangedByAnother:
                form.follow(agency)
            else:
                messages.success(request, f"Who belongs to {agency} has been saved.")
                return redirect("members", partnership, address)
    else:
        form = GroupForm.of(agency)
    title = f"Who belongs to {agency}"
    return page(request, "member_group", MEMBER, plan, title, {"form": form})
