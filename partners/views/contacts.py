"""The contacts of the partners, taken away as a file; their earlier imports."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from csp.spreadsheets import csv_files, excel_files
from csp.spreadsheets.lists import list_file
from partners import earlier_imports as earlier
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.contact_import.columns import COLUMNS
from partners.resources import ContactResource

MOST_IMPORTS = 50


@require_GET
@never_cache
def contacts_export(request: SignedInRequest, partnership: str) -> HttpResponse:
    """All contacts, in the columns of the import: to be edited and brought back."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_CONTACTS)
    contacts = ContactResource(membership.partnership).export()
    return list_file(request, f"{partnership}-contacts", contacts.headers, contacts)


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
    if taken_back.partners:
        added = taken_back.partners
        parts.append(f"and {added} partner{'' if added == 1 else 's'} removed that it had added")
    return f"The import has been undone: {', '.join(parts)}."
