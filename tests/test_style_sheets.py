"""What a style sheet names is there: else collectstatic fails, and with it a server's start."""

import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
SHEETS = sorted(STATIC.rglob("*.css"))


def missing(sheet):
    """What the sheet names and is not there. What is data within it is not a file."""
    named = re.findall(r"""url\(\s*["']?(?!data:)([^"')?#]+)""", sheet.read_text())
    folder = {True: STATIC.parent, False: sheet.parent}
    return [
        name for name in named if not (folder[name.startswith("/")] / name.lstrip("/")).exists()
    ]


@pytest.mark.any_database
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.relative_to(STATIC)))
def test_every_file_that_a_style_sheet_names_is_there(sheet):
    assert missing(sheet) == []
