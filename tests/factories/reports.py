"""Documents that were made, and editions."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils import timezone

from reports.models import AcceptedFinding, Edition, EditionFile, Rendering
from tests.factories.partners import make_user, numbers


def make_rendered_file(plan, content=b"%PDF-1.7 made", **fields):
    """A PDF of the plan as makers leave it; content None: it is not made, and waits."""
    fields = {
        "format_name": "pdf",
        "fingerprint": f"{next(numbers):064x}",
        "name": "larkshire-plan.pdf",
        "asked_at": timezone.now(),
    } | fields
    file = Rendering.objects.create(plan=plan, **fields)
    return file if content is None else finish(file, content)


def finish(file, content):
    """The Rendering as if it had been made, with that content."""
    file.file = file.file.storage.save("a-file", ContentFile(content))
    file.state = file.State.MADE
    file.save()
    return file


def make_chapter(name="introduction", title="Introduction", words="<p>Words.</p>"):
    """A part of a document, as its web page has it."""
    return (
        f'<section class="part part-{name}" aria-labelledby="{name}">'
        f'<h2 class="part-title" id="{name}">{title}</h2>{words}</section>'
    )


def make_frozen_action(wording="Open a refuge", key="k2345678", **texts):
    """An action as an edition's file of data has it."""
    texts = {"priority": "Priority 1: Violence", "status": "On track"} | texts
    return {"key": key, "action": wording, **texts}


def make_frozen_rows(*actions):
    """The table of these actions, as an edition's web page has it."""
    rows = "".join(
        f'<tr role="row" id="plan-action-{one["key"]}"><th scope="row" role="rowheader" '
        f'class="action of-wording">{one["action"]}</th></tr>'
        for one in actions
    )
    return f'<table class="actions cards">{rows}</table>'


def make_edition(plan, page=None, actions=None, **fields):
    """An edition as if it had been issued, after those before it: a web page, a PDF, its actions.

    page: the words of its web page, two chapters if left out.
    """
    if actions is None:
        actions = [make_frozen_action()]
    if page is None:
        rows = make_frozen_rows(*actions)
        page = make_chapter() + make_chapter("action_plans", "Action plans", rows)
    number = plan.editions.count() + 1
    fields = {
        "number": number,
        "label": f"Edition {number}",
        "title": f"Partnership Plan {plan.start_year} to {plan.start_year + 1}",
        "issued_at": datetime(2026, 11, number, 12, tzinfo=UTC),
        "issued_by": fields.get("issued_by") or make_user(),
    } | fields
    edition = Edition.objects.create(plan=plan, **fields)
    html = (
        '<!doctype html><html lang="en-GB"><head><title>Plan</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>:root { --accent: #1d4d63; }</style></head>"
        '<body><header class="document"><h1>Plan</h1></header>'
        f'<main class="document">{page}</main></body></html>'
    )
    for name, label, content_type, content in (
        ("html", "Web page", "text/html; charset=utf-8", html.encode()),
        ("pdf", "PDF", "application/pdf", b"%PDF-1.7"),
        ("json", "JSON", "application/json", json.dumps({"actions": actions}).encode()),
    ):
        EditionFile.objects.create(
            edition=edition,
            format=name,
            label=label,
            content_type=content_type,
            content=content,
            checksum=sha256(content).hexdigest(),
        )
    return edition


def make_accepted_finding(plan, key="", reason="It is meant so.", **fields):
    """A finding of the checks that somebody lets stand."""
    fields = {"words": "Something is missing."} | fields
    fields.setdefault("accepted_by", make_user())
    return AcceptedFinding.objects.create(
        plan=plan, key=key or f"{next(numbers):064x}", reason=reason, **fields
    )


def withdraw(edition, reason="It named a street.", **fields):
    """Withdraw an edition, as a manager would."""
    fields = {"withdrawn_at": datetime(2026, 11, 17, 12, tzinfo=UTC)} | fields
    fields.setdefault("withdrawn_by", edition.issued_by)
    for name, value in (fields | {"withdrawn_reason": reason}).items():
        setattr(edition, name, value)
    edition.save()
    return edition
