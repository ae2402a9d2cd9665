import pytest

from tests.factories import make_action, make_agency, make_priority


@pytest.fixture
def priority(plan):
    return make_priority(plan, "Abuse", number=1)


@pytest.fixture
def police(larkshire):
    return make_agency(larkshire, "Police")


@pytest.fixture
def action(priority, shelter):
    return make_action(priority, "Listen", owners=[shelter], measure="Calls")
