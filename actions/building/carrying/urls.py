from django.urls import path

from actions.building.carrying import begin_views, going_on_views, views
from plans.urls import PLAN

FOLDER = f"{PLAN}/carry-forward"

urlpatterns = [
    path("<slug:partnership>/begin/", begin_views.begin, name="plan-begin"),
    path("<slug:partnership>/begin/titled/", begin_views.begin_titled, name="plan-begin-titled"),
    path(f"{FOLDER}/", views.overview, name="carry-forward"),
    path(f"{FOLDER}/keep/", going_on_views.keep, name="carry-keep"),
    path(f"{FOLDER}/priorities/<int:pk>/", views.priority, name="carry-priority"),
    path(f"{FOLDER}/actions/<int:pk>/", views.action, name="carry-action"),
]
