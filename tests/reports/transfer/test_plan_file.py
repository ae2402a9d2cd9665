"""A plan as one file: what is in it, and that it comes back as it went out."""

import json
from pathlib import Path

import jsonschema
import pytest

from actions.models import Action, StatusUpdate
from partners.models import User
from plans.models import Indicator, NamedPerson, Plan
from reports.document import document
from reports.transfer import schema
from reports.transfer.writing import plan_file
from tests import factories
from tests.conftest import TODAY

SCHEMA = Path(__file__).parents[3] / "docs" / "plan.schema.json"


def test_the_schema_in_the_docs_is_that_of_the_kinds():
    # How it is written anew: reports/transfer/schema.py.
    assert SCHEMA.read_text("utf-8").strip() == schema.text()


def test_a_plan_with_something_of_all_there_is_keeps_to_the_schema(full):
    jsonschema.validate(json.loads(plan_file(full)), json.loads(SCHEMA.read_text("utf-8")))


def test_it_comes_back_as_it_went_out(full, bring):
    content = plan_file(full)
    again = plan_file(bring(content).plan)
    people = {user.name for user in User.objects.all()}
    assert without(json.loads(again), people) == without(json.loads(content), people)


def without(data, people):
    """The file without whose it is, and without who did what but said nothing."""
    text = json.dumps(data["plans"] + data["agencies"] + data["observations"])
    for name in sorted(people, key=len, reverse=True):
        text = text.replace(json.dumps(name), '""')
    # Pictures are written anew.
    plans = json.loads(text)
    for plan in plans:
        for block in plan.get("blocks", []):
            block["picture"] = bool(block["picture"])
    return plans


def test_the_history_of_updates_keeps_its_days_and_says_who(data, bring):
    plan = bring(data).plan
    update = StatusUpdate.objects.get(action__priority__plan=plan)
    old = StatusUpdate.objects.exclude(pk=update.pk).get()
    assert (update.made_on, update.text, update.status) == (old.made_on, old.text, old.status)
    assert update.by == str(old.made_by) != str(update.made_by)
    assert update.action.latest_update == update


def test_nobody_gets_an_account_or_is_put_down_by_a_name(data, bring, oakshire):
    factories.make_member(oakshire, name=data["plans"][0]["updates"][0]["made_by"])
    before = User.objects.count()
    plan = bring(data).plan
    assert User.objects.count() == before
    assert StatusUpdate.objects.get(action__priority__plan=plan).made_by == oakshire.manager


def test_the_history_of_what_came_begins_with_the_import(data, bring, oakshire):
    action = Action.objects.get(priority__plan=bring(data).plan)
    record = action.history.get()
    assert (record.history_user, record.history_change_reason) == (
        oakshire.manager,
        "Import plan.json",
    )


def test_the_year_that_is_reviewed_comes_along(larkshire, bring):
    before = factories.make_plan(larkshire, 2025)
    factories.make_update(factories.make_action(factories.make_priority(before)))
    plan = factories.make_plan(larkshire, 2026)
    made = bring(plan_file(plan)).plan
    reviews = [document(one, on=TODAY).part("review").summary for one in (plan, made)]
    assert reviews[0] == reviews[1]
    assert made.partnership.plans.count() == 2


def test_a_year_that_is_here_stays_and_is_linked(larkshire, bring, oakshire):
    before = factories.make_plan(larkshire, 2025)
    old = factories.make_priority(before, "Knives")
    first = bring(plan_file(before)).plan
    plan = factories.make_plan(larkshire, 2026)
    factories.make_priority(plan, "Violence", carries_on=old)
    made = bring(plan_file(plan))
    assert made.plan.priorities.get().carries_on == first.priorities.get()
    assert "2025 is here already, and stays as it is." in made.notes


def test_a_link_to_what_is_not_here_is_left_out_and_told(larkshire, bring):
    long_ago = factories.make_priority(factories.make_plan(larkshire, 2019))
    plan = factories.make_plan(larkshire, 2026)
    factories.make_priority(plan, carries_on=long_ago)
    made = bring(plan_file(plan))
    assert made.plan.priorities.get().carries_on is None
    assert made.notes == ["Links to what is not here were left out: 2019."]


def test_partners_that_are_here_are_recognised_and_stay(data, bring, oakshire):
    here = factories.make_agency(oakshire, "The Lark shelter", telephones="01732 1")
    plan = bring(data, make_partners=False).plan
    assert Action.objects.get(priority__plan=plan).owners.get().agency == here
    here.refresh_from_db()
    assert here.telephones == "01732 1"


def test_an_abbreviation_that_another_has_is_left_out_and_told(larkshire, bring, oakshire):
    factories.make_agency(oakshire, "Kent Police", abbreviation="KP")
    other = factories.make_agency(larkshire, "Knitters of Penshurst", abbreviation="KP")
    plan = factories.make_plan(larkshire)
    factories.make_action(factories.make_priority(plan), owners=[other])
    made = bring(plan_file(plan))
    assert made.notes[0].startswith("Knitters of Penshurst was added without its abbreviation KP")


def test_figures_are_added_to_the_series_that_is_here(larkshire, bring, oakshire):
    plan = factories.make_plan(larkshire)
    series = factories.make_indicator(plan, "Burglaries")
    factories.make_observation(series, "2024/25", 10)
    factories.make_observation(series, "2025/26", 12)
    here = factories.make_series(oakshire, "Burglaries")
    factories.make_observation(here, "2024/25", 11)
    made = bring(plan_file(plan))
    figures = dict(here.observations.values_list("label", "value"))
    assert figures == {"2024/25": 11, "2025/26": 12}
    assert made.notes == ["1 figure is otherwise here than in the file, and stays so."]


def test_a_restricted_plan_stays_restricted_to_its_importer(larkshire, bring, oakshire):
    plan = factories.make_restricted_plan(larkshire, marking="SECRET")
    factories.make_indicator(plan)
    made = bring(plan_file(plan)).plan
    assert (made.is_restricted, made.marking) == (True, "SECRET")
    assert NamedPerson.objects.get(plan=made).membership.user == oakshire.manager
    assert Indicator.objects.get(partnership=oakshire).only_in == made


def test_of_a_secret_plan_an_open_one_tells_nothing(larkshire):
    secret = factories.make_restricted_plan(larkshire, "Wyrmwood")
    old = factories.make_priority(secret, "Basilisk")
    plan = factories.make_plan(larkshire)
    factories.make_priority(plan, carries_on=old)
    content = plan_file(plan).decode()
    assert not [word for word in ("Wyrmwood", "Basilisk", secret.address) if word in content]


def test_writing_costs_the_same_queries_however_much_there_is(full, django_assert_max_num_queries):
    for _ in range(5):
        factories.make_update(factories.make_action(full.priorities.first()))
    plan = Plan.objects.select_related("partnership").get(pk=full.pk)
    with django_assert_max_num_queries(45):
        plan_file(plan)


@pytest.mark.parametrize("text", ["=1+1", "<b>& \u2028 é 🏴 \\", "'", "a\nb\n", " "])
def test_odd_words_come_back_as_they_are(text, larkshire, bring):
    plan = factories.make_plan(larkshire)
    factories.make_action(factories.make_priority(plan), "Act", measure=text, reference="1.")
    made = bring(plan_file(plan)).plan
    expected = text.replace("\u2028", " ")
    assert Action.objects.get(priority__plan=made).measure == expected
