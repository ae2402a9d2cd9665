from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Partners: who"

    def ready(self) -> None:
        from partners.joining.own import declare_own

        declare_own()
