import pytest

from partners.access import Role
from partners.changes import LastAdministrator, change_role, remove_person, version_of_role
from partners.models import Membership
from tests.factories import make_member

SEEN = "administrator"


@pytest.fixture
def last(larkshire):
    """The membership of the only administrator."""
    return make_member(larkshire, Role.ADMINISTRATOR).memberships.get()


def test_the_last_administrator_is_not_removed(last):
    with pytest.raises(LastAdministrator):
        remove_person(last, seen=version_of_role(last))
    assert Membership.objects.filter(pk=last.pk).exists()


def test_the_last_administrator_keeps_the_role(last):
    with pytest.raises(LastAdministrator):
        change_role(last, role=Role.READER, seen=SEEN)
    last.refresh_from_db()
    assert last.role == Role.ADMINISTRATOR


def test_one_of_two_administrators_may_go(last, larkshire):
    make_member(larkshire, Role.ADMINISTRATOR)
    remove_person(last, seen=version_of_role(last))
    assert not Membership.objects.filter(pk=last.pk).exists()


def test_an_administrator_who_cannot_sign_in_does_not_count(last, larkshire):
    make_member(larkshire, Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(LastAdministrator):
        remove_person(last, seen=version_of_role(last))


def test_another_partnership_s_administrator_does_not_count(last, wrenmoor):
    make_member(wrenmoor, Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        remove_person(last, seen=version_of_role(last))
