"""Which day and which year it is, in London: at the year's end, the clock changes, a leap day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tests.factories import make_action, make_plan, make_priority

# The first moment in UTC of a day in London.
MIDNIGHTS = [
    # The first day of a financial year, when London is an hour ahead, and of the calendar's.
    (date(2026, 4, 1), datetime(2026, 3, 31, 23, tzinfo=UTC)),
    (date(2027, 1, 1), datetime(2027, 1, 1, 0, tzinfo=UTC)),
    # The days on which the clocks go forward and back, and those after them.
    (date(2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC)),
    (date(2026, 3, 30), datetime(2026, 3, 29, 23, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC)),
    (date(2026, 10, 26), datetime(2026, 10, 26, 0, tzinfo=UTC)),
    # A leap day, and the day after it.
    (date(2028, 2, 29), datetime(2028, 2, 29, 0, tzinfo=UTC)),
    (date(2028, 3, 1), datetime(2028, 3, 1, 0, tzinfo=UTC)),
]
# An hour and a second on each side of it.
SIDES = [(-3600, -1), (-1, -1), (0, 0), (1, 0), (3600, 0)]


@pytest.mark.parametrize(("day", "midnight"), MIDNIGHTS)
def test_an_update_is_of_the_day_in_london(day, midnight, larkshire, cast, client):
    priority = make_priority(make_plan(larkshire))
    for seconds, days in SIDES:
        action = make_action(priority)
        with time_machine.travel(midnight + timedelta(seconds=seconds), tick=False):
            client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
            said = {"status": "on_track", "text": "It goes on.", "after": ""}
            client.post(action.get_absolute_url(), said)
        assert action.updates.get().made_on == day + timedelta(days=days)


@pytest.mark.parametrize("seconds", [-3600, -1, 0, 1, 3600])
@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_new_year_s_plan_is_shown_from_midnight_of_1_april(
    year, seconds, larkshire, cast, client
):
    plans = {start: make_plan(larkshire, start) for start in (year - 1, year)}
    midnight = datetime(year, 3, 31, 23, tzinfo=UTC)
    with time_machine.travel(midnight + timedelta(seconds=seconds), tick=False):
        client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
        shown = client.get("/larkshire/").context["plan"]
    assert shown == plans[year if seconds >= 0 else year - 1]
