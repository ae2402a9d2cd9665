from django.urls import path

from actions import views

urlpatterns = [
    path("", views.my_work, name="my-work"),
    path("<slug:partnership>/", views.partnership, name="partnership"),
    path("<slug:partnership>/<int:year>/", views.plan, name="plan"),
    path(
        "<slug:partnership>/<int:year>/recommendations/",
        views.recommendations,
        name="recommendations",
    ),
    path(
        "<slug:partnership>/<int:year>/cross-cutting-themes/",
        views.cross_cutting,
        name="cross-cutting",
    ),
    path("<slug:partnership>/<int:year>/actions/<int:pk>/", views.action, name="action"),
]
