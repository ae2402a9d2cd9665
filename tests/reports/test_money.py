"""Grants as the annual report prints them: amounts, totals, what they were spent on."""

from decimal import Decimal

import pytest

from reports.document import document
from reports.formats import web_page_of
from reports.parts.money import accounts_of
from reports.templatetags.documents import pounds
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def grant(plan):
    grant = factories.make_grant(plan, "Safety grant", 31107)
    shares = [("Youth work", 12000, 6000, 6000), ("Victims", 6107, 3050, 3057)]
    for place, (project, year, first, second) in enumerate(shares):
        halves = {"first_half": first, "second_half": second}
        factories.make_allocation(grant, project, year, position=place, **halves)
    return grant


def page_of(plan, **options):
    return web_page_of(document(plan, on=TODAY, layout="annual-report", **options))


def test_the_columns_have_totals(plan, grant):
    (account,) = accounts_of(plan)
    assert account.totals == (18107, 9050, 9057)
    assert account.left_over == 13000


def test_what_is_not_divided_is_told(plan, grant):
    page = page_of(plan)
    assert "£13,000 of the grant is not divided." in page
    assert "£18,107" in page


@pytest.mark.parametrize("large_print", [False, True])
def test_every_allocation_is_there_in_ordinary_and_in_large_print(large_print, plan, grant):
    page = page_of(plan, large_print=large_print)
    for words in ("Youth work", "£12,000", "Victims", "£3,057", "Total", "£9,057"):
        assert words in page


def test_what_came_of_a_project_stands_with_it(plan):
    grant = factories.make_grant(plan)
    factories.make_allocation(grant, evaluation="400 young people reached.")
    assert "400 young people reached." in page_of(plan)


def test_spending_without_amounts_is_only_listed(plan, grant):
    factories.make_spending(grant, "Shed alarms", 0)
    page = page_of(plan)
    assert "<li>Shed alarms</li>" in page
    assert "Together" not in page


def test_spending_with_amounts_is_summed_up(plan, grant):
    factories.make_spending(grant, "Shed alarms", 200)
    factories.make_spending(grant, "Bells", 50)
    page = page_of(plan)
    assert "<li>Shed alarms, £200</li>" in page
    assert "Together £250." in page


def test_several_grants_are_summed_up(plan, grant):
    factories.make_grant(plan, "Another", 3500)
    assert "<strong>£34,607</strong> in 2 grants." in page_of(plan)


@pytest.mark.parametrize(
    ("amount", "with_pence", "words"),
    [("0.00", False, "£0"), ("5750.00", True, "£5,750.00"), ("5750.50", False, "£5,750.50")],
)
def test_money_is_written_as_it_is_read(amount, with_pence, words):
    assert pounds(Decimal(amount), with_pence) == words


def test_one_amount_with_pence_gives_all_of_them_theirs(plan, grant):
    factories.make_allocation(grant, proposed_year=Decimal("0.50"))
    assert "£12,000.00" in page_of(plan)


@pytest.mark.parametrize("grants", [1, 10])
def test_more_grants_need_no_more_queries(grants, plan, django_assert_num_queries):
    for _ in range(grants):
        factories.make_spending(factories.make_allocation(factories.make_grant(plan)).grant)
    with django_assert_num_queries(3):
        accounts_of(plan)
