from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "actions.meetings"
    verbose_name = "Meetings: from the agenda to the minutes"

    def ready(self) -> None:
        from actions.meetings.joined import LINKS
        from actions.meetings.kinds import MEETING
        from actions.meetings.models import why_it_must_stay
        from actions.meetings.personal_data import MINUTES
        from actions.meetings.searching import SOURCES
        from partners.founding.taking_back import hinder
        from partners.joining.links import declare
        from partners.purging import keep
        from plans.kinds import register
        from plans.searching.sources import search_in

        declare(*LINKS)
        keep(MINUTES)
        hinder(why_it_must_stay)
        register(MEETING)
        search_in(*SOURCES)
