"""Settings of a release that has two migrations more."""

from csp.settings import *  # noqa: F403

MIGRATION_MODULES = {"actions": "script.trial_parts.upgraded.actions"}
