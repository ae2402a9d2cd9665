from django.urls import path

from actions.rounds.desk import members, views

REQUEST = "<slug:partnership>/rounds/requests/<int:pk>"

urlpatterns = [
    path("<slug:partnership>/answers/", views.desk, name="desk"),
    path("<slug:partnership>/answers/<int:pk>/", views.answer, name="desk-answer"),
    path(f"{REQUEST}/answers/", members.member_actions, name="member-actions"),
    path(f"{REQUEST}/answers/<int:action>/", members.member_action, name="member-action"),
    path(f"{REQUEST}/answers/send/", members.member_send, name="member-send"),
    path(f"{REQUEST}/answers/sent/", members.member_sent, name="member-sent"),
    path(
        f"{REQUEST}/answers/evidence/<int:evidence>/",
        members.member_evidence,
        name="member-evidence",
    ),
    path("<slug:partnership>/rounds/scoreboard/", views.show_scoreboard, name="scoreboard"),
    path("<slug:partnership>/rounds/scoreboard.csv", views.scoreboard_csv, name="scoreboard-csv"),
]
