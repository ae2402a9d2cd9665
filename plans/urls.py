from django.urls import URLPattern, path, register_converter

from plans.addresses import PlanConverter
from plans.kinds import KINDS, Kind
from plans.numbering import PRIORITIES
from plans.searching import views as searching
from plans.views import members, narrative, numbering, pages, people, records, rows, settings

register_converter(PlanConverter, "plan")

PLAN = "<slug:partnership>/<plan:address>"


def pages_of(kind: Kind) -> list[URLPattern]:
    """The addresses of a kind's rows: add, change, remove, move, the history and the way back."""
    below = "" if kind.above in ("plan", "partnership") else "<int:above>/"
    arguments = {"kind": kind}
    folder = f"{PLAN}/{kind.folder}"
    row = f"{folder}/<int:pk>"
    pages = [
        path(f"{folder}/{below}add/", rows.add, arguments, name=f"{kind.name}-add"),
        path(f"{row}/", rows.change, arguments, name=kind.name),
        path(f"{row}/remove/", rows.remove, arguments, name=f"{kind.name}-remove"),
        path(f"{row}/history/", records.history, arguments, name=f"{kind.name}-history"),
        path(
            f"{row}/history/<int:record>/",
            records.restore,
            arguments,
            name=f"{kind.name}-restore",
        ),
    ]
    if kind.has_places:
        pages.append(path(f"{row}/move/", records.move, arguments, name=f"{kind.name}-move"))
    return pages


urlpatterns = [
    path("pasted/", narrative.pasted, name="pasted"),
    path("search/", searching.search, name="search"),
    path(f"{PLAN}/log/", pages.log, name="log"),
    path(f"{PLAN}/funding/", pages.funding, name="funding"),
    path(f"{PLAN}/figures/", pages.figures, name="figures"),
    path(f"{PLAN}/narrative/", narrative.narrative, name="narrative"),
    path(f"{PLAN}/narrative/preview/", narrative.preview, name="block-preview"),
    path(f"{PLAN}/narrative/<int:pk>/picture", narrative.picture, name="block-picture-file"),
    path(f"{PLAN}/edit/removed/", records.removed, name="removed"),
    path(f"{PLAN}/glossary/", pages.glossary, name="glossary"),
    path(f"{PLAN}/steps/", pages.steps, name="steps"),
    path(f"{PLAN}/settings/", settings.settings, name="plan-settings"),
    path(f"{PLAN}/settings/cover/", settings.cover, name="plan-cover"),
    path(f"{PLAN}/settings/partnership/", settings.partnership_details, name="partnership-details"),
    path(f"{PLAN}/settings/people/", people.people, name="plan-people"),
    path(f"{PLAN}/settings/people/add/", people.add, name="plan-person-add"),
    path(f"{PLAN}/settings/people/<int:pk>/remove/", people.remove, name="plan-person-remove"),
    path(f"{PLAN}/settings/people/everybody/", people.to_all, name="plan-open-to-all"),
    path(f"{PLAN}/members/", members.members, name="members"),
    path(f"{PLAN}/members/<int:pk>/move/", members.move, name="member-move"),
    path(f"{PLAN}/members/<int:pk>/end/", members.end, name="member-end"),
    path(f"{PLAN}/members/<int:pk>/group/", members.group, name="member-group"),
    path(
        f"{PLAN}/priorities/number/",
        numbering.number,
        {"numbering": PRIORITIES},
        name="priorities-number",
    ),
    *(page for kind in KINDS for page in pages_of(kind)),
]
