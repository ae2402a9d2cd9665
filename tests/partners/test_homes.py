"""Where somebody lands who has nothing to update."""

from datetime import date

import pytest

from partners.access import Role
from tests.factories import make_membership, make_partnership, make_user


@pytest.mark.parametrize(
    ("person", "home"),
    [("reader", "/larkshire/"), ("operator", "/admin/"), ("officer", None), ("contributor", None)],
)
def test_readers_and_operators_land_on_what_they_look_at(person, home, cast, sign_in):
    response = sign_in(getattr(cast, person)).get("/")
    assert response.get("Location") == home


def test_who_reads_in_several_partnerships_sees_them_side_by_side(cast, sign_in, wrenmoor):
    make_membership(cast.reader, wrenmoor, Role.READER)
    assert sign_in(cast.reader).get("/")["Location"] == "/across/"


def test_who_updates_in_one_of_several_begins_with_their_work(cast, sign_in, wrenmoor):
    make_membership(cast.reader, wrenmoor, Role.OFFICER)
    page = sign_in(cast.reader).get("/").content.decode()
    assert 'href="/across/">Side by side</a>' in page


def test_a_closed_partnership_is_no_choice(cast, sign_in):
    closed = make_partnership("Heath", closed_on=date(2026, 4, 1))
    make_membership(cast.reader, closed, Role.READER)
    assert sign_in(cast.reader).get("/")["Location"] == "/larkshire/"


def test_an_invitation_is_seen_first(cast, sign_in, wrenmoor):
    make_membership(cast.reader, wrenmoor, Role.OFFICER, taken_up_at=None)
    assert "has invited you" in sign_in(cast.reader).get("/").content.decode()


def test_who_belongs_nowhere_reads_whom_to_ask(db, sign_in):
    page = sign_in(make_user()).get("/").content.decode()
    assert "Ask its administrator to add you." in page


@pytest.mark.parametrize(("person", "has_it"), [("reader", False), ("officer", True)])
def test_the_menu_has_my_work_for_who_has_some(person, has_it, cast, sign_in):
    page = sign_in(getattr(cast, person)).get("/larkshire/").content.decode()
    assert (">My work</a></li>" in page) is has_it
