from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports: what is handed over"

    def ready(self) -> None:
        from partners.founding.taking_back import hinder
        from plans.restricting import also_refuse
        from reports.editions import why_it_must_stay, why_not_restricted

        hinder(why_it_must_stay)
        also_refuse(why_not_restricted)
