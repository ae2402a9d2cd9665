"""The e-mails themselves, as a mail program shows them."""

import pytest

from actions.rounds.reminders import remind
from partners.models import Mail
from tests import factories
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database


def test_a_reminder_can_be_read_by_all(page, larkshire, shelter):
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), owners=[shelter])
    round = factories.make_round(plan, closes_on=TODAY)
    factories.make_request(round, shelter, ["shelter@example.org"])
    remind(TODAY)
    page.set_content(Mail.objects.get().html)
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
