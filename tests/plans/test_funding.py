"""The page of the grants, the forms behind it, and what doesn't add up."""

from decimal import Decimal

import pytest

from plans.funding import warnings_of
from plans.models import Allocation, Grant, Spending
from tests.factories import make_agency, make_allocation, make_grant, make_plan, make_spending
from tests.pages import text

URL = "/larkshire/2026/funding/"
SHARE = {"organisation": "Lark Shelter", "project": "Refuge", "proposed_year": "1,000"}


@pytest.fixture
def grant(plan):
    return make_grant(plan, "Safety grant", amount=1000)


def test_a_manager_enters_a_grant(manager, plan):
    data = {"funder": "The Commissioner", "name": "Safety grant", "amount": "£31,107.50"}
    page = text(manager.post(f"{URL}add/", data, follow=True))
    assert plan.grants.get().amount == Decimal("31107.50")
    assert "“Safety grant (The Commissioner)” has been saved." in page
    assert "£31,107.50" in page


def test_the_history_says_who_entered_it(manager, cast, plan):
    manager.post(f"{URL}add/", {"funder": "A", "name": "B", "amount": "1"})
    assert Grant.history.get().history_user == cast.manager


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        ("", "Enter the amount"),
        ("a lot", "Amount must be an amount of money, like 1,250 or 1,250.50"),
        ("31,10", "Amount must be an amount of money, like 1,250 or 1,250.50"),
        ("-5", "Amount must be 0 or more"),
        ("1.005", "Amount must not include parts of a penny"),
        ("9" * 13, "Amount is too long a number"),
    ],
)
def test_an_amount_that_is_none_is_named_and_given_back(amount, error, manager, plan):
    page = text(manager.post(f"{URL}add/", {"funder": "A", "name": "B", "amount": amount}))
    assert f'<a href="#id_amount">{error}</a>' in page
    assert not Grant.objects.exists()
    assert f'value="{amount}"' in page or amount == ""


def test_a_grant_is_entered_once(manager, grant):
    data = {"funder": grant.funder, "name": grant.name, "amount": "5"}
    page = text(manager.post(f"{URL}add/", data))
    assert "The plan already has a grant of this name from this funder" in page
    assert Grant.objects.count() == 1


def test_a_grant_is_allocated(manager, grant, shelter):
    data = SHARE | {"agency": shelter.pk, "first_half": "400", "second_half": "600"}
    manager.post(f"{URL}allocations/{grant.pk}/add/", data)
    saved = Allocation.objects.get()
    assert (saved.grant, saved.agency, saved.proposed_year) == (grant, shelter, 1000)
    assert (saved.first_half, saved.second_half) == (400, 600)


def test_halves_may_be_left_empty(manager, grant):
    manager.post(f"{URL}allocations/{grant.pk}/add/", SHARE)
    assert Allocation.objects.get().first_half == 0


def test_another_partnership_s_agency_is_not_offered(manager, grant, wrenmoor):
    stranger = make_agency(wrenmoor, "Wren Patrol")
    url = f"{URL}allocations/{grant.pk}/add/"
    assert "Wren Patrol" not in text(manager.get(url))
    assert "Select the partner from the list" in text(
        manager.post(url, SHARE | {"agency": stranger.pk})
    )


def test_another_year_s_grant_is_not_found(manager, plan, larkshire):
    other = make_grant(make_plan(larkshire, 2025))
    url = f"{URL}allocations/{other.pk}/add/"
    assert manager.post(url, SHARE).status_code == 404
    assert manager.get(f"{URL}{other.pk}/").status_code == 404


def test_spending_may_lack_its_amount(manager, grant):
    page = text(manager.post(f"{URL}spending/{grant.pk}/add/", {"item": "Locks"}, follow=True))
    assert Spending.objects.get().amount is None
    assert "Not known" in page


def test_an_officer_reads_and_changes_nothing(cast, sign_in, grant):
    page = text(sign_in(cast.officer).get(URL))
    assert "Safety grant" in page
    assert f"{URL}{grant.pk}/" not in page
    assert "Add a grant" not in page


def test_a_grant_that_adds_up_has_no_warning(grant):
    make_allocation(grant, proposed_year=600, first_half=200, second_half=400)
    make_allocation(grant, proposed_year=400)
    make_spending(grant, amount=1000)
    assert warnings_of(grant) == []


def test_nothing_is_said_of_a_grant_that_is_not_allocated_yet(grant):
    assert warnings_of(grant) == []


@pytest.mark.parametrize(
    ("proposed", "warning"),
    [
        (993, "The allocations add up to £993: £7 less than the grant of £1,000."),
        (1000.5, "The allocations add up to £1,000.50: £0.50 more than the grant of £1,000."),
    ],
)
def test_allocations_that_are_not_the_grant(proposed, warning, grant):
    make_allocation(grant, proposed_year=Decimal(proposed))
    assert warnings_of(grant) == [warning]


def test_halves_that_are_not_the_year(grant):
    make_allocation(grant, "Refuge", proposed_year=1000, first_half=400, second_half=700)
    assert warnings_of(grant) == [
        "The halves of “Refuge, Lark Shelter” add up to £1,100: £100 more than the £1,000 "
        "proposed for the full year."
    ]


def test_spending_above_the_grant(grant):
    make_spending(grant, amount=1200)
    assert warnings_of(grant) == [
        "The spending adds up to £1,200: £200 more than the grant of £1,000."
    ]


def test_the_page_shows_totals_and_warnings(manager, grant):
    make_allocation(grant, proposed_year=300)
    make_allocation(grant, proposed_year=400)
    page = text(manager.get(URL))
    assert "<strong>£700</strong>" in page
    assert "The allocations add up to £700: £300 less than the grant of £1,000." in page


def test_the_page_costs_the_same_however_much_it_shows(
    manager, plan, grant, django_assert_num_queries
):
    for number in range(3):
        another = make_grant(plan)
        for _ in range(number * 3):
            make_allocation(another)
            make_spending(another)
    # Session, person, membership, menu, plan, grants, allocations, spending.
    with django_assert_num_queries(8):
        manager.get(URL)
