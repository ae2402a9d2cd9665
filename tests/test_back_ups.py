"""manage.py backup and restore, run as processes: all is there again, or nothing is touched.

With many people at the pages, and with kills: tests/test_under_load.py.
"""

import json
import shutil
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from pypdf import PdfReader

from csp.back_ups import MANIFEST, NotDone, age_of_last, name_at, whole_in
from csp.back_ups.copying import Sum, sum_of
from csp.back_ups.making import forget_old
from csp.back_ups.restoring import checked
from partners.models import Partnership
from tests import factories
from tests.backing_up import (
    PICTURE,
    back_up,
    contents,
    files_in,
    keep,
    manage,
    restore,
    transactions,
    tried,
    written_by,
)
from tests.bucket import bucket_here
from tests.serving import reachable_database, rows_of

on_both = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql" and not shutil.which("pg_dump"),
        reason="pg_dump is not installed",
    ),
]


def marked(test):
    """On both databases, slowly, with data that other processes see."""
    for mark in on_both:
        test = mark(test)
    return test


@pytest.fixture
def database(larkshire, tmp_path):
    """The address of a database with a plan, and with files beside it: one that a row names."""
    factories.make_action(factories.make_priority(factories.make_plan(larkshire)), "Mark bicycles")
    Partnership.objects.update(logo="logos/badge.png")
    keep(tmp_path, "logos/badge.png")
    keep(tmp_path, "pictures/a street’s lamp.png", PICTURE[::-1])
    return reachable_database(tmp_path)


@pytest.fixture
def elsewhere(tmp_path):
    """Another machine's folder."""
    (tmp_path / "restored").mkdir()
    return tmp_path / "restored"


@marked
def test_a_restored_back_up_is_the_same(database, empty_database, elsewhere, tmp_path):
    """Every table and file, by counts and checksums; so is a back-up of what was restored."""
    made = back_up(database, tmp_path)
    there = empty_database()
    restore(there, elsewhere, made)
    assert contents(there) == contents(database)
    assert files_in(elsewhere) == files_in(tmp_path)
    again = back_up(there, elsewhere)
    first, second = (json.loads((one / MANIFEST).read_text()) for one in (made, again))
    assert second["database"]["rows"] == first["database"]["rows"]
    assert second["files"] == first["files"]


@marked
def test_a_back_up_made_under_load_is_of_one_moment(tmp_path, empty_database, elsewhere, larkshire):
    """Nothing in it is half written, and each file that a row names is there."""
    with written_by(3, tmp_path) as database:
        made = back_up(database, tmp_path)
    there = empty_database()
    restore(there, elsewhere, made)
    with rows_of(there) as ask, rows_of(database) as ask_here:
        logos = ask("SELECT logo FROM partners_partnership WHERE slug LIKE 'writer-%'")
        written = {key for (key,) in ask("SELECT session_key FROM django_session")}
        assert written < {key for (key,) in ask_here("SELECT session_key FROM django_session")}
    turns = [logo.removeprefix("logos/").removesuffix(".png").split("-") for (logo,) in logos]
    assert written == {
        f"{number}-{turn}-{one}"
        for number, last in turns
        for turn in range(int(last) + 1)
        for one in "ab"
    }
    files = files_in(elsewhere)
    assert [logo for (logo,) in logos if logo not in files] == []
    assert min(int(last) for _, last in turns) > 5


@marked
def test_what_is_there_is_left_alone_unless_it_is_to_be_replaced(
    database, empty_database, elsewhere, tmp_path
):
    made = back_up(database, tmp_path)
    there = empty_database()
    restore(there, elsewhere, made)
    with transactions(there) as write:
        write("CREATE TABLE of_later (id integer)", "UPDATE partners_partnership SET logo = ''")
    keep(elsewhere, "logos/badge.png", b"other")
    keep(elsewhere, "logos/superfluous.png")
    before = contents(there), files_in(elsewhere)
    refused = tried(there, elsewhere, "restore", made)
    assert "With --replace, all of it goes" in refused.stderr
    assert (contents(there), files_in(elsewhere)) == before
    manage(there, elsewhere, "restore", made, "--replace")
    assert contents(there) == contents(database)
    assert files_in(elsewhere) == files_in(tmp_path)


@marked
def test_whole_or_not_at_all(database, empty_database, elsewhere, tmp_path):
    """Where the rows turn out not to be as many as the manifest says, nothing is changed."""
    made = back_up(database, tmp_path)
    there = empty_database()
    restore(there, elsewhere, made)
    shutil.rmtree(elsewhere / "MEDIA_ROOT")
    told = json.loads((made / MANIFEST).read_text())
    told["database"]["rows"]["plans_plan"] += 1
    (made / MANIFEST).write_text(json.dumps(told))
    before = contents(there)
    refused = tried(there, elsewhere, "restore", made, "--replace")
    assert refused.returncode == 1
    assert "CommandError" in refused.stderr
    assert contents(there) == before
    assert files_in(elsewhere) == {}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes no program")
@marked
def test_a_program_that_is_not_there_is_named_and_nothing_is_left(database, tmp_path):
    refused = tried(database, tmp_path, "backup", tmp_path / "back-ups", PATH="")
    assert "apt-get install postgresql-client" in refused.stderr
    assert list((tmp_path / "back-ups").iterdir()) == []


@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
def test_a_file_that_a_row_names_and_nobody_has_is_told_of(database, tmp_path):
    (tmp_path / "MEDIA_ROOT/logos/badge.png").unlink()
    done = tried(database, tmp_path, "backup", tmp_path / "back-ups")
    assert done.returncode == 0
    assert "A row names a file that is not there: logos/badge.png" in done.stderr


@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
def test_the_same_pdf_is_made_of_it(database, empty_database, elsewhere, tmp_path, plan_address):
    made = back_up(database, tmp_path)
    there = empty_database()
    restore(there, elsewhere, made)

    def text(database, folder):
        command = ["export_plan", *plan_address, "--format", "pdf", "--output", folder / "plan.pdf"]
        manage(database, folder, *command)
        reader = PdfReader(BytesIO((folder / "plan.pdf").read_bytes()))
        return [page.extract_text() for page in reader.pages]

    before = text(database, tmp_path)
    assert "Mark bicycles" in "".join(before)
    assert text(there, elsewhere) == before


@pytest.fixture
def plan_address(larkshire):
    return [larkshire.slug, "2026"]


@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
def test_files_of_a_bucket_too(database, empty_database, elsewhere, tmp_path):
    """Those of people; renderings are made anew."""
    with bucket_here() as (told, bucket):
        for name in ("media/logos/badge.png", "media/pictures/lamp.png", "renderings/7/plan.pdf"):
            bucket.put_object(Key=name, Body=name.encode())
        manage(database, tmp_path, "backup", tmp_path / "back-ups", **told)
        (made,) = (tmp_path / "back-ups").iterdir()
        bucket.objects.all().delete()
        manage(empty_database(), elsewhere, "restore", made, **told)
        found = {one.key: one.get()["Body"].read().decode() for one in bucket.objects.all()}
    names = ("media/logos/badge.png", "media/pictures/lamp.png")
    assert found == {name: name for name in names}


@pytest.fixture
def sound(tmp_path):
    """The folder of a back-up that is whole, if of little."""
    folder = tmp_path / "2026-11-18T02-00-00Z"
    (folder / "files/logos").mkdir(parents=True)
    for name in ("database.sqlite3", "files/logos/badge.png"):
        (folder / name).write_bytes(PICTURE)
    one = sum_of(BytesIO(PICTURE))._asdict()
    database = {"kind": "sqlite", "file": "database.sqlite3", "rows": {}, **one}
    told = {"format": 1, "database": database, "files": {"logos/badge.png": one}, "missing": []}
    (folder / MANIFEST).write_text(json.dumps(told))
    return folder


def cut_off(path):
    path.write_bytes(path.read_bytes()[:-1])


def other(path):
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])


@pytest.mark.parametrize(
    ("name", "harm", "said"),
    [
        (MANIFEST, lambda path: path.unlink(), "broken off"),
        (MANIFEST, cut_off, "manifest.json is damaged"),
        (MANIFEST, lambda path: path.write_text("[]"), "manifest.json is damaged"),
        ("database.sqlite3", cut_off, "1 of its files are damaged or not there: database.sqlite3"),
        ("database.sqlite3", lambda path: path.unlink(), "not there: database.sqlite3"),
        ("files/logos/badge.png", other, "not there: files/logos/badge.png"),
    ],
)
def test_what_is_not_whole_is_refused(name, harm, said, sound):
    assert checked(sound)["files"]
    harm(sound / name)
    with pytest.raises(NotDone, match=said):
        checked(sound)


def test_a_manifest_names_nothing_outside_of_its_folder(sound):
    told = json.loads((sound / MANIFEST).read_text())
    (sound.parent / "secret").write_bytes(PICTURE)
    told["files"]["../../secret"] = told["files"].pop("logos/badge.png")
    (sound / MANIFEST).write_text(json.dumps(told))
    with pytest.raises(NotDone, match="secret"):
        checked(sound)


def test_the_last_so_many_are_kept(tmp_path):
    """And those that were broken off since; nothing that is not called as a back-up is."""
    first = datetime(2026, 11, 10, 2, tzinfo=UTC)
    names = [name_at(first + timedelta(days=day)) for day in range(6)]
    for number, name in enumerate([*names, "others"]):
        (tmp_path / name).mkdir()
        if number not in (1, 4):
            (tmp_path / name / MANIFEST).write_text("{}")
    forget_old(tmp_path, keep=2)
    assert {path.name for path in tmp_path.iterdir()} == {*names[3:], "others"}
    assert [path.name for path in whole_in(tmp_path)] == [names[3], names[5]]
    assert age_of_last(tmp_path, first + timedelta(days=6)) == timedelta(days=1)


def test_a_sum_is_that_of_the_whole_file():
    assert sum_of(BytesIO(b"abc")) == Sum(
        3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
