"""Two records of one partner are made one: what moves, what meets, and what is refused."""

from datetime import date

import pytest
from django.db.models import UniqueConstraint

from csp.versions import ChangedByAnother
from partners.access import Role
from partners.joining.changes import CannotBeJoined, join, why_not
from partners.joining.links import columns_to, links_of, links_to
from partners.joining.planned import Planned
from partners.models import Agency, Contact
from tests.factories import fresh, make_agency, make_contact, make_joining, make_member, make_user


@pytest.fixture
def police(larkshire):
    return make_agency(larkshire, "Lark Police", kind="police")


@pytest.fixture
def force(larkshire):
    """The other record of the police."""
    return make_agency(larkshire, "Lark Police Force", telephones="101")


def joinable():
    """Every model of which rows can become one, beginning with the agencies."""
    found, waiting = set(), [Agency]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [link.model for link in links_to(model) if link.same]
    return found


def test_every_column_that_leads_to_what_can_become_one_has_an_answer():
    missing = [
        str(column)
        for model in joinable()
        for column in columns_to(model)
        if column.name not in {link.column for link in links_of(column.model)}
    ]
    assert missing == []


def test_every_column_that_stands_once_says_which_rows_are_the_same():
    """A new constraint on a column without `same` would stop a joining."""
    wrong = []
    for link in (one for model in joinable() for one in links_to(model)):
        meta = link.model._meta
        once = {name for names in meta.unique_together for name in names}
        for constraint in meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                once |= {*constraint.fields, *(str(one) for one in constraint.expressions)}
        named = any(link.column == one or f"({link.column})" in one for one in once)
        if (named or meta.get_field(link.column).unique) and link.same is None:
            wrong.append(f"{meta.label}.{link.column}")
    assert wrong == []


def test_what_points_to_the_one_points_to_the_other(larkshire, police, force):
    contact = make_contact(force)
    speaker = make_member(larkshire, Role.CONTRIBUTOR, agency=force).memberships.get()
    group = make_agency(larkshire, "All partners")
    group.members.add(force)
    make_agency(larkshire, "Old Police", ended_on=date(2000, 1, 1), successor=force)
    make_joining(police, goes=force)
    assert not Agency.objects.filter(pk=force.pk).exists()
    assert fresh(contact).agency == fresh(speaker).agency == police
    assert list(group.members.all()) == [police]
    assert police.predecessors.get().name == "Old Police"


def test_what_the_record_leaves_empty_the_other_fills(police, force):
    force.website, force.kind, force.grid_position = "https://lark.example.org", "other", 3
    force.save()
    police.telephones = "999\n101"
    police.save()
    make_joining(police, goes=force)
    police.refresh_from_db()
    assert (police.name, police.kind) == ("Lark Police", "police")
    assert police.website == "https://lark.example.org"
    assert (police.telephones, police.grid_position) == ("999\n101", 3)


def test_its_short_name_stays(police, force):
    """All plans print it."""
    force.abbreviation = "LPF"
    force.save()
    make_joining(police, goes=force)
    assert fresh(police).short_name == "Lark Police"


def test_consent_is_never_widened(police, force):
    kept = make_contact(police, email="desk@example.org", published=True, telephones="1")
    make_contact(
        force,
        email="Desk@example.org",
        keep_until=date(2027, 1, 1),
        receives_update_requests=False,
        telephones="2",
    )
    make_joining(police, goes=force)
    contact = Contact.objects.get()
    assert contact == kept
    assert (contact.keep_until, contact.telephones) == (date(2027, 1, 1), "1\n2")
    assert not contact.published
    assert not contact.receives_update_requests


def test_contacts_of_other_roles_keep_their_own_consent(police, force):
    make_contact(police, "Inspector", email="desk@example.org", published=True)
    make_contact(force, "Sergeant", email="desk@example.org", keep_until=date(2027, 1, 1))
    make_joining(police, goes=force)
    said = Contact.objects.order_by("role").values_list("published", "keep_until")
    assert list(said) == [(True, date(2030, 1, 1)), (False, date(2027, 1, 1))]


def test_membership_of_one_group_is_one(larkshire, police, force):
    group = make_agency(larkshire, "All partners")
    group.members.add(police, force)
    planned = Planned(fresh(police), fresh(force))
    assert planned.told == ["Both belong to All partners: it is a member once"]
    make_joining(police, goes=force)
    assert list(group.members.all()) == [police]


def test_what_was_said_to_differ_can_still_be_joined(larkshire, police, force):
    other = make_agency(larkshire, "Lark Police Team")
    other.different_from.add(police, force)
    police.different_from.add(force)
    make_joining(police, goes=force)
    assert list(police.different_from.all()) == [other]


def test_the_history_tells_of_it(police, force):
    contact = make_contact(force)
    joining = make_joining(police, goes=force)
    latest = contact.history.first()
    assert (latest.agency_id, latest.history_change_reason) == (police.pk, f"Joined {joining.pk}")
    assert Agency.history.filter(id=force.pk, history_type="-").exists()


@pytest.mark.parametrize("change", ["contact", "agency", "consent"])
def test_what_somebody_has_changed_is_shown_again_first(change, police, force):
    contact = make_contact(force, email="a@example.org")
    make_contact(police, email="a@example.org")
    seen = Planned(fresh(police), fresh(force)).version
    if change == "contact":
        make_contact(force)
    elif change == "agency":
        police.save()
    else:
        contact.keep_until = date(2026, 12, 1)
        contact.save()
    with pytest.raises(ChangedByAnother):
        join(police, force, by=make_user(), seen=seen)
    assert Agency.objects.filter(pk=force.pk).exists()


def _successor(stays, goes):
    goes.ended_on, goes.successor = date(2020, 1, 1), stays
    goes.save()


def _member(stays, goes):
    stays.members.add(goes)


def _group(stays, goes):
    stays.members.add(make_agency(stays.partnership))


@pytest.mark.parametrize(
    ("prepare", "words"),
    [(_successor, "took over from"), (_member, "is a member of"), (_group, "is a group")],
)
def test_two_bodies_are_not_joined(prepare, words, police, force):
    prepare(police, force)
    assert words in why_not(police, force)
    assert words in why_not(force, police)
    with pytest.raises(CannotBeJoined):
        make_joining(police, goes=force)


def test_a_failure_leaves_everything_as_it_was(police, force, monkeypatch):
    contact = make_contact(force)
    monkeypatch.setattr("partners.joining.changes.links_of", lambda model: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_joining(police, goes=force)
    assert fresh(contact).agency == force
    assert not police.joinings.exists()


def test_reading_what_moves_costs_the_same_however_much_it_is(
    police, force, django_assert_max_num_queries
):
    for number in range(30):
        make_contact(force)
        make_contact(police, email=f"a{number}@example.org")
        make_contact(force, email=f"a{number}@example.org")
    with django_assert_max_num_queries(18):
        assert len(Planned(police, force).told) == 30
