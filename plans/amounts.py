"""Numbers as they are read and typed: “31,107”, “£1,250.50”."""

import re
from decimal import Decimal

GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")


def figure(number: Decimal | None) -> str:
    """A number as it is read: “1,234.5”. Empty for None."""
    if number is None:
        return ""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def pounds(amount: Decimal) -> str:
    """An amount as it is read: “£31,107”, and with pence only if there are any."""
    sign = "-" if amount < 0 else ""
    return f"{sign}£{abs(amount):,.2f}".removesuffix(".00")


def typed(text: str) -> str:
    """What was typed as a number, without a pound sign, spaces and commas between thousands.

    A comma elsewhere stays, so that “31,10” is refused rather than taken for 3110.
    """
    text = "".join(text.split()).removeprefix("£")
    return text.replace(",", "") if GROUPED.fullmatch(text) else text
