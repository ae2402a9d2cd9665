from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports: what is handed over"

    def ready(self) -> None:
        from actions.panels import on_overview
        from partners.founding.taking_back import hinder
        from partners.purging import keep
        from plans.restricting import also_refuse
        from reports.editions import why_it_must_stay, why_not_restricted
        from reports.personal_data import FILES
        from reports.standing import how_it_stands

        on_overview(
            "reports/standing.html",
            how_it_stands,
            beside="reports/changed.html",
            foot="reports/take_along.html",
        )
        keep(FILES)
        hinder(why_it_must_stay)
        also_refuse(why_not_restricted)
