"""The pages on one contact of a partner: adding, changing and removing it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother, latest_record, version_of
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.contact_changes import remove_contact, save_contact, warnings_of
from partners.contact_forms import ContactForm
from partners.models import Agency, Contact, Membership, Partnership


@require_http_methods(["GET", "POST"])
@never_cache
def contact_add(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Add a contact to an agency."""
    membership = membership_or_404(request.user, partnership, Permission.EDIT_CONTACTS)
    agency = get_object_or_404(membership.partnership.agencies, pk=pk)
    return _edit(request, membership, Contact(agency=agency), "Add a contact")


@require_http_methods(["GET", "POST"])
@never_cache
def contact(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Change a contact. What was typed is given back even if somebody has removed it."""
    membership = membership_or_404(request.user, partnership, Permission.EDIT_CONTACTS)
    partnership = membership.partnership
    try:
        contact = _contact_or_404(partnership, pk)
    except Http404:
        if request.method == "GET":
            raise
        records = Contact.history.filter(agency__partnership=partnership).select_related("agency")
        record = records.filter(id=pk).first()
        if record is None:
            raise
        contact = Contact(agency=record.agency)
    return _edit(request, membership, contact, "Change a contact")


@require_http_methods(["GET", "POST"])
@never_cache
def contact_remove(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Ask whether a contact is to be removed, and remove it."""
    membership = membership_or_404(request.user, partnership, Permission.EDIT_CONTACTS)
    partnership = membership.partnership
    contact = _contact_or_404(partnership, pk)
    told = ""
    if request.method == "POST":
        try:
            remove_contact(contact, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother as error:
            contact = error.now
            told = (
                "Somebody changed this contact while you were reading. Look at it as it is now "
                "before you remove it"
            )
        except Contact.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, f"{contact.name or contact.role} has been removed.")
            _warn(request, membership, contact.agency)
            return redirect("agency", partnership.slug, contact.agency_id)
    context = {
        "partnership": partnership,
        "agency": contact.agency,
        "contact": contact,
        "version": version_of(contact),
        "told": told,
    }
    return render(request, "partners/contact_remove.html", context)


def _edit(
    request: HttpRequest, membership: Membership, contact: Contact, title: str
) -> HttpResponse:
    partnership = membership.partnership
    if request.method == "POST":
        form, is_saved = save_contact(contact, request.POST)
        if is_saved:
            saved = form.instance
            messages.success(request, f"{saved.name or saved.role} has been saved.")
            _warn(request, membership, saved.agency)
            return redirect("agency", partnership.slug, saved.agency_id)
    else:
        typed = typed_before_sign_in(request)
        form = ContactForm(instance=contact, initial=typed and ContactForm.as_typed(typed))
    context = {
        "partnership": partnership,
        "agency": contact.agency,
        "title": title,
        "form": form,
        "record": latest_record(form.instance),
    }
    return render(request, "partners/contact.html", context)


def _warn(request: HttpRequest, membership: Membership, agency: Agency) -> None:
    for words in warnings_of(agency, membership):
        messages.warning(request, words)


def _contact_or_404(partnership: Partnership, pk: int) -> Contact:
    contacts = Contact.objects.filter(agency__partnership=partnership)
    return get_object_or_404(contacts.select_related("agency"), pk=pk)
