"""Under one's own partnership's address nobody finds a row of another one, whatever its number."""

import pytest
from django.urls import get_resolver

from tests import factories
from tests.addresses import addresses_in
from tests.test_access import OF_PARTNERSHIP

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_rendering", "media")]

# What stands in an address and is a row's own.
OF_A_ROW = {"pk", "above", "other", "record", "number", "fingerprint"}


def arguments_of(name):
    (_, needed), *_ = get_resolver().reverse_dict.getlist(name)[0][0]
    return set(needed)


@pytest.fixture
def theirs(larkshire, wrenmoor):
    """theirs(name): the address of a page with a row of Wrenmoor's, as if it were Larkshire's."""
    for year in (2025, 2026):
        factories.make_plan(larkshire, year)
    plan, before = (factories.make_plan(wrenmoor, year) for year in (2026, 2025))
    find = addresses_in(plan, before, factories.make_agency(wrenmoor, "Wren Aid"))
    return lambda name: find(name).replace("/wrenmoor/", "/larkshire/", 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_rows_of_another_partnership_are_not_found(method, theirs, cast, sign_in):
    client = sign_in(cast.administrator)
    names = [name for name in OF_PARTNERSHIP if arguments_of(name) & OF_A_ROW]
    assert len(names) > 90
    found = {}
    for name in names:
        status = getattr(client, method)(theirs(name)).status_code
        if status not in (404, 405):
            found[name] = status
    assert found == {}
