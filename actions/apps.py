from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Actions: who does what, and how it goes"

    def ready(self) -> None:
        from actions.joined_owners import OWNERS
        from partners.joining.links import declare

        declare(OWNERS)
