from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import get_resolver

from plans.addresses import RESERVED_ADDRESSES, proposed_address
from plans.models import Plan
from plans.usual import usual_plan
from plans.years import Period
from tests.factories import make_plan, make_titled_plan

YEAR = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}


@pytest.fixture
def violence(larkshire):
    """A plan of four years from April 2026."""
    return make_titled_plan(larkshire, "Violence against women and girls", address="vawg-2026")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("plan_ends_after_it_starts", {"ends_on": date(2026, 4, 1)}),
        ("plan_at_most_ten_years", {"ends_on": date(2036, 4, 1)}),
        ("plan_at_most_ten_years", {"ends_on": date(2037, 1, 1)}),
        ("plan_days_plausible", {"starts_on": date(1998, 3, 31), "ends_on": date(2000, 1, 1)}),
        ("plan_address_begins_with_a_letter", {"address": "2026"}),
        ("plan_titled_unless_yearly", {"title": ""}),
        ("plan_titled_unless_yearly", YEAR | {"kind": Plan.Kind.YEARLY, "address": "2026"}),
    ],
)
def test_a_plan_that_cannot_be(constraint, fields, larkshire):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_titled_plan(larkshire, **{"title": "Violence plan"} | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": date(2026, 4, 2)},
        {"ends_on": date(2027, 3, 30)},
        {"ends_on": date(2028, 3, 31)},
        {"address": "2027"},
        {"address": "vawg"},
    ],
)
def test_a_yearly_plan_is_a_financial_year(fields, larkshire):
    fields = YEAR | {"address": "2026"} | fields
    with pytest.raises(IntegrityError, match="plan_yearly_is_a_fin"), transaction.atomic():
        Plan.objects.create(partnership=larkshire, kind=Plan.Kind.YEARLY, **fields)


def test_ten_years_are_not_too_long(larkshire):
    make_titled_plan(larkshire, ends_on=date(2036, 3, 31))


def test_beside_a_yearly_plan_there_may_be_others_of_its_period(plan, larkshire):
    other = make_titled_plan(larkshire, **YEAR)
    assert set(larkshire.plans.all()) == {plan, other}


def test_what_is_wrong_with_a_plan_is_told_in_words(violence):
    violence.ends_on = date(2040, 1, 1)
    with pytest.raises(ValidationError, match="no longer than 10 years"):
        violence.full_clean()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "label"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), "2026/27"),
        (date(2026, 4, 1), date(2030, 3, 31), "2026–2030"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
    ],
)
def test_a_period_as_it_is_read(starts_on, ends_on, label):
    assert Period(starts_on, ends_on).label == label


def test_a_plan_is_called_by_its_title_and_period(violence):
    assert str(violence) == "Larkshire: Violence against women and girls 2026–2030"


def test_a_leap_day_has_a_place_in_every_period():
    assert Period(date(2024, 2, 29), date(2025, 2, 28)).moved(1).starts_on == date(2025, 2, 28)


def test_a_plan_is_before_one_of_its_kind_and_title(violence, larkshire):
    days = {"starts_on": date(2022, 4, 1), "ends_on": date(2026, 3, 31)}
    make_titled_plan(larkshire, "Knives", **days)
    make_plan(larkshire, 2025)
    assert violence.plans_before() == []
    before = make_titled_plan(larkshire, violence.title, **days)
    assert violence.plans_before() == [before]


def test_unless_somebody_chooses_the_year_s_plan_is_meant(violence, larkshire):
    last, this, following = (make_plan(larkshire, year) for year in (2025, 2026, 2027))
    assert usual_plan(larkshire.plans.all(), date(2026, 11, 18)) == this
    assert usual_plan([following, last], date(2026, 11, 18)) == last
    assert usual_plan([violence], date(2026, 11, 18)) == violence
    assert usual_plan([], date(2026, 11, 18)) is None


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Violence against women and girls", "violence-against-women-and-girls-2026"),
        ("Prevent 2026", "prevent-2026"),
        ("10 years of safety", "years-of-safety-2026"),
        ("2026", "plan-2026"),
        ("Ï" * 200, f"{'i' * 55}-2026"),
    ],
)
def test_a_title_proposes_an_address(title, address):
    assert proposed_address(title, 2026) == address


def test_no_plan_has_the_address_of_another_page():
    beside = {
        words[1]
        for pattern in get_resolver().url_patterns
        for one in getattr(pattern, "url_patterns", [pattern])
        for under in getattr(one, "url_patterns", [one])
        if (words := str(under.pattern).removeprefix("published/").split("/"))
        and words[0] == "<slug:partnership>"
        and words[1]
    }
    assert beside - {"<plan:address>"} == RESERVED_ADDRESSES


def test_a_plan_of_four_years_is_found_by_its_address(violence, manager):
    assert (
        "Violence against women and girls 2026–2030"
        in manager.get("/larkshire/vawg-2026/").content.decode()
    )
