from django.urls import path

from actions import home, views
from actions.calendar import calendar
from actions.updating import action_page, my_work, putting_right
from plans.urls import PLAN

urlpatterns = [
    path("calendar/<str:key>.ics", calendar, name="calendar"),
    path("", my_work.my_work, name="my-work"),
    path("across/", home.across, name="across"),
    path("<slug:partnership>/", home.partnership, name="partnership"),
    path(
        "<slug:partnership>/updates/evidence/<int:pk>/",
        action_page.update_evidence,
        name="update-evidence",
    ),
    path(f"{PLAN}/", views.plan, name="plan"),
    path(f"{PLAN}/by-partner/", home.by_partner, name="by-partner"),
    path(f"{PLAN}/recommendations/", views.recommendations, name="recommendations"),
    path(f"{PLAN}/cross-cutting-themes/", views.cross_cutting, name="cross-cutting"),
    path(f"{PLAN}/actions/<int:pk>/", action_page.action, name="action"),
    path(
        f"{PLAN}/actions/<int:action>/updates/<int:pk>/put-right/",
        putting_right.put_right,
        name="update-put-right",
    ),
]
