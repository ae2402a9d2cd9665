"""manage.py check_plan"""

import io

import pytest
from django.core.management import CommandError, call_command

from reports.checks import findings
from tests import factories
from tests.conftest import TODAY
from tests.reports import planted


@pytest.fixture
def sound(larkshire, shelter):
    return planted.make_sound_plan(larkshire, shelter)


def printed(*arguments):
    output = io.StringIO()
    call_command("check_plan", "larkshire", "2026", *arguments, stdout=output)
    return output.getvalue()


def test_it_prints_what_is_found_by_kind(sound):
    planted.ownerless(sound)
    planted.unused_term(sound)
    assert printed() == (
        "Actions without an owner (1)\n"
        "  Action 4.2 has no owner.\n"
        "Terms explained but not used (1)\n"
        "  The glossary explains “MARAC”, which the document does not use.\n"
        "Larkshire 2026/27: 2 open, 0 accepted.\n"
    )


def test_accepted_findings_are_printed_if_asked_for(sound):
    planted.ownerless(sound)
    (finding,) = findings(sound, TODAY)
    factories.make_accepted_finding(
        sound, finding.key, "To be found in May.", accepted_by=factories.make_user("Max Manager")
    )
    assert printed() == "Larkshire 2026/27: 0 open, 1 accepted.\n"
    assert "Max Manager, 18 November 2026: To be found in May." in printed("--all")


def test_personal_data_is_an_error(sound, capsys):
    planted.private_mailbox(sound)
    with pytest.raises(SystemExit) as stopped:
        printed()
    assert stopped.value.code == 1


def test_a_plan_that_there_is_not_is_told(sound):
    with pytest.raises(CommandError, match=r"larkshire has no plan “2020”. There are: 2026, 2025"):
        call_command("check_plan", "larkshire", "2020")
