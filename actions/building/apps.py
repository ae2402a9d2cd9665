from django.apps import AppConfig


class BuildingConfig(AppConfig):
    name = "actions.building"
    verbose_name = "Building: a plan written, carried forward, or read from a file"

    def ready(self) -> None:
        from actions.building.carrying.forgetting import forget_decisions
        from actions.building.workspace.kinds import PLAN_ACTION, RECOMMENDATION
        from partners.founding.taking_back import let_go
        from plans.kinds import register

        register(PLAN_ACTION, RECOMMENDATION)
        let_go(undo=forget_decisions)
