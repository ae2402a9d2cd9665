"""An agency answers by its link: on a telephone without JavaScript, in two sittings."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from actions.models import Action
from actions.rounds.links import token_of
from actions.rounds.models import Answer, UpdateRequest
from tests.browser.conftest import NARROW
from tests.factories import (
    make_action,
    make_answer,
    make_evidence,
    make_plan,
    make_priority,
    make_request,
    make_round,
)


@pytest.fixture
def link(larkshire, shelter):
    priority = make_priority(make_plan(larkshire), "Domestic abuse")
    for wording in ("Open a refuge", "Train taxi drivers"):
        make_action(priority, wording, owners=[shelter])
    asked = make_request(make_round(priority.plan), shelter, ["lead@shelter.example.org"])
    return reverse("answer", args=[token_of(asked.recipients.get())])


def say(page, text, status="On track"):
    page.get_by_label(status, exact=True).check()
    page.get_by_label("What has happened since the last update?").fill(text)


def test_an_agency_answers_in_two_sittings_without_javascript(link, new_context, tmp_path):
    figures = tmp_path / "figures.csv"
    figures.write_text("Month,Nights\nMay,12\n")
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(link)
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="Open a refuge").click()
    say(page, "The lease is signed.")
    page.get_by_label("Add a file").set_input_files(figures)
    page.get_by_label("Your name").fill("Robin Lark")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("heading", name="Train taxi drivers")).to_be_visible()

    # Another day, perhaps a colleague, to whom the link was passed on.
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Train taxi drivers").click()
    expect(page.get_by_label("Your name")).to_have_value("Robin Lark")
    say(page, "Nobody came.", "Off track")
    page.get_by_label("Why?").fill("The hall was flooded.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Check and send").click()
    expect(page.get_by_text("The lease is signed.")).to_be_visible()
    page.get_by_role("button", name="Send 2 answers").click()
    expect(page.get_by_role("heading", name="2 answers sent")).to_be_visible()
    sent = Answer.objects.order_by("action")
    assert [(one.state, one.status, one.text) for one in sent] == [
        ("sent", "on_track", "The lease is signed."),
        ("sent", "off_track", "Nobody came."),
    ]
    assert sent[0].evidence.get().file_name == "figures.csv"
    assert UpdateRequest.objects.get().answered_at


@pytest.mark.any_database
def test_a_browser_that_only_looks_changes_nothing(link, page, context):
    """As scanners of mail do, scripts and all. test_answer_link.py looks oftener."""
    action = f"{link}actions/{Action.objects.first().pk}/"
    for _ in range(4):
        for address in (link, f"{link}actions/", action, f"{link}send/", f"{link}sent/"):
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
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="Open a refuge").click()
    page.get_by_role("link", name=elsewhere).click()
    page.wait_for_url(elsewhere)
    page.go_back()
    page.get_by_role("link", name="All actions of Lark Shelter").click()
    page.get_by_role("button", name="Check and send").click()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="1 answer sent")).to_be_visible()
    asked_for = {request.url for request in requests}
    assert {elsewhere, f"{live_server.url}{link}actions/"} <= asked_for
    assert any(url.endswith("app.css") for url in asked_for)
    referers = {request.all_headers().get("referer", "") for request in requests}
    assert not [referer for referer in referers if "/answer/" in referer]
