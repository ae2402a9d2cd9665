from django.urls import path

from actions import views
from actions.calendar import calendar
from actions.due_page import due
from actions.updating import action_page, my_work, putting_right
from plans.urls import PLAN

urlpatterns = [
    path("calendar/<str:key>.ics", calendar, name="calendar"),
    path("", my_work.my_work, name="my-work"),
    path("<slug:partnership>/", views.partnership, name="partnership"),
    path("<slug:partnership>/due/", due, name="due"),
    path(
        "<slug:partnership>/updates/evidence/<int:pk>/",
        action_page.update_evidence,
        name="update-evidence",
    ),
    path(f"{PLAN}/", views.plan, name="plan"),
    path(f"{PLAN}/recommendations/", views.recommendations, name="recommendations"),
    path(f"{PLAN}/cross-cutting-themes/", views.cross_cutting, name="cross-cutting"),
    path(f"{PLAN}/actions/<int:pk>/", action_page.action, name="action"),
    path(
        f"{PLAN}/actions/<int:action>/updates/<int:pk>/put-right/",
        putting_right.put_right,
        name="update-put-right",
    ),
]
