"""An agency answers by its link: on a telephone without JavaScript, in two sittings."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from actions.models import Action
from actions.rounds.links import token_of
from actions.rounds.models import Answer, Recipient, UpdateRequest
from tests.browser.conftest import (
    NARROW,
    assert_no_axe_violations,
    assert_no_sideways_scrolling,
    follow_error,
)
from tests.factories import (
    make_action,
    make_answer,
    make_evidence,
    make_partner_question,
    make_passed,
    make_plan,
    make_priority,
    make_request,
    make_round,
    make_update,
)

TELEPHONE = {"width": 375, "height": 667}


@pytest.fixture
def link(larkshire, shelter):
    priority = make_priority(make_plan(larkshire), "Domestic abuse")
    for wording in ("Open a refuge", "Train taxi drivers"):
        make_action(priority, wording, owners=[shelter])
    asked = make_request(make_round(priority.plan), shelter, ["lead@shelter.example.org"])
    return reverse("answer", args=[token_of(asked.recipients.get())])


def part(page, wording):
    """An action's part of the page."""
    return page.get_by_role("region", name=wording)


def say(page, wording, text, status="On track"):
    one = part(page, wording)
    one.get_by_label(status, exact=True).check()
    one.get_by_label("What has happened?").fill(text)


def test_an_agency_answers_in_two_sittings_without_javascript(link, new_context, tmp_path):
    figures = tmp_path / "figures.csv"
    figures.write_text("Month,Nights\nMay,12\n")
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(link)
    say(page, "Open a refuge", "The lease is signed.")
    refuge = part(page, "Open a refuge")
    refuge.get_by_text("Evidence, a question, or a colleague").click()
    refuge.get_by_label("Add a file").set_input_files(figures)
    refuge.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("It is not sent yet.")).to_be_visible()
    expect(part(page, "Open a refuge")).to_contain_text("figures.csv")

    # Another day, perhaps a colleague, who has the same link.
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(link)
    say(page, "Train taxi drivers", "Nobody came.", "Off track")
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_role("link", name="Enter why the action is off track")).to_be_visible()
    part(page, "Train taxi drivers").get_by_label("Why, and what").fill("The hall was flooded.")
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("The lease is signed.")).to_be_visible()
    page.get_by_label("Your name").fill("Robin Lark")
    page.get_by_role("button", name="Send 2 answers").click()
    expect(page.get_by_role("heading", name="2 answers sent")).to_be_visible()
    sent = Answer.objects.order_by("action")
    assert [(one.state, one.status, one.text) for one in sent] == [
        ("sent", "on_track", "The lease is signed."),
        ("sent", "off_track", "Nobody came."),
    ]
    assert sent[0].evidence.get().file_name == "figures.csv"
    assert UpdateRequest.objects.get().answered_at


def test_twelve_actions_take_fifteen_presses_and_four_pages(link, new_context):
    """On a telephone without JavaScript: ten unchanged, two with news."""
    asked = UpdateRequest.objects.get()
    priority = asked.round.plan.priorities.get()
    for number in range(10):
        make_update(make_action(priority, f"Patrol {number}", owners=[asked.agency]))
    page = new_context(java_script_enabled=False, viewport=TELEPHONE).new_page()
    pages, presses = [], 0
    page.on("response", lambda one: pages.append(one.url) if is_page(one) else None)
    page.goto(link)
    for number in range(10):
        part(page, f"Patrol {number}").get_by_label("No change since").check()
        presses += 1
    for wording in ("Open a refuge", "Train taxi drivers"):
        say(page, wording, "It has begun.")
        presses += 1
    page.get_by_role("button", name="Save and check").click()
    page.get_by_label("Your name").fill("Robin Lark")
    page.get_by_role("button", name="Send 12 answers").first.click()
    presses += 2
    expect(page.get_by_role("heading", name="12 answers sent")).to_be_visible()
    assert Answer.objects.filter(state="sent").count() == 12
    assert (presses, len(pages)) == (14, 3)


def is_page(response):
    return response.status == 200 and "text/html" in response.headers.get("content-type", "")


def test_by_keyboard_the_text_follows_the_choice(link, page):
    """Space chooses, Tab leads on into the box that the choice has unfolded."""
    page.goto(link)
    one = part(page, "Open a refuge")
    expect(one.get_by_label("What has happened?")).to_be_hidden()
    one.get_by_label("At risk", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(one.get_by_label("What has happened?")).to_be_focused()
    # Past the buttons of the box.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(one.get_by_label("Why, and what")).to_be_focused()


def test_the_page_with_errors_and_all_unfolded_is_accessible(link, page):
    """Also where colours are forced, and in the states that no other test looks at."""
    asked, refuge = UpdateRequest.objects.get(), Action.objects.get(wording="Open a refuge")
    make_partner_question(asked, refuge)
    make_passed(asked, refuge)
    page.goto(link)
    one = part(page, "Open a refuge")
    one.get_by_label("At risk", exact=True).check()
    one.get_by_text("Evidence, a question, or a colleague").click()
    one.get_by_label("Pass this action on").fill("kim at shelter")
    one.get_by_label("Add a link").fill("no link at all")
    page.get_by_role("button", name="Save and check").click()
    expect(page).to_have_title(re.compile("^Error: "))
    follow_error(page, page.get_by_role("link", name="Enter an email address in the correct"))
    expect(part(page, "Open a refuge").get_by_label("Pass this action on")).to_be_focused()
    page.emulate_media(forced_colors="active")
    assert_no_sideways_scrolling(page)
    assert_no_axe_violations(page)


def test_an_action_is_passed_on_answered_and_taken_back(link, new_context):
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(link)
    one = part(page, "Open a refuge")
    one.get_by_text("Evidence, a question, or a colleague").click()
    one.get_by_label("Pass this action on").fill("kim@shelter.example.org")
    one.get_by_role("button", name="Save and send these").click()
    expect(part(page, "Open a refuge")).to_contain_text("Passed to kim@shelter.example.org")
    colleague = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    passed = Recipient.objects.get(email="kim@shelter.example.org")
    colleague.goto(reverse("answer", args=[token_of(passed)]))
    expect(colleague.get_by_text("Train taxi drivers")).to_have_count(0)
    say(colleague, "Open a refuge", "Ten beds.")
    colleague.get_by_role("button", name="Save for later").click()
    page.get_by_role("button", name="Take it back").click()
    colleague.reload()
    expect(colleague.get_by_role("heading", name="has been taken back")).to_be_visible()
    page.goto(link)
    expect(part(page, "Open a refuge").get_by_label("What has happened?")).to_have_value(
        "Ten beds."
    )


@pytest.mark.any_database
def test_a_browser_that_only_looks_changes_nothing(link, page, context):
    """As scanners of mail do, scripts and all. test_answer_link.py looks oftener."""
    action = f"{link}actions/{Action.objects.first().pk}/"
    for _ in range(4):
        for address in (link, action, f"{link}send/", f"{link}sent/"):
            page.goto(address, wait_until="load")
    assert context.cookies() == []
    assert not Session.objects.exists()
    assert not Answer.objects.exists()
    assert UpdateRequest.objects.get().opened_at is None


def test_no_page_or_site_is_told_the_link(link, new_context, live_server):
    """What goes over the wire: to a site in a link of evidence, and to our own pages and files."""
    # The same server by another name is another site.
    elsewhere = live_server.url.replace("localhost", "127.0.0.1") + "/published/"
    action = Action.objects.get(wording="Open a refuge")
    answer = make_answer(UpdateRequest.objects.get(), action, state="draft")
    make_evidence(answer, elsewhere)
    page = new_context().new_page()
    requests = []
    page.on("request", lambda request: requests.append(request))
    page.goto(link)
    page.get_by_role("link", name=elsewhere).click()
    page.wait_for_url(elsewhere)
    page.go_back()
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="1 answer sent")).to_be_visible()
    asked_for = {request.url for request in requests}
    assert {elsewhere, f"{live_server.url}{link}"} <= asked_for
    assert any(url.endswith("app.css") for url in asked_for)
    referers = {request.all_headers().get("referer", "") for request in requests}
    assert not [referer for referer in referers if "/answer/" in referer]
