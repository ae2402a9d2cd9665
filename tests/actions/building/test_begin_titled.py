"""Beginning a plan that is not a yearly one."""

from datetime import date

import pytest

from plans.models import GlossaryTerm, Plan
from tests.factories import PASSWORD, make_plan, make_titled_plan
from tests.pages import text

URL = "/larkshire/begin/titled/"
CHOSEN = {
    "kind": "delivery",
    "title": "Violence against women",
    "starts_on": "1 April 2026",
    "ends_on": "31 March 2030",
    "address": "",
}


def typed(**changes):
    days = {"starts_on": "", "ends_on": ""}
    chosen = CHOSEN | changes
    return (chosen | days) | {f"{name}_0": chosen[name] for name in days}


def begin(manager, **changes):
    return manager.post(URL, typed(**changes))


def test_a_plan_has_the_kind_title_and_period_that_were_typed(manager, larkshire):
    response = begin(manager)
    assert response.url == "/larkshire/violence-against-women-2026/edit/"
    plan = larkshire.plans.get()
    assert (plan.kind, plan.stage) == (Plan.Kind.DELIVERY, Plan.Stage.DRAFTING)
    assert plan.label == "Violence against women 2026–2030"


def test_a_plan_s_address_may_be_chosen(manager, larkshire):
    begin(manager, address="vawg")
    assert larkshire.plans.get().address == "vawg"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Select what kind of plan it is"),
        ({"kind": "yearly"}, "Select what kind of plan it is"),
        ({"title": ""}, "Enter the title"),
        ({"starts_on": ""}, "Enter the first day"),
        ({"ends_on": "1 April 2026"}, "Last day must be after the first day"),
        ({"ends_on": "1 April 2036"}, "Last day must be no more than 10 years after"),
        ({"starts_on": "31 March 1998"}, "First day must be 1 April 1998 or later"),
        ({"ends_on": "1 April 2101"}, "Last day must be 31 March 2101 or earlier"),
        ({"address": "2026"}, "The word in its web address must begin with a letter"),
        ({"address": "Vawg"}, "The word in its web address must begin with a letter"),
        ({"address": "rounds"}, "is the address of another page. Enter another word"),
        ({"address": "taken"}, "There is already a plan at “taken”. Enter another word"),
    ],
)
def test_what_cannot_be_is_told_and_given_back(changes, words, manager, larkshire):
    make_titled_plan(larkshire, address="taken")
    page = text(begin(manager, **changes))
    assert words in page
    assert "A plan can be no longer" not in page
    assert 'value="Violence against women"' in page or "title" in changes
    assert larkshire.plans.count() == 1


def test_a_review_s_plan_begins_with_columns_of_its_own(manager, larkshire):
    begin(manager, kind="review")
    fields = larkshire.plans.get().columns.values_list("field", flat=True)
    assert list(fields) == list(Plan.Kind.REVIEW.traits.columns)


def test_it_follows_the_one_of_its_kind_and_title(manager, larkshire):
    days = {"starts_on": date(2022, 4, 1), "ends_on": date(2026, 3, 31)}
    before = make_titled_plan(larkshire, CHOSEN["title"], **days)
    GlossaryTerm.objects.create(plan=before, term="IDVA", meaning="Adviser")
    response = begin(manager)
    assert response.url.endswith("/violence-against-women-2026/carry-forward/")
    assert larkshire.plans.get(address="violence-against-women-2026").glossary.exists()


def test_the_page_of_yearly_plans_leads_to_it(manager, larkshire):
    make_plan(larkshire)
    assert URL in text(manager.get("/larkshire/begin/"))


def test_an_expired_session_keeps_the_days(cast, client, larkshire):
    response = client.post(URL, typed())
    login = {"login": cast.manager.email, "password": PASSWORD}
    page = text(client.post(response.url, login, follow=True))
    assert 'value="31 March 2030"' in page
