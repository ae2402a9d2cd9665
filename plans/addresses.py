"""The words that plans have in web addresses: “2026” for a yearly one, else “violence-2026”."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.utils.text import slugify

# What stands at their place in other addresses of a partnership; tests/test_addresses.py finds all.
RESERVED_ADDRESSES = {
    *("accessibility", "answers", "begin", "due", "partners", "rounds", "updates", "years"),
}
LONGEST_ADDRESS = 60
ADDRESS_HELP = (
    "Leave empty for one made of the title and the year, like violence-2026, or for one that tells "
    "nothing if the plan is restricted"
)
# A yearly plan's is its year alone. Another begins with a letter: nobody takes it for a year.
NAMED = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class PlanConverter:
    """The part of a web address that names a plan; never one of RESERVED_ADDRESSES."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED_ADDRESSES))})/)[a-z0-9-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


def validate_address_is_free(address: str) -> None:
    if address in RESERVED_ADDRESSES:
        raise ValidationError(f"“{address}” is the address of another page. Enter another word")


def neutral_address() -> str:
    """An address that tells nothing of its plan, and that nobody else thinks of: “plan-k3v9tq”."""
    letters = "abcdefghjkmnpqrstvwxyz23456789"
    return "plan-" + "".join(secrets.choice(letters) for _ in range(8))


def in_file_names(label: str) -> str:
    """A plan's label as a part of a file's name: “2026-27”, “violence-2026-2030”."""
    return slugify(re.sub("[/–]", "-", label))[-LONGEST_ADDRESS:].strip("-")


def proposed_address(title: str, year: int) -> str:
    """An address for a plan of that title, which begins in the year: “violence-2026”."""
    words = re.sub(r"^[^a-z]+", "", slugify(title)) or "plan"
    ending = f"-{year}"
    if words.endswith(ending):
        words = words.removesuffix(ending)
    return words[: LONGEST_ADDRESS - len(ending)].rstrip("-") + ending
