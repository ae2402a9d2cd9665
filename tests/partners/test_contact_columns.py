"""The columns of a list of contacts: what they are called, where their headings are."""

import pytest

from partners.contact_import.choosing import list_of
from partners.contact_import.columns import COLUMNS, LEFT_OUT, kinds_of, meanings_of
from partners.contact_import.rows import ListRows
from partners.resources import ContactResource
from tests.factories import make_agency, make_contact_import

SPELLINGS = {
    "agency": ["AGENCY", " agency ", "Organisation", "Partner", "Partner agency", "Organization:",
               "Company", "Name of organisation"],
    "role": ["role", "Job title", "JOB-TITLE", "Role / job title", "Position", "Post"],
    "name": ["NAME", "Full name", "Contact name", "full_name", "Contact person"],
    "first_name": ["First name", "Forename", "Given Name"],
    "last_name": ["Surname", "Last Name", "Family name"],
    "email": ["Email", "e mail", "E-mail address", "EMAIL ADDRESS", "email_address",
              "E-mail 1 - Value", "Work e-mail"],
    "telephones": ["PHONE", "Phone number", "Tel", "Tel.", "Telephone No.", "Phone-number(s)",
                   "Mobile", "Business Phone", "Out of hours", "Phone 1 - Value"],
    "receives_update_requests": ["Receives updates", "update requests",
                                 "Receives update requests?"],
    "published": ["publish", "Published?"],
    "keep_until": ["KEEP UNTIL", "keep_until", "Keep until (date)"],
    LEFT_OUT: ["Business Fax", "E-mail Type", "E-mail Display Name", "Why"],
    "": ["Shoe size", "Notes", "Postcode", "Website", "Business Street"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("meaning", "heading"),
    [(meaning, heading) for meaning, headings in SPELLINGS.items() for heading in headings],
)
def test_a_heading_is_understood_however_it_is_spelled(meaning, heading):
    assert meanings_of([heading]) == [meaning]


def test_our_own_headings_are_known():
    assert meanings_of(COLUMNS) == list(ContactResource.fields)


def test_a_title_beside_a_job_title_is_none():
    assert meanings_of(["Title", "Job Title"]) == [LEFT_OUT, "role"]
    assert meanings_of(["Title"]) == ["role"]


def test_a_name_beside_a_contact_name_is_the_partner_s():
    assert meanings_of(["Name", "Contact name", "Email"]) == ["agency", "name", "email"]


def test_a_whole_name_beside_its_parts_is_left_out():
    assert meanings_of(["First name", "Surname", "Name"])[2] == LEFT_OUT


@pytest.mark.parametrize(
    ("headings", "kinds"),
    [
        (["Telephone"], [""]),
        (["Tel"], [""]),
        (["Mobile"], ["Mobile"]),
        (["Tel", "Mobile"], ["Tel", "Mobile"]),
        (["Telephone", "Mobile number"], ["", "Mobile number"]),
    ],
)
def test_the_kind_of_a_number_is_in_its_heading(headings, kinds):
    assert kinds_of(headings, ["telephones"] * len(headings)) == kinds


def of(partnership, *rows, **choices):
    width = max(map(len, rows))
    even = [[*row, *[""] * (width - len(row))] for row in rows]
    return list_of(make_contact_import(partnership, even, choices=choices))


HEAD = ["Agency", "Role", "E-mail"]
ROW = ["Quay Bank", "Lead", "q@x.org"]


def test_titles_stand_above_the_headings(larkshire):
    found = of(larkshire, ["Partners of the quay, 2026"], ["Updated by Jo"], HEAD, ROW)
    assert found.head_number == 3
    assert [row.number for row in found.rows] == [4]


def test_the_headings_can_be_pointed_at(larkshire):
    found = of(larkshire, HEAD, ["Body", "Post", "Where"], ROW, head=2)
    assert found.head == ["Body", "Post", "Where"]
    assert found.columns == ["agency", "role", "email"]


def test_without_headings_the_columns_are_known_by_what_stands_in_them(larkshire):
    make_agency(larkshire, "Quay Bank")
    found = of(larkshire, [*ROW, "01632 960102"], [*ROW, "07700 900311"])
    assert found.head_number == 0
    assert found.columns == ["agency", LEFT_OUT, "email", "telephones"]


def test_a_column_without_a_heading_is_shown(larkshire):
    found = of(larkshire, ["Agency", "", "Role"], ["Quay Bank", "q@x.org", "Lead"])
    assert found.columns == ["agency", "email", "role"]


def test_columns_that_are_left_out_are_told(larkshire):
    found = of(larkshire, [*HEAD, "Shoe size", ""], [*ROW, "9", "blue"])
    assert found.left_out == ["Shoe size", "the column with “blue”"]


def test_a_partner_above_its_contacts(larkshire):
    rows = [["Quay Bank"], ["", "Lead", "q@x.org"], ["", "Cook", "c@x.org"], ["Quay Police"]]
    found = of(larkshire, ["Name", "Role", "Email"], *rows, ["Pat", "Desk", "d@x.org"])
    drafts = list(ListRows(found).drafts())
    assert [draft.agency for draft in drafts] == ["Quay Bank", "Quay Bank", "Quay Police"]


def test_a_partner_that_is_written_once_for_all_its_rows(larkshire):
    found = of(larkshire, HEAD, ROW, ["", "Cook", "c@x.org"], ["", "Clerk", "d@x.org"])
    assert [draft.agency for draft in ListRows(found).drafts()] == ["Quay Bank"] * 3


def test_a_partner_that_was_forgotten_is_not_guessed(larkshire):
    rows = [["Quay Bank", f"Lead {n}", ""] for n in range(9)]
    found = of(larkshire, HEAD, *rows, ["", "Cook", "c@x.org"])
    assert [draft.agency for draft in ListRows(found).drafts()][-1] == ""


def test_headings_that_are_repeated_are_no_contacts(larkshire):
    reading = ListRows(of(larkshire, HEAD, ROW, HEAD, ROW))
    assert len(list(reading.drafts())) == 2
    assert reading.repeated == 1


def test_names_in_parts_are_joined(larkshire):
    head = ["Agency", "Role", "Surname", "First name", "Middle name"]
    (draft,) = ListRows(of(larkshire, head, ["QB", "Lead", "Lee", "Pat", "M."])).drafts()
    assert draft.name == "Pat M. Lee"
