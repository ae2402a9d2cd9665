from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports: what is handed over"

    def ready(self) -> None:
        from plans.restricting import also_refuse
        from reports.editions import why_not_restricted

        also_refuse(why_not_restricted)
