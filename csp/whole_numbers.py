"""Whole numbers as a browser sends them back: ids, versions, places."""

import re


def whole_number(text: str | None) -> int | None:
    """The number that stands there, or None.

    None too for what no page of ours has sent: a number that no column of either database holds, or
    one in figures of another script, or none at all.
    """
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None
