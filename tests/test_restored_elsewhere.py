"""A back-up made while people write, restored on another machine: an empty database, empty folders,
another process with settings of its own. What was there at one moment is all there.
"""

import json
from io import BytesIO

from pypdf import PdfReader

from csp.back_ups import MANIFEST
from tests import factories
from tests.backing_up import back_up, contents, files_in, keep, manage, restore, written_by
from tests.test_back_ups import marked


def pdf_text(database, folder, **others):
    command = ["export_plan", "larkshire", "2026", "--format", "pdf"]
    manage(database, folder, *command, "--output", folder / "plan.pdf", **others)
    reader = PdfReader(BytesIO((folder / "plan.pdf").read_bytes()))
    return [page.extract_text() for page in reader.pages]


@marked
def test_the_same_counts_checksums_and_pdf(larkshire, plan, tmp_path, empty_database):
    factories.make_action(factories.make_priority(plan), "Mark bicycles")
    keep(tmp_path, "pictures/lamp.png")
    elsewhere = tmp_path / "restored"
    elsewhere.mkdir()
    with written_by(2, tmp_path) as database:
        made = back_up(database, tmp_path)
        # Whatever is made while people write is of rows that they leave alone.
        before = pdf_text(database, tmp_path)
    there = empty_database()
    restore(there, elsewhere, made)
    assert pdf_text(there, elsewhere, SECRET_KEY="another", TIME_ZONE="UTC") == before
    assert "Mark bicycles" in "".join(before)
    told = json.loads((made / MANIFEST).read_text())
    restored = contents(there)
    assert len(restored) > 50
    # A back-up of what was restored is of the same rows and files, by counts and checksums.
    again = json.loads((back_up(there, elsewhere) / MANIFEST).read_text())
    assert again["database"]["rows"] == told["database"]["rows"]
    assert told["database"]["rows"]["django_session"] > 0
    assert again["files"] == told["files"]
    assert set(files_in(elsewhere)) == set(told["files"])
    assert contents(there) == restored
