from django.urls import path

from actions.meetings.kinds import MEETING
from actions.meetings.views import decisions, pages, walking
from plans.urls import PLAN, pages_of

MEETINGS = f"{PLAN}/meetings"
ONE = f"{MEETINGS}/days/<int:pk>"

urlpatterns = [
    path(f"{MEETINGS}/", pages.meetings, name="meetings"),
    path(f"{ONE}/agenda/", pages.agenda, name="meeting-agenda"),
    path(f"{ONE}/minutes/", pages.minutes, name="meeting-minutes"),
    path(f"{ONE}/walk/", walking.start, name="meeting-start"),
    path(f"{ONE}/walk/actions/<int:action>/", walking.at_action, name="meeting-action"),
    path(f"{ONE}/walk/points/<int:point>/", walking.at_point, name="meeting-point"),
    path(f"{ONE}/walk/silent/", walking.silent, name="meeting-silent"),
    path(f"{ONE}/walk/end/", walking.end, name="meeting-end"),
    path(f"{MEETINGS}/decisions/<int:pk>/", decisions.decision, name="meeting-decision"),
    *pages_of(MEETING),
]
