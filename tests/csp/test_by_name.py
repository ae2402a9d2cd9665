import pytest
from django import forms

from csp.by_name import by_name, offer_by_name
from partners.models import Agency
from tests.factories import make_agency

IN_ORDER = [
    "2 Rivers Trust",
    "10 Rivers Trust",
    "apple growers",
    "Ärzte Verein",
    "Briar House",
    "Eagle Trust",
    "Écluse Trust",
    "O’Hara House",
    "The Orchard",
    "Ward 2 forum",
    "Ward 10 forum",
    "Zinc Works",
]


def test_names_stand_where_people_look_for_them():
    assert by_name(reversed(IN_ORDER)) == IN_ORDER


def test_names_that_differ_by_case_alone_keep_one_order():
    assert by_name(["b", "B", "a"]) == by_name(["B", "a", "b"])


@pytest.mark.parametrize("name", ["", "…", "\0", "9" * 10_000, "²", "٣ trust", "Straße"])
def test_every_name_has_a_place(name):
    assert set(by_name([name, "Briar House"])) == {name, "Briar House"}


def test_a_field_offers_names_in_their_order(larkshire):
    for name in reversed(IN_ORDER):
        make_agency(larkshire, name)
    field = forms.ModelChoiceField(Agency.objects.none(), empty_label="None")
    offer_by_name(field, Agency.objects.filter(name__in=IN_ORDER))
    assert [label for _, label in field.choices] == ["None", *IN_ORDER]
    assert [label for _, label in field.widget.choices] == ["None", *IN_ORDER]
