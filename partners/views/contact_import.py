"""The import of a list of contacts, step by step: the file, its columns, what it would change.

No contact is written before the last step. Until then an import can be left, and taken up again
from the page that takes files.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from csp.middleware import typed_before_sign_in
from csp.spreadsheets import excel_files
from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.contact_import.choosing import (
    begin,
    discard,
    list_of,
    preview_of,
    save_choices,
    version_of_choices,
)
from partners.contact_import.columns import EXPLANATIONS
from partners.contact_import.forms import AnswersForm, ColumnsForm, ContactFileForm
from partners.contact_import.lists import Choices
from partners.contact_import.preview import Preview
from partners.contact_import.writing import file_of, left_out, write
from partners.models import ContactImport, Partnership

MOST_LISTED = 50
# Of each kind on the page of the preview, which would be megabytes with 5,000.
MOST_ROWS = 200
OVERTAKEN = (
    "Somebody chose otherwise while you were reading. Compare yours with what is saved now, then "
    "save yours again to replace it"
)
ANSWERED = "Your answers have changed what is imported. Check it, then import it."


@require_http_methods(["GET", "POST"])
def contact_import(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Choose a file of contacts, or go on with one."""
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    of = membership.partnership
    is_sent = request.method == "POST"
    form = ContactFileForm(request.POST, request.FILES) if is_sent else ContactFileForm()
    if is_sent and form.is_valid():
        started = begin(
            form.grids,
            partnership=of,
            file_name=form.cleaned_data["file"].name,
            by=membership.user,
            subject=form.cleaned_data["subject"],
        )
        return redirect("contact-import-columns", of.slug, started.pk)
    waiting = of.contact_imports.defer("tables", "choices", "left_out").filter(reason="")
    shown = {"form": form, "waiting": waiting[:MOST_LISTED], "explanations": EXPLANATIONS}
    return _page(request, "contact_import", of, shown)


@require_http_methods(["GET", "POST"])
@never_cache
def contact_import_columns(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """What each column is."""
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    started = _started(membership.partnership, pk)
    if started.reason:
        return redirect("contact-import-done", partnership, pk)
    contacts = list_of(started)
    typed = request.POST if request.method == "POST" else typed_before_sign_in(request)
    initial = {VERSION: version_of_choices(started)}
    form = ColumnsForm(typed, contacts=contacts, initial=initial)
    if request.method == "POST":
        is_anew = form.reads_anew
        if is_anew or form.is_valid():
            choices = form.chosen_anew() if is_anew else form.choices
            try:
                save_choices(started, choices, seen=request.POST.get(VERSION, ""))
            except ChangedByAnother as changed:
                form.is_valid()
                return _overtaken_columns(request, started, form, changed.now)
            if is_anew:
                messages.info(request, "The list was read anew. Check what its columns are.")
                return redirect("contact-import-columns", partnership, pk)
            return redirect("contact-import-preview", partnership, pk)
    return _columns_page(request, started, form)


def _overtaken_columns(
    request: SignedInRequest, started: ContactImport, form: ColumnsForm, now: ContactImport
) -> HttpResponse:
    if now.reason:
        return redirect("contact-import-done", started.partnership.slug, started.pk)
    now.partnership = started.partnership
    form.changed_by_another(
        OVERTAKEN, version=version_of_choices(now), saved_now=form.differences(list_of(now))
    )
    return _columns_page(request, started, form)


def _columns_page(
    request: SignedInRequest, started: ContactImport, form: ColumnsForm
) -> HttpResponse:
    shown = {"import": started, "form": form, "list": form.list}
    return _page(request, "contact_import_columns", started.partnership, shown)


@require_http_methods(["GET", "POST"])
@never_cache
def contact_import_preview(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """What the import would change; answers on who is meant; and importing it.

    By GET it is opened after signing in again, too.
    """
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    started = _started(membership.partnership, pk)
    if started.reason:
        return redirect("contact-import-done", partnership, pk)
    preview = preview_of(started)
    initial = {VERSION: version_of_choices(started)}
    typed = request.POST if request.method == "POST" else typed_before_sign_in(request)
    form = AnswersForm(typed, preview=preview, initial=initial)
    if request.method == "GET" or not form.is_valid():
        return _preview_page(request, started, preview, form)
    do = request.POST.get("do", "")
    answered = form.choices(adds_others=do == "add")
    if do == "import" and answered.as_json() == started.choices:
        return _import(request, started)
    try:
        save_choices(started, answered, seen=form.cleaned_data[VERSION])
    except ChangedByAnother as changed:
        if changed.now.reason:
            return redirect("contact-import-done", partnership, pk)
        form.changed_by_another(
            OVERTAKEN,
            version=version_of_choices(changed.now),
            saved_now=form.differences(Choices.of(changed.now)),
        )
        return _preview_page(request, started, preview, form)
    if do == "import":
        messages.warning(request, ANSWERED)
    return redirect("contact-import-preview", partnership, pk)


def _import(request: SignedInRequest, started: ContactImport) -> HttpResponse:
    """Import what the preview showed, or show it again if that isn't what would happen now."""
    preview, is_written = write(started, agreed=request.POST.get("agreed", ""))
    if preview and not is_written:
        form = AnswersForm(preview=preview, initial={VERSION: version_of_choices(started)})
        return _preview_page(request, started, preview, form, overtaken=True)
    return redirect("contact-import-done", started.partnership.slug, started.pk)


def _preview_page(
    request: SignedInRequest,
    started: ContactImport,
    preview: Preview,
    form: AnswersForm,
    *,
    overtaken: bool = False,
) -> HttpResponse:
    """overtaken: whether another preview was agreed to before."""
    shown = {"import": started, "preview": preview, "form": form, "overtaken": overtaken}
    shown["subject"] = preview.source.subject
    shows_all = request.GET.get("rows") == "all"
    shown |= {"most_rows": MOST_ROWS, "shows_all": shows_all}
    shown["rows_shown"] = ":" if shows_all else f":{MOST_ROWS}"
    return _page(request, "contact_import_preview", started.partnership, shown)


@require_GET
@never_cache
def contact_import_left_out(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """The rows that don't go in, or did not, as an Excel file with the reason in a last column."""
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    started = _started(membership.partnership, pk)
    rows = started.left_out if started.reason else left_out(preview_of(started))
    if not rows:
        raise Http404
    return HttpResponse(
        file_of(rows),
        content_type=excel_files.CONTENT_TYPE,
        headers={"Content-Disposition": 'attachment; filename="contacts-left-out.xlsx"'},
    )


@require_GET
def contact_import_done(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """What was imported, and the file of what was not."""
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    started = _started(membership.partnership, pk)
    if not started.reason:
        return redirect("contact-import-preview", partnership, pk)
    return _page(request, "contact_import_done", membership.partnership, {"import": started})


@require_http_methods(["GET", "POST"])
def contact_import_discard(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Delete what was read of a file, after asking."""
    membership = membership_or_404(request.user, partnership, Permission.IMPORT_CONTACTS)
    started = _started(membership.partnership, pk)
    if request.method == "GET":
        shown = {"import": started, "version": version_of_choices(started)}
        return _page(request, "contact_import_discard", membership.partnership, shown)
    try:
        discard(started, seen=request.POST.get(VERSION, ""))
    except ChangedByAnother:
        told = f"Somebody went on with {started} while you were reading. It has not been deleted."
        messages.error(request, told)
    else:
        messages.success(request, f"What was read of {started} has been deleted.")
    return redirect("contact-import", partnership)


def _started(partnership: Partnership, pk: int) -> ContactImport:
    """The ContactImport of a partnership, which it has loaded. Raises Http404."""
    started = get_object_or_404(partnership.contact_imports, pk=pk)
    started.partnership = partnership
    return started


def _page(
    request: SignedInRequest, name: str, partnership: Partnership, shown: dict[str, Any]
) -> HttpResponse:
    return render(request, f"partners/{name}.html", {"partnership": partnership} | shown)
