from datetime import date

import pytest

from tests.factories import (
    make_accepted_answer,
    make_action,
    make_agency,
    make_answer,
    make_contact,
    make_plan,
    make_priority,
    make_request,
    make_round,
    make_titled_plan,
)
from tests.pages import text


def url(agency, partnership="larkshire"):
    return f"/{partnership}/partners/{agency.pk}/"


def test_it_says_who_they_are_and_to_whom_they_belong(larkshire, shelter, cast, sign_in):
    make_agency(larkshire, "Charities").members.add(shelter)
    make_agency(larkshire, "Old Shelter", ended_on=date(2020, 4, 1), successor=shelter)
    shelter.telephones = "101\n999 (always)"
    shelter.address = "1 Lark Lane\nLarkton"
    shelter.save()
    page = sign_in(cast.reader).get(url(shelter)).content.decode()
    for words in ["101<br>999 (always)", "1 Lark Lane", "Charities", "Old Shelter", "Charity or"]:
        assert words in page


def test_an_ended_agency_names_its_successor(larkshire, shelter, cast, sign_in):
    old = make_agency(larkshire, "Old Shelter", ended_on=date(2020, 4, 1), successor=shelter)
    page = sign_in(cast.reader).get(url(old)).content.decode()
    assert "1 April 2020" in page
    assert f'href="{url(shelter)}">Lark Shelter' in page


@pytest.mark.parametrize("role", ["officer", "manager", "administrator"])
def test_officers_see_contacts(role, shelter, cast, sign_in):
    make_contact(
        shelter, "Manager", name="Pat", email="pat@example.org", keep_until=date(2027, 3, 31)
    )
    page = sign_in(getattr(cast, role)).get(url(shelter)).content.decode()
    for words in ["Manager", "Pat", "mailto:pat@example.org", "31 March 2027"]:
        assert words in page


@pytest.mark.parametrize("role", ["reader", "contributor"])
def test_others_do_not_see_contacts(role, shelter, cast, sign_in):
    make_contact(shelter, "Secret role", name="Secret", email="secret@example.org")
    page = sign_in(getattr(cast, role)).get(url(shelter)).content.decode().lower()
    assert "secret" not in page


def test_an_agency_of_another_partnership_is_not_found_at_this_one_s_address(
    wrenmoor, cast, sign_in
):
    assert sign_in(cast.officer).get(url(make_agency(wrenmoor))).status_code == 404


def test_the_number_of_queries_does_not_grow_with_contacts(
    shelter, cast, sign_in, django_assert_max_num_queries
):
    for _ in range(50):
        make_contact(shelter)
    client = sign_in(cast.officer)
    with django_assert_max_num_queries(16):
        client.get(url(shelter))


@pytest.mark.parametrize(("role", "may"), [("manager", True), ("officer", False)])
def test_it_is_changed_in_the_plan_of_today(role, may, larkshire, shelter, cast, sign_in):
    make_plan(larkshire, 2026)
    make_plan(larkshire, 2027)
    page = sign_in(getattr(cast, role)).get(url(shelter)).content.decode()
    assert (f'href="/larkshire/2026/members/{shelter.pk}/">Change this partner' in page) == may


def test_without_a_plan_there_is_no_place_to_change_it(shelter, cast, sign_in):
    page = sign_in(cast.manager).get(url(shelter)).content.decode()
    assert "Change this partner" not in page


def test_its_actions_of_this_year_and_earlier_are_there(larkshire, shelter, cast, sign_in):
    for year, wording in ((2026, "Keep the drop-in"), (2024, "Open a drop-in")):
        make_action(make_priority(make_plan(larkshire, year)), wording, owners=[shelter])
    page = text(sign_in(cast.reader).get(url(shelter)))
    now, earlier = page.split("Earlier actions</h2>")
    assert "Keep the drop-in" in now
    assert "Open a drop-in" in earlier
    assert "2024/25" in earlier


def test_actions_of_restricted_plans_are_not_told_to_others(larkshire, shelter, cast, sign_in):
    plan = make_titled_plan(larkshire, is_restricted=True)
    make_action(make_priority(plan), "Keep the drop-in", owners=[shelter])
    assert "Keep the drop-in" not in text(sign_in(cast.reader).get(url(shelter)))
    action = plan.priorities.get().actions.get()
    make_accepted_answer(make_request(make_round(plan), shelter), action)
    assert "Keep the drop-in" not in text(sign_in(cast.officer).get(url(shelter)))


@pytest.mark.parametrize(("role", "sees"), [("officer", True), ("reader", False)])
def test_officers_see_what_it_answered(role, sees, plan, shelter, cast, sign_in):
    request = make_request(make_round(plan), shelter)
    action = make_action(make_priority(plan), owners=[shelter])
    make_answer(request, action, text="Twelve people came.")
    page = text(sign_in(getattr(cast, role)).get(url(shelter)))
    assert ("Twelve people came." in page) is sees


def test_a_draft_is_its_own_business(plan, shelter, cast, sign_in):
    action = make_action(make_priority(plan), owners=[shelter])
    make_answer(make_request(make_round(plan), shelter), action, state="draft", text="Hm.")
    assert "Hm." not in text(sign_in(cast.officer).get(url(shelter)))
