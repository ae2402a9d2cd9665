"""A manager carries last year's plan forward: decides, leaves half-way, comes back, changes."""

import pytest
from playwright.sync_api import expect

from actions.models import Action
from plans.models import Plan, Priority
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling
from tests.factories import make_action, make_plan, make_priority

pytestmark = pytest.mark.any_database

WORDINGS = ["Refuge", "Helpline", "Posters", "Stalls", "Courses", "Letters", "Visits", "Group"]


@pytest.fixture
def before(larkshire, shelter):
    plan = make_plan(larkshire, 2025)
    abuse = make_priority(plan, "Domestic abuse", position=0)
    burglary = make_priority(plan, "Burglary", position=1)
    make_priority(plan, "Road safety", position=2)
    for position, wording in enumerate(WORDINGS):
        make_action(abuse, wording, owners=[shelter], position=position, timescale="By March 2026")
    make_action(burglary, "Locks", owners=[shelter])
    return plan


def decide(page, wording, decision):
    page.get_by_role("link", name=f"Decide otherwise {wording}").click()
    page.get_by_role("link", name=decision, exact=True).click()


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Carry forward", level=1)).to_be_visible()


def decide_priority(page, title, decision):
    page.get_by_role("link", name=f"Decide for {title}").click()
    page.get_by_role("link", name=decision, exact=True).click()


def decide_priorities(page):
    """Continue one, merge one, end one."""
    decide_priority(page, "Domestic abuse", "Continue")
    page.get_by_label("Title in 2026/27").fill("Abuse at home")
    save(page)
    decide_priority(page, "Burglary", "Merge")
    page.get_by_label("Priority of 2026/27").select_option("Abuse at home")
    page.get_by_label("Why it is merged").fill("There is little of it.")
    save(page)
    decide_priority(page, "Road safety", "End")
    page.get_by_label("Why it ends").fill("The county does it.")
    save(page)


def decide_two_actions(page):
    page.get_by_role("button", name="Keep Refuge").click()
    expect(page.locator(":focus")).to_have_text("Carried on In 2026/27: the same words for Refuge")
    decide(page, "Posters", "Drop")
    page.get_by_label("Why it is dropped").fill("Done.")
    save(page)


def decide_the_rest(page):
    """From one action to the next, until all are decided."""
    page.get_by_role("button", name="Decide the next action").click()
    expect(page.get_by_role("heading", name="Helpline")).to_be_visible()
    expect(page.get_by_label("Timescale in 2026/27")).to_have_value("By March 2027")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("heading", name="Stalls")).to_be_visible()
    page.get_by_role("link", name="Drop", exact=True).click()
    page.get_by_label("Why it is dropped").fill("Nobody came.")
    page.get_by_role("button", name="Save and next").click()
    for wording in ("Courses", "Letters", "Visits"):
        expect(page.get_by_role("heading", name=wording)).to_be_visible()
        page.get_by_role("link", name="Reword", exact=True).click()
        page.get_by_label("New wording").fill(f"More {wording.lower()}")
        page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("heading", name="Group")).to_be_visible()
    page.get_by_role("link", name="Split", exact=True).click()
    page.get_by_label("New actions").fill("Group for women\nGroup for men")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("heading", name="Locks")).to_be_visible()
    page.get_by_role("link", name="Merge", exact=True).click()
    page.get_by_label("Action of 2026/27").select_option("More visits")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text("You have decided on everything in 2025/26.")).to_be_visible()


def test_a_manager_carries_a_plan_forward(before, larkshire, cast, page, signed_in):
    signed_in(cast.manager)
    page.goto("/larkshire/")
    page.get_by_role("button", name="Start a plan").click()
    page.get_by_role("button", name="Start the plan").click()
    expect(page.get_by_text("The plan 2026/27 has been started.")).to_be_visible()
    decide_priorities(page)
    decide_two_actions(page)
    # Left half-way, on another day taken up again.
    page.goto("/")
    page.goto("/larkshire/2026/carry-forward/")
    expect(page.get_by_text("2 of 9 actions decided.")).to_be_visible()
    decide_the_rest(page)

    plan = larkshire.plans.get(address="2026")
    assert plan.stage == Plan.Stage.DRAFTING
    assert list(plan.priorities.values_list("title", "carries_on__title")) == [
        ("Abuse at home", "Domestic abuse")
    ]
    assert_fates_of_the_plan_before(before)
    wordings = Action.objects.filter(priority__plan=plan).in_plan_order()
    assert [action.wording for action in wordings] == [
        "Refuge",
        "Helpline",
        "More courses",
        "More letters",
        "More visits",
        "Group for women",
        "Group for men",
    ]


def assert_fates_of_the_plan_before(before):
    fates = Priority.objects.filter(plan=before).values_list("title", "fate")
    assert dict(fates) == {
        "Domestic abuse": "continues",
        "Burglary": "merged",
        "Road safety": "ended",
    }
    fates = Action.objects.filter(priority__plan=before).values_list("wording", "fate")
    assert dict(fates) == {
        "Refuge": "carried_on",
        "Helpline": "carried_on",
        "Posters": "dropped",
        "Stalls": "dropped",
        "Courses": "reworded",
        "Letters": "reworded",
        "Visits": "reworded",
        "Group": "split",
        "Locks": "merged",
    }


def test_a_decision_is_changed_on_a_telephone_without_javascript(
    before, larkshire, cast, new_context, signed_in, context
):
    new = make_priority(make_plan(larkshire, 2026), carries_on=before.priorities.first())
    Priority.objects.filter(title="Domestic abuse").update(fate="continues")
    signed_in(cast.manager)
    plain = new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/larkshire/2026/carry-forward/")
    page.get_by_role("button", name="Keep all 8").click()
    expect(page.get_by_text("8 of 8 actions decided.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Change Refuge").click()
    page.get_by_role("button", name="Undo this decision").click()
    expect(page.get_by_text("The decision has been undone.")).to_be_visible()
    assert new.actions.count() == 7


def test_an_unchanged_plan_is_carried_forward_in_eight_presses(
    before, cast, new_context, signed_in, context
):
    """Counted from My work, on a telephone without JavaScript."""
    before.priorities.filter(title="Road safety").delete()
    signed_in(cast.manager)
    plain = new_context(java_script_enabled=False, viewport={"width": 375, "height": 667})
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/")
    presses = [
        page.get_by_role("link", name="Plan overview"),
        page.get_by_role("button", name="Start a plan"),
        page.get_by_role("button", name="Start the plan"),
        page.get_by_label("Keep all 9"),
        page.get_by_role("button", name="See what would happen"),
        page.get_by_role("button", name="Keep the ticked actions").first,
    ]
    for press in presses:
        press.click()
    expect(page.get_by_text("You have decided on everything in 2025/26.")).to_be_visible()
    assert len(presses) <= 8
    kept = Action.objects.filter(priority__plan__address="2026")
    assert sorted(kept.values_list("wording", flat=True)) == sorted([*WORDINGS, "Locks"])


def test_every_way_to_decide_is_accessible(before, larkshire, cast, page, signed_in):
    make_priority(make_plan(larkshire, 2026), carries_on=before.priorities.first())
    signed_in(cast.manager)
    action = Action.objects.first()
    for decision in ("keep", "reword", "merge", "split", "drop"):
        page.goto(f"/larkshire/2026/carry-forward/actions/{action.pk}/?decision={decision}")
        assert_no_axe_violations(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
