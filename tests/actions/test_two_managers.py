"""Two managers at the same round or import: the second is told, and writes over nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.building.plan_import.saving import version_of_choices
from actions.rounds import running
from csp.versions import ChangedByAnother, version_of
from tests.conftest import TODAY
from tests.factories import make_answer, make_plan_import, make_request, make_round
from tests.pages import text


@pytest.fixture
def asked(action, shelter):
    return make_request(make_round(action.plan), shelter, ["box@example.org"])


def at(name, row):
    return reverse(name, args=["larkshire", row.pk])


def test_a_round_whose_closing_day_was_changed_is_not_closed_unseen(manager, asked):
    round = asked.round
    typed = {"links": "none", "version": version_of(round)}
    round.closes_on = TODAY.replace(month=12)
    round.save()
    page = text(manager.post(at("round-close", round), typed))
    assert "Somebody changed this round while you were reading" in page
    assert "18 December 2026" in page
    round.refresh_from_db()
    assert round.closes_on == TODAY.replace(month=12)
    manager.post(at("round-close", round), typed | {"version": version_of(round)})
    round.refresh_from_db()
    assert round.closes_on == TODAY


def test_a_round_is_closed_twice_in_the_same_way(manager, asked):
    typed = {"links": "none", "version": version_of(asked.round)}
    for _ in range(2):
        assert manager.post(at("round-close", asked.round), typed).status_code == 302


def test_the_link_of_who_has_answered_meanwhile_is_not_withdrawn_unseen(manager, asked, action):
    version = manager.get(at("request-revoke", asked)).context["version"]
    make_answer(asked, action)
    page = manager.post(at("request-revoke", asked), {"version": version})
    assert "Read how it stands now" in text(page)
    assert "1 of 1" in text(page)
    asked.refresh_from_db()
    assert asked.revoked_at is None
    manager.post(at("request-revoke", asked), {"version": page.context["version"]})
    asked.refresh_from_db()
    assert asked.revoked_at


def test_an_address_that_a_colleague_has_added_keeps_its_link(asked):
    seen = running.version_of_request(asked)
    running.send_again(asked, to="new@example.org", press="1", seen=seen)
    with pytest.raises(ChangedByAnother):
        running.send_again(asked, to="box@example.org", press="2", alone=True, seen=seen)
    assert asked.recipients.filter(email="new@example.org").exists()


def test_sending_again_gives_back_what_was_typed(manager, asked):
    typed = {"to": "another", "email": "mine@example.org", "press": "1", "version": "0"}
    page = manager.post(at("request-send", asked), typed)
    assert "Read how it stands now" in text(page)
    assert 'value="mine@example.org"' in text(page)


@pytest.fixture
def started(action):
    rows = [["Priority", "Action", "Who"], ["Burglary", "Mark bicycles", "The Rangers"]]
    return make_plan_import(action.plan, rows)


def of_import(name, started):
    return reverse(f"plan-import-{name}", args=["larkshire", started.plan.address, started.pk])


@pytest.mark.parametrize("step", ["columns", "owners"])
def test_what_a_colleague_chose_of_a_file_is_not_written_over(manager, started, step):
    version = version_of_choices(started)
    mine = {"take-0": "on", "column-0-0": "priority", "column-0-1": "action", "version": version}
    theirs = mine | {"column-0-2": "owners"}
    manager.post(of_import("columns", started), theirs)
    mine |= {"column-0-2": "none", "owner-0": "nobody", "owner-0-text": "the rangers"}
    page = text(manager.post(of_import(step, started), mine))
    assert "Somebody chose otherwise while you were reading" in page
    started.refresh_from_db()
    assert "owners" in next(iter(started.choices["columns"].values()))


def test_a_file_that_a_colleague_goes_on_with_is_not_deleted(manager, started):
    typed = {"import": started.pk, "do": "discard", "version": version_of_choices(started)}
    started.choices = {"columns": {}}
    started.save()
    url = reverse("plan-imports", args=["larkshire", started.plan.address])
    assert "Somebody went on with" in text(manager.post(url, typed, follow=True))
    assert started.plan.imports.exists()


def test_a_request_is_withdrawn_twice_in_silence(asked):
    seen = running.version_of_request(asked)
    for _ in range(2):
        running.withdraw(asked, at=timezone.now(), seen=seen)
    assert asked.recipients.exists()
