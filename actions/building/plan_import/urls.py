from django.urls import path

from actions.building.plan_import import views
from plans.urls import PLAN

urlpatterns = [
    path(f"{PLAN}/import/", views.plan_import, name="plan-import"),
    path(f"{PLAN}/import/<int:pk>/columns/", views.columns, name="plan-import-columns"),
    path(f"{PLAN}/import/<int:pk>/owners/", views.owners, name="plan-import-owners"),
    path(f"{PLAN}/import/<int:pk>/preview/", views.preview, name="plan-import-preview"),
    path(f"{PLAN}/import/<int:pk>/confirm/", views.confirm, name="plan-import-confirm"),
    path(f"{PLAN}/imports/", views.imports, name="plan-imports"),
]
