import pytest

from tests.factories import make_plan


@pytest.fixture
def plan(larkshire):
    return make_plan(larkshire)
