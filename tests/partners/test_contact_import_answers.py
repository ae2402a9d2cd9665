"""Who is meant by a row of a list: what is asked, and what becomes of the answers."""

import pytest

from partners.contact_import import writing
from partners.contact_import.choosing import preview_of
from partners.contact_import.comparing import ADD, EACH, FIRST, LEAVE
from partners.models import Agency, Contact
from tests.factories import make_agency, make_contact, make_contact_import

HEADINGS = ["Agency", "Role", "Name", "E-mail"]


@pytest.fixture
def police(larkshire):
    return make_agency(larkshire, "Larkshire Police", abbreviation="LP")


@pytest.fixture
def preview(larkshire, police):
    """preview(*rows, headings=..., **choices): what importing them into Larkshire would do."""

    def of(*rows, headings=HEADINGS, **choices):
        return preview_of(make_contact_import(larkshire, [headings, *rows], choices=choices))

    return of


def notes(preview):
    return [note for row in preview.rows for note in row.notes]


def test_a_partner_that_is_not_there_is_added_once(larkshire, police):
    rows = [["Quay Bank", "Lead", "", "q@x.org"], ["QUAY BANK", "Cook", "", "c@x.org"]]
    choices = {"partners": {"quay bank": ADD}}
    started = make_contact_import(larkshire, [HEADINGS, *rows], choices=choices)
    writing.write(started, agreed=preview_of(started).digest)
    bank = Agency.objects.get(name="Quay Bank")
    assert bank.contacts.count() == 2
    assert bank.history.get().history_change_reason.startswith("Import ")


def test_an_answer_matches_a_name_to_a_partner(preview, police):
    outcome = preview(["The Bobbies", "Sergeant", "", ""], partners={"bobbies": str(police.pk)})
    assert outcome.added[0].becomes.agency == police


def test_rows_of_a_partner_are_left_out_on_request(preview):
    outcome = preview(["Quay Bank", "Lead", "", ""], partners={"quay bank": LEAVE})
    assert outcome.refused[0].why == "Agency: The rows of “Quay Bank” are left out, as chosen"
    assert not outcome.is_asking


def test_a_partner_of_another_partnership_is_no_answer(preview, wrenmoor):
    other = make_agency(wrenmoor)
    outcome = preview(["Quay Bank", "Lead", "", ""], partners={"quay bank": str(other.pk)})
    assert outcome.is_asking
    assert outcome.refused


def test_no_partner_is_added_without_a_contact(preview):
    outcome = preview(["Quay Bank", "Lead", "", "wrong@"], partners={"quay bank": ADD})
    assert outcome.partners == []


TWO = ["LP", "Clerk", "", "lou@example.org; max@example.org"]


def test_two_addresses_in_one_cell_are_asked(preview):
    outcome = preview(TWO)
    assert outcome.is_asking
    assert outcome.refused[0].why == (
        "E-mail: 2 addresses: lou@example.org, max@example.org. Left out, until you say what "
        "becomes of them"
    )


@pytest.mark.parametrize(
    ("choice", "expected"),
    [(EACH, ["lou@example.org", "max@example.org"]), (FIRST, ["lou@example.org"]), (LEAVE, [])],
)
def test_what_becomes_of_two_addresses_is_chosen(choice, expected, preview):
    outcome = preview(TWO, addresses=choice)
    assert [row.becomes.email for row in outcome.added] == expected
    assert not outcome.is_asking


def test_two_roles_may_share_a_mailbox(preview):
    outcome = preview(["LP", "Inspector", "", "csu@x.org"], ["LP", "Analyst", "", "csu@x.org"])
    assert len(outcome.added) == 2


def test_who_alone_has_a_mailbox_has_another_role_now(preview, police):
    make_contact(police, "Constable", email="csu@x.org")
    assert preview(["LP", "Sergeant", "", "CSU@x.org"]).changed[0].changes[0] == (
        "Role",
        "Constable",
        "Sergeant",
    )


def test_a_second_role_of_a_mailbox_is_another_contact(preview, police):
    make_contact(police, "Constable", email="csu@x.org")
    rows = [["LP", "Constable", "", "csu@x.org"], ["LP", "Sergeant", "", "csu@x.org"]]
    outcome = preview(*rows)
    assert (len(outcome.unchanged), len(outcome.added)) == (1, 1)


def test_a_role_for_all_changes_nobody_s_own(preview, police):
    make_contact(police, "Constable", email="csu@x.org", name="Pat")
    headings = ["Agency", "E-mail", "Name"]
    outcome = preview(["LP", "csu@x.org", "Pat"], ["LP", "new@x.org", ""], headings=headings)
    assert len(outcome.unchanged) == 1
    assert outcome.added[0].becomes.role == "Contact"


def test_without_a_role_several_of_a_mailbox_are_told_apart_by_nobody(preview, police):
    for role in ("Constable", "Clerk"):
        make_contact(police, role, email="csu@x.org")
    outcome = preview(["LP", "csu@x.org"], headings=["Agency", "E-mail"])
    assert outcome.refused[0].why == "Several contacts have this address. Enter the role"


def test_without_a_column_of_addresses_the_address_stays(preview, police):
    contact = make_contact(police, "Clerk", name="Pat", telephones="101")
    outcome = preview(["LP", "Clerk", "Pat", "999"], headings=[*HEADINGS[:3], "Telephone"])
    assert outcome.changed[0].becomes == contact
    assert outcome.changed[0].changes == [("Telephone", "101", "999")]


def test_a_number_that_got_its_nought_back_is_told(preview):
    outcome = preview(["LP", "Desk", "1632960101"], headings=["Agency", "Role", "Telephone"])
    assert outcome.added[0].becomes.telephones == "01632960101"
    assert notes(outcome) == ["1632960101 is read as 01632960101"]


def test_the_name_before_an_address_is_taken_where_there_is_no_other(preview):
    outcome = preview(
        ["LP", "A", "", "Pat Lee <pat@x.org>"], ["LP", "B", "Kim", "P. Day <kim@x.org>"]
    )
    assert [row.becomes.name for row in outcome.added] == ["Pat Lee", "Kim"]
    assert notes(outcome) == [
        "“Pat Lee”, written before the address, is the name",
        "“P. Day”, written before the address, is left out",
    ]


def test_nothing_in_words_is_nothing(preview):
    outcome = preview(["LP", "Clerk", "N/A", "-"], ["LP", "Cook", "none", ""])
    assert [(row.becomes.name, row.becomes.email) for row in outcome.added] == [("", "")] * 2


def test_a_hidden_row_is_left_out_and_told(larkshire, police):
    started = make_contact_import(larkshire, [HEADINGS, ["LP", "Clerk", "", ""]])
    started.tables["grids"][0]["rows"][1]["is_hidden"] = True
    assert preview_of(started).refused[0].why.startswith("The row is hidden in the spreadsheet")


def test_the_columns_are_remembered_for_a_list_with_the_same_headings(larkshire, police):
    rows = [["Partner", "Role", "Desk"], ["LP", "Clerk", "c@x.org"]]
    columns = ["agency", "none", "role"]
    started = make_contact_import(larkshire, rows, choices={"columns": columns})
    writing.write(started, agreed=preview_of(started).digest)
    again = make_contact_import(larkshire, [["PARTNER", "Role", " desk"], rows[1]])
    assert preview_of(again).source.columns == columns
    assert preview_of(again).source.is_remembered


def test_another_partnership_remembers_nothing_of_it(larkshire, wrenmoor, police):
    rows = [["Agency", "Role", "Where"], ["LP", "Clerk", "c@x.org"]]
    choices = {"columns": ["agency", "role", "none"]}
    started = make_contact_import(larkshire, rows, choices=choices)
    writing.write(started, agreed=preview_of(started).digest)
    assert preview_of(make_contact_import(wrenmoor, rows)).source.columns[2] == "email"
    assert preview_of(make_contact_import(larkshire, rows)).source.columns[2] == "none"
    assert Contact.objects.get().email == ""
