"""/healthz tells the truth of what is needed, to whoever asks, and nothing of anybody."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from csp.back_ups import MANIFEST, name_at
from partners.models import Mail
from reports.models import Rendering
from tests import factories

pytestmark = pytest.mark.django_db
PARTS = ["database", "mail", "worker", "disk", "backup"]


@pytest.fixture
def asked(client, settings, media):
    """asked(): the status of the answer, and what is wrong by its part."""
    settings.BACKUP_ROOT = None

    def ask(query=""):
        answer = client.get(f"/healthz{query}")
        told = answer.json()
        assert told["ok"] == (answer.status_code == 200)
        return answer.status_code, {n: p["why"] for n, p in told.items() if n != "ok" and p["why"]}

    return ask


def made_before(mail, **time):
    Mail.objects.filter(pk=mail.pk).update(made_at=timezone.now() - timedelta(**time))


def test_all_is_well(asked, client):
    assert asked() == (200, {})
    assert [*client.get("/healthz").json()] == ["ok", *PARTS]


def test_nobody_keeps_the_answer(client):
    assert "no-store" in client.get("/healthz").headers["Cache-Control"]


def test_it_is_asked_and_takes_nothing(client):
    assert client.post("/healthz").status_code == 405


def test_plain_http_is_enough(asked, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert asked() == (200, {})


def test_a_database_that_does_not_answer(asked):
    def fail(*_):
        raise OperationalError("password of csp is secret")

    silent = "the database does not answer"
    with connection.execute_wrapper(fail):
        assert asked() == (503, dict.fromkeys(["database", "mail", "worker"], silent))
        assert asked("?only=database") == (503, {"database": silent})


def test_one_part_alone(asked, client, settings, tmp_path):
    settings.BACKUP_ROOT = tmp_path
    assert asked("?only=database") == (200, {})
    assert client.get("/healthz?only=secrets").status_code == 404


def test_a_mail_that_nobody_sends(asked):
    mail = factories.make_mail(try_at=timezone.now())
    made_before(mail, minutes=29)
    assert asked() == (200, {})
    made_before(mail, minutes=47)
    assert asked() == (503, {"mail": "an e-mail waits for 47 minutes: nobody sends it"})


def test_a_mail_that_is_long_due(asked):
    """Its process was killed, and nothing has come after it."""
    made_before(
        factories.make_mail(try_at=timezone.now() - timedelta(hours=1), attempts=1), hours=1
    )
    assert asked()[0] == 503


@pytest.mark.parametrize(
    "fields",
    [
        {"attempts": 5, "try_at": timezone.now() + timedelta(days=400)},
        {"state": Mail.State.REFUSED},
        {"state": Mail.State.SENT, "sent_at": timezone.now()},
    ],
    ids=["a mailbox that is full", "refused", "sent"],
)
def test_a_mail_that_is_no_fault_of_ours(fields, asked):
    made_before(factories.make_mail(**fields), days=2)
    assert asked() == (200, {})


def make_rendering(plan, **fields):
    fields = {"format_name": "pdf", "fingerprint": "f", "name": "Plan"} | fields
    return Rendering.objects.create(plan=plan, **fields)


def test_a_file_that_nobody_makes(asked, plan):
    file = make_rendering(plan, asked_at=timezone.now() - timedelta(minutes=14))
    assert asked() == (200, {})
    Rendering.objects.filter(pk=file.pk).update(asked_at=timezone.now() - timedelta(minutes=20))
    assert asked() == (503, {"worker": "a file waits for 20 minutes: does manage.py makers run?"})


def test_a_file_whose_maker_is_gone(asked, plan):
    long_ago = timezone.now() - timedelta(minutes=20)
    file = make_rendering(plan, asked_at=long_ago, heard_at=timezone.now(), state="making")
    assert asked() == (200, {})
    Rendering.objects.filter(pk=file.pk).update(heard_at=long_ago)
    assert asked()[0] == 503


def test_a_task_that_nobody_takes(asked):
    now = timezone.now()
    task = DBTaskResult.objects.create(
        args_kwargs={}, task_path="x.y", backend_name="default", run_after=now
    )
    assert asked() == (200, {})
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=now - timedelta(hours=2))
    why = "a task waits for 120 minutes: does manage.py db_worker run?"
    assert asked() == (503, {"worker": why})


def test_a_disk_that_is_full(asked, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(100, 97, 3))
    assert asked() == (503, {"disk": "3% of the disk is free"})


def test_a_bucket_has_no_disk(asked, monkeypatch, settings):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: 1 / 0)
    settings.BUCKET = "csp-plan"
    assert asked() == (200, {})


def test_the_last_back_up(asked, settings, tmp_path):
    settings.BACKUP_ROOT = tmp_path / "back-ups"
    assert asked() == (503, {"backup": "its folder cannot be read"})
    settings.BACKUP_ROOT.mkdir()
    assert asked() == (503, {"backup": "there is none"})
    made = settings.BACKUP_ROOT / name_at(timezone.now() - timedelta(hours=49))
    made.mkdir()
    assert asked() == (503, {"backup": "there is none"})
    (made / MANIFEST).touch()
    assert asked() == (503, {"backup": "the last is 49 hours old"})
    made.rename(settings.BACKUP_ROOT / name_at(timezone.now() - timedelta(hours=29)))
    assert asked() == (200, {})


def test_it_is_cheap(client, django_assert_num_queries, settings):
    settings.BACKUP_ROOT = None
    for _ in range(3):
        factories.make_mail(try_at=timezone.now())
    with django_assert_num_queries(4):
        client.get("/healthz")
