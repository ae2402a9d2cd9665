"""Several people at once, each with a connection of their own: for tests on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

needs_connections = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="Its tests share one connection"
)


def at_once(*jobs):
    """What each job returns or raises, when all run in threads of their own."""

    def run(job):
        try:
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        return list(pool.map(run, jobs))
