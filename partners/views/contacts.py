"""The contacts of the partners: imported, taken away as CSV."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from csp.middleware import typed_before_sign_in
from csp.spreadsheets import csv_files, excel_files
from csp.spreadsheets.tables import Table
from partners import contact_import as importing
from partners import earlier_imports as earlier
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.contact_columns import COLUMNS, EXPLANATIONS
from partners.forms import ContactImportForm
from partners.resources import ContactResource

MOST_IMPORTS = 50


@require_GET
@never_cache
def contacts_export(request: SignedInRequest, partnership: str) -> HttpResponse:
    """All contacts, in the columns of the import: to be edited and brought back."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_CONTACTS)
    contacts = ContactResource(membership.partnership).export()
    content = csv_files.write(contacts.headers, contacts)
    return _file(content, "text/csv; charset=utf-8", f"{partnership}-contacts.csv")


@require_GET
def contacts_csv_template(request: SignedInRequest, partnership: str) -> HttpResponse:
    """An empty CSV file with the columns of the import."""
    membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    content = csv_files.write(list(COLUMNS), [])
    return _file(content, "text/csv; charset=utf-8", "contacts.csv")


@require_GET
def contacts_excel_template(request: SignedInRequest, partnership: str) -> HttpResponse:
    """An empty Excel file with the columns of the import."""
    membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    content = excel_files.write(list(COLUMNS))
    return _file(content, excel_files.CONTENT_TYPE, "contacts.xlsx")


def _file(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def contact_import(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Choose a file of contacts; then see what importing it would change."""
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    if request.method == "GET":
        return _import_form(request, ContactImportForm(partnership=membership.partnership))
    form = ContactImportForm(request.POST, request.FILES, partnership=membership.partnership)
    if not form.is_valid():
        return _import_form(request, form)
    return _preview(request, form.table, form.preview)


@require_http_methods(["GET", "POST"])
def contact_import_confirm(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Import what the preview showed, or show it again if that isn't what would happen now.

    By GET it is opened after signing in again, with the rows that were sent before.
    """
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    partnership = membership.partnership
    sent = request.POST if request.method == "POST" else typed_before_sign_in(request) or {}
    if "rows" not in sent:
        return _import_form(request, ContactImportForm(partnership=partnership))
    try:
        table, agreed = importing.unseal(sent["rows"], partnership=partnership, by=request.user)
    except signing.BadSignature:
        messages.error(request, "That preview has expired. Select the file again.")
        return redirect("contact-import", partnership.slug)
    if request.method == "GET":
        return _preview(request, table, importing.preview(table, partnership=partnership))
    outcome, written = importing.write(table, partnership=partnership, agreed=agreed)
    if not written:
        return _preview(request, table, outcome, overtaken=True)
    messages.success(request, _said(outcome))
    return redirect("partners", partnership.slug)


def _said(outcome: importing.Preview) -> str:
    added, changed = len(outcome.added), len(outcome.changed)
    parts = [f"{added} contact{'' if added == 1 else 's'} added"] if added else []
    parts += [f"{changed} changed"] if added and changed else []
    parts += [f"{changed} contact{'' if changed == 1 else 's'} changed"] if not added else []
    return ", ".join(parts) + "."


@require_http_methods(["GET", "POST"])
def earlier_imports(request: SignedInRequest, partnership: str) -> HttpResponse:
    """The imports that were made; taking one back."""
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    partnership = membership.partnership
    if request.method == "POST":
        taken_back = earlier.take_back(partnership, request.POST.get("import", ""))
        messages.success(request, _said_of_undoing(taken_back))
        return redirect("earlier-imports", partnership.slug)
    context = {"partnership": partnership, "imports": earlier.imports(partnership)[:MOST_IMPORTS]}
    return render(request, "partners/earlier_imports.html", context)


def _said_of_undoing(taken_back: earlier.TakenBack) -> str:
    parts = [f"{taken_back.removed} removed", f"{taken_back.restored} restored"]
    if taken_back.left:
        parts.append(f"{taken_back.left} left as they are, because somebody has changed them since")
    return f"The import has been undone: {', '.join(parts)}."


def _import_form(request: HttpRequest, form: ContactImportForm) -> HttpResponse:
    context = {
        "partnership": form.partnership,
        "form": form,
        "explanations": EXPLANATIONS,
    }
    return render(request, "partners/contact_import.html", context)


def _preview(
    request: SignedInRequest, table: Table, preview: importing.Preview, overtaken: bool = False
) -> HttpResponse:
    """overtaken: whether another preview was agreed to before."""
    partnership = preview.partnership
    sealed = ""
    if preview.can_be_written:
        sealed = importing.seal(table, preview.digest, partnership=partnership, by=request.user)
    context = {
        "partnership": partnership,
        "preview": preview,
        "sealed": sealed,
        "overtaken": overtaken,
    }
    return render(request, "partners/contact_import_preview.html", context)
