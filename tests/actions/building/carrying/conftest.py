import pytest

from plans.models import Plan
from tests.factories import make_action, make_plan, make_priority


@pytest.fixture
def before(larkshire):
    return make_plan(larkshire, 2025)


@pytest.fixture
def plan(larkshire, before):
    return make_plan(larkshire, 2026, stage=Plan.Stage.DRAFTING)


@pytest.fixture
def old(before):
    return make_priority(before, "Domestic abuse", number=1)


@pytest.fixture
def new(plan, old):
    """The priority of the new plan that continues the old one."""
    return make_priority(plan, "Domestic abuse", carries_on=old)


@pytest.fixture
def action(old, new, shelter):
    return make_action(old, "Open a refuge", owners=[shelter], timescale="By March 2026")
