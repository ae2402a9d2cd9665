from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Status
from tests.factories import (
    make_action,
    make_agency,
    make_priority,
    make_strand,
    make_theme,
    make_update,
)

URL = "/larkshire/2026/"


def found(client, **filters):
    return {action.wording for action in client.get(URL, filters).context["actions"]}


def test_it_shows_owners_timescale_update_and_status(plan, shelter, cast, sign_in):
    action = make_action(
        make_priority(plan), "Open a refuge", owners=[shelter], timescale="By March 2027"
    )
    make_update(action, "The lease is signed.", status=Status.ON_TRACK)
    page = sign_in(cast.reader).get(URL).content.decode()
    for words in ["Open a refuge", "Lark Shelter", "By March 2027", "The lease", "On track"]:
        assert words in page


def test_it_goes_by_theme_priority_strand_and_place(plan, cast, sign_in):
    second = make_priority(plan, theme=make_theme(plan, position=2), position=1)
    first = make_priority(plan, theme=make_theme(plan, position=1), position=2)
    strand = make_strand(first, position=1)
    make_action(second, "Last")
    make_action(first, "Third", strand=strand, position=0)
    make_action(first, "Second", position=2)
    make_action(first, "First", position=1)
    actions = sign_in(cast.reader).get(URL).context["actions"]
    assert [action.wording for action in actions] == ["First", "Second", "Third", "Last"]


def test_filter_by_priority(plan, cast, sign_in):
    priority = make_priority(plan)
    make_action(priority, "In it")
    make_action(make_priority(plan), "Not in it")
    assert found(sign_in(cast.reader), priority=priority.pk) == {"In it"}


def test_filter_by_agency_finds_what_its_groups_own_too(plan, larkshire, shelter, cast, sign_in):
    group = make_agency(larkshire, "All partners")
    group.members.add(shelter)
    priority = make_priority(plan)
    make_action(priority, "Own", owners=[shelter])
    make_action(priority, "Of the group", owners=[group])
    make_action(priority, "Of another", owners=[make_agency(larkshire)])
    assert found(sign_in(cast.reader), agency=shelter.pk) == {"Own", "Of the group"}


def test_the_filter_offers_partners_where_people_look_for_them(plan, larkshire, cast, sign_in):
    in_order = ["anchor", "Écluse", "Ward 2", "Ward 10"]
    owners = [make_agency(larkshire, name) for name in reversed(in_order)]
    make_action(make_priority(plan), owners=owners)
    form = sign_in(cast.reader).get(URL).context["form"]
    assert [label for _, label in form.fields["agency"].choices] == ["All partners", *in_order]


def test_filter_by_several_statuses(plan, cast, sign_in):
    priority = make_priority(plan)
    make_action(priority, "Waiting")
    make_update(make_action(priority, "Done"), status=Status.COMPLETE)
    make_update(make_action(priority, "Going"), status=Status.ON_TRACK)
    statuses = [Status.COMPLETE, Status.NOT_STARTED]
    assert found(sign_in(cast.reader), status=statuses) == {"Waiting", "Done"}


def test_filter_by_words_of_the_action_or_its_update(plan, cast, sign_in):
    priority = make_priority(plan)
    make_update(make_action(priority, "Train taxi drivers"), "Forty came.")
    make_action(priority, "Train wardens")
    client = sign_in(cast.reader)
    assert found(client, words="train TAXI") == {"Train taxi drivers"}
    assert found(client, words="forty") == {"Train taxi drivers"}


@pytest.mark.parametrize(
    ("wording", "typed"),
    [
        ("Fund the Men’s Shed", "men's"),
        ("Fund the Men's Shed", "MEN’S shed"),
        ("Fund the Men’s Shed", "mens"),
        ("Move the fête", "fete"),
        ("Move the fete", "FÊTE"),
        ("Visit ÉCOLE Normale", "école"),
        ("Plan pre‑arrest visits", "pre-arrest"),
        ("Plan pre – arrest visits", "pre arrest"),
        ("Plan prearrest visits", "pre-arrest"),
        ("Plan pre-arrest visits", "prearrest"),
        ("Prevent robbery", "robberies"),
        ("Prevent robberies", "robbery,"),
        ("Train wardens", "training"),
        ("Visit\u00a0the soft\u00adware fair", "software visiting"),
        ("Cut thefts by 50%", "50%"),
        ("Name_it", "name_it"),
    ],
)
def test_words_are_found_whatever_their_signs_and_forms(wording, typed, plan, cast, sign_in):
    make_action(make_priority(plan), wording)
    assert found(sign_in(cast.reader), words=typed) == {wording}


@pytest.mark.parametrize("typed", ["young", "%", "_", "thef_s", "wardens shed", "w" * 10_000])
def test_words_that_are_not_there_are_not_found(typed, plan, cast, sign_in):
    make_action(make_priority(plan), "Work with youth, and thefts")
    assert found(sign_in(cast.reader), words=typed) == set()


@pytest.mark.parametrize(
    "typed",
    ["heron", "HTL", "Outreach", "lantern", "autumn", "surveys", "calmer", "grant", "theme", "7.3"],
)
def test_words_are_found_wherever_the_plan_says_them(typed, plan, larkshire, cast, sign_in):
    priority = make_priority(plan, title="Safe roads", theme=make_theme(plan, title="A theme"))
    action = make_action(
        priority,
        "Walk",
        reference="7.3.",
        strand=make_strand(priority, title="Nights"),
        owners_as_written="Lantern group",
        timescale="Autumn",
        measure="Survey",
        outcome="Calmer streets",
        resources="A grant",
    )
    heron = make_agency(larkshire, "Heron Trust Ltd", abbreviation="HTL")
    action.owners.create(agency=heron, unit="Outreach")
    make_action(make_priority(plan, title="Other"), "Run", reference="1.7.3")
    assert found(sign_in(cast.reader), words=typed) == {"Walk"}


def test_words_are_found_in_why_an_action_is_at_risk(plan, cast, sign_in):
    action = make_action(make_priority(plan), "Walk")
    make_update(action, "Late.", status=Status.AT_RISK, reason="No drivers")
    assert found(sign_in(cast.reader), words="driver") == {"Walk"}


def test_words_cost_two_queries_however_many_actions(plan, shelter, cast, sign_in):
    priority = make_priority(plan)
    client = sign_in(cast.reader)
    counts = []
    for _ in range(2):
        for _ in range(5):
            make_action(priority, "Walk", owners=[shelter])
        with CaptureQueriesContext(connection) as queries:
            assert found(client, words="walking") == {"Walk"}
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        found(client, words="")
    assert counts == [len(queries) + 2] * 2


@pytest.mark.parametrize("typed", ["10/11/2026", "2026-11-10", "10 Nov 2026"])
def test_the_day_of_the_last_update_is_read_as_people_write_it(typed, plan, cast, sign_in):
    priority = make_priority(plan)
    make_update(make_action(priority, "Old"), on=date(2026, 11, 9))
    make_update(make_action(priority, "New"), on=date(2026, 11, 10))
    assert found(sign_in(cast.reader), no_update_since=typed) == {"Old"}


def test_filter_by_no_update_since(plan, cast, sign_in):
    priority = make_priority(plan)
    make_action(priority, "Never")
    make_update(make_action(priority, "On the day"), on=date(2026, 9, 1))
    make_update(make_action(priority, "The day before"), on=date(2026, 8, 31))
    client = sign_in(cast.reader)
    assert found(client, no_update_since="2026-09-01") == {"Never", "The day before"}


def test_a_wrong_date_is_named_and_the_actions_stay(plan, cast, sign_in):
    make_action(make_priority(plan), "Still here")
    page = sign_in(cast.reader).get(URL, {"no_update_since": "soon"}).content.decode()
    assert "Enter a real date" in page
    assert "Still here" in page
    assert "<title>Error: " in page


def test_what_looks_like_html_stays_text(plan, cast, sign_in):
    make_action(make_priority(plan, "<b>Bold</b>"), "<script>alert(1)</script>")
    page = sign_in(cast.reader).get(URL).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>Bold" not in page


def test_a_year_without_a_plan_is_not_found(plan, cast, sign_in):
    assert sign_in(cast.reader).get("/larkshire/2019/").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("count", [10, 200])
def test_it_costs_the_same_queries_for_10_actions_and_for_200(
    count, plan, shelter, cast, sign_in, django_assert_num_queries
):
    theme = make_theme(plan)
    priorities = [make_priority(plan, theme=theme, number=number) for number in range(1, 6)]
    strands = [make_strand(priority) for priority in priorities]
    for number in range(count):
        place = number % 5
        action = make_action(priorities[place], owners=[shelter], strand=strands[place])
        if number < 40:
            make_update(action)
    client = sign_in(cast.officer)
    with django_assert_num_queries(11):
        client.get(URL)
