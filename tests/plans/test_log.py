"""The year month by month, and how officers note it down."""

from datetime import date

import pytest

from plans.models import LogEntry
from tests.factories import make_log_entry, make_plan
from tests.pages import text

URL = "/larkshire/2026/log/"
TOLD = {"month": "2026-06", "day": "", "text": "The hall opened."}


def test_an_officer_notes_down_a_month_alone(officer, cast, plan):
    page = text(officer.post(f"{URL}add/", TOLD, follow=True))
    entry = plan.log.get()
    assert (entry.happened_on, entry.is_day_known) == (date(2026, 6, 1), False)
    assert entry.added_by == cast.officer
    assert ">June 2026</th>" in page


def test_an_officer_notes_down_a_day(officer, plan):
    page = text(officer.post(f"{URL}add/", TOLD | {"month": "2027-02", "day": "28"}, follow=True))
    entry = plan.log.get()
    assert (entry.happened_on, entry.is_day_known) == (date(2027, 2, 28), True)
    assert ">28 February 2027</th>" in page


def test_the_months_are_the_year_s_and_this_one_is_chosen(officer, plan):
    page = text(officer.get(f"{URL}add/"))
    assert page.count('<option value="202') == 12
    assert '<option value="2026-04">April 2026</option>' in page
    assert '<option value="2026-11" selected>November 2026</option>' in page
    assert '<option value="2027-03">March 2027</option>' in page


def test_no_month_is_chosen_in_another_year_s_log(officer, larkshire):
    make_plan(larkshire, 2024)
    assert '<option value="" selected>' in text(officer.get("/larkshire/2024/log/add/"))


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"month": ""}, "month", "Select the month"),
        ({"month": "2027-04"}, "month", "Select the month from the list"),
        ({"day": "31"}, "day", "Day must be 30 or less: June has 30 days"),
        ({"day": "0"}, "day", "Day must be 1 or more"),
        ({"day": "first"}, "day", "Day must be a number, like 7"),
        ({"text": ""}, "text", "Enter what happened"),
        ({"text": "x" * 4001}, "text", "What happened must be 4,000 characters or fewer"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_saved(typed, field, error, officer, plan):
    page = text(officer.post(f"{URL}add/", TOLD | typed))
    assert f'<a href="#id_{field}">{error}</a>' in page
    assert not LogEntry.objects.exists()


def test_the_same_entry_sent_twice_stands_once(officer, plan):
    officer.post(f"{URL}add/", TOLD)
    assert "The log already says this" in text(officer.post(f"{URL}add/", TOLD))
    assert plan.log.count() == 1


def test_a_day_can_be_added_later(officer, plan):
    entry = make_log_entry(plan, happened_on=date(2026, 6, 1), is_day_known=False)
    version = entry.history.get().pk
    officer.post(f"{URL}{entry.pk}/", TOLD | {"day": "16", "version": version})
    entry.refresh_from_db()
    assert (entry.happened_on, entry.is_day_known) == (date(2026, 6, 16), True)


def test_a_colleague_s_entry_keeps_who_added_it(officer, cast, plan):
    entry = make_log_entry(plan, added_by=cast.manager)
    officer.post(f"{URL}{entry.pk}/", TOLD | {"version": entry.history.get().pk})
    entry.refresh_from_db()
    assert entry.added_by == cast.manager
    assert entry.history.first().history_user == cast.officer


def test_a_reader_reads_and_changes_nothing(cast, sign_in, plan):
    entry = make_log_entry(plan)
    page = text(sign_in(cast.reader).get(URL))
    assert "The hall opened." in page
    assert f"{URL}{entry.pk}/" not in page
    assert "Add an entry" not in page


def test_the_session_that_ran_out_gives_the_text_back(client, cast, sign_in, plan):
    client.post(f"{URL}add/", TOLD | {"day": "7"})
    page = text(sign_in(cast.officer).get(f"{URL}add/"))
    assert "The hall opened.</textarea>" in page
    assert 'value="7"' in page
    assert '<option value="2026-06" selected>' in page


def test_the_page_costs_the_same_however_much_it_shows(
    officer, cast, plan, django_assert_num_queries
):
    for number in range(9):
        make_log_entry(plan, text=f"Entry {number}", added_by=cast.manager)
    # Session, person, membership, menu, plan, entries.
    with django_assert_num_queries(6):
        officer.get(URL)
