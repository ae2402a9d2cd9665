from django.apps import AppConfig
from django.core.checks import register


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans: what was agreed"

    def ready(self):
        from plans.editor import editors_have_what_they_need

        register(editors_have_what_they_need)
