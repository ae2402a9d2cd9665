from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Actions: who does what, and how it goes"

    def ready(self):
        from actions.rounds.running import forget_mailbox
        from actions.workspace.kinds import PLAN_ACTION
        from partners.old_contacts import also_forget
        from plans.kinds import register

        register(PLAN_ACTION)
        also_forget(forget_mailbox)
