from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "actions.rounds"
    verbose_name = "Rounds: asking the partners, and what they answer"

    def ready(self) -> None:
        from actions.changes import also_when_finished
        from actions.panels import beside_updates, on_my_work
        from actions.rounds.desk.panels import asked_and_waiting, with_answers
        from actions.rounds.joined_requests import LINKS
        from actions.rounds.running import (
            forget_mailbox,
            warn_of_unreached,
            warn_of_unsigned,
        )
        from actions.rounds.settling import settle_when_finished
        from partners.contact_changes import also_warn
        from partners.joining.links import declare
        from partners.old_contacts import also_forget

        also_when_finished(settle_when_finished)
        also_forget(forget_mailbox)
        also_warn(warn_of_unreached)
        also_warn(warn_of_unsigned)
        declare(*LINKS)
        on_my_work("rounds/desk/my_work.html", asked_and_waiting)
        beside_updates("rounds/desk/beside_update.html", with_answers)
