from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partners.access import Role
from partners.models import Agency, Contact, Membership, Partnership, User
from tests.factories import make_agency, make_contact, make_member, make_user


def refused(constraint):
    """The database refuses what happens inside, by that constraint or (SQLite) its columns."""
    return pytest.raises(IntegrityError, match=constraint)


def test_an_agency_s_name_is_unique_whatever_its_case(larkshire):
    make_agency(larkshire, "Kent Police")
    with refused("agency_name_unique_in_partnership"), transaction.atomic():
        make_agency(larkshire, "KENT POLICE")


def test_another_partnership_may_have_an_agency_of_the_same_name(larkshire, wrenmoor):
    make_agency(larkshire, "Fire service")
    assert make_agency(wrenmoor, "Fire service").pk


def test_an_abbreviation_is_unique(larkshire):
    make_agency(larkshire, abbreviation="KFRS")
    with refused("agency_abbreviation_unique_in_partnership"), transaction.atomic():
        make_agency(larkshire, abbreviation="kfrs")


def test_an_agency_does_not_end_before_it_began(larkshire):
    with refused("agency_ends_after_it_began"), transaction.atomic():
        make_agency(larkshire, began_on=date(2018, 1, 1), ended_on=date(2017, 1, 1))


def test_an_agency_with_a_successor_has_ended(larkshire):
    successor = make_agency(larkshire)
    with refused("agency_with_successor_has_ended"), transaction.atomic():
        make_agency(larkshire, successor=successor)


def test_a_mailbox_stands_once_for_each_role_in_an_agency(shelter):
    make_contact(shelter, email="desk@example.org")
    with refused("contact_email_and_role_unique_in_agency"), transaction.atomic():
        make_contact(shelter, email="Desk@example.org")
    make_contact(shelter, "Night desk", email="desk@example.org")


def test_a_contact_without_a_mailbox_stands_once(shelter):
    make_contact(shelter, "Duty officer", email="")
    with refused("contact_without_email_unique_in_agency"), transaction.atomic():
        make_contact(shelter, "duty officer", email="")


def test_a_person_s_address_is_unique_whatever_its_case(db):
    make_user(email="a@example.org")
    with refused("user_email_unique"), transaction.atomic():
        User.objects.create(email="A@example.org", name="Another")


def test_a_person_has_one_role_in_a_partnership(larkshire):
    user = make_member(larkshire)
    with refused("membership_unique|UNIQUE constraint"), transaction.atomic():
        Membership.objects.create(user=user, partnership=larkshire, role=Role.READER)


def test_a_contributor_speaks_for_an_agency(larkshire):
    with refused("membership_agency_for_contributors_only"), transaction.atomic():
        make_member(larkshire, Role.CONTRIBUTOR)


def test_an_officer_speaks_for_none(larkshire, shelter):
    with refused("membership_agency_for_contributors_only"), transaction.atomic():
        make_member(larkshire, Role.OFFICER, agency=shelter)


def test_a_contributor_does_not_speak_for_another_partnership_s_agency(larkshire, wrenmoor):
    membership = Membership(
        user=make_user(),
        partnership=larkshire,
        role=Role.CONTRIBUTOR,
        agency=make_agency(wrenmoor),
    )
    with pytest.raises(ValidationError, match="Choose an agency of the same partnership"):
        membership.full_clean()


def test_an_agency_s_successor_is_of_the_same_partnership(shelter, wrenmoor):
    shelter.successor, shelter.ended_on = make_agency(wrenmoor), date(2026, 4, 1)
    with pytest.raises(ValidationError, match="Choose an agency of the same partnership"):
        shelter.full_clean()


@pytest.mark.parametrize("slug", ["admin", "accounts", "static", "published"])
def test_a_partnership_does_not_take_an_address_of_the_product(slug):
    partnership = Partnership(name="A", district="A", council="A", slug=slug)
    with pytest.raises(ValidationError, match="address of the product"):
        partnership.full_clean(validate_unique=False, validate_constraints=False)


@pytest.mark.parametrize("colour", ["#ffcc00", "#88aa99", "blue", "#12345", "url(x)"])
def test_an_accent_colour_carries_white_text(colour):
    partnership = Partnership(name="A", district="A", council="A", slug="a", accent_colour=colour)
    with pytest.raises(ValidationError, match="accent_colour"):
        partnership.full_clean(validate_unique=False, validate_constraints=False)


def test_the_members_listed_are_those_of_the_day(larkshire):
    successor = make_agency(larkshire, "Clarion", grid_position=2, began_on=date(2018, 12, 1))
    make_agency(
        larkshire, "Circle", grid_position=2, ended_on=date(2018, 12, 1), successor=successor
    )
    make_agency(larkshire, "Council", grid_position=1)
    make_agency(larkshire, "Unlisted")

    def listed(day):
        return [agency.name for agency in Agency.objects.listed_on(day)]

    assert listed(date(2017, 4, 1)) == ["Council", "Circle"]
    assert listed(date(2018, 12, 1)) == ["Council", "Clarion"]


def test_an_agency_may_be_listed_for_a_part_of_its_time(larkshire):
    days = {"listed_from": date(2011, 4, 1), "listed_until": date(2013, 4, 1)}
    make_agency(larkshire, "County", grid_position=1, **days)
    listed = [
        Agency.objects.listed_on(date(year, 4, 1)).exists() for year in (2010, 2011, 2012, 2013)
    ]
    assert listed == [False, True, True, False]


def test_an_agency_is_not_listed_until_before_it_was_listed(larkshire):
    days = {"listed_from": date(2013, 4, 1), "listed_until": date(2011, 4, 1)}
    with refused("agency_listed_until_after_from"), transaction.atomic():
        make_agency(larkshire, **days)


def test_a_row_is_found_by_its_natural_key(shelter):
    contact = make_contact(shelter)
    for row in (shelter.partnership, shelter, contact):
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row
    assert Contact.objects.get_by_natural_key(*contact.natural_key()) == contact
