from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Actions: who does what, and how it goes"

    def ready(self):
        from actions.workspace.kinds import PLAN_ACTION
        from plans.kinds import register

        register(PLAN_ACTION)
