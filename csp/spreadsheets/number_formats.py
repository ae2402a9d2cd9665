"""Figures as Excel shows them: “85%”, “£1,250.50” (ECMA-376, part 1, 18.8.31)."""

import re

# Colours and conditions in brackets, padding, and filling; none of them is read aloud.
UNSEEN = re.compile(r"\[(?!\$)[^\]]*\]|_.|\*.")
CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
LITERAL = re.compile(r'"([^"]*)"|\\(.)')
FIGURES = re.compile(r"([#0,?]*[#0?])(?:\.([0#?]+))?")
# What may stand around the figures: signs of money, and space.
AROUND = re.compile(r"[£$€\s()+%-]*")


def shown(value: float, shape: str) -> str | None:
    """A figure in a format such as “0%”; None for formats that aren't known."""
    sections = shape.split(";")
    is_own = value < 0 and len(sections) > 1 and bool(sections[1])
    section = UNSEEN.sub("", sections[1 if is_own else 0])
    section = LITERAL.sub(lambda found: found[1] or found[2] or "", CURRENCY.sub(r"\1", section))
    figures = FIGURES.search(section)
    if not figures:
        return None
    before, after = section[: figures.start()], section[figures.end() :]
    if not (AROUND.fullmatch(before) and AROUND.fullmatch(after)):
        return None
    whole, part = figures[1], figures[2] or ""
    if whole.endswith(",") or ("0" not in whole and not part and not value):
        return None
    amount = abs(value) * (100 if "%" in section else 1)
    places = len(part)
    text = f"{amount:{',' if ',' in whole else ''}.{places}f}"
    least = part.count("0")
    while places > least and text.endswith("0"):
        text, places = text[:-1], places - 1
    text = text.rstrip(".").zfill(whole.replace(",", "").count("0"))
    minus = "-" if value < 0 and not is_own else ""
    return f"{minus}{before.strip()}{text}{after.strip()}"
