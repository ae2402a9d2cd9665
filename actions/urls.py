from django.urls import include, path

from actions import views

urlpatterns = [
    path("", views.my_work, name="my-work"),
    path("", include("actions.rounds.urls")),
    path("", include("actions.desk.urls")),
    path("", include("actions.workspace.urls")),
    path("", include("actions.carrying.urls")),
    path("", include("actions.plan_import.urls")),
    path("<slug:partnership>/", views.partnership, name="partnership"),
    path("<slug:partnership>/<int:year>/", views.plan, name="plan"),
    path("<slug:partnership>/<int:year>/actions/<int:pk>/", views.action, name="action"),
]
