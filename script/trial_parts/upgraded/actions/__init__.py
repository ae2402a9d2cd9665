"""The migrations of actions that there are, and those of the release that is to come."""

from actions import migrations

__path__ = [*__path__, *migrations.__path__]
