"""What stands in the demo."""

from datetime import date

import pytest
from django.db.models import Count

from actions.models import Action, Status, StatusUpdate
from actions.rounds.desk.scoreboard import scoreboard
from actions.rounds.models import Answer, UpdateRequest
from partners.models import Agency, Contact, Mail, User
from plans.figures.shown import windows_of
from plans.models import Indicator, Plan
from reports.demo import loading
from reports.demo.merging import merge
from reports.demo.plans import plan_of
from tests.conftest import TODAY

pytestmark = pytest.mark.slow


def count(start_year):
    return Action.objects.filter(
        priority__plan__address=str(start_year),
        priority__plan__partnership__slug="tonbridge-and-malling",
    ).count()


def test_it_holds_the_plans_of_the_source_documents(loaded_demo):
    assert [count(year) for year in (2016, 2017, 2018, 2019)] == [36, 43, 35, 26]


@pytest.mark.parametrize(("year", "members"), [(2008, 13), (2017, 24), (2019, 24)])
def test_each_plan_lists_the_partners_of_its_time(year, members, loaded_demo):
    agencies = Agency.objects.filter(partnership__slug="tonbridge-and-malling")
    assert agencies.listed_on(date(year, 4, 1)).count() == members


def test_the_living_years_are_counted_from_the_day(loaded_demo):
    stages = dict(
        Plan.objects.filter(
            partnership__slug="tonbridge-and-malling", kind=Plan.Kind.YEARLY
        ).values_list("address", "stage")
    )
    assert (stages["2025"], stages["2026"]) == ("closed", "agreed")
    assert max(stages) == "2026"


def test_loaded_again_it_doubles_nothing_and_keeps_what_was_written(
    loaded_demo, django_assert_num_queries
):
    before = [model.objects.count() for model in (Action, StatusUpdate, Contact, User)]
    Action.objects.filter(reference="1.1").update(wording="Written by an officer")
    assert loading.load(TODAY) == []
    assert [model.objects.count() for model in (Action, StatusUpdate, Contact, User)] == before
    assert Action.objects.filter(wording="Written by an officer").exists()


def test_on_an_autumn_day_some_are_overdue_and_some_silent(loaded_demo):
    plan = Plan.objects.get(partnership__slug="tonbridge-and-malling", address="2026")
    wanting = Action.objects.filter(priority__plan=plan).wanting_update(TODAY)
    assert {action.is_overdue for action in wanting} == {True, False}
    assert wanting.filter(status=Status.NOT_STARTED).count() >= 5


def test_every_address_ends_in_example_org(loaded_demo):
    addresses = [*User.objects.values_list("email"), *Contact.objects.values_list("email")]
    assert [email for (email,) in addresses if not email.endswith("example.org")] == []


def asked_in(name, **of):
    return UpdateRequest.objects.filter(round__name=name, **of)


def test_one_mailbox_is_asked_by_two_districts(loaded_demo):
    kfrs = asked_in("Autumn", recipients__email="kfrs.community-safety@example.org")
    assert kfrs.values("round__plan__partnership").distinct().count() == 2


def test_every_state_of_an_answer_can_be_seen(loaded_demo):
    in_autumn = Answer.objects.filter(request__round__name="Autumn")
    assert set(in_autumn.values_list("state", flat=True)) == set(Answer.State)


def test_one_agency_has_no_mailbox(loaded_demo):
    assert asked_in("Autumn", recipients=None, agency__name="Lookahead").exists()


def test_all_but_two_answered_the_round_that_is_over(loaded_demo):
    plan = Plan.objects.get(partnership__slug="tonbridge-and-malling", address="2026")
    totals = dict(scoreboard(plan, on=TODAY).rounds)[plan.rounds.get(name="Summer")]
    assert totals.missing == 2
    assert totals.answered == totals.asked - 2 > 3


def test_nothing_is_sent(loaded_demo):
    assert not Mail.objects.exists()


def test_a_plan_of_another_kind_is_read_from_its_head(larkshire):
    head = {"start_year": "this", "kind": "delivery", "title": "Knives", "years": 4}
    plan = plan_of(head | {"closes": "06-30"}, larkshire, TODAY)
    plan.full_clean()
    assert (plan.label, plan.address) == ("Knives 2026–2030", "knives-2026")
    assert plan.stage == Plan.Stage.AGREED


def test_every_indicator_is_shown_by_two_plans_at_least(loaded_demo):
    shown = Indicator.objects.annotate(plans=Count("shown_by"))
    assert list(shown.filter(plans__lt=2)) == []


@pytest.mark.parametrize("slug", ["sevenoaks", "tonbridge-and-malling", "tunbridge-wells"])
def test_this_year_s_plans_show_five_years_in_one_chart(slug, loaded_demo):
    plan = Plan.objects.get(partnership__slug=slug, address="2026")
    series = [window for one, window in windows_of(plan) if one.indicator.kind == "series"]
    assert series
    assert {len(window.shown) for window in series} == {5}


def test_west_kent_is_founded_from_the_three(loaded_demo):
    assert merge(TODAY).endswith("with a plan 2027/28 from those of three")
    plan = Plan.objects.get(partnership__slug="west-kent")
    assert [one.address for one in plan.plans_before()] == ["2026"] * 3
    carried = Action.objects.filter(priority__plan=plan)
    assert carried.count() == Action.objects.filter(priority__plan__address="2026").count()
    assert merge(TODAY) == "West Kent is there already"
