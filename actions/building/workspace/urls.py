from django.urls import path

from actions.building.workspace import views
from actions.building.workspace.kinds import PLAN_ACTION, RECOMMENDATION
from actions.building.workspace.numbering import ACTIONS
from plans.urls import PLAN, pages_of
from plans.views import numbering

urlpatterns = [
    path(f"{PLAN}/edit/", views.workspace, name="workspace"),
    path(f"{PLAN}/edit/number/", numbering.number, {"numbering": ACTIONS}, name="actions-number"),
    *pages_of(PLAN_ACTION),
    *pages_of(RECOMMENDATION),
]
