import json

import pytest

from partners.access import Role
from partners.models import DETAILS
from reports.transfer.importing import import_plan
from reports.transfer.writing import plan_file
from tests import factories
from tests.addresses import addresses_in


@pytest.fixture
def full(larkshire, shelter, media):
    """A plan of Larkshire with something of all there is, and the one before it."""
    plan = factories.make_plan(larkshire, 2026)
    before = factories.make_plan(larkshire, 2025)
    addresses_in(plan, before, shelter)
    action = factories.make_action(plan.priorities.first())
    factories.make_recommendation(plan, actions=[action], position=99)
    factories.make_cross_cutting_theme(plan, actions=[action])
    factories.make_extension(action)
    details = {name: getattr(larkshire, name) for name in DETAILS}
    larkshire.former_details.create(**details, until=plan.starts_on)
    return plan


@pytest.fixture
def oakshire(db):
    """Another partnership, with nothing in it but a manager."""
    partnership = factories.make_partnership("Oakshire")
    partnership.manager = factories.make_member(partnership, Role.MANAGER)
    return partnership


@pytest.fixture
def bring(oakshire):
    """bring(data): the plan in Oakshire of what a plan.json says, be it as bytes."""

    def bring(data, make_partners=True):
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        return import_plan(
            oakshire,
            content,
            file_name="plan.json",
            by=oakshire.manager,
            make_partners=make_partners,
        )

    return bring


@pytest.fixture
def data(larkshire):
    """What the file of a small plan says."""
    plan = factories.make_plan(larkshire)
    action = factories.make_action(factories.make_priority(plan), owners=[agency(larkshire)])
    factories.make_update(action)
    return json.loads(plan_file(plan))


def agency(partnership):
    return factories.make_agency(partnership, "Lark Shelter")
