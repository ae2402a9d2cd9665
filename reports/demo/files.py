"""The demo's files: reading them, and filling in the years that are counted from another."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.files import File

from plans import years

PICTURES = settings.BASE_DIR / "fixtures" / "demo" / "pictures"

# “{start}” and “{end}”, the calendar years in which a plan's year begins and ends, “{year}”, its
# label, and of each “{year-2}”, two years before.
YEAR = re.compile(r"\{(start|end|year)(?:-(\d))?\}")


def read(path: Path) -> Any:
    # libyaml's, where PyYAML has it: reading takes a quarter of loading without.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def picture(name: str) -> File:
    """A picture of the demo, as somebody sends it; the media keep a copy."""
    return File(BytesIO((PICTURES / name).read_bytes()), name)


def with_years(contents: Any, start_year: int) -> Any:
    """The contents with what YEAR finds filled in wherever text has it."""
    if isinstance(contents, dict):
        return {key: with_years(value, start_year) for key, value in contents.items()}
    if isinstance(contents, list):
        return [with_years(value, start_year) for value in contents]
    if isinstance(contents, str):
        return YEAR.sub(lambda found: _filled_in(found, start_year), contents)
    return contents


def _filled_in(found: re.Match[str], start_year: int) -> str:
    name, before = found.groups()
    year = start_year - int(before or 0)
    return years.label(year) if name == "year" else str(year + (name == "end"))
