import pytest
import time_machine
from django.urls import reverse

from tests.factories import make_edition, make_plan, make_priority, make_restricted_plan
from tests.partners.founding.conftest import (
    carry_division_out,
    carry_out,
    make_division,
    make_founding,
)


@pytest.fixture
def new(plan, larkshire, wrenmoor):
    make_edition(plan, page="<p>Ours.</p>")
    return carry_out(make_founding(larkshire, wrenmoor))


@pytest.mark.parametrize("page", ["", "2026/", "2026/1/"])
def test_published_pages_say_who_succeeds_from_the_day_on(page, new, client):
    url = f"/published/larkshire/{page}"
    assert str(new) not in client.get(url).content.decode()
    with time_machine.travel("2027-04-01T12:00Z"):
        told = client.get(url).content.decode()
    assert f"succeeded by {new}" in told


def test_they_lead_to_what_the_new_one_has_published(new, client):
    make_edition(make_plan(new, 2027))
    with time_machine.travel("2027-04-01T12:00Z"):
        told = client.get("/published/larkshire/2026/").content.decode()
    assert "/published/heathland/" in told
    assert "Ours." in told


def test_they_lead_to_no_page_for_what_is_restricted(new, client):
    make_edition(make_restricted_plan(new, "Review"))
    with time_machine.travel("2027-04-01T12:00Z"):
        told = client.get("/published/larkshire/2026/").content.decode()
    assert f"succeeded by {new}." in told
    assert "/published/heathland/" not in told


def test_of_a_divided_one_all_successors_are_told(plan, larkshire, client):
    make_edition(plan, page="<p>Ours.</p>")
    carry_division_out(make_division(larkshire, "East", "North", "West"))
    with time_machine.travel("2027-04-01T12:00Z"):
        told = client.get("/published/larkshire/2026/").content.decode()
    east, north, west = (f"{one} Community Safety Partnership" for one in ("East", "North", "West"))
    assert f"succeeded by {east}, {north} and {west}." in told


def test_the_edition_s_file_stays_as_it_was(new, client):
    url = reverse("published-file", args=["larkshire", "2026", 1, "pdf"])
    before = client.get(url)
    with time_machine.travel("2027-04-01T12:00Z"):
        after = client.get(url)
    assert before.status_code == 200
    assert (before.content, before["ETag"]) == (after.content, after["ETag"])


def test_a_closed_partnership_takes_nothing_and_is_read(new, cast, sign_in, plan):
    make_priority(plan)
    with time_machine.travel("2027-04-01T12:00Z"):
        client = sign_in(cast.administrator)
        read = client.get("/larkshire/2026/")
        written = client.get("/larkshire/2026/priorities/add/")
        rounds = client.get("/larkshire/rounds/")
    assert [one.status_code for one in (read, written, rounds)] == [200, 403, 200]
