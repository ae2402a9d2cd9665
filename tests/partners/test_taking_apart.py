"""Two records that were made one are taken apart, but for what has changed since."""

from datetime import date

import pytest

from csp.versions import ChangedByAnother
from partners.joining.apart import Apart
from partners.joining.changes import CannotBeJoined, take_apart
from partners.models import Agency, Contact
from partners.old_contacts import delete_old_contacts
from tests.factories import fresh, make_agency, make_contact, make_joining, make_user


@pytest.fixture
def police(larkshire):
    return make_agency(larkshire, "Lark Police")


@pytest.fixture
def force(larkshire):
    return make_agency(larkshire, "Lark Police Force", abbreviation="LPF", telephones="101")


def apart(joining):
    joining = fresh(joining)
    take_apart(joining, by=make_user(), seen=Apart(joining).version)


def everything():
    """The agencies and contacts, and who belongs to whom."""
    groups = Agency.members.through.objects.values_list("from_agency", "to_agency")
    tables = [Agency.objects.values_list(), Contact.objects.values_list(), groups]
    return [sorted(map(str, table)) for table in tables]


def test_it_is_as_it_was(larkshire, police, force):
    make_agency(larkshire, "Group").members.add(police, force)
    make_contact(police, email="a@example.org")
    make_contact(force, email="a@example.org", keep_until=date(2027, 1, 1))
    make_contact(force, "Clerk", email="", telephones="1")
    before = everything()
    joining = make_joining(police, goes=force)
    assert everything() != before
    apart(joining)
    assert everything() == before
    assert fresh(joining).taken_apart_by


def test_what_has_changed_since_stays_and_is_told(larkshire, police, force):
    contact = make_contact(force, "Clerk")
    removed = make_contact(force, "Cook")
    joining = make_joining(police, goes=force)
    other = make_agency(larkshire)
    Contact.objects.filter(pk=contact.pk).update(agency=other)
    removed.delete()
    told = Apart(fresh(joining)).left
    assert "Contact, “Clerk”: has been changed since, and stays as it is now" in told
    assert "Contact, “Cook”: has been removed since" in told
    apart(joining)
    assert fresh(contact).agency == other


def test_what_was_added_since_stays_where_it_is(police, force):
    joining = make_joining(police, goes=force)
    contact = make_contact(police)
    apart(joining)
    assert fresh(contact).agency == police


def test_it_is_taken_apart_as_somebody_has_seen_it(police, force):
    contact = make_contact(force)
    joining = make_joining(police, goes=force)
    seen = Apart(fresh(joining)).version
    contact.delete()
    with pytest.raises(ChangedByAnother):
        take_apart(joining, by=make_user(), seen=seen)
    assert not Agency.objects.filter(pk=force.pk).exists()


@pytest.mark.parametrize("field", ["name", "abbreviation"])
def test_its_name_must_be_free(field, larkshire, police, force):
    joining = make_joining(police, goes=force)
    make_agency(larkshire, **{field: getattr(force, field).lower()})
    assert "has its name or abbreviation now" in Apart(fresh(joining)).why_not
    with pytest.raises(CannotBeJoined):
        apart(joining)


def test_it_may_have_been_brought_back_from_the_history(police, force):
    joining = make_joining(police, goes=force)
    Agency.history.filter(id=force.pk).first().instance.save()
    assert "Lark Police Force has its name" in Apart(fresh(joining)).why_not


def test_the_one_that_stayed_may_have_got_its_name(police, force):
    joining = make_joining(police, goes=force)
    Agency.objects.filter(pk=police.pk).update(name=force.name)
    assert "Lark Police Force has its name" in Apart(fresh(joining)).why_not


def test_it_is_taken_apart_once(police, force):
    joining = make_joining(police, goes=force)
    apart(joining)
    with pytest.raises(CannotBeJoined, match="already"):
        apart(joining)


def test_of_joinings_in_a_row_the_last_is_taken_apart_first(larkshire, police, force):
    contact = make_contact(force)
    first = make_joining(police, goes=force)
    third = make_agency(larkshire, "The Police")
    second = make_joining(third, goes=police)
    with pytest.raises(CannotBeJoined, match="Take that apart first"):
        apart(first)
    apart(second)
    apart(first)
    assert fresh(contact).agency == force
    assert Agency.objects.count() == 3


def test_it_keeps_nothing_of_a_contact_whose_time_is_over(police, force):
    make_contact(police, email="a@example.org", keep_until=date(2026, 10, 1))
    make_contact(force, name="Robin", email="a@example.org", keep_until=date(2026, 10, 1))
    joining = make_joining(police, goes=force)
    assert "Robin" in str(joining.steps)
    delete_old_contacts(on=date(2026, 11, 18))
    assert "Robin" not in str(fresh(joining).steps)
    assert "a@example.org" not in str(fresh(joining).steps)
    apart(joining)
    assert not Contact.objects.exists()
