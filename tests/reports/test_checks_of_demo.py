"""What the checks find in the demo."""

import pytest

from plans.models import Plan
from reports.checks import findings
from tests.conftest import TODAY

# What is meant to be found in the demo, which fixtures/demo/README.md tells of.
MEANT = {
    "Sevenoaks 2016/17": ["empty"],
    "Sevenoaks 2017/18": ["unprinted", "unprinted"],
    "Sevenoaks 2026/27": ["empty", "legal-strand"],
    "Tonbridge and Malling 2016/17": ["empty"],
    "Tonbridge and Malling 2018/19": ["empty", "final-update"],
    "Tonbridge and Malling 2025/26": ["empty"],
    "Tonbridge and Malling 2026/27": ["abbreviation", "fate", "legal-step", "legal-strand"],
    "Tunbridge Wells 2016/17": ["empty", "empty", "unprinted", "unprinted"],
    "Tunbridge Wells 2017/18": ["unprinted", "unprinted"],
    "Tunbridge Wells 2026/27": ["empty", "unprinted"],
}


@pytest.mark.slow
def test_the_checks_find_nothing_in_the_demo_plans_but_what_is_meant_to_be_there(loaded_demo):
    found = {
        str(plan): sorted(finding.check for finding in findings(plan, TODAY))
        for plan in Plan.objects.select_related("partnership")
    }
    assert {plan: checks for plan, checks in found.items() if checks} == MEANT
