"""What gunicorn reads by itself where it is started: the makers of files run beside it."""

import os
from typing import Any


def when_ready(server: Any) -> None:
    """Once it listens, start what makes PDF and Word files, unless that runs elsewhere.

    And log as LOG_FORMAT says: what comes before that is text.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csp.settings")
    # Settings are read where they are needed: gunicorn has said what is wrong with its own by then.
    from django.conf import settings

    from csp.beside import keep_running
    from csp.logs import hide_tokens_of_server

    hide_tokens_of_server(settings.LOG_FORMAT)
    if not settings.WORKER:
        keep_running("makers", "--while-input-is-open")
