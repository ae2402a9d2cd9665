from django.apps import AppConfig


class BuildingConfig(AppConfig):
    name = "actions.building"
    verbose_name = "Building: a plan written, carried forward, or read from a file"

    def ready(self) -> None:
        from actions.building.personal_data import TABLES
        from actions.building.workspace.kinds import PLAN_ACTION, RECOMMENDATION
        from partners.purging import keep
        from plans.kinds import register

        keep(TABLES)
        register(PLAN_ACTION, RECOMMENDATION)
