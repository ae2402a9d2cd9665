"""What actions are counted for beside their status: in the database, and of one action."""

import csv
import io

import pytest

from actions.counted import ACHIEVED, is_achieved
from actions.models import Action, Status
from tests.actions.by_hand import make_counted_plan
from tests.factories import make_action, make_plan, make_priority


def test_achieved_is_the_same_in_the_database_and_of_one_action(larkshire):
    priority = make_priority(make_plan(larkshire))
    for timescale in ("Ongoing", "By March 2027", "November annually", "Soon", ""):
        for status in Status:
            action = make_action(priority, timescale=timescale)
            Action.objects.filter(pk=action.pk).update(status=status)
    everything = Action.objects.all()
    found = {one for one in everything if is_achieved(one)}
    assert found == set(everything.filter(ACHIEVED))
    assert len(found) == 6


@pytest.mark.parametrize(("show", "count"), [("late", 1), ("behind", 5), ("", 8)])
def test_what_is_downloaded_is_what_the_filter_shows(
    show, count, larkshire, shelter, cast, sign_in
):
    make_counted_plan(larkshire, shelter)
    address = f"/larkshire/2026/document/actions.csv?show={show}"
    content = sign_in(cast.reader).get(address).content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(content, newline=""))
    assert len(list(rows)) == count


def test_a_filter_that_there_is_not_is_told(larkshire, shelter, cast, sign_in):
    make_counted_plan(larkshire, shelter)
    page = sign_in(cast.reader).get("/larkshire/2026/?show=nonsense").content.decode()
    assert "Select a valid choice" in page
