from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agency, make_contact, make_plan

URL = "/larkshire/partners/"


def names(response, key="current"):
    return [agency.name for agency in response.context[key]]


def test_agencies_go_by_name_with_what_one_needs_to_reach_them(larkshire, shelter, cast, sign_in):
    make_agency(
        larkshire,
        "Ambulance",
        abbreviation="AMB",
        kind="health",
        telephones="999\n01732 844522 (office hours)",
        website="https://ambulance.example.org",
    )
    response = sign_in(cast.reader).get(URL)
    assert names(response) == ["Ambulance", "Lark Shelter"]
    page = response.content.decode()
    for words in ["(AMB)", "Health", "<p>999</p>", "(office hours)", ">ambulance.example.org<"]:
        assert words in page


def test_a_group_stands_apart_with_its_members(larkshire, shelter, cast, sign_in):
    group = make_agency(larkshire, "All partners")
    group.members.set([shelter, make_agency(larkshire, "Police", abbreviation="LP")])
    response = sign_in(cast.reader).get(URL)
    assert names(response, "groups") == ["All partners"]
    assert "All partners" not in names(response)
    assert "Lark Shelter, LP" in response.content.decode()


def test_partners_and_members_stand_where_people_look_for_them(larkshire, cast, sign_in):
    in_order = ["anchor", "Écluse", "Eddy", "Ward 2", "Ward 10", "Zoo"]
    made = [make_agency(larkshire, name) for name in reversed(in_order)]
    make_agency(larkshire, "A group").members.set(made)
    response = sign_in(cast.reader).get(URL)
    shown = [name for name in names(response) if name in in_order]
    assert shown == in_order
    assert ", ".join(in_order) in response.content.decode()


def test_an_ended_agency_stands_apart_with_its_successor(larkshire, cast, sign_in):
    board = make_agency(larkshire, "Care board")
    make_agency(larkshire, "Care trust", ended_on=date(2013, 4, 1), successor=board)
    response = sign_in(cast.reader).get(URL)
    assert names(response, "ended") == ["Care trust"]
    assert "1 April 2013" in response.content.decode()


@pytest.mark.parametrize(("ended_on", "key"), [("2026-11-18", "ended"), ("2026-11-19", "current")])
def test_an_agency_has_ended_from_its_day_on(ended_on, key, larkshire, cast, sign_in):
    make_agency(larkshire, "Care trust", ended_on=ended_on)
    assert "Care trust" in names(sign_in(cast.reader).get(URL), key)


@pytest.mark.parametrize("words", ["fire", "FIRE", "lfrs", "rescues", "fire’s service"])
def test_search_by_name_abbreviation_and_kind(words, larkshire, cast, sign_in):
    make_agency(larkshire, "Fire service", abbreviation="LFRS", kind="fire")
    assert names(sign_in(cast.reader).get(URL, {"q": words})) == ["Fire service"]


def test_a_search_that_finds_nothing_says_so(cast, sign_in):
    page = sign_in(cast.reader).get(URL, {"q": "<b>"}).content.decode()
    assert "No partner matches “&lt;b&gt;”" in page
    assert "Show all partners" in page


def test_without_partners_it_says_what_to_do_first(cast, larkshire, sign_in):
    client = sign_in(cast.reader)
    cast.contributor.memberships.all().delete()
    larkshire.agencies.all().delete()
    assert "A manager adds them among the members of a plan" in client.get(URL).content.decode()
    page = sign_in(cast.manager).get(URL).content.decode()
    assert 'href="/larkshire/begin/">start a plan</a>' in page
    make_plan(larkshire, 2026)
    page = sign_in(cast.manager).get(URL).content.decode()
    assert 'href="/larkshire/2026/members/add/">Add the first one</a>' in page


@pytest.mark.parametrize(
    ("role", "links"),
    [
        ("reader", []),
        ("contributor", []),
        ("officer", ["contacts.csv"]),
        ("administrator", ["contacts.csv", "import/", "people/"]),
    ],
)
def test_links_to_what_the_role_permits(role, links, cast, sign_in):
    page = sign_in(getattr(cast, role)).get(URL).content.decode()
    for link in ["contacts.csv", "import/", "people/"]:
        assert (f'href="{URL}{link}"' in page) == (link in links)


def test_contacts_are_counted_for_those_who_may_see_them(shelter, cast, sign_in):
    make_contact(shelter)
    make_contact(shelter)
    officer = sign_in(cast.officer).get(URL)
    assert officer.context["contact_count"] == officer.context["current"][0].contact_count == 2
    reader = sign_in(cast.reader).get(URL)
    assert reader.context["contact_count"] == 0
    assert "Contacts" not in reader.content.decode()


def test_nothing_of_another_partnership_is_shown(wrenmoor, cast, sign_in):
    make_contact(make_agency(wrenmoor, "Wrenmoor Police"))
    response = sign_in(cast.administrator).get(URL)
    assert "Wren" not in response.content.decode()
    assert response.context["contact_count"] == 0


def test_the_number_of_queries_does_not_grow(larkshire, cast, sign_in):
    client = sign_in(cast.administrator)
    successor = make_agency(larkshire)

    def queries(rows):
        for _ in range(rows):
            agency = make_agency(larkshire)
            make_contact(agency, keep_until=date(2026, 12, 1))
            make_agency(larkshire).members.add(agency)
            make_agency(larkshire, ended_on=date(2013, 4, 1), successor=successor)
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        return len(asked)

    assert queries(5) == queries(45)
