from django.urls import include, path

urlpatterns = [
    path("", include("actions.building.workspace.urls")),
    path("", include("actions.building.carrying.urls")),
    path("", include("actions.building.plan_import.urls")),
]
