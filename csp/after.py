"""What is done once an answer has left, so that its time tells nothing of it."""

from collections.abc import Callable

from django.http.response import HttpResponseBase


def when_out(response: HttpResponseBase, job: Callable[[], object]) -> None:
    """Do the job when the response has left."""
    close = response.close

    def work_and_close() -> None:
        try:
            job()
        finally:
            close()

    response.close = work_and_close  # type: ignore[method-assign]
