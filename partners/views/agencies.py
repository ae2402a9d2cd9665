"""The partners of a partnership."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from csp.by_name import by_name
from csp.finding import Sought
from csp.spreadsheets.lists import list_file, wants_file
from partners.access import (
    Permission,
    SignedInRequest,
    membership_or_404,
    partnerships_of,
)
from partners.changing import address_to_add, address_to_change
from partners.likeness import alike
from partners.models import Agency, Contact, Joining
from partners.old_contacts import soon_deleted
from partners.panels import panels_of_agency

# What the page offers, by what one may.
OFFERED = {
    "may_see_contacts": Permission.SEE_CONTACTS,
    "may_edit_contacts": Permission.EDIT_CONTACTS,
    "may_edit_plan": Permission.EDIT_PLAN,
    "may_import": Permission.IMPORT_CONTACTS,
    "may_manage_people": Permission.MANAGE_PEOPLE,
    "may_change_partnership": Permission.CHANGE_PARTNERSHIP,
    "may_take_away": Permission.TAKE_AWAY,
}


COLUMNS = (
    *("Name", "Abbreviation", "Kind", "Telephones", "Website", "Address", "Members"),
    *("Ended on", "Succeeded by"),
)


@require_GET
def partners(request: SignedInRequest, partnership: str) -> HttpResponse:
    """The agencies: those of today, groups of them, and those that have ended."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    partnership = membership.partnership
    typed = request.GET.get("q", "").strip()
    sought = Sought(typed)
    agencies = partnership.agencies.select_related("successor").prefetch_related("members")
    if membership.may(Permission.SEE_CONTACTS):
        agencies = agencies.annotate(contact_count=Count("contacts"))
    today = timezone.localdate()
    ended, groups, current = [], [], []
    found = by_name(one for one in agencies if _is_about(one, sought))
    if wants_file(request):
        return list_file(request, f"{partnership.slug}-partners", COLUMNS, map(_cells, found))
    for agency in found:
        agency.members_by_name = by_name(agency.members.all())
        if agency.ended_on and agency.ended_on <= today:
            ended.append(agency)
        elif agency.members_by_name:
            groups.append(agency)
        else:
            current.append(agency)
    context = {
        "partnership": partnership,
        "sought": typed,
        "current": current,
        "groups": groups,
        "ended": ended,
        "contact_count": sum(getattr(one, "contact_count", 0) for one in found),
        "today": today,
        "add_address": address_to_add(membership),
        **{name: membership.may(permission) for name, permission in OFFERED.items()},
    }
    if membership.may(Permission.JOIN_PARTNERS):
        context["alike"] = alike(agencies.prefetch_related("different_from"))
    if membership.may(Permission.SEE_CONTACTS):
        context["soon_deleted"] = soon_deleted(partnership, on=today)
    return render(request, "partners/partners.html", context)


def _cells(agency: Agency) -> list[object]:
    members = "\n".join(one.name for one in by_name(agency.members.all()))
    return [
        *(agency.name, agency.abbreviation, agency.get_kind_display(), agency.telephones),
        *(agency.website, agency.address, members, agency.ended_on, agency.successor),
    ]


def _is_about(agency: Agency, sought: Sought) -> bool:
    return sought.are_in([agency.name, agency.abbreviation, agency.get_kind_display()])


def _role_and_name(contact: Contact) -> str:
    return f"{contact.role}, {contact.name}"


@require_GET
def agency(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """One agency: how to reach it, its actions, its answers and its contacts. Printed, it is the
    sheet for a talk with it.
    """
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    agencies = membership.partnership.agencies.select_related("successor")
    agency = agencies.filter(pk=pk).first()
    if agency is None:
        joined = Joining.objects.filter(agency__partnership=membership.partnership)
        joining = get_object_or_404(joined, former=pk, taken_apart_at=None)
        return redirect("agency", partnership, joining.agency_id)
    may_see_contacts = membership.may(Permission.SEE_CONTACTS)
    may_edit_plan = membership.may(Permission.EDIT_PLAN)
    may_join = membership.may(Permission.JOIN_PARTNERS)
    today = timezone.localdate()
    context = {
        "partnership": membership.partnership,
        "agency": agency,
        "groups": by_name(agency.groups.all()),
        "members": by_name(agency.members.all()),
        "predecessors": by_name(agency.predecessors.all()),
        "came_from": agency.came_from.select_related("partnership").order_by(
            "partnership__district"
        ),
        "own": partnerships_of(request.user),
        "may_see_contacts": may_see_contacts,
        "may_edit_contacts": membership.may(Permission.EDIT_CONTACTS),
        "change_address": (
            address_to_change(agency, membership, on=today) if may_edit_plan else ""
        ),
        "may_join": may_join,
        "panels": panels_of_agency(agency, membership, on=today),
        "joinings": agency.joinings.select_related("joined_by") if may_join else [],
        "contacts": by_name(agency.contacts.all(), _role_and_name) if may_see_contacts else [],
    }
    return render(request, "partners/agency.html", context)
