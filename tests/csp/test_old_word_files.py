"""Word's old .doc files, which LibreOffice reads where it is; else a program that stands for it."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from django.core.exceptions import ValidationError

from csp.spreadsheets import old_word_files
from csp.spreadsheets.reading import OLE, read_grids
from tests.csp.word_documents import with_table

OLD = OLE + bytes(504) + old_word_files.STREAM
NEW = with_table(["Action", "Owner"], ["Patrol", "KP"])


def read(content):
    return read_grids("plan.doc", io.BytesIO(content))


def is_running(process):
    """Whether a process goes on; one that ended may wait to be asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def stand_in(tmp_path, settings):
    """A program in LibreOffice's place, which does what a line of shell says."""

    def installed(line):
        (tmp_path / "new.docx").write_bytes(NEW)
        program = tmp_path / "office"
        program.write_text(f"#!/bin/sh\n{line}\n")
        program.chmod(0o755)
        settings.LIBREOFFICE = str(program)
        return tmp_path

    return installed


def test_an_old_file_is_read_as_the_new_one_that_libreoffice_makes_of_it(stand_in):
    folder = stand_in('cp "$(dirname "$0")/new.docx" file.docx; echo "$*" > "$0.asked"')
    found = read(OLD)
    assert [row.cells for row in found.grids[0].rows] == [["Action", "Owner"], ["Patrol", "KP"]]
    assert "LibreOffice has turned it into a newer one" in found.notes[0]
    assert "--headless" in (folder / "office.asked").read_text()


def test_without_libreoffice_it_is_told_how_to_go_on(settings):
    settings.LIBREOFFICE = "/nowhere/soffice"
    with pytest.raises(ValidationError, match="Open it in Word, and save it"):
        read(OLD)


@pytest.mark.parametrize("line", ["exit 1", "kill -9 $$", "echo nonsense > file.docx"])
def test_what_libreoffice_cannot_read_is_refused_in_words(line, stand_in):
    stand_in(line)
    with pytest.raises(ValidationError, match="save it"):
        read(OLD)


def test_it_works_for_so_long_only_and_what_it_started_ends_with_it(stand_in, monkeypatch):
    monkeypatch.setattr(old_word_files, "SECONDS", 0.5)
    folder = stand_in('sleep 30 & echo $! > "$0.started"; wait')
    with pytest.raises(ValidationError, match="Open it in Word, and save it"):
        read(OLD)
    assert not is_running((folder / "office.started").read_text().strip())


def test_it_is_told_nothing_of_the_server(stand_in, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hidden")
    folder = stand_in('env > "$0.environment"; ulimit -t >> "$0.environment"')
    with pytest.raises(ValidationError):
        read(OLD)
    told = (folder / "office.environment").read_text()
    assert "hidden" not in told
    assert told.endswith(f"\n{old_word_files.CPU_SECONDS}\n")


@pytest.mark.parametrize("content", [b"{\\rtf1 Hello}", b"<html><table>", NEW, OLE + bytes(999)])
def test_what_only_its_name_calls_an_old_word_file_is_refused(content, stand_in):
    stand_in("exit 1")
    with pytest.raises(ValidationError, match="not a Word file, although its name ends"):
        read(content)


@pytest.mark.any_database
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_an_old_file(tmp_path):
    document = docx.Document(io.BytesIO(NEW))
    # In a .doc some paragraph follows each table.
    document.add_paragraph("Thank you.")
    document.save(tmp_path / "plan.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "doc:MS Word 97", "plan.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (grid,) = read((tmp_path / "plan.doc").read_bytes()).grids
    assert [row.cells for row in grid.rows] == [["Action", "Owner"], ["Patrol", "KP"]]
