"""Partnerships, their agencies, people and mail."""

import itertools
from dataclasses import asdict
from datetime import UTC, date, datetime

from django.utils import timezone

from csp.spreadsheets.grids import Grid, GridRow, Grids
from partners.access import Role
from partners.changes import LEFT
from partners.joining.changes import join
from partners.joining.planned import Planned
from partners.models import (
    Agency,
    Contact,
    ContactImport,
    Division,
    Founding,
    Mail,
    Membership,
    Partnership,
    User,
)

numbers = itertools.count(1)
PASSWORD = "a-password-for-tests"


def make_partnership(district="Larkshire", **fields):
    fields = {
        "name": f"{district} Community Safety Partnership",
        "slug": district.lower().replace(" ", "-"),
        "council": f"{district} Council",
    } | fields
    return Partnership.objects.create(district=district, **fields)


def make_agency(partnership, name="", **fields):
    return Agency.objects.create(
        partnership=partnership, name=name or f"Agency {next(numbers)}", **fields
    )


def make_twin(agency):
    """Another record of the same partner."""
    return make_agency(agency.partnership, f"{agency.name} Service {next(numbers)}")


def make_joining(agency, by=None, goes=None):
    """Another record of the agency that was joined with it; if none is given, it had a contact."""
    if goes is None:
        goes = make_agency(agency.partnership, f"Former {next(numbers)}")
        make_contact(goes)
    seen = Planned(fresh(agency), fresh(goes)).version
    return join(agency, goes, by=by or make_user(), seen=seen)


def fresh(row):
    """The row once more, as it is saved."""
    return type(row).objects.get(pk=row.pk)


def make_contact(agency, role="Community safety lead", **fields):
    fields = {"keep_until": date(2030, 1, 1), "email": f"lead{next(numbers)}@example.org"} | fields
    return Contact.objects.create(agency=agency, role=role, **fields)


def make_user(name="Somebody", email="", **fields):
    email = email or f"somebody{next(numbers)}@example.org"
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def make_member(partnership, role=Role.OFFICER, agency=None, **fields):
    """A new user with that role in the partnership."""
    user = make_user(**({"name": f"{role.label} of {partnership.district}"} | fields))
    make_membership(user, partnership, role, agency)
    return user


def make_leaver(partnership, **fields):
    """Somebody who was an officer of the partnership, and is a member of none any more."""
    user = make_member(partnership, **fields)
    user.memberships.get().delete()
    user.is_active, user._change_reason = False, LEFT
    user.save()
    return user


def make_founding(*partnerships, by=None, **fields):
    """A proposal to found Heathland, to which all have agreed."""
    by = by or make_user()
    fields = {
        "name": "Heathland Community Safety Partnership",
        "district": "Heathland",
        "council": "Heathland Council",
        "begins_on": date(2027, 4, 1),
    } | fields
    founding = Founding.objects.create(proposed_by=by, **fields)
    agreed = {"agrees": True, "answered_by": by, "answered_at": timezone.now()}
    for one in partnerships:
        founding.founders.create(partnership=one, asked_as=one.name, **agreed)
    return founding


def make_division(partnership, *districts, by=None, **fields):
    """A proposal to divide the partnership: into Northshire and Southshire if none is named."""
    division = Division.objects.create(partnership=partnership)
    for district in districts or ("Northshire", "Southshire"):
        named = {"name": f"{district} Community Safety Partnership", "district": district}
        make_founding(partnership, by=by, division=division, **named | fields)
    return division


def make_membership(user, partnership, role=Role.OFFICER, agency=None, **fields):
    fields = {"taken_up_at": timezone.now()} | fields
    return Membership.objects.create(
        user=user, partnership=partnership, role=role, agency=agency, **fields
    )


def make_mail(recipient="", **fields):
    number = next(numbers)
    fields = {
        "key": f"mail {number}",
        "subject": "An update is wanted",
        "text": "Words.",
        "message_id": f"<{number}@example.org>",
        "try_at": datetime(2026, 11, 2, 12, tzinfo=UTC),
    } | fields
    return Mail.objects.create(recipient=recipient or f"box{number}@example.org", **fields)


def make_contact_import(partnership, rows=(), **fields):
    """A list of contacts that was read: rows of texts; a heading row and a contact if none."""
    rows = rows or [["Agency", "Role", "E-mail"], ["Lark Shelter", "Manager", "pat@example.org"]]
    grid = Grid("The table", [GridRow(number, list(row)) for number, row in enumerate(rows, 1)])
    fields = {"file_name": "contacts.csv", "tables": asdict(Grids([grid], []))} | fields
    by = fields.pop("started_by", None) or make_user()
    return ContactImport.objects.create(partnership=partnership, started_by=by, **fields)
