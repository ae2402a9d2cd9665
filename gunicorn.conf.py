"""What gunicorn reads by itself where it is started: the makers of files run beside it."""

from typing import Any


def when_ready(server: Any) -> None:
    """Once it listens, start what makes PDF and Word files, unless that runs elsewhere."""
    # The settings are there by then: in one of its own processes, or in this one with --preload.
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csp.settings")
    from django.conf import settings

    from csp.beside import keep_running

    if not settings.WORKER:
        keep_running("makers", "--while-input-is-open")
