"""The steps that the law asks for."""

from datetime import date

import pytest

from csp.versions import version_of
from plans.legal_steps import WHAT_THE_LAW_ASKS
from plans.models import StatutoryStep
from tests.factories import make_step
from tests.pages import text

URL = "/larkshire/2026/steps/"
DONE = {"kind": "assessment", "done_on_0": "14", "done_on_1": "1", "done_on_2": "2026"}


def test_what_the_law_asks_is_told_of_every_step():
    assert set(WHAT_THE_LAW_ASKS) == set(StatutoryStep.Kind)


def test_a_step_that_is_not_recorded_is_listed_and_can_be(manager, plan):
    page = text(manager.get(URL))
    assert page.count("Not recorded") == 6
    assert f"{URL}add/?kind=scrutiny" in page
    form = manager.get(f"{URL}add/?kind=scrutiny").context["form"]
    assert form["kind"].value() == "scrutiny"


def test_a_step_is_recorded_with_its_day(manager, plan):
    page = text(manager.post(f"{URL}add/", DONE, follow=True))
    assert plan.steps.get().done_on == date(2026, 1, 14)
    assert ">14 January 2026</td>" in page


def test_a_step_that_was_not_taken_is_told_why(manager, plan):
    page = text(manager.post(f"{URL}add/", {"kind": "summary", "note": "No money"}, follow=True))
    assert "Not done" in page
    assert "No money" in page


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"done_on_0": "31", "done_on_1": "2"}, "When it was done must be a real date"),
        ({"done_on_0": "x"}, "When it was done must be a real date"),
        ({"done_on_1": ""}, "When it was done must include a month"),
        ({"done_on_0": "", "done_on_1": ""}, "When it was done must include a day and month"),
        ({"done_on_2": "26"}, "When it was done must have a year of 4 figures, like 2026"),
        (
            {"done_on_0": "", "done_on_1": "", "done_on_2": ""},
            "Enter when it was done, or a note on why it was not",
        ),
        ({"kind": ""}, "Select the step"),
        ({"done_on_0": "9" * 20}, "When it was done must be a real date"),
        ({"done_on_0": "1_4"}, "When it was done must be a real date"),
        ({"done_on_1": "Janus"}, "When it was done must be a real date"),
        ({"done_on_0": "31/2/2026", "done_on_1": "", "done_on_2": ""}, "must include a month"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_saved(typed, error, manager, plan):
    page = text(manager.post(f"{URL}add/", DONE | typed))
    assert page.count(error) == 2
    assert not StatutoryStep.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        ("14", "Jan", "2026"),
        (" 14th ", "January", "２０２６"),
        ("１４", "jan.", "2026"),
        ("14/1/26", "", ""),
        ("", "", "14 January 2026"),
    ],
)
def test_a_day_is_taken_as_people_write_it(typed, manager, plan):
    parts = {f"done_on_{part}": words for part, words in enumerate(typed)}
    manager.post(f"{URL}add/", DONE | parts)
    assert plan.steps.get().done_on == date(2026, 1, 14)


def test_a_day_that_is_none_is_given_back_as_typed(manager, plan):
    page = manager.post(f"{URL}add/", DONE | {"done_on_1": "Janus"}).content.decode()
    assert 'value="Janus"' in page


def test_an_empty_form_is_told_in_words_and_at_its_fields(manager, plan):
    page = text(manager.post(f"{URL}add/", {}))
    for words in ("Select the step", "Enter when it was done, or a note on why it was not"):
        assert page.count(words) == 2
    assert "Constraint" not in page


def test_a_step_that_is_recorded_is_not_offered_again(manager, plan):
    make_step(plan)
    page = text(manager.post(f"{URL}add/", DONE))
    assert "Select the step from the list" in page
    assert plan.steps.count() == 1


def test_the_second_to_save_reads_the_day_that_is_saved(manager, cast, plan):
    step = make_step(plan)
    seen = version_of(step)
    step._history_user = cast.administrator
    step.done_on = date(2026, 2, 3)
    step.save()
    page = text(manager.post(f"{URL}{step.pk}/", DONE | {"version": seen}))
    assert '<dd class="govuk-summary-list__value">3 February 2026</dd>' in page
    assert 'value="14"' in page


def test_the_session_that_ran_out_gives_the_day_back(client, cast, sign_in, plan):
    client.post(f"{URL}add/", DONE)
    page = text(sign_in(cast.manager).get(f"{URL}add/"))
    assert 'value="14"' in page
    assert 'value="2026"' in page


def test_a_reader_changes_nothing(cast, sign_in, plan):
    make_step(plan)
    page = text(sign_in(cast.reader).get(URL))
    assert "1 April 2026" in page
    assert f"{URL}add/" not in page


def test_the_page_costs_the_same_however_much_it_shows(manager, plan, django_assert_num_queries):
    for kind in StatutoryStep.Kind:
        make_step(plan, kind)
    # Session, person, membership, menu, plan, steps.
    with django_assert_num_queries(6):
        manager.get(URL)
