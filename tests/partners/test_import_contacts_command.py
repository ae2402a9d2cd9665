import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from partners.models import Contact
from tests.csp.open_files import open_file, row, table

GOOD = "Agency,Role,E-mail\nLark Shelter,Manager,pat@example.org\n"


@pytest.fixture
def run(shelter, tmp_path):
    """run(text, ...): what the command prints for a file with that text."""

    def command(text, *options):
        file = tmp_path / "contacts.csv"
        file.write_text(text)
        printed = io.StringIO()
        call_command("import_contacts", "larkshire", str(file), *options, stdout=printed)
        return printed.getvalue()

    return command


def test_it_imports(run):
    assert run(GOOD) == (
        "Row 2: added: Lark Shelter, Manager\n1 added, 0 changed, 0 unchanged, 0 refused\n"
    )
    assert Contact.objects.get().email == "pat@example.org"


def test_it_says_what_changed(run):
    run(GOOD)
    printed = run(GOOD.replace("Manager", "Clerk"))
    assert "    Role: from “Manager” to “Clerk”\n" in printed


def test_again_it_changes_nothing(run):
    run(GOOD)
    assert "Row 2: unchanged" in run(GOOD)
    assert Contact.history.count() == 1


def test_a_dry_run_writes_nothing(run):
    assert "Nothing was written: this was a dry run." in run(GOOD, "--dry-run")
    assert not Contact.objects.exists()


def test_a_refused_row_stops_it(run, capsys):
    with pytest.raises(CommandError, match="correct the rows that are left out"):
        run(GOOD + "Nobody,Clerk,clerk@example.org\n")
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("text", "expected"), [("", "file is empty"), ("Shoe size\n9\n", "No column is the partner")]
)
def test_a_file_that_is_no_list_of_contacts(text, expected, run):
    with pytest.raises(CommandError, match=expected):
        run(text)


def test_a_partnership_that_does_not_exist(db, tmp_path):
    with pytest.raises(CommandError, match="There is no partnership “nowhere”"):
        call_command("import_contacts", "nowhere", str(tmp_path))


def test_a_file_that_does_not_exist(larkshire, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_contacts", "larkshire", str(tmp_path / "contacts.csv"))


def test_columns_are_named_by_heading_or_number(run):
    printed = run(
        "Body,What,Where\nLark Shelter,Cook,c@x.org\n", "--columns", "body=partner,2=role"
    )
    assert "Row 2: added: Lark Shelter, Cook" in printed
    assert Contact.objects.get().email == "c@x.org"


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("Hat=role", "There is no column “Hat”"),
        ("9=role", "There is no column “9”"),
        ("Role=hat", "“hat” is not what a column can be"),
    ],
)
def test_a_column_that_is_not_there_is_named(columns, expected, run):
    with pytest.raises(CommandError, match=expected):
        run(GOOD, "--columns", columns)


def test_partners_that_are_not_there_are_made_if_it_is_said(run, larkshire):
    with pytest.raises(CommandError, match="Nothing was written"):
        run(GOOD + "Quay Bank,Cook,c@x.org\n")
    assert "Partner added: Quay Bank" in run(GOOD + "Quay Bank,Cook,c@x.org\n", "--make-partners")
    assert larkshire.agencies.get(name="Quay Bank").contacts.count() == 1


def test_good_rows_go_in_and_the_others_into_a_file(run, tmp_path):
    bad = tmp_path / "bad.xlsx"
    run(GOOD + "Nobody,Clerk,clerk@example.org\n", "--left-out", str(bad))
    assert Contact.objects.get().role == "Manager"
    row = list(load_workbook(bad).active.values)[1]
    assert row[0] == "Nobody"
    assert row[3].startswith("Agency: There is no partner “Nobody”")


def test_nothing_is_written_if_the_file_cannot_be(run, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        run(GOOD + "Nobody,Clerk,\n", "--left-out", str(tmp_path / "no" / "bad.xlsx"))
    assert not Contact.objects.exists()


def test_the_row_of_headings_is_named(run):
    printed = run("Agency,Role\nBody,Post\nLark Shelter,Cook\n", "--headings-in", "2")
    assert "Row 3: added" in printed


def test_a_sheet_that_is_not_there_is_named(run):
    with pytest.raises(CommandError, match="--sheet must be 1 to 1"):
        run(GOOD, "--sheet", "2")


@pytest.mark.parametrize("suffix", [".ods", ".odt"])
def test_opendocument_files_are_lists_too(suffix, shelter, tmp_path):
    rows = [["Agency", "Role", "E-mail"], ["Lark Shelter", "Manager", "pat@example.org"]]
    kind = "spreadsheet" if suffix == ".ods" else "text"
    file = tmp_path / f"contacts{suffix}"
    file.write_bytes(open_file(kind, table(*(row(*cells) for cells in rows))))
    call_command("import_contacts", "larkshire", str(file), stdout=io.StringIO())
    assert Contact.objects.get().email == "pat@example.org"
