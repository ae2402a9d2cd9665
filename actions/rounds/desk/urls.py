from django.urls import path

from actions.rounds.desk import questions, signed_in, views

REQUEST = "<slug:partnership>/rounds/requests/<int:pk>"

urlpatterns = [
    path("<slug:partnership>/answers/", views.desk, name="desk"),
    path("<slug:partnership>/answers/<int:pk>/", views.answer, name="desk-answer"),
    path(
        "<slug:partnership>/answers/questions/<int:pk>/", questions.question, name="desk-question"
    ),
    path(f"{REQUEST}/answers/", signed_in.actions, name="signed-in-actions"),
    path(f"{REQUEST}/answers/<int:action>/", signed_in.action, name="signed-in-action"),
    path(f"{REQUEST}/answers/send/", signed_in.send, name="signed-in-send"),
    path(f"{REQUEST}/answers/sent/", signed_in.sent, name="signed-in-sent"),
    path(
        f"{REQUEST}/answers/evidence/<int:evidence>/",
        signed_in.evidence,
        name="signed-in-evidence",
    ),
    path("<slug:partnership>/rounds/scoreboard/", views.show_scoreboard, name="scoreboard"),
    path("<slug:partnership>/rounds/scoreboard.csv", views.scoreboard_csv, name="scoreboard-csv"),
]
