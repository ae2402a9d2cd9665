"""A round from its opening to the scoreboard, as everybody in it lives through it."""

import re
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from tests.factories import make_action, make_agency, make_contact, make_plan, make_priority

WEEK_BEFORE_CLOSING = "2026-11-25"
DAY_AFTER_CLOSING = "2026-12-03"
FIRE, HOUSING, PROBATION, SHELTER = (
    f"{name}@example.org" for name in ("fire", "housing", "probation", "shelter")
)


@pytest.fixture
def plan(larkshire, shelter):
    """One action each for four agencies."""
    plan = make_plan(larkshire)
    priority = make_priority(plan, "Safe homes")
    for agency, email, wording in (
        (shelter, SHELTER, "Open a refuge"),
        (make_agency(larkshire, "Fire and Rescue"), FIRE, "Visit older people at home"),
        (make_agency(larkshire, "Probation"), PROBATION, "Run a men’s group"),
        (make_agency(larkshire, "Lark Homes"), HOUSING, "Light the stairways"),
    ):
        make_contact(agency, email=email)
        make_action(priority, wording, owners=[agency])
    return plan


@pytest.fixture
def mails_to(settings, tmp_path, live_server):
    """mails_to(address): the e-mails in files that went there."""
    settings.EMAIL_BACKEND = "csp.mailing.files.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.SITE_URL = live_server.url

    def read(address):
        files = (file.read_bytes() for file in tmp_path.glob("*.eml"))
        mails = [message_from_bytes(file, policy=policy.default) for file in files]
        return [mail for mail in mails if mail["To"] == address]

    return read


@pytest.fixture
def follow(mails_to, new_context):
    """follow(address, subject): where the link of that one e-mail leads somebody who is nobody."""

    def open_link(address, subject, **browser):
        (mail,) = [mail for mail in mails_to(address) if subject in mail["Subject"]]
        text = mail.get_body(["plain"]).get_content()
        (link,) = re.findall(r"http\S+/answer/\S+", text)
        assert f'href="{link}"' in mail.get_body(["html"]).get_content()
        page = new_context(**browser).new_page()
        page.goto(link)
        return page

    return open_link


def answer(page, action, text):
    """From the page that the link opens to “1 answer sent”."""
    one = page.get_by_role("region", name=action)
    one.get_by_label("On track", exact=True).check()
    one.get_by_label("What has happened?").fill(text)
    page.get_by_role("button", name="Save and check").click()
    page.get_by_label("Your name").fill("Robin Lark")
    expect(page.get_by_text(text)).to_be_visible()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="1 answer sent")).to_be_visible()


def row(page, name):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def expect_counts(page, counts):
    for name, count in counts.items():
        one = page.locator(".app-counts div").filter(has=page.get_by_text(name, exact=True))
        expect(one.get_by_role("definition")).to_have_text(count)


def open_round(page, mails_to):
    page.goto("/larkshire/rounds/")
    page.get_by_role("button", name="Open a round").click()
    page.get_by_label("What is the name of the round?").fill("Autumn")
    page.get_by_role("button", name="Check who will be asked").click()
    expect(row(page, "Lark Homes")).to_contain_text(HOUSING)
    assert mails_to(HOUSING) == []
    page.get_by_role("button", name="Open the round and send 4 emails").click()
    expect(page.get_by_text("Autumn is open.")).to_be_visible()


def three_answer(follow, mails_to):
    asks = "how is your action going?"
    answer(follow(SHELTER, asks), "Open a refuge", "Ten beds are ready.")
    narrow = follow(FIRE, asks, viewport=NARROW, java_script_enabled=False)
    answer(narrow, "Visit older people at home", "Fourty visits so far.")
    answer(follow(PROBATION, asks), "Run a men’s group", "It meets.")
    (receipt,) = [mail for mail in mails_to(FIRE) if "thank you" in mail["Subject"]]
    assert "Fourty visits so far." in receipt.get_body(["plain"]).get_content()


def read_answers(page):
    """Accept one as it is and one with other words, and send one back."""
    page.goto("/larkshire/answers/")
    expect(page.get_by_role("heading", name="3 of 3 answers to read")).to_be_visible()
    page.get_by_role("link", name="untick all").click()
    page.get_by_label("Accept as it is: Lark Shelter").check()
    page.get_by_role("button", name="Accept the ticked answers as they are").first.click()
    expect(page.get_by_text("1 answer accepted.")).to_be_visible()
    page.get_by_role("link", name="Visit older people at home").click()
    page.get_by_label("What has happened", exact=True).fill("40 visits so far.")
    page.get_by_role("button", name="Accept and next").click()
    expect(page.get_by_role("heading", name="Run a men’s group")).to_be_visible()
    page.get_by_label("What do you want to know?").fill("How many men come?")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("Sent back to Probation.")).to_be_visible()


def answer_again(follow):
    sent_back = follow(PROBATION, "a question about your answer")
    expect(sent_back.get_by_text("How many men come?")).to_be_visible()
    sent_back.get_by_label("What has happened?").fill("Twelve men come.")
    sent_back.get_by_role("button", name="Save and check").click()
    sent_back.get_by_role("button", name="Send the answer").click()
    expect(sent_back.get_by_role("heading", name="1 answer sent")).to_be_visible()


def accept_the_last(page):
    page.goto("/larkshire/answers/")
    page.get_by_role("link", name="Run a men’s group").click()
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_text("Accepted and added to the plan.")).to_be_visible()


def assert_only_who_has_not_answered_is_reminded_once(mails_to):
    call_command("send_reminders", on=WEEK_BEFORE_CLOSING)
    call_command("send_reminders", on=WEEK_BEFORE_CLOSING)
    reminded = [
        address
        for address in (FIRE, HOUSING, PROBATION, SHELTER)
        for mail in mails_to(address)
        if "A reminder:" in mail.get_body(["plain"]).get_content()
    ]
    assert reminded == [HOUSING]


def test_a_round_from_opening_to_scoreboard(plan, cast, page, signed_in, mails_to, follow):
    signed_in(cast.manager)
    open_round(page, mails_to)
    three_answer(follow, mails_to)
    signed_in(cast.officer)
    read_answers(page)
    answer_again(follow)
    accept_the_last(page)
    assert_only_who_has_not_answered_is_reminded_once(mails_to)

    page.goto(plan.get_absolute_url())
    for text in ("Ten beds are ready.", "40 visits so far.", "Twelve men come."):
        expect(page.get_by_text(text)).to_be_visible()

    with time_machine.travel(f"{DAY_AFTER_CLOSING}T09:00:00+00:00", tick=True):
        signed_in(cast.manager)
        page.goto("/larkshire/rounds/scoreboard/")
        expect_counts(
            page,
            {
                "Asked": "4",
                "Opened": "3",
                "Answered in time": "3",
                "Answered late": "0",
                "Late, not answered": "1",
            },
        )
        expect(row(page, "Lark Homes")).to_contain_text("Not opened, late")
        for name in ("Lark Shelter", "Fire and Rescue", "Probation"):
            expect(row(page, name)).to_contain_text("Answered 1 of 1, in time")
        expect(row(page, "Autumn")).to_contain_text("3 of 4")
