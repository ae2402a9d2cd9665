"""What takes long to make of the database's rows is kept until any of these rows is another.

Nobody has to say what has changed: with what was made the queries are kept that it was made from.
They are asked once more, which takes a fraction of the making, and what they answer is compared by
its checksum. So nothing is ever shown that the rows do not say, whoever has written them and how.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache as once
from hashlib import sha256
from typing import Any, TypeVar
from zlib import compress, decompress

from django.conf import settings
from django.core.cache import cache
from django.db import connection

Made = TypeVar("Made")
Queries = list[tuple[str, Any]]
# What is made may hold personal data: it is not kept much longer than its rows may be.
KEPT_FOR = 24 * 60 * 60
OUR_CODE = ("actions", "csp", "partners", "plans", "reports")


@dataclass(frozen=True)
class _Kept:
    """What was made, from which queries, and the checksum of their answers.

    is_made: whether `made` is known to be of these answers.
    """

    queries: Queries
    checksum: str
    is_made: bool
    made: Any


def remembered(name: str, make: Callable[[], Made]) -> Made:
    """What make() returns, or has returned while the rows that it reads were the same.

    name: tells it from all else that is kept, the day and other arguments included. make: reads
    rows and nothing else that may change, reads all of them itself, and writes none. What it
    returns can be pickled.

    When its queries are others than before it is made once more the next time: somebody may have
    written between them and the checksum.
    """
    key = f"remembered:{sha256(f'{_checksum_of_code()}:{name}'.encode()).hexdigest()}"
    kept = _read(key)
    before = _checksum(kept.queries) if kept else ""
    if kept and kept.is_made and kept.checksum == before:
        return kept.made
    with _recorded() as queries:
        made = make()
    if all(sql.startswith("SELECT") for sql, _ in queries):
        checksum = _checksum(queries)
        is_made = bool(kept and kept.queries == queries and before == checksum)
        kept = _Kept(queries, checksum, is_made, made if is_made else None)
        cache.set(key, compress(pickle.dumps(kept)), KEPT_FOR)
    return made


def _read(key: str) -> _Kept | None:
    content = cache.get(key)
    return pickle.loads(decompress(content)) if content else None


@contextmanager
def _recorded() -> Iterator[Queries]:
    """The queries that are asked within it, one after another; the same ones once."""
    queries: Queries = []

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (sql, params) not in queries:
            queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        yield queries


def _checksum(queries: Queries) -> str:
    digest = sha256()
    with connection.cursor() as cursor:
        for sql, params in queries:
            cursor.execute(sql, params)
            digest.update(repr(cursor.fetchall()).encode())
    return digest.hexdigest()


@once
def _checksum_of_code() -> str:
    """What is made by other code is something else."""
    digest = sha256()
    for folder in OUR_CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
