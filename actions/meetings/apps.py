from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "actions.meetings"
    verbose_name = "Meetings: from the agenda to the minutes"

    def ready(self) -> None:
        from actions.meetings.joined import LINKS
        from actions.meetings.kinds import MEETING
        from partners.joining.links import declare
        from plans.kinds import register

        declare(*LINKS)
        register(MEETING)
