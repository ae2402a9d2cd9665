"""The pages on who is a member of a partnership, and in which role."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from csp.by_name import by_name
from partners.access import Permission, membership_or_404
from partners.changes import (
    AlreadyMember,
    ChangedByAnother,
    LastAdministrator,
    add_person,
    change_role,
    remove_person,
)
from partners.forms import MemberRoleForm, PersonForm
from partners.invitations import invitations_of, put_invitation
from partners.models import Membership

LAST_ADMINISTRATOR = "{} is the last administrator. Make somebody else an administrator first"


@require_GET
def people(request, partnership):
    """Everybody who may sign in, with role and last sign-in."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    context = {
        "partnership": partnership,
        "members": by_name(
            partnership.memberships.select_related("user", "agency").order_by("user__email"),
            lambda one: one.user.name,
        ),
    }
    return render(request, "partners/people.html", context)


@require_http_methods(["GET", "POST"])
def person_add(request, partnership):
    """Make somebody a member, by e-mail address."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    form = PersonForm(request.POST or None, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        try:
            member = add_person(partnership, by=request.user, **form.cleaned_data)
        except AlreadyMember:
            form.add_error("email", "The person with this e-mail address is already a member")
        else:
            messages.success(
                request,
                f"{member.user} has been added. An e-mail has gone to {member.user.email}.",
            )
            return redirect("people", partnership.slug)
    return render(request, "partners/person_add.html", {"partnership": partnership, "form": form})


@require_http_methods(["GET", "POST"])
def person(request, partnership, pk):
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
            try:
                change_role(member, **form.cleaned_data)
            except ChangedByAnother as changed:
                form = form.following(changed.row)
            except LastAdministrator:
                form.add_error("role", LAST_ADMINISTRATOR.format(member.user))
            except Membership.DoesNotExist:
                raise Http404 from None
            else:
                messages.success(request, f"The role of {member.user} has been changed.")
                return redirect("people", partnership.slug)
    context = {"partnership": partnership, "member": member, "form": form}
    return render(request, "partners/person.html", context)


@require_http_methods(["GET", "POST"])
def person_invite(request, partnership, pk):
    """Ask whether the invitation is to be sent again, and send it, to who never signed in."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    member = _member_or_404(partnership, pk)
    number = request.POST.get("number", "")
    if re.fullmatch(r"[0-9]{1,4}", number) and not member.user.last_login:
        put_invitation(member, by=request.user, number=int(number))
        messages.success(request, f"An e-mail has gone to {member.user.email}.")
        return redirect("people", partnership.slug)
    invitations = list(invitations_of(member))
    context = {
        "partnership": partnership,
        "member": member,
        "last": next(iter(invitations), None),
        "number": len(invitations) + 1,
    }
    return render(request, "partners/person_invite.html", context)


@require_http_methods(["GET", "POST"])
def person_remove(request, partnership, pk):
    """Ask whether a member is to be removed, and remove them."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    member = _member_or_404(partnership, pk)
    refusal = ""
    if member == membership:
        refusal = "You cannot remove yourself. Ask another administrator to do it"
    elif request.method == "POST":
        try:
            remove_person(member)
        except LastAdministrator:
            refusal = LAST_ADMINISTRATOR.format(member.user)
        except Membership.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, f"{member.user} has been removed.")
            return redirect("people", partnership.slug)
    context = {"partnership": partnership, "member": member, "refusal": refusal}
    return render(request, "partners/person_remove.html", context)


def _member_or_404(partnership, pk):
    return get_object_or_404(
        partnership.memberships.select_related("user", "partnership", "agency"), pk=pk
    )
