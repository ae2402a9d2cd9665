"""manage.py runserver, with the makers of files beside it, as gunicorn has them."""

from typing import Any

from django.conf import settings
from whitenoise.runserver_nostatic.management.commands import runserver

from csp.beside import keep_running


class Command(runserver.Command):
    def inner_run(self, *arguments: Any, **options: Any) -> None:
        if not settings.WORKER:
            keep_running("makers", "--while-input-is-open")
        super().inner_run(*arguments, **options)
