"""The tests' own tables are made from the models; what an installation has, its migrations make."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from partners.management.commands.migrate import WholeExecutor
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


@pytest.mark.django_db(transaction=True)
def test_a_migration_is_done_and_written_down_or_neither(monkeypatch):
    """Cut off before it is written down, it has left nothing; by Django alone there is a table."""
    executor = WholeExecutor(connection)

    def cut_off(migration):
        raise ConnectionAbortedError

    monkeypatch.setattr(executor, "record_migration", cut_off)
    migration = migrations.Migration("gifts", "plans")
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.TextField(db_index=True)),
    ]
    migration.operations = [migrations.CreateModel("Gift", fields)]
    with pytest.raises(ConnectionAbortedError):
        executor.apply_migration(ProjectState(), migration)
    assert "plans_gift" not in connection.introspection.table_names()
    assert connection.check_constraints() is None


# Old code runs beside new code for some minutes (docs/county.md). What goes against the rule, since
# the release before uses it no more, stands here: ("reports", "0007_drop_words"): "since 0.4".
NO_LONGER_USED: dict[tuple[str, str], str] = {}


def is_free_for_old_code(operation, state, app):
    """Whether code that knows nothing of an operation works on the tables after it."""
    if isinstance(operation, migrations.AddField):
        field = operation.field
        return field.many_to_many or field.null or field.has_db_default()
    if isinstance(operation, migrations.AlterField):
        model = state.models[app, operation.model_name_lower]
        old, new = model.fields[operation.name], operation.field
        return type(old) is type(new) and (new.null or not old.null) and not is_narrower(new, old)
    return not isinstance(
        operation,
        migrations.RemoveField
        | migrations.RenameField
        | migrations.DeleteModel
        | migrations.RenameModel
        | migrations.AlterModelTable
        | migrations.RunSQL,
    )


def is_narrower(new, old):
    lengths = [getattr(field, "max_length", None) for field in (new, old)]
    return lengths[0] is not None and (lengths[1] is None or lengths[0] < lengths[1])


def test_old_code_works_on_the_tables_after_each_migration():
    loader = MigrationLoader(None)
    ours = {app.label for app in apps.get_app_configs() if app.path.startswith(str(ROOT))}
    wrong = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in ours and not name.startswith("0001_") and (app, name) not in NO_LONGER_USED
        for operation in migration.operations
        if not is_free_for_old_code(operation, loader.project_state((app, name), False), app)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("is_free", "operation"),
    [
        (True, migrations.AddField("Grant", "more", models.TextField(null=True))),
        (True, migrations.AddField("Grant", "more", models.TextField(db_default=""))),
        (False, migrations.AddField("Grant", "more", models.TextField(default=""))),
        (True, migrations.AlterField("Grant", "name", models.CharField(max_length=90))),
        (False, migrations.AlterField("Grant", "name", models.CharField(max_length=10))),
        (False, migrations.AlterField("Grant", "name", models.IntegerField())),
        (False, migrations.RemoveField("Grant", "name")),
        (False, migrations.RenameField("Grant", "name", "title")),
        (False, migrations.DeleteModel("Grant")),
        (True, migrations.CreateModel("Gift", [("id", models.BigAutoField(primary_key=True))])),
    ],
)
def test_what_old_code_can_live_with(is_free, operation):
    state = ProjectState()
    name = ("name", models.CharField(max_length=60))
    migrations.CreateModel("Grant", [name]).state_forwards("plans", state)
    assert bool(is_free_for_old_code(operation, state, "plans")) is is_free
