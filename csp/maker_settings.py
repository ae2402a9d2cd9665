"""Settings of the processes that make files: they have no database, and media in memory alone.

Nor have they secrets: they are started with an environment that names none (reports/makers.py).
"""

from csp.settings import *  # noqa: F403
from csp.settings import STORAGES

DATABASES = {}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
