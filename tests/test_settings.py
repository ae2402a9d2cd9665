import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent


def start(**environment):
    """A fresh process with these settings and no others, not even a .env file's."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    code = (
        "import environ; environ.Env.read_env = lambda *_: None\n"
        "import django; django.setup()\n"
        "from django.conf import settings; print(settings.DEBUG, settings.DATABASES)"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=inherited | {"DJANGO_SETTINGS_MODULE": "csp.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.any_database
def test_without_a_secret_it_says_what_to_set():
    result = start()
    assert result.returncode != 0
    assert "Set SECRET_KEY" in result.stderr


@pytest.mark.any_database
def test_debugging_is_off_unless_asked_for():
    assert start(SECRET_KEY="x").stdout.startswith("False")
    assert start(DEBUG="true").stdout.startswith("True")


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("sqlite:////tmp/plan.sqlite3", "django.db.backends.sqlite3"),
        ("postgres://me@db.example.org/plan", "django.db.backends.postgresql"),
    ],
)
def test_the_database_is_named_by_an_address(url, engine):
    assert f"'ENGINE': '{engine}'" in start(SECRET_KEY="x", DATABASE_URL=url).stdout


@pytest.mark.any_database
def test_what_operators_are_told_to_set_leaves_nothing_for_the_check_before_deploying():
    """Of Django's own; the settings are those of docs/compose.env, with a key of one's own."""
    lines = (ROOT / "docs/compose.env").read_text().splitlines()
    told = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    told |= {"SECRET_KEY": secrets.token_urlsafe(50), "DATABASE_URL": "sqlite://:memory:"}
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull} | told,
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "System check identified no issues (1 silenced).\n"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")
def test_sqlite_keeps_what_it_has_committed(tmp_path, db):
    from django.db.backends.sqlite3.base import DatabaseWrapper

    # A file of its own: the tests' database is in memory, where no journal can be kept.
    settings = connection.settings_dict | {"NAME": str(tmp_path / "file.sqlite3")}
    fresh = DatabaseWrapper(settings, "fresh")
    try:
        with fresh.cursor() as cursor:
            found = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
            }
    finally:
        fresh.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 20000} | {
        "foreign_keys": 1
    }
    assert fresh.transaction_mode == "IMMEDIATE"


def test_pages_carry_a_strict_content_security_policy(client, db):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


def test_every_response_has_a_nonce_of_its_own(client, db):
    first, second = (client.get("/accounts/login/") for _ in range(2))
    assert first.headers["Content-Security-Policy"] != second.headers["Content-Security-Policy"]
