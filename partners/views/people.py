"""The pages on who is a member of a partnership, and in which role."""

import re
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from csp.by_name import by_name
from csp.spreadsheets.lists import list_file, wants_file
from csp.versions import VERSION, ChangedByAnother
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.audit import tell
from partners.changes import (
    AlreadyMember,
    LastAdministrator,
    add_person,
    ask_for_second_step,
    change_role,
    remove_person,
    take_up,
    version_of_role,
)
from partners.forms import MemberRoleForm, PersonForm, SecondStepRuleForm
from partners.invitations import invitations_of, put_invitation
from partners.leaving import left_open
from partners.models import Membership, Partnership
from partners.second_step import has_one

COLUMNS = ("Name", "Email address", "Role", "For", "Last sign-in", "Is a member", "Second step")
E_MAIL_GOES = "An email is on its way, unless 5 have been sent to that address in the last hour."
LAST_ADMINISTRATOR = "{} is the last administrator. Make somebody else an administrator first"


@require_GET
def people(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Everybody who may sign in, with role and last sign-in, and who is invited to."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    context: dict[str, Any] = {
        "partnership": partnership,
        # Not by the name of who is invited: its place would tell of it.
        "members": by_name(
            partnership.memberships.select_related("user", "agency")
            .annotate(has_second_step=has_one(OuterRef("user")))
            .order_by("user__email"),
            lambda one: one.called,
        ),
    }
    if wants_file(request):
        rows = [
            [
                *(one.called, one.user.email, one.get_role_display(), one.agency),
                *(one.user.last_login if one.taken_up_at else None, bool(one.taken_up_at)),
                one.has_second_step if one.taken_up_at else None,
            ]
            for one in context["members"]
        ]
        return list_file(request, f"{partnership.slug}-people", COLUMNS, rows)
    return render(request, "partners/people.html", context)


@require_http_methods(["GET", "POST"])
def second_step_rule(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Say which members need a second step to sign in."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    form = SecondStepRuleForm.for_partnership(partnership)
    if request.method == "POST":
        form = SecondStepRuleForm(request.POST)
        if form.is_valid():
            least_role, seen = form.cleaned_data["least_role"], form.cleaned_data[VERSION]
            tell(request, about=f"Second step needed from: {least_role or 'nobody'}")
            try:
                ask_for_second_step(partnership, least_role=least_role, seen=seen)
            except ChangedByAnother as changed:
                form.follow(changed.now)
            else:
                messages.success(request, "Who needs a second step has been saved.")
                return redirect("people", partnership.slug)
    context = {"partnership": partnership, "form": form}
    return render(request, "partners/second_step_rule.html", context)


@require_http_methods(["GET", "POST"])
def person_add(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Invite somebody, by e-mail address."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    form = PersonForm(request.POST or None, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        invited = form.cleaned_data
        tell(request, about=f"{invited['email']}: invited as {invited['role']}")
        try:
            member = add_person(partnership, by=request.user, **form.cleaned_data)
        except AlreadyMember:
            form.add_error("email", "Whoever has this email address is a member or invited already")
        else:
            messages.success(request, f"{member.called} has been invited. {E_MAIL_GOES}")
            return redirect("people", partnership.slug)
    return render(request, "partners/person_add.html", {"partnership": partnership, "form": form})


@require_http_methods(["GET", "POST"])
def person(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Give a member another role."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    member = _member_or_404(partnership, pk)
    form = MemberRoleForm.for_member(member)
    if request.method == "POST":
        form = MemberRoleForm(request.POST, partnership=partnership)
        if member == membership:
            form.add_error("role", "You cannot change your own role. Ask another administrator")
        if form.is_valid():
            chosen = form.chosen
            tell(request, about=f"{member.user.email}: {member.role}, now {chosen['role']}")
            try:
                change_role(member, **chosen)
            except ChangedByAnother as changed:
                form.follow(changed.now)
            except LastAdministrator:
                form.add_error("role", LAST_ADMINISTRATOR.format(member.called))
            except Membership.DoesNotExist:
                raise Http404 from None
            else:
                messages.success(request, f"The role of {member.called} has been changed.")
                return redirect("people", partnership.slug)
    context = {"partnership": partnership, "member": member, "form": form}
    return render(request, "partners/person.html", context)


@require_http_methods(["GET", "POST"])
def person_invite(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Ask whether the invitation is to be sent again, and send it, to who hasn't taken it up."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    member = _member_or_404(partnership, pk)
    number = request.POST.get("number", "")
    if re.fullmatch(r"[0-9]{1,4}", number) and not member.taken_up_at:
        put_invitation(member, by=request.user, number=int(number))
        messages.success(request, E_MAIL_GOES)
        return redirect("people", partnership.slug)
    last = invitations_of(member).first()
    context = {
        "partnership": partnership,
        "member": member,
        "last": last,
        # Not how many there are: old e-mails are deleted.
        "number": int(last.key.rpartition(":")[2]) + 1 if last else 1,
    }
    return render(request, "partners/person_invite.html", context)


@require_http_methods(["GET", "POST"])
def invitations(request: SignedInRequest) -> HttpResponse:
    """What the person who is signed in is invited to: they take it up, or decline."""
    invited = request.user.memberships.filter(taken_up_at=None)
    if request.method == "POST":
        membership = get_object_or_404(
            invited.select_related("partnership"), pk=whole_number(request.POST.get("invitation"))
        )
        try:
            if request.POST.get("do") == "decline":
                remove_person(membership, seen=version_of_role(membership))
                messages.success(request, "You have declined the invitation.")
                return redirect("my-work")
            take_up(membership, at=timezone.now())
        except Membership.DoesNotExist:
            raise Http404 from None
        messages.success(request, f"You are now a member of {membership.partnership}.")
        return redirect("partnership", membership.partnership.slug)
    return render(request, "partners/invitations.html")


@require_http_methods(["GET", "POST"])
def person_remove(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Ask whether a member is to be removed, and remove them."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    member = _member_or_404(partnership, pk)
    refusal, told = "", ""
    if member == membership:
        refusal = "You cannot remove yourself. Ask another administrator to do it"
    elif request.method == "POST":
        tell(request, about=f"{member.user.email}: {member.role}, now removed")
        try:
            remove_person(member, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother as changed:
            member = changed.now
            told = (
                f"Somebody has given {member.called} another role while you were here. Read which, "
                "before you remove them"
            )
        except LastAdministrator:
            refusal = LAST_ADMINISTRATOR.format(member.called)
        except Membership.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, f"{member.called} has been removed.")
            return redirect("people", partnership.slug)
    context = {
        "partnership": partnership,
        "member": member,
        "refusal": refusal,
        "told": told,
        "left_open": left_open(member, by=membership),
        "version": version_of_role(member),
    }
    return render(request, "partners/person_remove.html", context)


def _member_or_404(partnership: Partnership, pk: int) -> Membership:
    return get_object_or_404(
        partnership.memberships.select_related("user", "partnership", "agency"), pk=pk
    )
