import os
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from tests import factories


@pytest.fixture
def plan(larkshire):
    plan = factories.make_plan(larkshire, 2026)
    factories.make_block(plan, body="<p>Safe streets.</p>")
    return plan


def export(*arguments):
    call_command("export_plan", *arguments, stdout=StringIO())


@pytest.mark.slow
def test_it_writes_a_pdf(plan, tmp_path):
    output = tmp_path / "plan.pdf"
    export("larkshire", "2026", "--output", str(output))
    assert output.read_bytes().startswith(b"%PDF-1.7")
    assert os.listdir(tmp_path) == ["plan.pdf"]


def test_it_writes_a_web_page(plan, tmp_path):
    output = tmp_path / "plan.html"
    export("larkshire", "2026", "--format", "html", "--output", str(output))
    assert "<p>Safe streets.</p>" in output.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "begins"), [("docx", b"PK"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")]
)
def test_it_writes_every_other_format(name, begins, plan, tmp_path):
    output = tmp_path / f"plan.{name}"
    export("larkshire", "2026", "--format", name, "--output", str(output))
    assert output.read_bytes().startswith(begins)


def test_it_takes_another_layout_and_large_print(plan, tmp_path):
    output = tmp_path / "plan.docx"
    options = ("--format", "docx", "--layout", "highlight-report", "--large-print")
    export("larkshire", "2026", *options, "--output", str(output))
    file = Document(str(output))
    assert file.core_properties.title.startswith("Highlight Report")
    assert file.styles["Normal"].font.size.pt == 18


@pytest.mark.parametrize(("since", "told"), [("2026-05-01", True), ("2026-05-03", False)])
def test_a_highlight_report_says_what_has_changed_since_a_day(since, told, plan, tmp_path):
    action = factories.make_action(factories.make_priority(plan), "Open a refuge")
    factories.make_update(action, "The lease is signed.", on=date(2026, 5, 2))
    output = tmp_path / "report.html"
    options = ("--format", "html", "--layout", "highlight-report", "--since", since)
    export("larkshire", "2026", *options, "--output", str(output))
    assert ("The lease is signed." in output.read_text("utf-8")) == told


def test_a_leaflet_is_asked_for_by_its_strategy_s_first_year(larkshire, tmp_path):
    factories.make_strategy(larkshire, 2008, 2010, layout="summary-leaflet")
    output = tmp_path / "leaflet.docx"
    export("larkshire", "2008", "--format", "docx", "--output", str(output))
    assert "2008 to 2011" in Document(str(output)).core_properties.title


def test_a_plan_of_that_year_comes_before_a_strategy(plan, larkshire, tmp_path):
    factories.make_strategy(larkshire)
    output = tmp_path / "plan.json"
    export("larkshire", "2026", "--format", "json", "--output", str(output))
    assert '"year": "2026/27"' in output.read_text()


def test_without_a_file_it_writes_to_standard_output(plan, monkeypatch):
    written = BytesIO()
    monkeypatch.setattr("sys.stdout", TextIOWrapper(written))
    export("larkshire", "2026", "--format", "html")
    assert b"Safe streets." in written.getvalue()


def test_an_unknown_partnership_is_answered_with_the_known_ones(plan, wrenmoor):
    with pytest.raises(CommandError, match=r"no partnership “nowhere”.*larkshire, wrenmoor"):
        export("nowhere", "2026")


def test_an_unknown_year_is_answered_with_the_known_ones(plan):
    with pytest.raises(CommandError, match=r"larkshire has no plan “1999”\. There are: 2026"):
        export("larkshire", "1999")


def test_a_file_that_cannot_be_written_is_named(plan, tmp_path):
    output = tmp_path / "nowhere" / "plan.html"
    with pytest.raises(CommandError, match=f"Cannot write {output}: No such file"):
        export("larkshire", "2026", "--format", "html", "--output", str(output))


def test_what_was_there_stays_if_nothing_can_be_made(plan, tmp_path):
    output = tmp_path / "plan.pdf"
    output.write_text("Last month’s")
    factories.make_block(plan, kind="picture", picture="gone.png", alternative_text="A park")
    with pytest.raises(CommandError, match=r"gone\.png cannot be read"):
        export("larkshire", "2026", "--output", str(output))
    assert output.read_text() == "Last month’s"
    assert os.listdir(tmp_path) == ["plan.pdf"]


def test_a_folder_in_the_place_of_the_file_is_left_alone(plan, tmp_path):
    output = tmp_path / "plan.html"
    output.mkdir()
    with pytest.raises(CommandError, match="Cannot write"):
        export("larkshire", "2026", "--format", "html", "--output", str(output))
    assert os.listdir(tmp_path) == ["plan.html"]
