from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "Actions: who does what, and how it goes"

    def ready(self) -> None:
        from actions.joined_owners import OWNERS
        from actions.of_agency import actions_of_agency
        from actions.periods import read_timescales_again
        from actions.personal_data import UPDATES, forget_word, updates_of
        from actions.searching import SOURCES
        from partners.erasure import also_erase
        from partners.joining.links import declare
        from partners.own_data import also_tell
        from partners.panels import on_agency
        from partners.purging import keep
        from plans.following import follows_period
        from plans.searching.sources import search_in

        declare(OWNERS)
        search_in(*SOURCES)
        follows_period(read_timescales_again)
        keep(UPDATES)
        also_erase(forget_word)
        also_tell(updates_of)
        on_agency("actions/of_agency.html", actions_of_agency)
