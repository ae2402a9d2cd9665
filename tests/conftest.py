"""The fixed cast: two partnerships, and the people who work with them.

Larkshire is the partnership at hand, Wrenmoor the other one. Today is Wednesday 18 November 2026.
"""

import gc
import socket
from functools import cache as once
from importlib import import_module
from types import SimpleNamespace

import pytest
import time_machine
from django import urls
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.files.storage import InMemoryStorage
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import settings as of_hypothesis
from simple_history.manager import HistoryManager
from simple_history.utils import bulk_create_with_history

from partners.access import Role
from partners.models import Membership, User
from reports import makers, rendered
from reports.demo import loading
from reports.models import Rendering
from tests import factories
from tests.addresses import TODAY, addresses_in
from tests.serving import reachable_database

# A change goes in or not by what it does, not by which inputs were drawn today. To look for more:
# script/test -k whole --hypothesis-profile=default
of_hypothesis.register_profile("same-each-time", derandomize=True)
of_hypothesis.load_profile("same-each-time")


def pytest_configure(config):
    """What would else be done again and again, to the same end.

    Every save would make the class of its history's manager anew: a tenth of all time. Every test
    with addresses of its own would have all of ours read again; they are kept by their module.
    """
    # All that is loaded until tests begin stays: there is nothing to be found.
    gc.disable()
    HistoryManager.from_queryset = staticmethod(once(HistoryManager.from_queryset))
    urls.clear_url_caches = lambda: None


def pytest_collection_finish(session):
    """What is loaded by now stays: nobody needs to look again and again whether it is rubbish.

    The addresses are among it: made while a test has put other formats in place, they would lack
    those of all tests after it.
    """
    import_module(settings.ROOT_URLCONF)
    gc.enable()
    gc.freeze()
    # What a test makes is mostly gone when it ends: seldom looked for, it costs less.
    gc.set_threshold(50_000, 20, 20)


def asks_a_database(item):
    """Whether a test may: pytest-django lets none that has neither its mark nor such a fixture.

    What is skipped for a reason may be so on one database, and counts as if it did.
    """
    if item.get_closest_marker("django_db") or item.get_closest_marker("skipif"):
        return True
    if "live_server" in item.fixturenames:
        return True
    open_it = {"_django_db_helper", "django_db_blocker", "django_db_setup"}
    used = item._fixtureinfo.name2fixturedefs
    asked = (one for name, found in used.items() if name not in open_it for one in found)
    return any(open_it & {*one.argnames} for one in asked if not one._autouse)


# After pytest's own, which puts what needs a browser last.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Mark what asks no database, and let files that take long come first.

    So no process is left with one of them when the others have ended.
    """
    for item in items:
        if not asks_a_database(item):
            item.add_marker(pytest.mark.no_database)
    slow = {item.path for item in items if item.get_closest_marker("any_database")}
    in_browser = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: (item.path not in in_browser, item.path not in slow))


def at_noon():
    """Within it, it is TODAY at noon."""
    return time_machine.travel(f"{TODAY}T12:00:00+00:00", tick=True)


@pytest.fixture(autouse=True)
def frozen_time(request):
    """Every test happens on TODAY at noon, unless a real browser (which has its own clock) runs."""
    with at_noon():
        yield


@pytest.fixture(autouse=True)
def closed_network(monkeypatch):
    """Only this machine can be reached."""
    connect = socket.socket.connect

    def only_here(self, address):
        host = address[0] if isinstance(address, tuple) else "here"
        if host not in ("here", "127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {host}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(scope="session", autouse=True)
def quick_settings():
    """Passwords without the hard work, and static addresses that need no collectstatic.

    What collectstatic has left is not there: every client reads the whole folder, which takes
    longer than the tests.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STATIC_ROOT=settings.BASE_DIR / "no-staticfiles",
        STORAGES=settings.STORAGES | {"staticfiles": plain},
    ):
        yield


@pytest.fixture(autouse=True)
def forgotten_guesses(request, django_db_blocker):
    """What a test has committed to the cache goes: Django empties the tables of models alone."""
    yield
    mark = request.node.get_closest_marker("django_db")
    is_committed = mark and mark.kwargs.get("transaction")
    if is_committed or {"live_server", "transactional_db"} & set(request.fixturenames):
        with django_db_blocker.unblock():
            cache.clear()


@pytest.fixture(autouse=True)
def own_renderings(monkeypatch):
    """No file is there from another test."""
    monkeypatch.setattr(Rendering._meta.get_field("file"), "storage", InMemoryStorage())


@pytest.fixture(scope="session")
def maker():
    """The process that makes files for the tests, started by the first that needs one."""
    maker = makers.Maker()
    yield maker
    maker.end()


@pytest.fixture
def make_waiting(maker):
    """make_waiting() makes all files that have been asked for."""
    return lambda: makers.make_waiting(maker)


@pytest.fixture
def no_rendering(monkeypatch):
    """A PDF or Word file is there at once and holds next to nothing; no process makes it."""
    ask = rendered._asked
    monkeypatch.setattr(
        rendered, "_asked", lambda *asked: factories.finish(ask(*asked), b"%PDF-1.7")
    )


@pytest.fixture(scope="session", autouse=True)
def media_of_tests(tmp_path_factory, worker_id):
    """The demo's pictures, and whatever tests without the fixture `media` leave behind.

    All processes of a run have it in common: documents that one has made name pictures in it.
    """
    own = tmp_path_factory.getbasetemp()
    with override_settings(MEDIA_ROOT=(own if worker_id == "master" else own.parent) / "media"):
        yield


@pytest.fixture(scope="session", autouse=True)
def nobody_left_in_the_database(django_db_setup, django_db_blocker):
    """A thread of the live server may still hold a connection when PostgreSQL is to drop it."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def made_once(django_db_blocker, make):
    """For a fixture of a module: what make() makes is there for all its tests, and then undone.

    It is there before every test of that module, so what needs an empty database stands elsewhere.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with at_noon():
            made = make()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo_of_module(django_db_setup, django_db_blocker):
    """The demo as it is on TODAY, for all tests of a module, since loading it takes seconds."""
    yield from made_once(django_db_blocker, lambda: loading.load(TODAY))


@pytest.fixture
def loaded_demo(demo_of_module, db):
    """The demo as it is on TODAY; what a test changes of it is undone after the test."""


@pytest.fixture
def empty_database(tmp_path):
    """empty_database(): the address of one more database with nothing in it."""
    made = []

    def make():
        if connection.vendor == "sqlite":
            return f"sqlite:///{tmp_path}/restored/db.sqlite3"
        made.append(f"{connection.settings_dict['NAME']}_{len(made)}")
        with connection.cursor() as cursor:
            # Left by a test that was broken off.
            cursor.execute(f'DROP DATABASE IF EXISTS "{made[-1]}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{made[-1]}" TEMPLATE template0')
        return reachable_database(tmp_path).rpartition("/")[0] + f"/{made[-1]}"

    yield make
    for name in made:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def larkshire(db):
    return factories.make_partnership("Larkshire")


@pytest.fixture
def plan(larkshire):
    """Larkshire's plan of this year, which is agreed."""
    return factories.make_plan(larkshire, 2026)


@pytest.fixture
def wrenmoor(db):
    return factories.make_partnership("Wrenmoor")


@pytest.fixture
def shelter(larkshire):
    """The charity for which Larkshire's contributor speaks."""
    return factories.make_agency(larkshire, "Lark Shelter", kind="voluntary")


@pytest.fixture
def cast(larkshire, wrenmoor, shelter):
    """One of each role in Larkshire, the same in Wrenmoor as `other_...`, and the operator."""
    other_shelter = factories.make_agency(wrenmoor, "Wren Shelter")
    members = {
        prefix + role.value: Membership(
            user=User(
                email=f"{role}@{partnership.slug}.example.org",
                name=f"{role.label} of {partnership.district}",
                password=make_password(factories.PASSWORD),
            ),
            partnership=partnership,
            role=role,
            agency=agency if role == Role.CONTRIBUTOR else None,
            taken_up_at=timezone.now(),
        )
        for prefix, partnership, agency in (
            ("", larkshire, shelter),
            ("other_", wrenmoor, other_shelter),
        )
        for role in Role
    }
    # All at once: most tests begin with them.
    people = {name: member.user for name, member in members.items()}
    people["operator"] = User(
        name="Operator",
        email="operator@example.org",
        password=make_password(factories.PASSWORD),
        is_staff=True,
        is_superuser=True,
    )
    bulk_create_with_history(list(people.values()), User)
    bulk_create_with_history(list(members.values()), Membership)
    return SimpleNamespace(**people)


@pytest.fixture
def sign_in(client):
    """sign_in(user) gives the test client, signed in as that person."""

    def as_user(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_user


@pytest.fixture
def manager(cast, sign_in):
    """The test client, signed in as Larkshire's manager."""
    return sign_in(cast.manager)


@pytest.fixture
def officer(cast, sign_in):
    """The test client, signed in as Larkshire's officer."""
    return sign_in(cast.officer)


@pytest.fixture
def administrator(cast, sign_in):
    """The test client, signed in as Larkshire's administrator."""
    return sign_in(cast.administrator)


@pytest.fixture
def media(settings, tmp_path):
    """Files that a test uploads are its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def address(larkshire, shelter, media):
    """address(name): where that page of Larkshire is, with rows that it can show.

    Whatever arguments an address takes are found by their names in tests/addresses.py.
    """
    plan, before = (factories.make_plan(larkshire, year) for year in (2026, 2025))
    return addresses_in(plan, before, shelter)
