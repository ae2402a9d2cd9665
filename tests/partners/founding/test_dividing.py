from datetime import date

import pytest

from csp.versions import ChangedByAnother
from partners.access import Role
from partners.founding.dividing import (
    choose_parts,
    propose_division,
    rows_of,
    take_division_back,
    withdraw_division,
)
from partners.founding.found import AddressTaken, CannotFound, found
from partners.founding.parts import What, version_of_placing
from partners.founding.taking_back import take_back
from partners.models import Contact, Division, Founding, Mail, Membership, Partnership
from tests.conftest import TODAY
from tests.factories import (
    make_agency,
    make_contact,
    make_member,
    make_membership,
    make_partnership,
    make_user,
)
from tests.partners.founding.conftest import (
    NOON,
    carry_division_out,
    dump,
    make_administrator,
    make_division,
    make_founding,
    place,
)


def names(rows):
    return sorted(one.name for one in rows)


def test_everything_goes_to_all_if_nobody_says_otherwise(larkshire):
    agency = make_agency(larkshire, "Police")
    make_contact(agency)
    division = make_division(larkshire)
    for new in carry_division_out(division):
        came = new.agencies.get()
        assert [*came.came_from.all()] == [agency]
        assert came.contacts.count() == 1
        assert new.memberships.get().role == Role.ADMINISTRATOR


def test_the_old_one_is_closed_and_succeeded_by_all(larkshire):
    new = carry_division_out(make_division(larkshire))
    larkshire.refresh_from_db()
    assert larkshire.closed_on == date(2027, 4, 1)
    assert {*larkshire.successors} == {*new}
    assert [[*one.predecessors] for one in new] == [[larkshire], [larkshire]]


def test_names_are_proposed_from_the_districts_and_the_old_one(larkshire):
    larkshire.policing_body = "The Mayor"
    larkshire.save()
    north, _ = carry_division_out(make_division(larkshire))
    assert (north.slug, north.district) == ("northshire", "Northshire")
    assert (north.council, north.policing_body) == ("Northshire Council", "The Mayor")


def test_a_partner_goes_where_it_was_placed_and_its_contacts_and_people_with_it(larkshire):
    police, shelter = make_agency(larkshire, "Police"), make_agency(larkshire, "Shelter")
    make_contact(shelter)
    speaker = make_member(larkshire, Role.CONTRIBUTOR, shelter)
    division = make_division(larkshire)
    place(division, What.PARTNERS, {shelter.pk}, "Southshire")
    north, south = carry_division_out(division)
    assert names(north.agencies.all()) == [police.name]
    assert names(south.agencies.all()) == ["Police", "Shelter"]
    assert not Contact.objects.filter(agency__partnership=north).exists()
    assert speaker.memberships.filter(partnership__in=[north, south]).get().partnership == south


def test_contacts_and_people_are_placed_one_by_one(larkshire):
    agency = make_agency(larkshire, "Police")
    contacts = [make_contact(agency, email=f"{place}@example.org") for place in ("a", "b")]
    officer = make_member(larkshire)
    division = make_division(larkshire)
    place(division, What.CONTACTS, {contacts[0].pk}, "Northshire")
    place(division, What.PEOPLE, {officer.memberships.get().pk}, "Southshire")
    north, south = carry_division_out(division)
    mailboxes = [
        {*Contact.objects.filter(agency__partnership=one).values_list("email", flat=True)}
        for one in (north, south)
    ]
    assert mailboxes == [{"a@example.org", "b@example.org"}, {"b@example.org"}]
    assert [one.memberships.filter(user=officer).exists() for one in (north, south)] == [
        False,
        True,
    ]


def test_whose_partner_goes_elsewhere_by_now_goes_there_too(larkshire):
    agency = make_agency(larkshire)
    contact = make_contact(agency)
    division = make_division(larkshire, "A", "B", "C")
    place(division, What.CONTACTS, {contact.pk}, "A")
    place(division, What.PARTNERS, {agency.pk}, "B", "C")
    new = carry_division_out(division)
    counts = [Contact.objects.filter(agency__partnership=one).count() for one in new]
    assert counts == [0, 1, 1]


def test_no_consent_is_widened(larkshire):
    contact = make_contact(
        make_agency(larkshire),
        keep_until=date(2027, 1, 1),
        published=False,
        receives_update_requests=False,
    )
    carry_division_out(make_division(larkshire))
    kept = Contact.objects.exclude(pk=contact.pk)
    assert {(one.keep_until, one.published, one.receives_update_requests) for one in kept} == {
        (date(2027, 1, 1), False, False)
    }


def test_what_is_changed_after_it_was_read_divides_nothing(larkshire):
    division = make_division(larkshire)
    before = dump()
    with pytest.raises(ChangedByAnother):
        carry_division_out(division, seen="x")
    assert dump() == before


def test_of_two_who_place_a_partner_the_second_is_told(larkshire):
    agency = make_agency(larkshire)
    division = make_division(larkshire)
    parts = list(division.parts.all())
    seen = version_of_placing(parts, rows_of(division, parts, What.PARTNERS, on=TODAY))
    place(division, What.PARTNERS, {agency.pk}, "Southshire")
    goes = {agency.pk: [parts[0].pk]}
    with pytest.raises(ChangedByAnother):
        choose_parts(division, what=What.PARTNERS, goes=goes, on=TODAY, seen=seen)


def test_a_taken_address_divides_nothing(larkshire):
    make_partnership("Southshire")
    division = make_division(larkshire)
    before = dump()
    with pytest.raises(AddressTaken):
        carry_division_out(division)
    assert dump() == before


def test_each_needs_an_administrator(larkshire):
    division = make_division(larkshire)
    place(division, What.PEOPLE, {larkshire.memberships.get().pk}, "Northshire")
    with pytest.raises(CannotFound, match="an administrator who goes into each of these: South"):
        carry_division_out(division)


def test_who_lost_the_right_divides_nothing(larkshire):
    division = make_division(larkshire)
    make_administrator(larkshire)
    by = division.parts.first().proposed_by
    Membership.objects.filter(user=by).update(role=Role.MANAGER)
    with pytest.raises(CannotFound, match="You are not an administrator of Larkshire"):
        carry_division_out(division)


def test_one_that_has_agreed_to_go_into_another_is_not_divided(larkshire, wrenmoor):
    by = make_administrator(larkshire, wrenmoor)
    division = make_division(larkshire, by=by)
    make_founding(larkshire, wrenmoor, by=by)
    with pytest.raises(CannotFound, match="has agreed to go into Heathland"):
        carry_division_out(division)
    with pytest.raises(CannotFound, match="has agreed to go into Heathland"):
        make_division(larkshire, by=by)


def test_one_that_is_divided_is_not_divided_again(larkshire):
    division, other = make_division(larkshire), make_division(larkshire, "East", "West")
    carry_division_out(division)
    with pytest.raises(CannotFound, match="has been divided already"):
        carry_division_out(division)
    with pytest.raises(CannotFound, match="Another partnership has been founded meanwhile"):
        carry_division_out(other)
    with pytest.raises(CannotFound, match="has been divided already"):
        withdraw_division(division)


def test_a_part_is_neither_founded_nor_taken_back_by_itself(larkshire):
    division = make_division(larkshire)
    part = division.parts.first()
    with pytest.raises(CannotFound, match="founded together with the others"):
        found(part, slug="x", by=part.proposed_by, at=NOON, seen="")
    carry_division_out(division)
    with pytest.raises(CannotFound, match="founded together with the others"):
        take_back(part, by=part.proposed_by)


def test_taken_back_everything_is_as_before(larkshire):
    agency = make_agency(larkshire)
    make_contact(agency)
    make_member(larkshire, Role.CONTRIBUTOR, agency)
    by = make_administrator(larkshire)
    untouched = dump()
    division = make_division(larkshire, by=by)
    before = dump()
    carry_division_out(division)
    take_division_back(division, by=by)
    assert dump() == before
    withdraw_division(Division.objects.get())
    assert dump() == untouched
    assert not Founding.objects.exists()


def test_only_who_administers_the_old_one_takes_it_back(larkshire):
    division = make_division(larkshire)
    north, _ = carry_division_out(division)
    stranger = make_member(north, Role.ADMINISTRATOR)
    with pytest.raises(CannotFound, match="not an administrator of Larkshire"):
        take_division_back(division, by=stranger)


def test_it_is_not_taken_back_while_one_is_to_be_divided_further(larkshire):
    by = make_administrator(larkshire)
    division = make_division(larkshire, by=by)
    north, _ = carry_division_out(division)
    propose_division(north, districts=["A", "B"], begins_on=date(2028, 4, 1), by=by, at=NOON)
    with pytest.raises(CannotFound, match="is itself to be divided"):
        take_division_back(division, by=by)
    assert Partnership.objects.filter(pk=north.pk).exists()


def test_other_administrators_are_told(larkshire):
    other = make_user(email="other@example.org")
    make_membership(other, larkshire, Role.ADMINISTRATOR)
    division = make_division(larkshire)
    carry_division_out(division)
    take_division_back(division, by=division.parts.first().proposed_by)
    told = Mail.objects.filter(recipient="other@example.org").order_by("pk")
    assert [one.subject.rpartition(": ")[2] for one in told] == [
        "it is proposed to divide it",
        "it has been divided",
        "the division has been taken back",
    ]
