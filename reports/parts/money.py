"""The year's grants: what was given, to whom it went, what it was spent on."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.template.defaultfilters import pluralize

from plans.funding import Sums, sums_of
from plans.models import Block, Grant, Plan
from reports.parts import Context, Part


@dataclass(frozen=True)
class ProjectShare:
    """What a project of an organisation has of a grant, in pounds, and what came of it."""

    organisation: str
    project: str
    proposed_year: Decimal
    first_half: Decimal
    second_half: Decimal
    evaluation: str


@dataclass(frozen=True)
class Item:
    """Something that a grant was spent on; the amount is None where it is not known."""

    name: str
    amount: Decimal | None


@dataclass(frozen=True)
class Account:
    """A grant with what it went to. All amounts in pounds."""

    anchor: str
    title: str
    funder: str
    amount: Decimal
    note: str
    headings: tuple[str, str, str]
    shares: tuple[ProjectShare, ...]
    items: tuple[Item, ...]
    sums: Sums

    @property
    def totals(self) -> tuple[Decimal, Decimal, Decimal]:
        """Of the table's three columns: proposed for the year, first half, second half."""
        return self.sums.proposed_year, self.sums.first_half, self.sums.second_half

    @property
    def left_over(self) -> Decimal:
        """What was given and is in no share; negative if more was promised than given."""
        return self.amount - self.sums.proposed_year

    @property
    def spent(self) -> Decimal | None:
        """The sum of the items, None unless each has its amount."""
        return None if any(item.amount is None for item in self.items) else self.sums.spent

    @property
    def has_pence(self) -> bool:
        """Whether any amount is not whole; then all of them are written with their pence."""
        amounts = [self.amount, *(item.amount or Decimal(0) for item in self.items)]
        for share in self.shares:
            amounts += [share.proposed_year, share.first_half, share.second_half]
        return any(amount % 1 for amount in amounts)


@dataclass(frozen=True, kw_only=True)
class Funding(Part):
    """What the partnership was given in the year, and where it went."""

    accounts: tuple[Account, ...]
    template: ClassVar[str] = "reports/parts/funding.html"

    @property
    def total(self) -> Decimal:
        """All that was given, in pounds."""
        return sum((account.amount for account in self.accounts), Decimal(0))

    @property
    def made_entries(self) -> list[tuple[str, str]]:
        return [(one.anchor, one.title) for one in self.accounts]

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.accounts

    @property
    def summary(self) -> str:
        return f"{len(self.accounts)} grant{pluralize(self.accounts)}"


def funding(context: Context) -> Part | None:
    """The grants of the year."""
    return context.part(Block.Part.FUNDING, Funding, accounts=accounts_of(context.plan))


def accounts_of(plan: Plan) -> tuple[Account, ...]:
    """The accounts of a plan's grants, in their order. Three queries."""
    grants = Grant.objects.filter(plan=plan).prefetch_related("allocations", "spending")
    return tuple(_account(grant) for grant in grants)


def _account(grant: Grant) -> Account:
    return Account(
        anchor=f"grant-{grant.pk}",
        title=grant.name,
        funder=grant.funder,
        amount=grant.amount,
        note=grant.note,
        headings=grant.headings,
        shares=tuple(
            ProjectShare(
                row.organisation,
                row.project,
                row.proposed_year,
                row.first_half,
                row.second_half,
                row.evaluation,
            )
            for row in grant.allocations.all()
        ),
        # An amount of nothing was not entered.
        items=tuple(Item(row.item, row.amount or None) for row in grant.spending.all()),
        sums=sums_of(grant),
    )
