from django.urls import path

from actions import across_page, home, views
from actions.calendar import calendar
from actions.due_page import due
from actions.over_time import views as over_time
from actions.over_time import years
from actions.updating import action_page, my_work, putting_right
from plans.urls import PLAN

urlpatterns = [
    path("calendar/<str:key>.ics", calendar, name="calendar"),
    path("", my_work.my_work, name="my-work"),
    path("across/", across_page.across, name="across"),
    path("across/actions/", across_page.across_actions, name="across-actions"),
    path("across/mine/", across_page.my_actions, name="my-actions"),
    path("<slug:partnership>/", home.partnership, name="partnership"),
    path("<slug:partnership>/due/", due, name="due"),
    path(
        "<slug:partnership>/updates/evidence/<int:pk>/",
        action_page.update_evidence,
        name="update-evidence",
    ),
    path("<slug:partnership>/years/", years.years_beside, name="years"),
    path(f"{PLAN}/over-time/", over_time.over_time, name="over-time"),
    path(f"{PLAN}/over-time/day/", over_time.on_a_day, name="over-time-day"),
    path(f"{PLAN}/over-time/<int:pk>/", over_time.priority, name="over-time-priority"),
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
