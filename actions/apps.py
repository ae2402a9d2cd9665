from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Actions: who does what, and how it goes"

    def ready(self) -> None:
        from actions.periods import read_timescales_again
        from plans.following import follows_period

        follows_period(read_timescales_again)
