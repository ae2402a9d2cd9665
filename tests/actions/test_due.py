"""The page of what is due by month: each figure is counted by hand, and opens what it counts."""

import re
from datetime import date
from html import unescape

import pytest

from actions.models import Action
from plans.models import Plan
from tests.factories import (
    make_action,
    make_agency,
    make_extension,
    make_membership,
    make_plan,
    make_priority,
    make_restricted_plan,
    make_titled_plan,
    make_update,
    make_user,
)
from tests.pages import words

URL = "/larkshire/due/"
MOST = 2_000


@pytest.fixture
def priority(plan):
    return make_priority(plan, "Burglary")


@pytest.fixture
def actions(priority, shelter):
    """Seven actions, of which the figures are known."""
    made = {
        name: make_action(priority, name, timescale=timescale)
        for name, timescale in {
            "Late": "By June 2026",
            "Done in time": "By June 2026",
            "This month": "By 10 November 2026",
            "Later this month": "By 30 November 2026",
            "Next year": "By March 2027",
            "Goes on": "Ongoing",
            "Given up": "Ongoing",
        }.items()
    }
    make_update(made["Done in time"], status="complete")
    make_update(made["Given up"], status="not_pursued")
    make_extension(made["Next year"], "By March 2027", before="By December 2026")
    made["Next year"].owners.create(agency=shelter)
    return made


def figures(page):
    """The rows of the table: label, all, still to do, past their day, done, moved."""
    months = [*page.context["months"], page.context["all"]]
    return [(one.label, *(count for _, count in one.figures)) for one in months]


def listed(client, url=URL, **filters):
    return {action.wording for action in client.get(url, filters).context["page"]}


def test_each_month_is_counted(actions, cast, sign_in):
    assert figures(sign_in(cast.reader).get(URL)) == [
        ("June 2026", 2, 1, 1, 1, 0),
        ("November 2026", 2, 2, 1, 0, 0),
        ("March 2027", 1, 1, 0, 0, 1),
        ("Without a day", 2, 1, 0, 1, 0),
        ("All", 7, 5, 2, 2, 1),
    ]


@pytest.mark.parametrize("filters", ["", "?agency={agency}", "?priority={priority}"])
def test_each_figure_opens_the_list_that_it_counts(
    filters, actions, priority, shelter, cast, sign_in
):
    client = sign_in(cast.officer)
    asked = URL + filters.format(agency=shelter.pk, priority=priority.pk)
    page = client.get(asked).content.decode()
    links = re.findall(r'id="due-[^"]+" href="([^"#]+)#list"[^>]*>(\d+)</a>', page)
    assert links
    for address, count in links:
        assert client.get(unescape(address)).context["page"].paginator.count == int(count)


def test_lists_hold_what_their_figures_say(actions, cast, sign_in):
    client = sign_in(cast.reader)
    assert listed(client, when="2026-06", state="late") == {"Late"}
    assert listed(client, when="2026-11") == {"This month", "Later this month"}
    assert listed(client, when="none", state="done") == {"Given up"}
    assert listed(client, state="moved") == {"Next year"}


def test_what_is_still_to_do_comes_first(actions, cast, sign_in):
    page = sign_in(cast.reader).get(URL)
    wordings = [action.wording for action in page.context["page"]]
    assert wordings == ["Late", "This month", "Later this month", "Next year", "Goes on"]


def test_filters_count_anew(actions, shelter, cast, sign_in):
    page = sign_in(cast.reader).get(URL, {"agency": shelter.pk})
    assert figures(page) == [("March 2027", 1, 1, 0, 0, 1), ("All", 1, 1, 0, 0, 1)]


def test_a_person_has_what_their_partner_owns(actions, larkshire, shelter, cast, sign_in):
    person = make_membership(make_user("Ann"), larkshire, "contributor", shelter)
    client = sign_in(cast.officer)
    assert listed(client, person=person.pk) == {"Next year"}
    assert "Ann, Lark Shelter" in client.get(URL).content.decode()


def test_readers_are_not_told_who_answers(actions, cast, sign_in):
    page = sign_in(cast.reader).get(URL).content.decode()
    assert 'name="person"' not in page


def test_drafts_and_closed_plans_are_not_due(actions, plan, cast, sign_in):
    for stage in (Plan.Stage.DRAFTING, Plan.Stage.CLOSED):
        Plan.objects.filter(pk=plan.pk).update(stage=stage)
        page = sign_in(cast.reader).get(URL)
        assert page.context["all"] is None
        assert "No agreed plan has actions yet" in page.content.decode()


def test_a_restricted_plan_is_there_for_those_named_alone(larkshire, cast, sign_in):
    review = make_restricted_plan(larkshire, "Review of a death", [cast.officer])
    make_action(make_priority(review), "Train staff", timescale="By March 2027")
    assert listed(sign_in(cast.officer)) == {"Train staff"}
    page = sign_in(cast.manager).get(URL).content.decode()
    assert "Train staff" not in page
    assert "Review of a death" not in page


def test_several_plans_are_counted_together_and_apart(actions, larkshire, cast, sign_in):
    other = make_plan(larkshire, 2027)
    make_action(make_priority(other), "Of another", timescale="By March 2028")
    client = sign_in(cast.reader)
    assert client.get(URL).context["all"].total == 8
    assert listed(client, plan=other.pk) == {"Of another"}


def test_a_plan_that_ended_more_than_a_quarter_ago_is_named_and_not_counted(
    actions, larkshire, cast, sign_in
):
    past = make_plan(larkshire, 2024)
    make_action(make_priority(past), "Forgotten", timescale="By June 2024")
    client = sign_in(cast.reader)
    page = client.get(URL)
    assert page.context["all"].total == 7
    said = "Not counted, because it ended more than a quarter ago: 2024/25."
    assert said in words(page)
    assert f'href="{URL}?plan={past.pk}&amp;state=open">2024/25</a>' in page.content.decode()
    assert "June 2024" not in words(page)
    chosen = client.get(URL, {"plan": past.pk, "when": "2024-06"})
    assert [action.wording for action in chosen.context["page"]] == ["Forgotten"]
    assert figures(chosen) == [("June 2024", 1, 1, 1, 0, 0), ("All", 1, 1, 1, 0, 0)]
    assert "Not counted" not in words(chosen)


@pytest.mark.parametrize(("ended_on", "count"), [(date(2026, 8, 20), 1), (date(2026, 8, 19), 0)])
def test_a_plan_counts_until_a_quarter_after_its_end(ended_on, count, larkshire, cast, sign_in):
    past = make_titled_plan(larkshire, starts_on=date(2024, 4, 1), ends_on=ended_on)
    make_action(make_priority(past), "Late", timescale="By June 2025")
    assert len(listed(sign_in(cast.reader))) == count


def test_where_all_plans_are_over_it_says_so(larkshire, cast, sign_in):
    make_action(make_priority(make_plan(larkshire, 2024)), timescale="By June 2024")
    page = words(sign_in(cast.reader).get(URL))
    assert "No agreed plan that goes on has actions." in page


@pytest.mark.parametrize(
    "query", ["when=2026-13", "when=x", "state=x", "agency=0", "page=x", "person=9"]
)
def test_what_cannot_be_chosen_is_said_and_nothing_breaks(query, actions, cast, sign_in):
    page = sign_in(cast.officer).get(f"{URL}?{query}")
    assert page.status_code == 200
    assert page.context["all"].total == 7


def test_the_day_is_looked_at_by_its_month_alone(priority, cast, sign_in):
    for day in ("1 March 2027", "31 March 2027", "1 April 2027", "28 February 2027"):
        make_action(priority, day, timescale=f"By {day}")
    assert listed(sign_in(cast.reader), when="2027-03") == {"1 March 2027", "31 March 2027"}


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_queries_however_many_actions(
    count, priority, larkshire, cast, sign_in, django_assert_num_queries
):
    for number in range(count):
        action = make_action(priority, owners=[make_agency(larkshire)], timescale="By March 2027")
        make_extension(action, "By June 2027")
        make_action(make_priority(priority.plan), timescale=f"By {number % 28 + 1} May 2026")
        make_membership(make_user(), larkshire, "contributor", make_agency(larkshire))
    client = sign_in(cast.officer)
    with django_assert_num_queries(15):
        client.get(URL)


@pytest.mark.slow
def test_a_plan_of_2000_actions_is_shown_in_parts(priority, cast, sign_in):
    day = date(2027, 3, 31)
    Action.objects.bulk_create(
        Action(
            priority=priority, wording=f"Act {number}", timescale_kind="due", due_on=day,
            timescale="By March 2027",
        )
        for number in range(MOST)
    )  # fmt: skip
    page = sign_in(cast.reader).get(URL)
    assert (page.context["all"].total, len(page.context["page"])) == (MOST, 100)
    assert "2000 actions, still to do, 1 to 100" in page.content.decode()
