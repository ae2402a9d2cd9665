from datetime import date

import pytest

from csp.versions import ChangedByAnother
from partners.access import PERMISSIONS, Permission, Role
from partners.founding.coming import coming_of
from partners.founding.found import AddressTaken, CannotFound, found
from partners.founding.proposing import answer, version_of_answer
from partners.models import Founding, Mail, Membership, Partnership
from tests.factories import make_agency, make_contact, make_member, make_membership, make_user
from tests.partners.founding.conftest import NOON, carry_out, make_founding


def test_the_new_partnership_has_the_details_that_were_agreed(founding):
    new = carry_out(founding)
    assert (new.slug, new.district, new.policing_body) == ("heathland", "Heathland", "The Mayor")
    assert new.founding == Founding.objects.get()


def test_the_old_ones_are_closed_from_its_first_day(founding, larkshire):
    new = carry_out(founding)
    larkshire.refresh_from_db()
    assert larkshire.closed_on == date(2027, 4, 1)
    assert [*larkshire.successors] == [new]
    assert {*new.predecessors} == {*Partnership.objects.exclude(pk=new.pk)}


def test_agencies_of_a_name_become_one_that_knows_where_it_came_from(larkshire, wrenmoor):
    ours = make_agency(larkshire, "Kent Fire & Rescue Service", kind="fire", telephones="1\n2")
    theirs = make_agency(wrenmoor, "The Kent Fire and Rescue Svc", kind="fire", telephones="2\n3")
    new = carry_out(make_founding(larkshire, wrenmoor))
    agency = new.agencies.get()
    assert {*agency.came_from.all()} == {ours, theirs}
    assert agency.telephones == "1\n2\n3"


def test_parted_agencies_of_one_name_are_told_apart(larkshire, wrenmoor):
    make_agency(larkshire, "Community Safety Unit", abbreviation="CSU")
    theirs = make_agency(wrenmoor, "Community Safety Unit", abbreviation="CSU")
    founding = make_founding(larkshire, wrenmoor)
    founding.choices = {"parted": [theirs.pk]}
    founding.save()
    new = carry_out(founding)
    assert [(one.name, one.abbreviation) for one in new.agencies.all()] == [
        ("Community Safety Unit (Larkshire)", "CSU"),
        ("Community Safety Unit (Wrenmoor)", ""),
    ]


def test_agencies_of_different_names_are_paired_by_hand(larkshire, wrenmoor):
    ours = make_agency(larkshire, "Lark Homes")
    theirs = make_agency(wrenmoor, "Wren Homes")
    founding = make_founding(larkshire, wrenmoor)
    founding.choices = {"paired": [[ours.pk, theirs.pk]]}
    founding.save()
    assert [one.name for one in carry_out(founding).agencies.all()] == ["Lark Homes"]


def test_an_agency_that_is_over_does_not_come(larkshire, wrenmoor):
    make_agency(larkshire, "Old Trust", ended_on=date(2020, 1, 1))
    assert not carry_out(make_founding(larkshire, wrenmoor)).agencies.exists()


def test_successors_and_groups_come_where_both_do(larkshire, wrenmoor):
    after = make_agency(larkshire, "New Trust")
    make_agency(larkshire, "Trust", ended_on=date(2028, 1, 1), successor=after)
    make_agency(larkshire, "All partners").members.add(after)
    make_agency(wrenmoor, "All partners").members.add(make_agency(wrenmoor, "Wren Homes"))
    agencies = carry_out(make_founding(larkshire, wrenmoor)).agencies
    assert agencies.get(name="Trust").successor.name == "New Trust"
    members = agencies.get(name="All partners").members.order_by("name")
    assert [one.name for one in members] == ["New Trust", "Wren Homes"]


@pytest.mark.parametrize(("ours", "theirs", "then"), [(1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 0)])
def test_consent_never_widens(ours, theirs, then, larkshire, wrenmoor):
    for partnership, says, year in ((larkshire, ours, 2030), (wrenmoor, theirs, 2029)):
        make_contact(
            make_agency(partnership, "Police"),
            email="Desk@example.org" if says else "desk@EXAMPLE.org",
            published=says,
            receives_update_requests=says,
            keep_until=date(year, 1, 1),
        )
    (contact,) = carry_out(make_founding(larkshire, wrenmoor)).agencies.get().contacts.all()
    assert (contact.published, contact.receives_update_requests) == (bool(then), bool(then))
    assert contact.keep_until == date(2029, 1, 1)


def test_contacts_of_another_role_stay_two_and_old_ones_do_not_come(larkshire, wrenmoor):
    ours, theirs = make_agency(larkshire, "Police"), make_agency(wrenmoor, "Police")
    make_contact(ours, "Inspector", email="desk@example.org")
    make_contact(theirs, "Analyst", email="desk@example.org")
    make_contact(ours, "Clerk", keep_until=date(2026, 11, 17))
    contacts = carry_out(make_founding(larkshire, wrenmoor)).agencies.get().contacts
    assert sorted(one.role for one in contacts.all()) == ["Analyst", "Inspector"]


def test_everybody_has_the_highest_role_that_they_had(larkshire, wrenmoor):
    person = make_member(larkshire, Role.READER)
    make_membership(person, wrenmoor, Role.MANAGER)
    new = carry_out(make_founding(larkshire, wrenmoor))
    assert new.memberships.get(user=person).role == Role.MANAGER


def test_an_invitation_that_nobody_took_up_gives_nothing(larkshire, wrenmoor):
    person = make_member(larkshire, Role.READER)
    make_membership(person, wrenmoor, Role.ADMINISTRATOR, taken_up_at=None)
    make_membership(make_user(), wrenmoor, Role.OFFICER, taken_up_at=None)
    new = carry_out(make_founding(larkshire, wrenmoor))
    assert new.memberships.get(user=person).role == Role.READER
    assert new.memberships.count() == 2


def test_a_contributor_speaks_for_the_agency_that_theirs_became(larkshire, wrenmoor):
    make_agency(larkshire, "Police")
    theirs = make_agency(wrenmoor, "Police")
    over = make_agency(wrenmoor, "Old Trust", ended_on=date(2020, 1, 1))
    speaks = make_member(wrenmoor, Role.CONTRIBUTOR, theirs)
    spoke = make_member(wrenmoor, Role.CONTRIBUTOR, over)
    new = carry_out(make_founding(larkshire, wrenmoor))
    assert new.memberships.get(user=speaks).agency == new.agencies.get(name="Police")
    assert new.memberships.get(user=spoke).role == Role.READER


def test_whoever_has_not_agreed_keeps_it_from_being_founded(larkshire, wrenmoor):
    founding = make_founding(larkshire, named=["wrenmoor"])
    with pytest.raises(CannotFound, match="These have not agreed: wrenmoor"):
        carry_out(founding)
    asked = founding.founders.get(partnership=wrenmoor)
    by = make_member(wrenmoor, Role.ADMINISTRATOR)
    answer(asked, agrees=True, by=by, at=NOON, seen=version_of_answer(asked))
    assert carry_out(founding)


def test_what_was_added_since_it_was_shown_founds_nothing(founding, larkshire):
    seen = coming_of(founding, on=NOON.date()).version
    make_agency(larkshire, "New one")
    with pytest.raises(ChangedByAnother):
        found(founding, slug="heathland", by=founding.proposed_by, at=NOON, seen=seen)
    assert not Partnership.objects.filter(slug="heathland").exists()


def test_a_right_that_was_lost_founds_nothing(founding):
    seen = coming_of(founding, on=NOON.date()).version
    Membership.objects.filter(user=founding.proposed_by).update(role=Role.MANAGER)
    with pytest.raises(CannotFound, match="not an administrator"):
        found(founding, slug="heathland", by=founding.proposed_by, at=NOON, seen=seen)


def test_what_was_founded_elsewhere_meanwhile_founds_nothing(founding, larkshire):
    other = make_founding(larkshire, named=["x"])
    other.founders.filter(partnership=None).delete()
    carry_out(other, "elsewhere")
    with pytest.raises(CannotFound, match="Another partnership has been founded"):
        carry_out(founding)


def test_an_address_that_is_taken_founds_nothing(founding):
    with pytest.raises(AddressTaken):
        carry_out(founding, "wrenmoor")


def test_administrators_are_told(larkshire, wrenmoor):
    other = make_member(wrenmoor, Role.ADMINISTRATOR)
    founding = make_founding(larkshire, named=["Wrenmoor"])
    mail = Mail.objects.get()
    assert mail.recipient == other.email
    assert founding.name in mail.subject
    assert "/wrenmoor/" in mail.text


@pytest.mark.parametrize("permission", Permission)
def test_what_is_closed_can_be_read_and_no_more(permission, founding, larkshire):
    carry_out(founding)
    member = larkshire.memberships.select_related("partnership").get()
    reads = permission.name in {
        "SEE_PLAN",
        "SEE_ROUNDS",
        "SEE_CONTACTS",
        "EXPORT_DOCUMENT",
        "SEE_AUDIT",
        "TAKE_AWAY",
    }
    may_before = permission in PERMISSIONS[member.role]
    assert member.may(permission, on=date(2027, 3, 31)) == may_before
    assert member.may(permission, on=date(2027, 4, 1)) == reads


def test_agencies_that_were_said_to_be_two_stay_so(larkshire, wrenmoor):
    first, second = make_agency(larkshire, "Lark Homes"), make_agency(larkshire, "Larks’ Homes")
    first.different_from.add(second)
    agencies = carry_out(make_founding(larkshire, wrenmoor)).agencies
    first, second = agencies.all()
    assert first.different_from.get() == second
    assert second.different_from.get() == first
