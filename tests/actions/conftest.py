import pytest

from tests.factories import make_action, make_priority


@pytest.fixture
def priority(plan):
    return make_priority(plan)


@pytest.fixture
def action(priority, shelter):
    return make_action(priority, "Open a refuge", owners=[shelter])
