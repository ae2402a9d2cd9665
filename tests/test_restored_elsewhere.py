"""A back-up made while people write, restored on another machine: an empty database, empty folders,
another process with settings of its own. What was there at one moment is all there.
"""

import json
import threading
import time
from io import BytesIO

from pypdf import PdfReader

from csp.back_ups import MANIFEST
from tests import factories
from tests.backing_up import back_up, contents, manage, restore
from tests.serving import reachable_database
from tests.test_back_ups import files_in, keep, keep_writing, marked, transactions

WRITERS = 2


def pdf_text(database, folder, **others):
    command = ["export_plan", "larkshire", "2026", "--format", "pdf"]
    manage(database, folder, *command, "--output", folder / "plan.pdf", **others)
    reader = PdfReader(BytesIO((folder / "plan.pdf").read_bytes()))
    return [page.extract_text() for page in reader.pages]


@marked
def test_the_same_counts_checksums_and_pdf(larkshire, plan, tmp_path, empty_database):
    factories.make_action(factories.make_priority(plan), "Mark bicycles")
    for number in range(WRITERS):
        factories.make_partnership(f"Writer {number}", slug=f"writer-{number}")
    keep(tmp_path, "pictures/lamp.png")
    database = reachable_database(tmp_path)
    elsewhere = tmp_path / "restored"
    elsewhere.mkdir()
    with transactions(database):
        pass
    stopping = threading.Event()
    threads = [
        threading.Thread(target=keep_writing, args=[database, tmp_path, number, stopping])
        for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        made = back_up(database, tmp_path)
        # Whatever is made while people write is of rows that they leave alone.
        before = pdf_text(database, tmp_path)
    finally:
        stopping.set()
        for thread in threads:
            thread.join()
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
