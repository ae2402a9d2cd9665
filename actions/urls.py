from django.urls import path

from actions import views

urlpatterns = [
    path("", views.my_work, name="my-work"),
    path("<slug:partnership>/", views.partnership, name="partnership"),
    path("<slug:partnership>/<int:year>/", views.plan, name="plan"),
    path("<slug:partnership>/<int:year>/actions/<int:pk>/", views.action, name="action"),
]
