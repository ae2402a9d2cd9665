from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Actions: who does what, and how it goes"

    def ready(self):
        from actions.rounds.running import forget_mailbox, warn_of_unreached
        from actions.workspace.kinds import PLAN_ACTION
        from partners.contact_changes import also_warn
        from partners.old_contacts import also_forget
        from plans.kinds import register

        register(PLAN_ACTION)
        also_forget(forget_mailbox)
        also_warn(warn_of_unreached)
