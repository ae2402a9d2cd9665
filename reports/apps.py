from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports: what is handed over"

    def ready(self) -> None:
        from partners.founding.taking_back import let_go
        from reports.editions import why_it_must_stay

        let_go(hindrance=why_it_must_stay)
