"""/healthz: whether what this installation needs works, for a program that looks after it."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.models import Min, Q
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from csp.back_ups import age_of_last
from partners.models import Mail
from reports.models import Rendering

# What waits longer is taken up by nobody: send_mail runs every five minutes, a file is made within
# two, and its makers look for the next five times a second.
LONGEST_MAIL = timedelta(minutes=30)
LONGEST_WORK = timedelta(minutes=15)
# Back-ups are made every night.
OLDEST_BACK_UP = timedelta(hours=30)
LEAST_FREE = 0.05


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Each part with what is wrong with it, if anything; 503 if anything is.

    ?only=database: that part alone, for what sends requests elsewhere if this host cannot answer.
    """
    only = request.GET.get("only")
    if only and only not in PARTS:
        raise Http404
    parts = {}
    for name, look in PARTS.items():
        if only in (None, "", name):
            try:
                wrong = look(timezone.now())
            except DatabaseError:
                wrong = "the database does not answer"
            except OSError:
                wrong = "its folder cannot be read"
            parts[name] = {"ok": not wrong, "why": wrong}
    is_well = all(part["ok"] for part in parts.values())
    return JsonResponse({"ok": is_well, **parts}, status=200 if is_well else 503)


def _database(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _mail(now: datetime) -> str:
    """What one mailbox refuses for now is tried again for days, and no fault of ours."""
    long_ago = now - LONGEST_MAIL
    # While the mail server does not answer, they are put off by a minute at each attempt.
    never_begun = Q(attempts=0, made_at__lt=long_ago, try_at__lte=now + timedelta(minutes=2))
    left = Mail.objects.filter(never_begun | Q(try_at__lt=long_ago), state=Mail.State.WAITING)
    since = left.aggregate(since=Min("made_at"))["since"]
    return f"an e-mail waits for {_minutes(now - since)}: nobody sends it" if since else ""


def _worker(now: datetime) -> str:
    long_ago = now - LONGEST_WORK
    states = Rendering.State
    files = Rendering.objects.filter(
        Q(state=states.WAITING) | Q(state=states.MAKING, heard_at__lt=long_ago)
    )
    since = files.filter(asked_at__lt=long_ago).aggregate(since=Min("asked_at"))["since"]
    if since:
        return f"a file waits for {_minutes(now - since)}: does manage.py makers run?"
    tasks = DBTaskResult.objects.ready().filter(enqueued_at__lt=long_ago).order_by()
    since = tasks.aggregate(since=Min("enqueued_at"))["since"]
    return (
        f"a task waits for {_minutes(now - since)}: does manage.py db_worker run?" if since else ""
    )


def _disk(now: datetime) -> str:
    """Of the folder of media; a storage that speaks S3 has no such end."""
    if settings.BUCKET:
        return ""
    folder = settings.MEDIA_ROOT
    while not folder.exists():
        # It is made with its first file.
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    free = usage.free / usage.total
    return f"{free:.0%} of the disk is free" if free < LEAST_FREE else ""


def _backup(now: datetime) -> str:
    if not settings.BACKUP_ROOT:
        return ""
    age = age_of_last(settings.BACKUP_ROOT, now)
    if age is None:
        return "there is none"
    return f"the last is {age // timedelta(hours=1)} hours old" if age > OLDEST_BACK_UP else ""


def _minutes(time: timedelta) -> str:
    return f"{time // timedelta(minutes=1)} minutes"


# By the names under which they are told: what is wrong, in words; nothing if nothing is.
PARTS: dict[str, Callable[[datetime], str]] = {
    "database": _database,
    "mail": _mail,
    "worker": _worker,
    "disk": _disk,
    "backup": _backup,
}
