"""Workers are killed while they send: nothing is lost, and one mail at most comes again for each.

It is the one at hand, if its server had taken it and the database did not know that yet; it has the
same Message-ID, by which mail programs know a second copy.

In full size: script/trials --scale full killed-workers
"""

import os
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.utils import timezone

from partners.models import Mail
from tests.partners.mail_server import mail_server
from tests.serving import reachable_database

pytestmark = [pytest.mark.any_database, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parent.parent.parent
MAILS = int(os.environ.get("MAILS", 75))
KILLS = int(os.environ.get("KILLS", 15))


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def database(tmp_path):
    """The address of a database with MAILS mails, which other processes can reach."""
    now = timezone.now() - timedelta(days=1)
    Mail.objects.bulk_create(
        Mail(
            key=f"mail {number}",
            recipient=f"box{number}@example.org",
            subject="An update is wanted",
            text="Words.\n",
            html="<p>Words.</p>",
            try_at=now,
            message_id=f"<{number}@example.org>",
        )
        for number in range(MAILS)
    )
    return reachable_database(tmp_path)


@pytest.fixture
def kill(database):
    """kill(email_url): how many mails are not marked as sent after KILLS kills."""

    def run(email_url):
        environment = {"DATABASE_URL": database, "EMAIL_URL": email_url, "WORKER": "true"} | {
            "DJANGO_SETTINGS_MODULE": "csp.settings"
        }
        command = [sys.executable, "-m", "tests.partners.killing", str(KILLS)]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, check=True
        )
        killed, unsent = map(int, done.stdout.split())
        assert killed == KILLS
        return unsent

    return run


def test_to_a_mail_server(kill, server):
    unsent = kill(server.url)
    again = sum(count - 1 for count in server.taken.values())
    print(f"{KILLS} kills: {MAILS - len(server.taken)} of {MAILS} lost", end=", ")
    print(f"{again} came again, {unsent} not marked as sent")
    assert unsent == 0
    assert set(server.taken) == {f"<{number}@example.org>" for number in range(MAILS)}
    assert again <= KILLS


def test_as_files(kill, tmp_path):
    unsent = kill(f"filemail:///{tmp_path / 'mail'}")
    files = list((tmp_path / "mail").glob("*.eml"))
    print(f"files: {KILLS} kills, {len(files)} of {MAILS} there, {unsent} not marked as sent")
    assert unsent == 0
    assert len(files) == MAILS
    assert {message_from_bytes(file.read_bytes())["Message-ID"] for file in files} == {
        f"<{number}@example.org>" for number in range(MAILS)
    }
