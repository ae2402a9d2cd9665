"""What a table of contacts means: columns, cells, which contact a row is about."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csp.days import years_after
from partners.contact_import import writing
from partners.contact_import.choosing import preview_of
from partners.contact_import.preview import Outcome
from partners.models import Contact
from tests.factories import make_agency, make_contact, make_contact_import

HEADINGS = ["Agency", "Role", "Name", "E-mail"]
WRONG_ADDRESS = "Enter an email address in the correct format, like name@example.org"


@pytest.fixture
def police(larkshire):
    return make_agency(larkshire, "Larkshire Police", abbreviation="LP")


@pytest.fixture
def preview(larkshire, police):
    """preview(*rows, headings=..., **choices): what importing them into Larkshire would do."""

    def of(*rows, headings=HEADINGS, **choices):
        started = make_contact_import(larkshire, [headings, *rows], choices=choices)
        return preview_of(started)

    return of


@pytest.fixture
def write(larkshire, police):
    """write(*rows, headings=..., **choices): import them into Larkshire."""

    def rows(*rows, headings=HEADINGS, **choices):
        started = make_contact_import(larkshire, [headings, *rows], choices=choices)
        return writing.write(started, agreed=preview_of(started).digest)

    return rows


def problems(preview):
    return [problem for row in preview.refused for problem in row.problems]


def cell(preview, heading, value):
    """The only row of an import with that cell beside a good agency, role and address."""
    headings = ["Agency", "Role", "E-mail", heading]
    return preview(["LP", "Sergeant", "csu@example.org", value], headings=headings)


def test_a_new_contact_is_added(write, police):
    write(["Larkshire Police", "Sergeant", "Pat Finch", "csu@example.org"])
    contact = police.contacts.get()
    assert (contact.role, contact.name, contact.email) == (
        "Sergeant",
        "Pat Finch",
        "csu@example.org",
    )
    assert contact.receives_update_requests
    assert not contact.published
    assert contact.keep_until == date(2028, 11, 18)


def test_two_years_after_the_29th_of_february(db):
    assert years_after(date(2028, 2, 29), 2) == date(2030, 2, 28)


@pytest.mark.parametrize("name", ["Larkshire Police", "larkshire police", "LP", "lp"])
def test_an_agency_is_found_by_name_or_abbreviation_in_any_case(name, preview, police):
    outcome = preview([name, "Sergeant", "", ""])
    assert outcome.added[0].becomes.agency == police


def test_a_name_goes_before_another_s_abbreviation(preview, larkshire):
    named = make_agency(larkshire, "Probation")
    make_agency(larkshire, "The other", abbreviation="probation")
    assert preview(["PROBATION", "Lead", "", ""]).added[0].becomes.agency == named


def test_an_agency_of_another_partnership_is_unknown(preview, wrenmoor):
    make_agency(wrenmoor, "Wrenmoor Police")
    ((column, problem),) = problems(preview(["Wrenmoor Police", "Sergeant", "", ""]))
    assert column == "Agency"
    assert problem.startswith("There is no partner “Wrenmoor Police”")


def test_a_similar_name_is_proposed_from_this_partnership_alone(preview, police, wrenmoor):
    make_agency(wrenmoor, "Larkshir Polic")
    (asked,) = preview(["Larkshire Polic", "Sergeant", "", ""]).unknown
    assert (asked.name, asked.count, asked.near) == ("Larkshire Polic", 1, [police])


@pytest.mark.parametrize(
    ("value", "expected"),
    [(word, True) for word in ("yes", "Y", "TRUE", "1", "x", "✓")]
    + [(word, False) for word in ("no", "N", "false", "0", "-")],
)
@pytest.mark.parametrize("heading", ["Published", "Receives update requests"])
def test_yes_and_no_in_many_spellings(heading, value, expected, preview):
    contact = cell(preview, heading, value).added[0].becomes
    attribute = heading.lower().replace(" ", "_")
    assert getattr(contact, attribute) is expected


def test_neither_yes_nor_no_is_refused(preview):
    refused = problems(cell(preview, "Published", "perhaps"))
    assert refused == [("Published", "Enter yes or no, not “perhaps”")]


@pytest.mark.parametrize(
    "value",
    [
        "31/03/2027",
        "31/3/27",
        "31.03.2027",
        "31-03-2027",
        "2027-03-31",
        "2027-03-31 00:00:00",
        "31 March 2027",
        "31 Mar 2027",
        "31-Mar-27",
    ],
)
def test_days_as_they_are_written_in_the_uk(value, preview):
    assert cell(preview, "Keep until", value).added[0].becomes.keep_until == date(2027, 3, 31)


@pytest.mark.parametrize("value", ["03/31/2027", "30/02/2027", "next year", "46112", "31/03/20277"])
def test_what_is_no_day_is_refused(value, preview):
    refused = problems(cell(preview, "Keep until", value))
    assert refused == [("Keep until", f"Enter a date such as 31/03/2027, not “{value}”")]


def test_a_new_contact_is_not_kept_until_a_day_that_is_past(preview):
    refused = problems(cell(preview, "Keep until", "17/11/2026"))
    assert refused == [("Keep until", "Keep until must be today or in the future")]


@pytest.mark.parametrize("address", ["pat", "pat@", "pat@example", "a b@example.org", "x@@y.org"])
def test_a_bad_address_is_refused_naming_row_and_column(address, preview):
    outcome = preview(
        ["LP", "Sergeant", "", "good@example.org"],
        ["LP", "Clerk", "", address],
        headings=["Organisation", "Job title", "Name", "E-mail address"],
    )
    assert outcome.refused[0].number == 3
    assert problems(outcome) == [
        ("E-mail address", "Enter an email address in the correct format, like name@example.org")
    ]


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (["", "Sergeant", "", ""], "Agency", "Enter the partner"),
        (["LP", "", "", "csu@example.org"], "Role", "Enter a role"),
        (["LP", "x" * 201, "", ""], "Role", "Role must be 200 characters or fewer"),
        (["LP", "Clerk", "x" * 201, ""], "Name", "Name must be 200 characters or fewer"),
    ],
)
def test_missing_and_long_texts_are_refused(row, column, problem, preview):
    assert problems(preview(row)) == [(column, problem)]


def test_all_that_is_wrong_with_a_row_is_said_at_once(preview):
    columns = [column for column, _ in problems(preview(["Nobody", "", "x" * 201, "x"]))]
    assert sorted(columns) == ["Agency", "E-mail", "Name", "Role"]


def test_the_same_address_is_the_same_contact_whatever_its_case(write, police):
    contact = make_contact(police, "Constable", email="CSU@example.org", name="Pat")
    write(["LP", "Sergeant", "Pat Finch", "csu@example.org"])
    contact.refresh_from_db()
    assert (contact.role, contact.name) == ("Sergeant", "Pat Finch")
    assert Contact.objects.count() == 1


def test_the_same_address_in_another_agency_is_another_contact(preview, larkshire, police):
    make_contact(make_agency(larkshire), email="csu@example.org")
    assert preview(["LP", "Sergeant", "", "csu@example.org"]).added


def test_without_an_address_role_and_name_make_the_contact(write, police):
    contact = make_contact(police, "Sergeant", name="Pat", email="")
    outcome, _ = write(["LP", "SERGEANT", "pat", "", "101"], headings=[*HEADINGS, "Telephone"])
    contact.refresh_from_db()
    assert contact.telephones == "101"
    assert len(outcome.changed) == 1


def test_a_contact_without_address_is_not_that_with_one(preview, police):
    make_contact(police, "Sergeant", email="csu@example.org")
    assert preview(["LP", "Sergeant", "", ""]).added


def test_a_contact_of_another_partnership_is_left_alone(write, wrenmoor):
    other = make_contact(make_agency(wrenmoor, "LP"), "Constable", email="csu@example.org")
    write(["LP", "Sergeant", "", "csu@example.org"])
    other.refresh_from_db()
    assert other.role == "Constable"


def test_changes_say_from_what_to_what(preview, police):
    make_contact(police, "Sergeant", email="csu@example.org", keep_until=date(2027, 1, 1))
    outcome = preview(
        ["LP", "Inspector", "", "csu@example.org", "yes", "31/03/2027"],
        headings=[*HEADINGS, "Published", "Keep until"],
    )
    assert outcome.changed[0].changes == [
        ("Role", "Sergeant", "Inspector"),
        ("Published", "no", "yes"),
        ("Keep until", "1 January 2027", "31 March 2027"),
    ]


def test_an_empty_cell_empties_a_text_and_leaves_the_rest(preview, police):
    make_contact(police, "Clerk", name="Pat", email="csu@example.org", published=True)
    outcome = preview(
        ["LP", "Clerk", "", "csu@example.org", "", ""],
        headings=[*HEADINGS, "Published", "Keep until"],
    )
    assert outcome.changed[0].changes == [("Name", "Pat", "")]


def test_a_contact_whose_day_has_passed_is_not_changed_without_a_new_one(preview, police):
    make_contact(police, "Clerk", email="csu@example.org", keep_until=date(2020, 1, 1))
    assert preview(["LP", "Clerk", "", "csu@example.org"]).unchanged
    refused = problems(preview(["LP", "Sergeant", "", "csu@example.org"]))
    assert refused == [("Keep until", "Keep until must be today or in the future")]


def test_a_column_that_is_not_there_changes_nothing(preview, police):
    make_contact(police, "Clerk", name="Pat", email="csu@example.org", telephones="101")
    outcome = preview(["LP", "Clerk", "csu@example.org"], headings=["Agency", "Role", "E-mail"])
    assert [row.outcome for row in outcome.rows] == [Outcome.UNCHANGED]


def test_importing_twice_changes_nothing(write):
    rows = [["LP", "Sergeant", "Pat", "csu@example.org"], ["LP", "Clerk", "", ""]]
    write(*rows)
    outcome, written = write(*rows)
    assert not written
    assert len(outcome.unchanged) == 2
    assert Contact.history.count() == 2


def test_rows_about_the_same_contact_are_refused_naming_both(preview):
    outcome = preview(
        ["LP", "Sergeant", "Pat", "csu@example.org"],
        ["LP", "Clerk", "", ""],
        ["Larkshire Police", "SERGEANT", "Sam", "CSU@example.org"],
    )
    assert [row.number for row in outcome.refused] == [4]
    assert problems(outcome) == [
        ("", "This is the same contact as in row 2. Delete one of the two rows")
    ]


def test_good_rows_go_in_while_bad_ones_wait(larkshire, police):
    rows = [HEADINGS, ["LP", "Sergeant", "", "csu@x.org"], ["LP", "Clerk", "", "no address"]]
    started = make_contact_import(larkshire, rows)
    _, is_written = writing.write(started, agreed=preview_of(started).digest)
    assert is_written
    assert Contact.objects.get().role == "Sergeant"
    started.refresh_from_db()
    assert started.left_out == [
        [*HEADINGS, "Why"],
        ["LP", "Clerk", "", "no address", f"E-mail: {WRONG_ADDRESS}"],
    ]


def test_what_is_imported_is_not_kept_a_second_time(larkshire, police):
    started = make_contact_import(larkshire, [HEADINGS, ["LP", "Sergeant", "", ""]])
    writing.write(started, agreed=preview_of(started).digest)
    started.refresh_from_db()
    assert (started.tables, started.choices, started.left_out) == ({}, {}, [])


def test_it_asks_once_for_all_rows(larkshire, police):
    """Contacts and agencies, whatever their number; no more than that is written for each 500."""
    rows = [["LP", f"Clerk {n}", "", ""] for n in range(50)]
    started = make_contact_import(larkshire, [HEADINGS, *rows])
    with CaptureQueriesContext(connection) as asked:
        agreed = preview_of(started).digest
    assert len(asked) == 4
    assert not Contact.objects.exists()
    costs = []
    for count in (2, 50):
        started = make_contact_import(larkshire, [HEADINGS, *rows[:count]])
        agreed = preview_of(started).digest
        with CaptureQueriesContext(connection) as asked:
            writing.write(started, agreed=agreed)
        costs.append(len(asked))
    assert costs[1] <= costs[0]


def test_what_somebody_changed_meanwhile_is_not_overwritten(larkshire, police):
    contact = make_contact(police, "Clerk", email="csu@example.org")
    rows = [HEADINGS, ["LP", "Inspector", "", "csu@example.org"]]
    started = make_contact_import(larkshire, rows)
    agreed = preview_of(started).digest
    Contact.objects.filter(pk=contact.pk).update(role="Sergeant")
    outcome, is_written = writing.write(started, agreed=agreed)
    assert not is_written
    assert outcome.changed[0].changes == [("Role", "Sergeant", "Inspector")]
    contact.refresh_from_db()
    assert contact.role == "Sergeant"


def test_an_agency_that_was_renamed_meanwhile_stops_the_import(larkshire, police):
    started = make_contact_import(larkshire, [HEADINGS, ["Larkshire Police", "Inspector", "", ""]])
    agreed = preview_of(started).digest
    police.name = "Lark Constabulary"
    police.save()
    outcome, is_written = writing.write(started, agreed=agreed)
    assert not is_written
    assert outcome.refused


def test_it_is_imported_once(larkshire, police):
    started = make_contact_import(larkshire, [HEADINGS, ["LP", "Sergeant", "", ""]])
    agreed = preview_of(started).digest
    assert writing.write(started, agreed=agreed)[1]
    assert writing.write(started, agreed=agreed) == (None, False)
