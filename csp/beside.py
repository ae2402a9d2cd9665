"""Commands of ours that run beside a server, as long as it does."""

import subprocess
import sys
import time
from threading import Thread

from django.conf import settings


def keep_running(*command: str) -> None:
    """Run `manage.py command` from now on, and again when it ends; it ends with this process.

    Its standard input is a pipe that closes when this process is gone, however it went, with all
    that it has forked.
    """

    def run() -> None:
        while True:
            with subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=settings.BASE_DIR,
                stdin=subprocess.PIPE,
            ) as process:
                process.wait()
            time.sleep(1)

    Thread(target=run, daemon=True).start()
