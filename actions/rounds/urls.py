from django.urls import include, path

from actions.rounds.views import links, opening, rounds

urlpatterns = [
    path("", include("actions.rounds.desk.urls")),
    path("answer/new-link/", links.answer_new_link, name="answer-new-link"),
    path("answer/<str:token>/", links.answer, name="answer"),
    path("answer/<str:token>/actions/<int:pk>/", links.answer_action, name="answer-action"),
    path("answer/<str:token>/send/", links.answer_send, name="answer-send"),
    path("answer/<str:token>/sent/", links.answer_sent, name="answer-sent"),
    path("answer/<str:token>/evidence/<int:pk>/", links.answer_evidence, name="answer-evidence"),
    path("<slug:partnership>/rounds/", rounds.rounds, name="rounds"),
    path("<slug:partnership>/rounds/open/", opening.round_open, name="round-open"),
    path("<slug:partnership>/rounds/<int:pk>/", rounds.round, name="round"),
    path("<slug:partnership>/rounds/<int:pk>/change/", rounds.round_change, name="round-change"),
    path("<slug:partnership>/rounds/<int:pk>/ask/", opening.round_ask, name="round-ask"),
    path("<slug:partnership>/rounds/<int:pk>/close/", rounds.round_close, name="round-close"),
    path(
        "<slug:partnership>/rounds/requests/<int:pk>/send/",
        rounds.request_send,
        name="request-send",
    ),
    path(
        "<slug:partnership>/rounds/requests/<int:pk>/revoke/",
        rounds.request_revoke,
        name="request-revoke",
    ),
    path("<slug:partnership>/rounds/evidence/<int:pk>/", rounds.evidence, name="evidence"),
]
