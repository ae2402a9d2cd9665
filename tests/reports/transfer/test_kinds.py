"""Each model and field goes out, or is left out for a reason."""

import pytest
from django.apps import apps

from reports.transfer.kinds import ALL, LEFT_OUT, OF_PLAN

APPS = ("partners", "plans", "actions", "rounds", "building", "meetings", "reports")
MODELS = [
    model
    for app in APPS
    for model in apps.get_app_config(app).get_models()
    # What was changed here stays here: the history of an import begins with it.
    if not model.__name__.startswith("Historical")
]
BY_MODEL = {kind.model: kind for kind in ALL}


def test_each_model_goes_out_or_is_left_out_for_a_reason():
    assert BY_MODEL.keys() | LEFT_OUT.keys() == set(MODELS)
    assert BY_MODEL.keys() & LEFT_OUT.keys() == set()


@pytest.mark.parametrize("model", BY_MODEL, ids=lambda model: model.__name__)
def test_each_field_goes_out_or_is_left_out_for_a_reason(model):
    kind = BY_MODEL[model]
    said = [*kind.values, *kind.links, *kind.many, *kind.elsewhere, *kind.people, *kind.files]
    said += kind.left_out
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)} - {"id"}
    assert sorted(said) == sorted(fields)


def test_each_kind_comes_after_those_to_which_it_leads():
    known = {"agencies", "indicators", "people"}
    for kind in OF_PLAN:
        assert set(kind.linked.values()) <= known, kind.name
        known.add(kind.name)
