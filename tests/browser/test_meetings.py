"""A year of four meetings, walked through by keyboard: nothing that was decided is lost."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from actions.meetings.models import Meeting, MeetingDecision
from actions.meetings.words import words_of
from actions.models import Action
from partners.models import Partnership
from tests.browser.conftest import (
    NARROW,
    assert_no_axe_violations,
    assert_no_sideways_scrolling,
)
from tests.factories import (
    make_action,
    make_decision,
    make_meeting,
    make_meeting_body,
    make_priority,
    make_update,
)

DAYS = [date(2026, 6, 16), date(2026, 9, 15), date(2026, 12, 8), date(2027, 3, 9)]


@pytest.fixture
def body(plan, shelter):
    action = make_action(make_priority(plan, "Homes"), "Open a refuge", [shelter], reference="1.1")
    make_update(action, "None found.", "off_track", reason="No house is to be had.")
    return make_meeting_body(plan, "Strategy Group")


def place(meeting, name, *more):
    plan = meeting.body.plan
    return reverse(name, args=[plan.partnership.slug, plan.address, meeting.pk, *more])


# The page's script has moved the focus to the message, if there is one: it moves no more.
SETTLED = """() => document.body.matches(".govuk-frontend-supported") && [
    ...document.querySelectorAll("[data-module=govuk-notification-banner]")
].every((one) => one.hasAttribute("data-govuk-notification-banner-init"))"""


def press(page, locator, key="Enter"):
    page.wait_for_function(SETTLED)
    locator.press(key)


def write(page, locator, text):
    page.wait_for_function(SETTLED)
    locator.press_sequentially(text)


def decide(page, text, due, kind=""):
    """Write a decision on the page at hand, without a mouse."""
    press(page, page.locator("summary", has_text="Write a decision"))
    write(page, page.get_by_label("What was decided?"), text)
    if kind:
        press(page, page.get_by_label(kind), "Space")
    write(page, page.get_by_label("Who does it?"), "Lark")
    for label, part in zip(("Day", "Month", "Year"), (due.day, due.month, due.year), strict=True):
        write(page, page.locator(".app-decision").get_by_label(label, exact=True), str(part))
    press(page, page.get_by_role("button", name="Save the decision"))
    page.get_by_text("The decision is saved.").wait_for()


def hold(page, meeting, number):
    """Walk through one meeting: who is there, the action, what is open, and the minutes."""
    page.goto(place(meeting, "meeting-start"))
    press(page, page.get_by_label("Lark Shelter"), "Space")
    press(page, page.get_by_role("button", name="Save and continue"))
    page.get_by_role("heading", name="1.1 Open a refuge").wait_for()
    kind = "A new action of the plan" if number == 1 else ""
    decide(page, f"Decision {number}", meeting.held_on.replace(day=28), kind)
    if number == 3:
        point = page.locator("details", has_text="Close “Decision 2”")
        press(page, point.locator("summary"))
        write(page, point.get_by_label("What came of it?"), "It was done.")
        press(page, point.get_by_role("button", name="Close it"))
        page.get_by_text("The point is closed.").wait_for()
    page.wait_for_function(SETTLED)
    while not page.get_by_role("button", name="Make the minutes").is_visible():
        address = page.url
        page.locator("nav a[rel=next]").press("ArrowRight")
        page.wait_for_url(lambda url, address=address: url != address)
    press(page, page.get_by_role("button", name="Make the minutes"))
    page.get_by_text("The minutes are made.").wait_for()


def open_texts():
    return {one.text for one in MeetingDecision.objects.open()}


def test_a_year_of_four_meetings(body, cast, page, signed_in):
    for number, day in enumerate(DAYS, 1):
        with time_machine.travel(f"{day}T12:00:00+00:00", tick=True):
            signed_in(cast.manager)
            meeting = make_meeting(body, day)
            still_open = open_texts()
            page.goto(place(meeting, "meeting-agenda"))
            for text in still_open:
                expect(page.get_by_role("link", name=text).first).to_be_visible()
            hold(page, meeting, number)
            press(page, page.get_by_role("button", name="Confirm the minutes"))
            page.get_by_text("The minutes are confirmed.").wait_for()
    told = [one.text for meeting in Meeting.objects.all() for one in words_of(meeting).decided]
    assert sorted(told) == sorted(MeetingDecision.objects.values_list("text", flat=True))
    assert sorted(told) == [f"Decision {number}" for number in range(1, 5)]
    assert Action.objects.filter(wording="Decision 1").exists()
    assert open_texts() == {"Decision 1", "Decision 3", "Decision 4"}
    assert Partnership.objects.get(slug="larkshire").last_met_on == DAYS[-1]


def test_each_page_of_a_meeting_passes_axe_and_is_narrow(body, cast, page, signed_in):
    signed_in(cast.manager)
    before, meeting = (make_meeting(body, date(2026, month, 18)) for month in (10, 11))
    decision = make_decision(before)
    make_action(body.plan.priorities.get(), "Silent")
    make_decision(meeting)
    action = Action.objects.get(wording="Open a refuge")
    pages = [
        reverse("meetings", args=["larkshire", "2026"]),
        *(place(meeting, f"meeting-{one}") for one in ("agenda", "minutes", "start", "silent")),
        place(meeting, "meeting-end"),
        place(meeting, "meeting-action", action.pk),
        place(meeting, "meeting-point", decision.pk),
        reverse("meeting-decision", args=["larkshire", "2026", decision.pk]),
    ]
    for one in pages:
        page.goto(one)
        assert_no_axe_violations(page)
        assert_no_sideways_scrolling(page)


def test_a_decision_is_written_without_javascript(
    body, cast, new_context, live_server, signed_in, context
):
    signed_in(cast.officer)
    meeting = make_meeting(body, date(2026, 11, 18))
    plain = new_context(java_script_enabled=False, viewport=NARROW)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(place(meeting, "meeting-end"))
    page.get_by_text("Write a decision").click()
    page.get_by_label("What was decided?").fill("Thank the wardens")
    page.get_by_label("Agreed or noted").check()
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_text("The decision is saved.")).to_be_visible()
    assert MeetingDecision.objects.get().kind == "noted"
