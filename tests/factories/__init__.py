"""Plain functions that make one row each, with what a test doesn't care about filled in."""

from tests.factories.actions import *  # noqa: F403
from tests.factories.building import *  # noqa: F403
from tests.factories.meetings import *  # noqa: F403
from tests.factories.partners import *  # noqa: F403
from tests.factories.plans import *  # noqa: F403
from tests.factories.reports import *  # noqa: F403
from tests.factories.rounds import *  # noqa: F403
