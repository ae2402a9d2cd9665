from django.urls import path

from actions import views
from actions.calendar import calendar
from plans.urls import PLAN

urlpatterns = [
    path("calendar/<str:key>.ics", calendar, name="calendar"),
    path("", views.my_work, name="my-work"),
    path("<slug:partnership>/", views.partnership, name="partnership"),
    path(f"{PLAN}/", views.plan, name="plan"),
    path(f"{PLAN}/recommendations/", views.recommendations, name="recommendations"),
    path(f"{PLAN}/cross-cutting-themes/", views.cross_cutting, name="cross-cutting"),
    path(f"{PLAN}/actions/<int:pk>/", views.action, name="action"),
]
