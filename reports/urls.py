from django.urls import path

from reports.formats import FORMATS
from reports.views import checks, documents, downloads, editions, layout, published, rendered

urlpatterns = [
    path("<slug:partnership>/<int:year>/document/", documents.document, name="document"),
    path(
        "<slug:partnership>/<int:year>/document/page/",
        documents.document_page,
        name="document-page",
    ),
    *(
        path(
            f"<slug:partnership>/<int:year>/document/actions.{format}",
            downloads.actions_file,
            {"format": format},
            name=f"actions-{format}",
        )
        if form.is_data
        else path(
            f"<slug:partnership>/<int:year>/document/plan.{format}",
            downloads.document_file,
            {"format": format},
            name=f"document-{format}",
        )
        for format, form in FORMATS.items()
        # The web page is a page of ours, above.
        if form.is_data or form.is_heavy
    ),
    path(
        "<slug:partnership>/<int:year>/document/files/<slug:format>/<slug:fingerprint>/",
        rendered.progress,
        name="rendered",
    ),
    path(
        "<slug:partnership>/<int:year>/document/files/<slug:format>/<slug:fingerprint>/download",
        rendered.download,
        name="rendered-file",
    ),
    path("<slug:partnership>/<int:year>/document/checks/", checks.checks, name="checks"),
    path(
        "<slug:partnership>/<int:year>/document/checks/<slug:key>/accept/",
        checks.finding_accept,
        name="finding-accept",
    ),
    path(
        "<slug:partnership>/<int:year>/document/checks/<slug:key>/take-back/",
        checks.finding_take_back,
        name="finding-take-back",
    ),
    path("<slug:partnership>/<int:year>/document/editions/", editions.editions, name="editions"),
    path(
        "<slug:partnership>/<int:year>/document/issue/",
        editions.edition_issue,
        name="edition-issue",
    ),
    path(
        "<slug:partnership>/<int:year>/document/editions/<int:number>/withdraw/",
        editions.edition_withdraw,
        name="edition-withdraw",
    ),
    path("<slug:partnership>/<int:year>/layout/", layout.layout, name="layout"),
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
    path(
        "published/<slug:partnership>/<int:year>/",
        published.edition,
        name="published-plan",
    ),
    path(
        "published/<slug:partnership>/<int:year>/<int:number>/",
        published.edition,
        name="published-edition",
    ),
    path(
        "published/<slug:partnership>/<int:year>/<int:number>/document.<slug:format>",
        published.file,
        name="published-file",
    ),
]
