"""A field of an action is declared once (plans.action_fields), and is wherever fields are."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.db.models import CharField, TextField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst

from actions.building.carrying.action_fates import keep
from actions.building.carrying.decided import actions_of
from actions.building.carrying.decided import version_of as version_of_old
from actions.building.plan_import.columns import DECIDING, MEANINGS, SPELLINGS, meanings_of
from actions.building.workspace.forms import ActionForm
from actions.models import Action
from actions.search import with_words
from csp.versions import version_of
from plans.action_fields import ACTION_FIELDS, HEADINGS, OWN_FIELDS
from plans.models import Plan
from reports.action_tables import json_of
from reports.checks.loaded import load
from reports.document import document
from reports.formats import FORMATS
from reports.open_data.schema import schema
from tests import factories
from tests.actions.building.plan_action.writing import URL, typed
from tests.actions.building.test_round_trip import came_back, cells
from tests.conftest import TODAY
from tests.pages import text

# Of a text of an action that no reader of the plan is given.
NOT_DECLARED = {"owners_as_written", "year_end_wording", "fate", "fate_reason", "key"}
OWN = [one.name for one in OWN_FIELDS]
each_own = pytest.mark.parametrize("field", OWN_FIELDS, ids=OWN)
each = pytest.mark.parametrize("field", ACTION_FIELDS, ids=lambda one: one.name)


def model_field(field):
    return Action._meta.get_field(field.name)


def value_of(field):
    """Something that the field may say, and no other one says."""
    choices = model_field(field).choices
    return choices[0][0] if choices else f"Lark {field.name}"


@pytest.fixture
def plan(larkshire):
    """Being built; it prints every field."""
    plan = factories.make_plan(larkshire, 2026, stage=Plan.Stage.DRAFTING)
    for position, name in enumerate(HEADINGS):
        factories.make_column(plan, name, position=position)
    return plan


@pytest.fixture
def action(plan, shelter):
    """An action that says something in every field."""
    words = {one.name: value_of(one) for one in OWN_FIELDS}
    action = factories.make_action(factories.make_priority(plan), owners=[shelter], **words)
    factories.make_cross_cutting_theme(plan, "Lark youth", [action])
    factories.make_recommendation(plan, "Lark advice", [action])
    factories.make_update(action, "Lark update")
    return action


def say_otherwise(action, field):
    choices = model_field(field).choices
    setattr(action, field.name, choices[-1][0] if choices else "Other")
    action.save()


def said(action, field):
    """What a reader finds of the field."""
    of_rows = {"owners": "Lark Shelter", "update": "Lark update", "status": "On track"}
    of_rows |= {"cross_cutting": "Lark youth", "recommended": "Lark advice"}
    return of_rows.get(field.name) or action.words_of(field.name)


def test_every_text_of_an_action_is_declared():
    fields = [one for one in Action._meta.fields if isinstance(one, CharField | TextField)]
    assert {one.name for one in fields if one.editable} - NOT_DECLARED == set(OWN)


@each_own
def test_the_model_calls_it_the_same_and_may_lack_what_is_optional(field):
    of_model = model_field(field)
    assert field.is_optional == of_model.blank
    # The wording of an action is the action.
    assert field.name == "wording" or capfirst(of_model.verbose_name) == field.label


def test_names_and_headings_are_one_field_s():
    for names in ("name", "label", "in_data"):
        assert len({getattr(one, names) for one in ACTION_FIELDS}) == len(ACTION_FIELDS)
    spellings = [one for words in SPELLINGS.values() for one in words.split()]
    assert sorted(spellings) == sorted(set(spellings))
    assert {meaning for _, meaning in DECIDING} <= MEANINGS.keys()


@each
def test_its_headings_mean_it_in_a_file(field):
    for heading in (field.label, field.heading, field.in_data):
        assert not heading or meanings_of([heading]) == [field.in_data]


@each_own
def test_it_is_asked_for_and_saved(field, plan, manager):
    priority = factories.make_priority(plan)
    assert f'name="{field.name}"' in text(manager.get(f"{URL}{priority.pk}/add/"))
    manager.post(f"{URL}{priority.pk}/add/", typed(priority, **{field.name: value_of(field)}))
    assert getattr(priority.actions.get(), field.name) == value_of(field)


@each_own
def test_the_way_back_restores_it(field, action, manager):
    record = action.history.latest()
    say_otherwise(action, field)
    where = ["larkshire", 2026, action.pk, record.history_id]
    manager.post(reverse("plan-action-restore", args=where), {"version": version_of(action)})
    action.refresh_from_db()
    assert getattr(action, field.name) == value_of(field)


@each_own
def test_the_history_tells_of_it(field, action, manager):
    words = action.words_of(field.name)
    say_otherwise(action, field)
    page = text(manager.get(reverse("plan-action-history", args=["larkshire", 2026, action.pk])))
    assert f"<del>{words}</del>" in page
    assert str(ActionForm.base_fields[field.name].label) in page


@each
def test_the_action_s_page_says_it(field, action, cast, sign_in):
    assert said(action, field) in text(sign_in(cast.reader).get(action.get_absolute_url()))


@each
@pytest.mark.parametrize("template", ["print", "word"])
@pytest.mark.parametrize("is_large", [False, True])
def test_its_column_is_printed(field, template, is_large, plan, action):
    context = {"document": document(plan, on=TODAY, large_print=is_large), "picture_address": str}
    page = render_to_string(f"reports/{template}.html", context)
    # It stands before the title where actions stand one below the other.
    assert HEADINGS[field.name] in page or field.name == "reference"
    assert said(action, field) in page


@each
def test_the_data_hold_it(field, plan, action):
    made = document(plan, on=TODAY)
    (one,) = json.loads(json_of(made))["actions"]
    assert said(action, field) in str(one[field.in_data])
    (row,) = csv.DictReader(io.StringIO(FORMATS["csv"].make(made).decode("utf-8-sig")))
    assert row[field.label] == said(action, field)


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_every_field_comes_back_from_a_file_of_data(format, plan, action, cast):
    content = FORMATS[format].make(document(plan, on=TODAY))
    other = came_back(plan, f"plan.{format}", content, cast.manager)
    (row,) = cells(other, [one.in_data for one in ACTION_FIELDS])
    assert row == [said(action, one) for one in ACTION_FIELDS]


@pytest.mark.any_database
def test_every_field_comes_back_from_the_word_file(plan, action, cast):
    content = FORMATS["docx"].make(document(plan, on=TODAY))
    other = came_back(plan, "plan.docx", content, cast.manager)
    (row,) = cells(other, [one.in_data for one in ACTION_FIELDS])
    assert row == [said(action, one) for one in ACTION_FIELDS]


@each_own
def test_next_year_s_action_begins_with_the_same(field, plan, action, manager):
    new = factories.make_plan(plan.partnership, 2027, stage=Plan.Stage.DRAFTING)
    priority = factories.make_priority(new, carries_on=action.priority)
    url = reverse("carry-action", args=["larkshire", 2027, action.pk])
    page = text(manager.get(f"{url}?decision=reword"))
    assert action.words_of(field.name) in page
    assert (f'name="{field.name}"' in page) == (field.is_prose)
    (row,) = actions_of([plan], new)
    keep(row, plan=new, priority=priority, timescale=row.timescale, seen=version_of_old(row))
    assert getattr(action.carried_on_by.get(), field.name) == value_of(field)


def test_little_is_not_carried_and_little_not_read():
    assert {one.name for one in OWN_FIELDS if not one.is_carried} == {"reference", "timescale"}
    assert {one.name for one in OWN_FIELDS if not one.is_prose} == {"reference", "pier"}


@each_own
def test_it_is_found_and_checked_if_it_is_prose(field, plan, action):
    read = [one.words for one in load(plan, TODAY).texts]
    assert (value_of(field) in read) == field.is_prose
    if field.is_prose:
        assert with_words(Action.objects.all(), value_of(field)).get() == action


def test_the_description_of_the_data_names_every_column():
    columns = schema()["properties"]["actions"]["items"]["properties"]
    labels = [columns[name]["description"] for name in columns if name not in ("key", "owners")]
    others = [one.label for one in ACTION_FIELDS if one.name != "owners"]
    assert labels == ["Theme", "Priority", "Strand", *others]


def test_the_guide_to_the_data_names_columns_in_their_order():
    guide = (Path(__file__).parent.parent / "docs/data-format.md").read_text()
    rows = re.findall(r"^\| ([A-Z][^|]*) \|", guide, re.MULTILINE)
    named = [name for row in rows for name in row.split(", ")]
    columns = ["Theme", "Priority", "Strand", *(one.label for one in ACTION_FIELDS)]
    assert named == [name for name in columns if name in named]
    assert len(named) > 10
