"""Django's own command, which writes a migration down as done in the transaction that does it."""

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Applies each migration and says so in one transaction.

    Django says so after the commit, if indexes or foreign keys were put off to the migration's end:
    cut off between the two, the tables are new, and the next `migrate` stumbles over them for ever.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        if not (migration.atomic and self.connection.features.can_rollback_ddl):
            return super().apply_migration(state, migration, fake, fake_initial)
        # SQLite turns its checks off only where no transaction is at work yet.
        self.connection.disable_constraint_checking()
        try:
            with transaction.atomic(self.connection.alias):
                return super().apply_migration(state, migration, fake, fake_initial)
        finally:
            self.connection.enable_constraint_checking()


# The command names its executor nowhere else.
migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """As Django's."""
