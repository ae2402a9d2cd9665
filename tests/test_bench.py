"""script/bench: its parts are there, and its data and comparisons hold."""

import os

import pytest
from django.db import connection

from script.benches import __main__ as bench
from script.benches import filled, mails, measuring, multiplied, pages, raw_sql, report
from tests.conftest import made_once

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="The bench builds its data on PostgreSQL"
)


def test_every_part_is_listed_by_its_name(capsys):
    assert bench.main(["--list"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"weasyprint", "pages", "sql", "reminders", "people"} <= set(listed)
    assert len(listed) == len(set(listed))


def test_a_part_that_is_not_there_is_refused(capsys):
    with pytest.raises(SystemExit):
        bench.main(["--list", "everything"])
    assert "there is no part everything" in capsys.readouterr().err


def test_a_row_says_whether_its_median_reaches_the_bar():
    pairs = [(1.0, 1.0), (1.2, 1.0), (9.0, 1.0)]
    row = measuring.compared("page", "SQL", "ms", pairs, bar=1.3)
    assert (row.figure, row.holds) == (1.2, True)
    assert not measuring.compared("page", "SQL", "ms", pairs, bar=1.1).holds
    assert not measuring.compared("page", "SQL", "ms", pairs, bar=1.5, at_least=True).holds
    assert "| page | SQL | ms | 1.2 | 1 | 1.2 | 1 – 9 | ≤ 1.1 | **not reached** |" in report.table(
        [measuring.compared("page", "SQL", "ms", pairs, bar=1.1)]
    )


def test_what_goes_wrong_is_a_row_that_misses_its_bar(capsys):
    def measure():
        raise measuring.Wrong("Two pages are not three")

    (row,) = measuring.tried("printing", measure)
    assert not row.holds
    assert "Two pages are not three" in capsys.readouterr().out


def test_each_way_comes_first_in_every_other_pair():
    order = []
    measuring.in_turn(lambda: order.append("a") or 1, lambda: order.append("b") or 1, 2)
    assert "".join(order) == "ab" + "ab" + "ba"


def test_a_part_s_table_takes_the_place_of_its_last_one_alone(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("Old.\n\n## Notes\n\nWhy it is so.\n")
    order = ["Printing: PDF", "Pages: My work"]
    for title, work in ((order[1], "first"), (order[0], "second"), (order[1], "third")):
        row = measuring.compared(work, "SQL", "ms", [(1.0, 1.0)])
        report.write(title, [row], "full", "On a day, on a machine.", order, page)
    written = page.read_text()
    assert [one for one in ("Old", "first", "second", "third") if one in written] == [
        "second",
        "third",
    ]
    assert written.index("second") < written.index("third")
    assert written.count("- On a day, on a machine.") == 1
    assert written.endswith("## Notes\n\nWhy it is so.\n")


@pytest.mark.any_database
def test_the_processors_seconds_of_children_count(tmp_path):
    side = measuring.Side("sqlite://:memory:", tmp_path)
    try:
        busy = "import time\nwhile time.process_time() < 0.5: pass"
        assert side.call(os.system, command=f"{os.sys.executable} -c '{busy}'").cpu >= 0.5
    finally:
        side.close()


@pytest.fixture(scope="module")
def three_partnerships(django_db_setup, django_db_blocker):
    """One that was filled, and two that were made of it."""

    def make():
        filled.partnership(slug="ordinary-0", plans=1, actions=40, updates=2)
        multiplied.multiply(3)

    yield from made_once(django_db_blocker, make)


@pytest.fixture(autouse=True)
def nobody_is_signed_in_from_another_test():
    yield
    pages.client_of.cache_clear()


@on_postgresql
@pytest.mark.slow
@pytest.mark.usefixtures("three_partnerships")
class TestMultiplied:
    @pytest.mark.django_db
    def test_all_that_a_copy_refers_to_is_there(self):
        assert multiplied.check() > 3 * 40

    @pytest.mark.django_db
    @pytest.mark.parametrize("name", ["plan", "action", "answering by a link", "partners"])
    def test_its_pages_say_the_same(self, name):
        copy, template = (pages.look(slug, name) for slug in ("ordinary-2", "ordinary-0"))
        assert copy["words"] == template["words"]
        assert copy["queries"] == template["queries"]

    @pytest.mark.django_db
    def test_what_is_posted_is_taken_away_again(self):
        counts = [pages.post("ordinary-1"), pages.answer("ordinary-1")]
        assert [pages.post("ordinary-1")["queries"], pages.answer("ordinary-1")["queries"]] == [
            one["queries"] for one in counts
        ]

    @pytest.mark.django_db
    def test_sql_by_hand_finds_what_the_application_finds(self):
        raw_sql.check("ordinary-1")
        raw_sql.check_ways("ordinary-1")
        assert raw_sql.write_by_hand("ordinary-1") > 0

    @pytest.mark.django_db
    def test_everybody_is_reminded_once(self):
        # Two of each of twelve agencies, in three partnerships.
        assert mails.prepare() == 3 * 12 * 2
        assert mails.remind_and_count()["mails"] >= 3 * 12 * 2
        assert mails.only_make() > 0
