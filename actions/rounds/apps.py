from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "actions.rounds"
    verbose_name = "Rounds: asking the partners, and what they answer"

    def ready(self) -> None:
        from actions.calendar import also_due
        from actions.changes import also_when_finished, also_when_open_again
        from actions.panels import beside_updates, on_my_work, on_overview
        from actions.rounds.desk import panels
        from actions.rounds.desk.of_agency import answers_of_agency
        from actions.rounds.due import rounds_due
        from actions.rounds.joined_requests import LINKS
        from actions.rounds.personal_data import OF_ROUNDS, answers_of, forget_answerer
        from actions.rounds.running import (
            forget_mailboxes,
            warn_of_unreached,
            warn_of_unsigned,
        )
        from actions.rounds.settling import settle_when_finished, unsettle_when_open_again
        from partners.contact_changes import also_warn
        from partners.erasure import also_erase
        from partners.joining.links import declare
        from partners.old_contacts import also_forget
        from partners.own_data import also_tell
        from partners.panels import on_agency
        from partners.purging import keep

        also_due(rounds_due)
        also_when_finished(settle_when_finished)
        also_when_open_again(unsettle_when_open_again)
        also_forget(forget_mailboxes)
        keep(*OF_ROUNDS)
        also_erase(forget_answerer)
        also_tell(answers_of)
        also_warn(warn_of_unreached)
        also_warn(warn_of_unsigned)
        declare(*LINKS)
        on_my_work("rounds/desk/my_work.html", panels.asked_and_waiting)
        on_overview("", panels.current_round, foot="rounds/desk/on_overview.html")
        on_agency("rounds/desk/of_agency.html", answers_of_agency)
        beside_updates("rounds/desk/beside_update.html", panels.with_answers)
