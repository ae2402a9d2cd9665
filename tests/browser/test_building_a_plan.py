"""A manager makes the plan of the next year from that of this year, and everybody can read it."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from actions.models import Action
from partners.models import User
from plans.models import Plan, Priority
from reports import formats
from reports.demo import loading
from tests.browser.conftest import paste
from tests.conftest import TODAY

HOME = "/tonbridge-and-malling/"
FROM_WORD = (
    '<p class="MsoNormal" style="color:red">In 2019/20 we <b>listen</b> first<o:p></o:p></p>'
    '<ul><li class="MsoListParagraph">to victims of VAWG</li></ul>'
)
MEETING = "Act together to break up the gangs"
LESSONS = "Take lessons about gangs into schools"
TRAINING = "Put on training for partners that makes them aware of gangs"
CAMPAIGN = "Hold a campaign for less ASB while the football World Cup is on"
PILOT = "Think about how to find out who commits abuse again and again"
REWORDED = {
    MEETING: "Meet every month about organised crime groups",
    LESSONS: "Hold a workshop about gangs in three schools",
    PILOT: "Pilot a programme for those who abuse again and again",
}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The web page alone is rendered: issuing all formats is tested elsewhere."""
    monkeypatch.setattr(formats, "FORMATS", {"html": formats.FORMATS["html"]})


@pytest.fixture
def manager(tmp_path, transactional_db):
    """Max Manager, with the demo's plan of 2018/19 before anything was decided of it."""
    for name in ("people.yaml", "*/partnership.yaml", "tonbridge-and-malling/2018.yaml"):
        for path in loading.FIXTURES.glob(name):
            link = tmp_path / path.relative_to(loading.FIXTURES)
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(path)
    loading.load(TODAY, tmp_path)
    Plan.objects.update(stage=Plan.Stage.AGREED)
    Priority.objects.update(fate="", fate_reason="")
    Action.objects.update(fate="", fate_reason="")
    return User.objects.get(email="manager@tonbridge-and-malling.example.org")


def choose(page, decision):
    page.get_by_role("link", name=decision, exact=True).click()


def save_and_next(page, left):
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Your decision has been saved.{left}")


def decide_priorities(page):
    page.get_by_role("button", name="Decide the next priority").click()
    expect(page.get_by_role("heading", name="Organised crime")).to_be_visible()
    page.get_by_label("Title in 2019/20").fill("Gangs and organised crime")
    for left in (3, 2, 1):
        save_and_next(page, f" {left} more to decide.")
    expect(page.get_by_role("heading", name="Substance misuse")).to_be_visible()
    choose(page, "Merge")
    page.get_by_label("Priority of 2019/20").select_option("Vulnerable people")
    page.get_by_label("Why it is merged").fill("The same people are in need of help.")
    save_and_next(page, "")


def reword(page, wording):
    choose(page, "Reword")
    expect(page.get_by_label("New wording")).to_contain_text(wording)
    page.get_by_label("New wording").fill(REWORDED[wording])


def drop(page, reason):
    choose(page, "Drop")
    page.get_by_label("Why it is dropped").fill(reason)


def decide_otherwise(page, wording):
    page.get_by_role("link", name=f"Decide otherwise {wording}").click()


def save(page, outcome):
    """Save the decision; the overview opens at the action's row."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(":focus")).to_contain_text(outcome)


def decide_actions(page):
    page.get_by_role("button", name="Decide the next action").click()
    reword(page, MEETING)
    save_and_next(page, " 34 more to decide.")
    reword(page, LESSONS)
    save_and_next(page, " 33 more to decide.")
    expect(page.get_by_role("heading", name=TRAINING)).to_be_visible()
    drop(page, "Done. 25 people were trained.")
    save_and_next(page, " 32 more to decide.")

    # Left half-way, on another day taken up again.
    page.goto("/")
    page.get_by_role("link", name="Tonbridge and Malling Community Safety Partnership").click()
    page.get_by_role("link", name="carry last year’s forward").click()
    expect(page.get_by_text("4 of 4 priorities and 3 of 35 actions decided.")).to_be_visible()
    decide_otherwise(page, CAMPAIGN)
    drop(page, "Done. The tournament is over.")
    save(page, "Dropped")
    decide_otherwise(page, PILOT)
    reword(page, PILOT)
    save(page, "Carried on in other words")
    rest = {
        "Organised crime": (6, 9),
        "Vulnerable people": (14, 16),
        "Counter terrorism": (5, 5),
        "Substance misuse": (5, 5),
    }
    for priority, (left, all_) in rest.items():
        page.get_by_role(
            "button", name=f"Keep all {left} that are not decided of {priority}"
        ).click()
        expect(page.locator(":focus")).to_have_text(f"{all_} of {all_} actions decided.")
    expect(page.get_by_text("You have decided on everything in 2018/19.")).to_be_visible()


def write_introduction(page):
    page.get_by_role("link", name="Continue building the plan 2019/20").click()
    page.get_by_role("link", name="Narrative").click()
    page.get_by_role("link", name="Change Introduction").click()
    editor = page.get_by_role("textbox", name="Text")
    expect(editor).to_have_attribute("contenteditable", "true")
    expect(editor).to_contain_text("from April 2018 to March 2019")
    editor.press("Control+a")
    paste(page, editor, FROM_WORD)
    expect(editor).to_have_text("In 2019/20 we listen firstto victims of VAWG")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("has been saved.")


def mend_finding(page):
    page.get_by_role("link", name="Build the plan").click()
    page.get_by_role("link", name="Checks").click()
    page.get_by_role("link", name="Fix “VAWG”").click()
    expect(page.get_by_label("Term")).to_have_value("VAWG")
    page.get_by_label("Meaning").fill("Violence against women and girls")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("has been saved.")
    page.get_by_role("link", name="Build the plan").click()
    page.get_by_role("link", name="Checks").click()
    expect(page.get_by_role("heading", name="Checks before issue")).to_be_visible()
    expect(page.get_by_text("“VAWG”")).to_have_count(0)


def issue(page):
    page.get_by_role("link", name="Issue the document").click()
    page.get_by_role("button", name="Issue and publish").click()
    expect(page.get_by_role("alert")).to_contain_text("Edition 1 has been issued.")


def test_a_plan_is_carried_forward_written_checked_and_issued(
    manager, page, signed_in, new_context
):
    signed_in(manager)
    page.goto(HOME)
    page.get_by_role("button", name="Start a plan").click()
    page.get_by_role("button", name="Start the plan").click()
    expect(page.get_by_text("The plan 2019/20 has been started.")).to_be_visible()
    decide_priorities(page)
    decide_actions(page)
    write_introduction(page)
    mend_finding(page)
    issue(page)

    visitor = new_context().new_page()
    visitor.goto("/published/")
    visitor.get_by_role("link", name="Tonbridge and Malling Community Safety Partnership").click()
    visitor.get_by_role("link", name="Partnership Plan 2019 to 2020").click()
    visitor.get_by_role("link", name="Read or print all of it on one page").click()
    expect(visitor.get_by_text("In 2019/20 we listen first")).to_be_visible()
    expect(visitor.get_by_role("listitem").get_by_text("to victims of VAWG")).to_be_visible()
    for wording in REWORDED.values():
        expect(visitor.get_by_role("rowheader", name=wording)).to_be_visible()
    glossary = visitor.locator(".glossary")
    expect(glossary.get_by_text("Violence against women and girls")).to_be_visible()
    # The review of 2018/19 tells what becomes of its priorities.
    expect(visitor.get_by_text("The same people are in need of help.")).to_be_visible()

    fates = Action.objects.filter(priority__plan__address="2018").values_list("fate", flat=True)
    assert Counter(fates) == {"carried_on": 30, "reworded": 3, "dropped": 2}
    assert Action.objects.filter(priority__plan__address="2019").count() == 33
