"""How a grant adds up: sums of what went to projects and was spent, and what doesn't fit."""

from dataclasses import dataclass
from decimal import Decimal

from plans.amounts import pounds
from plans.models import Grant


@dataclass(frozen=True)
class Sums:
    """Of a grant's allocations and spending, in pounds; spent is what is known of it."""

    proposed_year: Decimal
    first_half: Decimal
    second_half: Decimal
    spent: Decimal


def sums_of(grant: Grant) -> Sums:
    """grant: its allocations and spending are prefetched."""
    allocations = grant.allocations.all()
    return Sums(
        proposed_year=sum((one.proposed_year for one in allocations), Decimal(0)),
        first_half=sum((one.first_half for one in allocations), Decimal(0)),
        second_half=sum((one.second_half for one in allocations), Decimal(0)),
        spent=sum((item.amount or Decimal(0) for item in grant.spending.all()), Decimal(0)),
    )


def warnings_of(grant: Grant) -> list[str]:
    """Sentences on what of a grant does not add up; its rows are prefetched.

    Nothing is said of what has not been entered yet: a grant without allocations, an allocation
    without halves.
    """
    sums = sums_of(grant)
    found = []
    if grant.allocations.all() and sums.proposed_year != grant.amount:
        found.append(
            f"The allocations add up to {pounds(sums.proposed_year)}: "
            f"{_difference(sums.proposed_year, grant.amount)} the grant of {pounds(grant.amount)}."
        )
    # Sums that the plan calls otherwise need not be the halves of a year.
    for one in grant.allocations.all() if grant.divides_a_year else ():
        halves = one.first_half + one.second_half
        if halves and halves != one.proposed_year:
            found.append(
                f"The halves of “{one}” add up to {pounds(halves)}: "
                f"{_difference(halves, one.proposed_year)} the {pounds(one.proposed_year)} "
                "proposed for the full year."
            )
    if sums.spent > grant.amount:
        found.append(
            f"The spending adds up to {pounds(sums.spent)}: "
            f"{_difference(sums.spent, grant.amount)} the grant of {pounds(grant.amount)}."
        )
    return found


def _difference(amount: Decimal, expected: Decimal) -> str:
    """“£7 less than”, “£7 more than”."""
    return f"{pounds(abs(amount - expected))} {'less' if amount < expected else 'more'} than"
