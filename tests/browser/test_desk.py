"""An officer takes in what the partners have answered, and the presses are counted."""

import pytest
from playwright.sync_api import expect

from actions.rounds.models import Answer
from tests import factories
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling

pytestmark = pytest.mark.any_database


def test_thirteen_answers_are_accepted_in_two_presses(plan, shelter, cast, page, signed_in):
    priority = factories.make_priority(plan)
    request = factories.make_request(factories.make_round(plan), shelter)
    for number in range(13):
        action = factories.make_action(priority, f"Action {number}", owners=[shelter])
        factories.make_answer(request, action)
    signed_in(cast.officer)
    page.goto("/")
    page.get_by_role("link", name="13 answers from partners").click()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Accept the ticked answers as they are").first.click()
    expect(page.get_by_text("13 answers accepted.")).to_be_visible()
    assert_no_sideways_scrolling(page)
    assert not Answer.objects.waiting().exists()
