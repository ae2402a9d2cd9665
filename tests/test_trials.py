"""script/trials: its frame, what its figures and files mean, and a small part of what it tries."""

import pytest
from django.db import connection

from script.benches.measuring import Wrong
from script.trial_parts import __main__ as trials
from script.trial_parts import by_tests, page, spreadsheets
from script.trial_parts.hostile_files import hostile_files
from script.trial_parts.payloads import live_in_pdf
from script.trial_parts.trial import SCALES, SQLITE, Ground, Line, Trial

HOLDS = Line("6 files", 0, "public")
SHORT = Line("6 files", 1, "public")


@pytest.fixture
def ground(tmp_path):
    return Ground(SCALES["tiny"], SQLITE, tmp_path / "ground", server="")


@pytest.fixture
def only(monkeypatch):
    """only(*lines): there is one trial, which finds these."""

    def put(*lines):
        trial = Trial("one", "Something goes wrong", lambda ground: list(lines), (SQLITE,))
        monkeypatch.setattr(trials, "TRIALS", [trial])

    return put


def test_every_trial_is_listed_by_its_name(capsys):
    assert trials.main(["--list"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"uploads", "races", "upgrades", "kills-posting", "payloads", "guesses"} <= set(listed)
    assert len(listed) == len(set(listed))


def test_a_trial_that_is_not_there_is_refused(capsys):
    with pytest.raises(SystemExit):
        trials.main(["--list", "everything"])
    assert "there is no trial everything" in capsys.readouterr().err


def test_a_trial_is_not_taken_for_the_page(capsys):
    with pytest.raises(SystemExit):
        trials.main(["--write", "formulas"])
    assert "formulas is a trial, not a page" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lines", "status", "told"),
    [([HOLDS], 0, "at most 0: holds"), ([HOLDS, SHORT], 1, "1 public, at most 0: FALLS SHORT")],
)
def test_it_ends_with_1_if_a_line_falls_short(lines, status, told, only, capsys):
    only(*lines)
    assert trials.main(["--scale", "tiny"]) == status
    assert told in capsys.readouterr().out


def test_what_was_found_is_kept_though_the_run_is_cut_off(monkeypatch, tmp_path):
    def cut_off(ground):
        raise KeyboardInterrupt

    found = [Trial("uploads", "", lambda ground: [HOLDS, SHORT], (SQLITE,))]
    monkeypatch.setattr(trials, "TRIALS", [*found, Trial("races", "", cut_off, (SQLITE,))])
    monkeypatch.setattr(trials.report, "about", lambda server: "On 1 May 2026, 2 cores")
    written = tmp_path / "trials.md"
    with pytest.raises(KeyboardInterrupt):
        trials.main(["--scale", "tiny", "--write", str(written)])
    assert written.read_text().count("| uploads | sqlite | tiny |") == 2


def test_a_trial_that_has_tried_nothing_falls_short(ground, capsys):
    def run(ground):
        raise Wrong("No page was opened")

    (line,) = trials.tried(Trial("one", "Something goes wrong", run), ground)
    assert not line.holds
    assert "No page was opened" in capsys.readouterr().out


def test_tests_that_have_not_run_are_no_trial(ground, monkeypatch):
    monkeypatch.setattr(by_tests, "_pytest", lambda *arguments: "3 deselected in 0.01s")
    with pytest.raises(Wrong):
        by_tests.run(by_tests.Tests(("tests/test_docs.py",)), ground)


def test_tests_that_fail_are_the_figure(ground, monkeypatch):
    monkeypatch.setattr(by_tests, "_pytest", lambda *arguments: "1 failed, 5 passed, 1 error in 3s")
    (line,) = by_tests.run(by_tests.Tests(("tests/test_docs.py",)), ground)
    assert (line.tried, line.figure, line.holds) == ("7 tests", 2, False)


def found(name, scale, line=HOLDS):
    return page.Found(Trial(name, "", lambda ground: []), SQLITE, scale, 9, line)


def test_lines_stay_in_the_page_until_they_are_tried_again(tmp_path):
    written = tmp_path / "trials.md"
    order = ["uploads", "races"]
    page.write([found("races", "full")], "On 1 May 2026, 2 cores", order, written)
    written.write_text(written.read_text() + "\n## Notes\n\nWhy it is so.\n")
    page.write([found("uploads", "tiny", SHORT)], "On 2 May 2026, 4 cores", order, written)
    page.write([found("uploads", "small", SHORT)], "On 2 May 2026, 4 cores", order, written)
    rows = [line for line in written.read_text().splitlines() if line.startswith("| ")][2:]
    assert [row.split(" | ")[:3] for row in rows] == [
        ["| uploads", "sqlite", "small"],
        ["| races", "sqlite", "full"],
    ]
    assert "**falls short**" in rows[0]
    assert written.read_text().endswith("## Notes\n\nWhy it is so.\n")


def test_files_are_the_same_for_the_same_seed():
    made = [[spreadsheets.spreadsheet(seed) for seed in range(20)] for _ in range(2)]
    assert len(set(made[0])) > 15
    assert [name for name, _ in made[0]] == [name for name, _ in made[1]]
    # An archive, and what has one within it, says when it was made.
    first, second = ([one for one in several if b"PK" not in one[1]] for several in made)
    assert first == second
    assert len(first) > 2


@pytest.mark.any_database
def test_there_are_a_hundred_hostile_files():
    files = hostile_files(SCALES["full"].uploads)
    assert len(set(files)) == len(files) == 100
    assert len(files[0][1]) < 200_000


@pytest.mark.any_database
def test_a_link_of_a_pdf_that_runs_is_seen():
    from reports import pdf

    page = '<html lang="en"><title>x</title><a href="{}">x</a>'
    assert live_in_pdf(pdf.HTML(string=page.format("https://example.org/")).write_pdf()) == 0
    assert live_in_pdf(pdf.HTML(string=page.format("javascript:owned()")).write_pdf()) > 0


@pytest.mark.any_database
@pytest.mark.skipif(connection.vendor != "sqlite", reason="It makes a database of its own")
def test_a_small_part_of_it_is_tried(ground):
    """Five malformed spreadsheets cost little; each is read in a process of its own."""
    seconds, megabytes = spreadsheets.cost([spreadsheets.spreadsheet(n) for n in range(5)])
    assert 0 <= seconds <= spreadsheets.MOST_SECONDS
    assert 0 < megabytes <= spreadsheets.MOST_MEGABYTES
