import io

import pytest
from django.core.management import CommandError, call_command

from partners.models import Contact

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
        "Row 2: added: Lark Shelter, Manager\n0 refused, 0 changed, 1 added, 0 unchanged\n"
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
    with pytest.raises(CommandError, match="correct the refused rows"):
        run(GOOD + "Nobody,Clerk,clerk@example.org\n")
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("text", "expected"), [("", "file is empty"), ("Shoe size\n9\n", "There is no column “Role”")]
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
