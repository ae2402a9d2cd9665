"""Reading JSON files that people send, which a small file can make very large when read."""

import json
from typing import Any

from django.core.exceptions import ValidationError

MOST_BYTES = 20 * 1024 * 1024
# Of those with letters beyond ASCII: in memory each of their letters may take four times the room.
MOST_BYTES_BEYOND_ASCII = 4 * 1024 * 1024
# Brackets, commas and colons: each stands for some 80 bytes once it is read.
MOST_SIGNS = 600_000
NO_JSON = "The file is damaged, or is no JSON file"


def too_large(most_bytes: int) -> str:
    return f"The file must be smaller than {most_bytes >> 20}MB"


def read_json(content: bytes) -> Any:
    """What a JSON file says. Raises ValidationError, within little time and memory."""
    if len(content) > MOST_BYTES:
        raise ValidationError(too_large(MOST_BYTES))
    if len(content) > MOST_BYTES_BEYOND_ASCII and not content.isascii():
        raise ValidationError(too_large(MOST_BYTES_BEYOND_ASCII))
    if sum(map(content.count, (b"{", b"[", b",", b":"))) > MOST_SIGNS:
        raise ValidationError("The file holds too much")
    try:
        return json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ValidationError(NO_JSON) from None


def _refuse(word: str) -> Any:
    """NaN and Infinity, which JSON does not know."""
    raise ValueError(word)
