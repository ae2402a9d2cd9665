"""The tests' own tables are made from the models; what an installation has, its migrations make."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.serving import ROOT, reachable_database, rows_of

COLUMNS_AND_INDEXES = {
    "sqlite": "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c "
    "WHERE t.type = 'table' "
    "UNION ALL SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = 'public' UNION ALL SELECT conrelid::regclass::text, conname "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
    "UNION ALL SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
}


def _names(database):
    with rows_of(database) as ask:
        names = set(ask(COLUMNS_AND_INDEXES[connection.vendor]))
    return {name for name in names if name[0] not in ("django_migrations", "cache")}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_migrations_make_the_tables_of_the_models(empty_database, tmp_path):
    (tmp_path / "restored").mkdir()
    database = empty_database()
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database},
        check=True,
    )
    assert _names(database) == _names(reachable_database(tmp_path))
