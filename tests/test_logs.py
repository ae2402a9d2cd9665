"""No link by which an agency answers gets into a log: whoever reads it could answer too."""

import io
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import Client
from django.urls import include, path

from csp.logs import HideTokens, JsonLines, hide_tokens_of_server, without_tokens
from csp.urls import urlpatterns as all_pages

TOKEN = "7-0123456789abcdef.c2lnbmF0dXJl_-x"


@login_not_required
def break_down(request, token):
    raise RuntimeError(f"It broke at {request.get_full_path()}")


urlpatterns = [path("answer/<str:token>/broken/", break_down), path("", include(all_pages))]


@pytest.fixture
def logged():
    """What all handlers of the root logger would print."""
    stream = io.StringIO()
    handlers = logging.getLogger().handlers
    (console,) = [handler for handler in handlers if type(handler) is logging.StreamHandler]
    before = console.setStream(stream)
    yield stream.getvalue
    console.setStream(before)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f'"GET /answer/{TOKEN}/ HTTP/1.1" 200', '"GET /answer/… HTTP/1.1" 200'),
        (f"Not Found: /answer/{TOKEN}/actions/7/", "Not Found: /answer/…"),
        (
            f'"http://plan.example.org/answer/{TOKEN}/" "Mozilla"',
            '"http://plan.example.org/answer/…" "Mozilla"',
        ),
        (
            f"/accounts/login/?next=%2Fanswer%2F{TOKEN}%2F done",
            "/accounts/login/?next=%2Fanswer%2F… done",
        ),
        ("GET /larkshire/answers/7/", "GET /larkshire/answers/7/"),
    ],
)
def test_what_follows_the_address_is_left_out(line, shown):
    assert without_tokens(line) == shown


def test_in_arguments_too():
    record = logging.LogRecord("x", 20, "", 1, "%s %s", ("GET", f"/answer/{TOKEN}/"), None)
    HideTokens().filter(record)
    assert record.getMessage() == "GET /answer/…"


def test_named_arguments_too():
    atoms = ({"r": f"GET /answer/{TOKEN}/ HTTP/1.1", "s": "200"},)
    record = logging.LogRecord("gunicorn.access", 20, "", 1, "%(r)s %(s)s", atoms, None)
    HideTokens().filter(record)
    assert record.getMessage() == "GET /answer/… HTTP/1.1 200"


@pytest.mark.any_database
def test_a_line_that_was_written_wrongly_breaks_nothing():
    record = logging.LogRecord("x", 20, "", 1, "%d of %d", (f"/answer/{TOKEN}/",), None)
    HideTokens().filter(record)
    assert record.getMessage() == "%d of %d ('/answer/…',)"


@pytest.mark.slow
def test_every_handler_has_the_filter():
    """Django's own would else print what ours leaves out."""
    code = (
        "import environ; environ.Env.read_env = lambda *_: None\n"
        "import django, logging; django.setup()\n"
        "names = [None, *logging.root.manager.loggerDict]\n"
        "for handler in {h for n in names for h in logging.getLogger(n).handlers}:\n"
        "    print(type(handler).__name__, [type(f).__name__ for f in handler.filters])\n"
    )
    for debug in ("true", "false"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent.parent,
            env={"DJANGO_SETTINGS_MODULE": "csp.settings", "SECRET_KEY": "x", "DEBUG": debug},
            capture_output=True,
            text=True,
            check=True,
        )
        printing = {line for line in done.stdout.splitlines() if not line.startswith("NullHandler")}
        assert printing == {"StreamHandler ['HideTokens']"}


def test_the_servers_own_loggers_have_it():
    hide_tokens_of_server()
    for name in ("gunicorn.access", "gunicorn.error"):
        logger = logging.getLogger(name)
        assert any(isinstance(one, HideTokens) for one in logger.filters)
        logger.filters.clear()


def test_a_page_that_is_not_there(logged, client, db):
    client.get(f"/answer/{TOKEN}/nothing/here/")
    assert "Not Found: /answer/…" in logged()
    assert TOKEN not in logged()


@pytest.mark.urls(__name__)
def test_a_page_that_breaks_down(logged, db):
    Client(raise_request_exception=False).get(f"/answer/{TOKEN}/broken/")
    assert "Internal Server Error: /answer/…" in logged()
    assert "RuntimeError: It broke at /answer/…" in logged()
    assert TOKEN not in logged()


@pytest.mark.urls(__name__)
def test_a_forged_form(logged, db):
    Client(enforce_csrf_checks=True).post(f"/answer/{TOKEN}/broken/")
    assert "Forbidden" in logged()
    assert TOKEN not in logged()


def test_the_line_of_every_request(logged):
    handler = object.__new__(WSGIRequestHandler)
    handler.request, handler.client_address = None, ("127.0.0.1", 1)
    handler.requestline, handler.request_version = f"GET /answer/{TOKEN}/ HTTP/1.1", "HTTP/1.1"
    handler.log_request(200, 10)
    assert '"GET /answer/… HTTP/1.1" 200 10' in logged()
    assert TOKEN not in logged()


def test_addresses_of_people_are_left_out(logged):
    log = logging.getLogger("partners.delivery")
    try:
        raise ValueError("Key (email)=(pat.o'hara+csp@mail.example.org) already exists.")
    except ValueError:
        log.exception("Email 7 was not sent: <%s> is full", "pat@example.org")
    assert "Email 7 was not sent: <…@…> is full" in logged()
    assert "(email)=(…@…)" in logged()
    assert "example.org" not in logged()


def json_of(write):
    """What a handler with LOG_FORMAT=json prints of that."""
    logger = logging.getLogger("csp.of_this_test")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(HideTokens())
    logger.addHandler(handler)
    try:
        write(logger)
    finally:
        logger.removeHandler(handler)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_is_an_object_on_a_line():
    (told,) = json_of(lambda log: log.warning("Two\nlines of “%s”", "it"))
    assert told == {
        "time": told["time"],
        "level": "WARNING",
        "logger": "csp.of_this_test",
        "message": "Two\nlines of “it”",
    }
    assert told["time"].startswith("2026-11-18T12:00:")
    assert told["time"].endswith("+00:00")


def test_json_tells_what_broke_without_links_and_addresses():
    def write(log):
        try:
            raise RuntimeError(f"at /answer/{TOKEN}/ of pat@example.org")
        except RuntimeError:
            log.exception("It broke", extra={"request": "secret", "status_code": 500})

    (told,) = json_of(write)
    assert told["exception"].endswith("RuntimeError: at /answer/… of …@…")
    assert told.keys() == {"time", "level", "logger", "message", "exception"}


def test_the_servers_lines_are_json_too():
    handler = logging.StreamHandler(io.StringIO())
    logger = logging.getLogger("gunicorn.error")
    logger.addHandler(handler)
    hide_tokens_of_server("json")
    assert isinstance(handler.formatter, JsonLines)
    logger.removeHandler(handler)
    for name in ("gunicorn.access", "gunicorn.error"):
        logging.getLogger(name).filters.clear()


@pytest.mark.any_database
def test_the_setting_chooses():
    code = (
        "import environ; environ.Env.read_env = lambda *_: None\n"
        "import django, logging; django.setup(); logging.getLogger('x').warning('Said')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent,
        env={"DJANGO_SETTINGS_MODULE": "csp.settings", "SECRET_KEY": "x", "LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stderr)["message"] == "Said"
