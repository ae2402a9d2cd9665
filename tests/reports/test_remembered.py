"""What the checks found, and what a document holds, is kept as long as the rows are the same."""

import pytest

from actions.models import Action
from partners.models import Partnership
from plans.models import Plan, Priority
from reports import outline, remembered
from reports.checks import accepted
from reports.checks.accepted import known_findings
from reports.outline import outline_of
from tests.conftest import TODAY
from tests.factories import make_action, make_priority


@pytest.fixture
def priority(plan):
    return make_priority(plan, "Burglary")


@pytest.fixture
def made(monkeypatch):
    """How often the checks were run and documents made."""
    made = []

    def counted(make):
        return lambda *args, **kwargs: made.append(make) or make(*args, **kwargs)

    monkeypatch.setattr(accepted, "findings", counted(accepted.findings))
    monkeypatch.setattr(outline, "document", counted(outline.document))
    return made


def looked(plan, times=1):
    """What is found in the plan, the last of so many times that somebody looks."""
    found = [known_findings(plan, TODAY) for _ in range(times)]
    return [one.words for one in found[-1]]


def test_the_checks_run_no_more_when_nothing_has_changed(priority, plan, made):
    looked(plan, times=2)
    made.clear()
    looked(plan, times=3)
    assert made == []


def test_what_is_kept_is_what_is_found(priority, plan):
    make_action(priority, "Fit locks")
    assert looked(plan, times=3) == looked(plan) != []


def test_a_new_row_is_seen_at_once(priority, plan):
    before = looked(plan, times=3)
    make_action(priority, "Fit locks")
    assert looked(plan) != before


def test_a_row_written_past_its_history_is_seen_at_once(priority, plan, shelter):
    make_action(priority, "Ask them", owners=[shelter], timescale="Ongoing")
    before = looked(plan, times=3)
    Action.objects.update(wording="Write to somebody.private@example.org")
    assert looked(plan) != before


def test_the_plan_is_read_as_it_is_saved(priority, plan):
    outline_of(plan, on=TODAY)
    Plan.objects.filter(pk=plan.pk).update(layout=Plan.Layout.HIGHLIGHT_REPORT)
    titles = {outline_of(plan, on=TODAY).title for _ in range(3)}
    assert len(titles) == 1
    assert "ighlight" in titles.pop()


def test_what_others_write_changes_nothing(priority, plan, wrenmoor, made):
    looked(plan, times=2)
    made.clear()
    Partnership.objects.filter(pk=wrenmoor.pk).update(notice="Moved.")
    looked(plan)
    assert made == []


def test_the_outline_is_kept_for_each_choice(priority, plan, made):
    for _ in range(2):
        outline_of(plan, on=TODAY)
    made.clear()
    outline_of(plan, on=TODAY)
    assert made == []
    outline_of(plan, on=TODAY, large_print=True)
    assert len(made) == 1


def test_what_writes_is_not_kept(priority):
    def make():
        return Priority.objects.filter(pk=priority.pk).update(title="Other")

    assert [remembered.remembered("writes", make) for _ in range(3)] == [1, 1, 1]


def test_what_is_written_while_it_is_made_is_seen_the_next_time(priority, monkeypatch):
    """Between the reading and the checksum somebody has written: the old title is not kept."""

    def make():
        return Priority.objects.get(pk=priority.pk).title

    checksum = remembered._checksum

    def written_before(queries):
        Priority.objects.filter(pk=priority.pk).update(title="Other")
        return checksum(queries)

    monkeypatch.setattr(remembered, "_checksum", written_before)
    assert [remembered.remembered("title", make) for _ in range(3)] == [
        "Burglary",
        "Other",
        "Other",
    ]
