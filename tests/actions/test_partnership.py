from actions.models import Status
from tests.factories import make_action, make_plan, make_priority, make_update

URL = "/larkshire/"


def test_it_shows_the_plan_of_the_year_rather_than_the_next(larkshire, cast, sign_in):
    make_plan(larkshire, 2027)
    current = make_plan(larkshire, 2026)
    make_plan(larkshire, 2025)
    assert sign_in(cast.reader).get(URL).context["plan"] == current


def test_it_counts_by_priority(larkshire, cast, sign_in):
    plan = make_plan(larkshire)
    priority = make_priority(plan, "Road safety")
    make_update(make_action(priority), status=Status.COMPLETE)
    make_action(priority)
    make_priority(plan, "Empty")
    standings = sign_in(cast.reader).get(URL).context["priorities"]
    counts = {str(one.of): (one.counts[Status.COMPLETE], one.total) for one in standings}
    assert counts == {"Road safety": (1, 2), "Empty": (0, 0)}


def test_a_count_leads_to_its_actions(larkshire, cast, sign_in):
    plan = make_plan(larkshire)
    make_action(make_priority(plan), status=Status.AT_RISK)
    page = sign_in(cast.reader).get("/larkshire/").content.decode()
    assert f'href="{plan.get_absolute_url()}?status=at_risk">1</a>' in page
    assert "?status=complete" not in page


def test_it_counts_by_agency(larkshire, shelter, cast, sign_in):
    make_action(make_priority(make_plan(larkshire)), owners=[shelter])
    standings = sign_in(cast.reader).get(URL).context["agencies"]
    assert [(one.of, one.counts[Status.NOT_STARTED]) for one in standings] == [(shelter, 1)]


def test_a_partnership_without_plans_says_so(larkshire, cast, sign_in):
    page = sign_in(cast.reader).get(URL).content.decode()
    assert "There is no plan yet. A manager can start one." in page


def test_who_may_begin_the_first_plan_reads_how(larkshire, cast, sign_in):
    page = sign_in(cast.manager).get(URL).content.decode()
    assert "To make the first one:" in page
    assert 'href="/larkshire/begin/"' in page


def test_only_a_plan_with_one_before_it_is_carried_forward(larkshire, cast, sign_in):
    make_plan(larkshire, 2025, stage="drafting")
    make_plan(larkshire, 2026, stage="drafting")
    page = sign_in(cast.manager).get(URL).content.decode()
    assert 'href="/larkshire/2026/carry-forward/"' in page
    assert 'href="/larkshire/2025/carry-forward/"' not in page


def test_it_costs_the_same_queries_for_many_actions(
    larkshire, shelter, cast, sign_in, django_assert_num_queries
):
    plan = make_plan(larkshire)
    for number in range(20):
        make_action(make_priority(plan, number=number + 1), owners=[shelter])
    client = sign_in(cast.officer)
    with django_assert_num_queries(11):
        client.get(URL)
