from django.urls import path

from plans.urls import PLAN
from reports.formats import FORMATS
from reports.views import (
    being_found,
    changes,
    checks,
    documents,
    downloads,
    editions,
    health,
    layout,
    meetings,
    open_data,
    published,
    published_actions,
    published_editions,
    rendered,
    transfer,
)

PUBLISHED = "published/<slug:partnership>/<plan:address>"
OPEN_DATA = "open-data/<slug:partnership>/<plan:address>"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", being_found.robots, name="robots"),
    path("sitemap.xml", being_found.sitemap, name="sitemap"),
    path("open-data/", open_data.open_data, name="open-data"),
    path("open-data/catalogue.jsonld", open_data.show_catalogue, name="open-data-catalogue"),
    path("open-data/actions.schema.json", open_data.show_schema, name="open-data-schema"),
    path(f"{OPEN_DATA}/actions.<slug:format>", open_data.actions, name="open-data-actions"),
    path(
        f"{OPEN_DATA}/<int:number>/actions.<slug:format>",
        open_data.actions,
        name="open-data-edition",
    ),
    path("published/", published.partnerships, name="published"),
    path(
        "published/<slug:partnership>/",
        published.partnership,
        name="published-partnership",
    ),
    path(
        "published/<slug:partnership>/accessibility/",
        published.accessibility,
        name="published-accessibility",
    ),
    path(f"{PUBLISHED}/", published_editions.edition, name="published-plan"),
    path(f"{PUBLISHED}/whole/", published_editions.whole, name="published-whole"),
    path(
        f"{PUBLISHED}/chapters/<str:slug>/",
        published_editions.chapter,
        name="published-chapter",
    ),
    path(f"{PUBLISHED}/changes/", changes.published_changes, name="published-changes"),
    path(f"{PUBLISHED}/actions/<slug:key>/", published_actions.action, name="published-action"),
    path(f"{PUBLISHED}/<int:number>/", published_editions.edition, name="published-edition"),
    path(
        f"{PUBLISHED}/<int:number>/whole/",
        published_editions.whole,
        name="published-edition-whole",
    ),
    path(
        f"{PUBLISHED}/<int:number>/chapters/<str:slug>/",
        published_editions.chapter,
        name="published-edition-chapter",
    ),
    path(
        f"{PUBLISHED}/<int:number>/document.<slug:format>",
        published.file,
        name="published-file",
    ),
    path(f"{PLAN}/document/", documents.document, name="document"),
    path(
        f"{PLAN}/document/page/",
        documents.document_page,
        name="document-page",
    ),
    *(
        path(
            f"{PLAN}/document/actions.{format}",
            downloads.actions_file,
            {"format": format},
            name=f"actions-{format}",
        )
        if form.is_data
        else path(
            f"{PLAN}/document/plan.{format}",
            downloads.document_file,
            {"format": format},
            name=f"document-{format}",
        )
        for format, form in FORMATS.items()
        # The web page is a page of ours, above.
        if form.is_data or form.is_heavy
    ),
    path(f"{PLAN}/document/whole.json", transfer.plan_as_json, name="plan-json"),
    path(f"{PLAN}/document/whole.xlsx", transfer.plan_as_workbook, name="plan-xlsx"),
    path("<slug:partnership>/begin/file/", transfer.plan_from_file, name="plan-from-file"),
    path("<slug:partnership>/partners/all/", transfer.take_away, name="take-away"),
    path("<slug:partnership>/partners/all.zip", transfer.archive_file, name="archive-file"),
    path(
        f"{PLAN}/document/files/<slug:format>/<slug:fingerprint>/",
        rendered.progress,
        name="rendered",
    ),
    path(
        f"{PLAN}/document/files/<slug:format>/<slug:fingerprint>/download",
        rendered.download,
        name="rendered-file",
    ),
    path(f"{PLAN}/document/checks/", checks.checks, name="checks"),
    path(
        f"{PLAN}/document/checks/<slug:key>/accept/",
        checks.finding_accept,
        name="finding-accept",
    ),
    path(
        f"{PLAN}/document/checks/<slug:key>/take-back/",
        checks.finding_take_back,
        name="finding-take-back",
    ),
    path(f"{PLAN}/document/editions/", editions.editions, name="editions"),
    path(f"{PLAN}/document/editions/changes/", changes.edition_changes, name="edition-changes"),
    path(
        f"{PLAN}/document/issue/",
        editions.edition_issue,
        name="edition-issue",
    ),
    path(
        f"{PLAN}/document/editions/<int:number>/withdraw/",
        editions.edition_withdraw,
        name="edition-withdraw",
    ),
    path(f"{PLAN}/layout/", layout.layout, name="layout"),
    path(f"{PLAN}/meetings/days/<int:pk>/papers.pdf", meetings.pack, name="meeting-pack"),
    *(
        path(
            f"{PLAN}/meetings/days/<int:pk>/minutes.{format}",
            meetings.minutes_file,
            {"format": format},
            name=f"minutes-{format}",
        )
        for format in ("pdf", "docx")
    ),
]
