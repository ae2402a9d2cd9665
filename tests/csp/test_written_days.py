from datetime import date

import pytest

from csp.written_days import read_day

SPELLINGS = """
9/4/27|09.04.2027|9-4-27|9 4 2027|9 / 4 / 2027|2027-04-09|2027/4/9|2027-04-09T10:30:00
09/04/2027 00:00|9 April 2027|9 apr 27|9th of April, 2027|9-Apr-27|April 9, 2027|apr 9th 2027
Fri 9 April 2027|Friday, 9th April 2027| 9\u00a0April\u00a02027 |９/４/２７|9\u20114\u201127
"""


@pytest.mark.parametrize("text", SPELLINGS.strip().replace("\n", "|").split("|"))
def test_a_day_is_read_as_people_write_it(text):
    assert read_day(text) == date(2027, 4, 9)


@pytest.mark.parametrize(
    "text",
    """|9 April|April 2027|31/4/27|4/31/2027|Mon 9 April 2027|by 9 April 2027|9.4/2027|109/4/27
    9/4/207|2027-04|20270409|9/4/27 or 10/4/27|tomorrow""".replace("\n    ", "|").split("|"),
)
def test_what_is_no_whole_day_is_none(text):
    assert read_day(text) is None
