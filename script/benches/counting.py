"""How many queries something asks, however many they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


class Queries:
    """How many were asked so far."""

    number = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.number += 1
        return execute(sql, params, many, context)


@contextmanager
def counted() -> Iterator[Queries]:
    """Counts the queries within it. Django remembers the last 9,000 of a connection alone."""
    queries = Queries()
    with connection.execute_wrapper(queries):
        yield queries
