"""Whoever makes a file may be killed at any time: it is made by another, or it is said why not."""

import os
import signal
from datetime import timedelta
from pathlib import Path
from threading import Event

import psutil
import pytest
from django.utils import timezone

from reports import makers
from reports.document import document
from reports.maker import NICE
from reports.makers import LEFT_BEHIND, MOST_ATTEMPTS, claim, make
from reports.models import Rendering
from reports.rendered import rendered_file
from script.benches.measuring import cpu_of
from tests import factories
from tests.conftest import TODAY


@pytest.fixture(autouse=True)
def asked(larkshire, cast):
    """The plan's PDF, which somebody waits for."""
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), "Mark bicycles")
    return rendered_file(plan, document(plan, on=TODAY), "pdf", name="plan", by=cast.officer)


def leave(file):
    """Nobody is heard of who makes it."""
    long_ago = timezone.now() - LEFT_BEHIND - timedelta(seconds=1)
    Rendering.objects.filter(pk=file.pk).update(heard_at=long_ago)


class Killing:
    """A maker of which each child is killed as soon as it is there."""

    def __init__(self, maker):
        self.maker = maker

    def begin(self, job):
        child, answers = self.maker.begin(job)
        os.kill(child, signal.SIGKILL)
        return child, answers


class Watching:
    """A maker that tells how far each child stands back, once it is at work."""

    def __init__(self, maker):
        self.maker = maker
        self.stands_back = []

    def begin(self, job):
        child, answers = self.maker.begin(job)
        assert answers.poll(20)
        self.stands_back.append(psutil.Process(child).nice())
        session = Path(f"/proc/{child}/autogroup")
        if session.exists():
            self.stands_back.append(int(session.read_text().split()[-1]))
        return child, answers


def test_what_was_asked_for_first_is_made_first(asked):
    factories.make_rendered_file(asked.plan, content=None)
    assert claim() == asked


def test_a_file_is_claimed_by_one_alone(asked):
    assert claim() == asked
    assert claim() is None


def test_what_nobody_is_heard_of_is_taken_up_again(asked):
    leave(claim())
    again = claim()
    assert (again, again.attempts) == (asked, 2)


def test_what_was_taken_up_too_often_fails_in_words(asked):
    for _ in range(MOST_ATTEMPTS):
        leave(claim())
    assert claim() is None
    asked.refresh_from_db()
    assert asked.failure == "The PDF could not be made: whatever made it was ended 3 times."


def test_who_comes_too_late_with_a_file_changes_nothing(asked):
    first = claim()
    leave(first)
    second = claim()
    makers._keep(first, b"late")
    assert first.file.storage.listdir(str(asked.plan_id))[1] == []
    makers._keep(second, b"made")
    asked.refresh_from_db()
    assert asked.content == b"made"


def test_whoever_stops_puts_back_what_is_at_hand(asked, maker):
    stopping = Event()
    stopping.set()
    make(claim(), maker, stopping)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == ("waiting", 0)


@pytest.mark.any_database
def test_a_child_that_is_killed_has_failed_at_once(asked, maker):
    make(claim(), Killing(maker))
    asked.refresh_from_db()
    assert "something in it was too much for the server" in asked.failure


@pytest.mark.any_database
def test_a_file_stands_back_behind_pages(asked, maker):
    watching = Watching(maker)
    make(claim(), watching)
    asked.refresh_from_db()
    assert asked.content.startswith(b"%PDF")
    assert set(watching.stands_back) == {psutil.Process().nice() + NICE}


@pytest.mark.any_database
def test_what_a_child_has_used_of_the_processors_is_told_of_the_process_that_forks(
    asked, maker, make_waiting
):
    maker.start()
    before = cpu_of(maker._process.pid)
    make_waiting()
    asked.refresh_from_db()
    assert asked.content
    _, left = psutil.wait_procs(psutil.Process(maker._process.pid).children(), timeout=10)
    assert not left
    assert cpu_of(maker._process.pid) - before > 0.1


@pytest.mark.any_database
def test_when_the_process_is_gone_that_forks_there_is_another(asked, maker, make_waiting):
    maker.start()
    maker._process.kill()
    make_waiting()
    asked.refresh_from_db()
    assert asked.content.startswith(b"%PDF")
