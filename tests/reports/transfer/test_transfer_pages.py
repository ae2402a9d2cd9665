"""The pages on plans as files, and the commands."""

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from actions.models import Action
from plans.models import Plan
from tests import factories


def sheets(content):
    book = load_workbook(io.BytesIO(content))
    return {one.title: [[cell.value for cell in row] for row in one.rows] for one in book}


def test_the_workbook_has_a_sheet_for_each_kind_of_thing(full, sign_in, cast):
    response = sign_in(cast.officer).get(reverse("plan-xlsx", args=["larkshire", "2026"]))
    assert response["Content-Disposition"].endswith('"larkshire-plan-2026-27.xlsx"')
    wanted = {
        "Plan", "Priorities", "Actions", "Owners", "Updates", "Blocks", "Glossary", "Meetings",
        "Grants", "Allocations", "Spending", "Log", "Figures", "Observations", "Recommendations",
        "Cross cutting themes", "Parts", "Columns", "Agencies", "Rounds", "Answers",
    }  # fmt: skip
    assert wanted <= sheets(response.content).keys()


def test_its_cells_are_words(larkshire, shelter, sign_in, cast):
    plan = factories.make_plan(larkshire)
    action = factories.make_action(factories.make_priority(plan, "Theft"), "=1+1", [shelter])
    factories.make_update(action, "Half done", "on_track", by=cast.manager, on=date(2026, 5, 1))
    response = sign_in(cast.officer).get(reverse("plan-xlsx", args=["larkshire", "2026"]))
    found = sheets(response.content)
    head, row = found["Updates"]
    assert dict(zip(head, row, strict=True)) == {
        "Action": "=1+1",
        "Text": "Half done",
        "Made on": "2026-05-01",
        "Status": "On track",
        "Status as written": None,
        "Reason": None,
        "Imported from": None,
        "Is nothing new": "No",
        "Struck out as": None,
        "Struck out at": None,
        "Struck out because": None,
        "Made by": str(cast.manager),
        "Struck by": None,
    }
    assert found["Owners"][1][:2] == ["=1+1", str(shelter)]


def test_each_sheet_of_a_restricted_plan_is_marked(larkshire, sign_in, cast):
    plan = factories.make_restricted_plan(larkshire, "Secret", [cast.officer], address="s")
    factories.make_priority(plan)
    response = sign_in(cast.officer).get(reverse("plan-xlsx", args=["larkshire", "s"]))
    assert {rows[0][0] for rows in sheets(response.content).values()} == {"OFFICIAL-SENSITIVE"}
    assert "larkshire-plan-s-OFFICIAL-SENSITIVE.xlsx" in response["Content-Disposition"]
    assert "secret" not in response["Content-Disposition"].lower()


def test_the_document_s_page_offers_both_to_those_who_may(larkshire, sign_in, cast):
    factories.make_plan(larkshire)
    offered = [
        "whole.json" in sign_in(who).get("/larkshire/2026/document/").content.decode()
        for who in (cast.officer, cast.reader)
    ]
    assert offered == [True, False]


def upload(client, content, **fields):
    file = SimpleUploadedFile("plan.json", content)
    return client.post(
        reverse("plan-from-file", args=["oakshire"]), {"file": file} | fields, follow=True
    )


def test_a_manager_imports_a_plan(data, oakshire, sign_in):
    client = sign_in(oakshire.manager)
    content = json.dumps(data).encode()
    page = upload(client, content).content.decode()
    assert "These partners of the file are not here yet: Lark Shelter." in page
    assert not oakshire.plans.exists()
    page = upload(client, content, make_partners="on")
    assert page.redirect_chain[-1][0] == oakshire.plans.get().get_absolute_url()
    assert "was imported" in page.content.decode()
    assert "here already" in upload(client, content).content.decode()


def test_a_file_that_is_none_is_told_at_its_field(oakshire, sign_in):
    page = upload(sign_in(oakshire.manager), b"[").content.decode()
    assert "There is a problem" in page
    assert "The file is damaged, or is no JSON file" in page


def test_the_command_imports_what_the_other_has_written(larkshire, oakshire, tmp_path, capsys):
    plan = factories.make_plan(larkshire)
    factories.make_action(factories.make_priority(plan), owners=[factories.make_agency(larkshire)])
    path = tmp_path / "plan.json"
    call_command("export_plan", "larkshire", "2026", format="plan.json", output=path)
    with pytest.raises(CommandError, match="--make-partners adds them"):
        call_command("import_plan", "oakshire", path)
    call_command("import_plan", "oakshire", path, make_partners=True)
    assert "put in by Manager of Oakshire" in capsys.readouterr().out
    assert Action.objects.filter(priority__plan__partnership=oakshire).count() == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "x"], "There is no partnership “nowhere”"),
        (["oakshire", "/nowhere/plan.json"], "cannot be read"),
        (["oakshire", "/"], "cannot be read"),
        (["oakshire", __file__], "is no JSON file"),
        (["oakshire", __file__, "--by=no@example.org"], "“no@example.org” is nobody"),
    ],
)
def test_the_command_says_in_words_what_is_wrong(arguments, words, oakshire):
    with pytest.raises(CommandError, match=words):
        call_command("import_plan", *arguments)
    assert not Plan.objects.exists()


def test_into_a_closed_partnership_nothing_is_imported(oakshire, tmp_path):
    oakshire.closed_on = "2026-01-01"
    oakshire.save()
    with pytest.raises(CommandError, match="is closed"):
        call_command("import_plan", "oakshire", tmp_path)
