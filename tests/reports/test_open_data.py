"""Published plans as open data: what is given out, by what it is described, and who may ask."""

import csv
import io
import json

import pytest
from django.urls import get_resolver, reverse
from jsonschema import Draft202012Validator, ValidationError

from reports import action_tables
from reports.document import document
from reports.models import EditionFile
from reports.open_data import schema
from tests import factories
from tests.conftest import TODAY

OPEN = ("open-data-catalogue", "open-data-schema", "open-data-actions", "open-data-edition")


@pytest.fixture
def edition(plan, shelter):
    """An edition with the data that its plan has."""
    priority = factories.make_priority(plan, "Theft", number=1)
    action = factories.make_action(priority, "Mark bicycles", [shelter], pier="prevention")
    factories.make_update(action, "=500 marked")
    factories.make_recommendation(plan, "Mark more", actions=[action])
    made = factories.make_edition(plan, label="First")
    of_plan = document(plan, on=TODAY)
    for form, make in (("json", action_tables.json_of), ("csv", action_tables.csv_of)):
        fields = {"label": form.upper(), "content_type": f"text/{form}", "content": make(of_plan)}
        EditionFile.objects.update_or_create(edition=made, format=form, defaults=fields)
    return made


def data(client, name, *arguments):
    return json.loads(client.get(reverse(name, args=arguments)).content)


def test_a_plan_s_data_are_what_was_frozen(edition, plan, client):
    plan.priorities.get().actions.update(wording="Changed since")
    response = client.get("/open-data/larkshire/2026/actions.json")
    assert response.content == bytes(edition.files.get(format="json").content)
    rows = list(
        csv.DictReader(
            io.StringIO(
                client.get("/open-data/larkshire/2026/actions.csv").content.decode("utf-8-sig")
            )
        )
    )
    assert [(row["Action"], row["Update"]) for row in rows] == [("Mark bicycles", "'=500 marked")]


def test_the_data_are_as_the_schema_says(edition, client):
    described = data(client, "open-data-schema")
    Draft202012Validator.check_schema(described)
    told = data(client, "open-data-actions", "larkshire", "2026", "json")
    Draft202012Validator(described).validate(told)
    assert len(told["actions"]) == len(told["recommendations"]) == 1
    assert told["actions"][0].keys() == {"key"} | action_tables.COLUMNS.keys()


@pytest.mark.parametrize(
    "wrong", [{"status": "Green"}, {"owners": "Police"}, {"class": "pier"}, {"key": None}]
)
def test_the_schema_refuses_other_data(wrong, edition, client):
    told = data(client, "open-data-actions", "larkshire", "2026", "json")
    told["actions"][0] |= wrong
    with pytest.raises(ValidationError):
        Draft202012Validator(schema.schema()).validate(told)


def test_the_address_of_a_plan_stays_when_there_is_a_later_edition(edition, plan, client):
    later = factories.make_edition(plan)
    address = reverse("open-data-actions", args=["larkshire", "2026", "json"])
    assert client.get(address).content == bytes(later.files.get(format="json").content)
    first = data(client, "open-data-edition", "larkshire", "2026", 1, "json")
    assert first["actions"][0]["action"] == "Mark bicycles"


def test_who_has_the_data_already_is_not_sent_them_again(edition, client):
    address = reverse("open-data-actions", args=["larkshire", "2026", "json"])
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")


def test_a_withdrawn_edition_says_so_as_data(edition, client):
    factories.withdraw(edition)
    response = client.get(reverse("open-data-edition", args=["larkshire", "2026", 1, "json"]))
    assert response.status_code == 410
    assert response.json()["reason"] == "It named a street."
    assert "Mark bicycles" not in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "wrenmoor/2026/actions.json",
        "larkshire/2026/actions.pdf",
        "larkshire/2026/7/actions.json",
        "larkshire/2024/actions.csv",
    ],
)
def test_what_was_not_published_is_not_there(address, edition, client):
    response = client.get(f"/open-data/{address}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
    assert response.json() == {"error": "No such plan is published."}


def test_the_catalogue_has_each_published_plan_with_its_data(edition, plan, client, settings):
    settings.SITE_URL = "https://plan.example.org"
    settings.OPEN_DATA_LICENCE = "https://example.org/licence"
    told = data(client, "open-data-catalogue")
    (dataset,) = told["dcat:dataset"]
    assert dataset["@id"] == "https://plan.example.org/published/larkshire/2026/"
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2026-04-01"
    assert dataset["dct:license"] == {"@id": "https://example.org/licence"}
    addresses = {one["dcat:mediaType"]: one["@id"] for one in dataset["dcat:distribution"]}
    assert addresses.keys() == {"application/json", "text/csv"}
    for address in addresses.values():
        assert client.get(address.removeprefix("https://plan.example.org")).status_code == 200


def test_nothing_restricted_or_withdrawn_is_in_the_catalogue(edition, plan, client):
    factories.withdraw(edition)
    restricted = factories.make_restricted_plan(plan.partnership)
    factories.make_edition(restricted)
    assert data(client, "open-data-catalogue")["dcat:dataset"] == []
    assert client.get(f"/open-data/larkshire/{restricted.address}/actions.json").status_code == 404


def test_the_catalogue_costs_the_same_however_many_there_are(
    edition, plan, client, django_assert_num_queries
):
    for number in range(3):
        factories.make_edition(factories.make_plan(factories.make_partnership(f"Shire {number}")))
    with django_assert_num_queries(2):
        assert len(data(client, "open-data-catalogue")["dcat:dataset"]) == 4


def test_no_email_address_of_a_person_is_in_the_data(edition, plan, shelter, cast, client):
    factories.make_contact(shelter, email="pat@shelter.example.org")
    for name, *more in (
        ("open-data-catalogue",),
        ("open-data-actions", "larkshire", "2026", "csv"),
    ):
        assert "@larkshire.example.org" not in client.get(reverse(name, args=more)).content.decode()
    assert "example.org" not in json.dumps(
        data(client, "open-data-actions", "larkshire", "2026", "json")
    )


def test_scripts_of_any_site_may_read_the_data_and_nothing_else(address, cast, sign_in):
    client = sign_in(cast.administrator)
    own = ["my-work", "search", "plan", "partners", "contacts-export", "published", "open-data"]
    own += ["published-plan", "published-file", "actions-json"]
    for name in (*OPEN, *own):
        response = client.get(address(name), headers={"Origin": "https://elsewhere.example.org"})
        assert response.get("Access-Control-Allow-Origin") == ("*" if name in OPEN else None), name
        assert "Access-Control-Allow-Credentials" not in response
        assert not (name in OPEN and response.cookies)


def test_every_address_of_open_data_is_asked_here():
    names = {name for name in get_resolver().reverse_dict if str(name).startswith("open-data-")}
    assert names == set(OPEN)


def test_the_page_leads_to_the_data_and_says_what_they_mean(edition, client):
    page = client.get(reverse("open-data")).content.decode()
    assert 'href="/open-data/larkshire/2026/actions.json"' in page
    assert "<li>Timescale</li>" in page
