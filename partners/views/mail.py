"""The e-mails of the demo, which go nowhere, on screen: so that one can follow their links."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from csp.pages import page_of
from csp.spreadsheets.lists import list_file, wants_file
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.mail_access import shown_to
from partners.models import Membership

MAILS_ON_A_PAGE = 50
# Whatever is in the e-mail, it runs nothing and fetches nothing; its own styles are its look.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@require_GET
@never_cache
def sent_mail(request: SignedInRequest, partnership: str) -> HttpResponse:
    """The e-mails of the partnership, latest first."""
    membership = _membership_or_404(request, partnership)
    mails = shown_to(membership, membership.partnership.mails.defer("text", "html"))
    if wants_file(request):
        rows = [
            [one.made_at, one.recipient, one.subject, one.get_state_display(), one.problem]
            for one in mails
        ]
        headings = ["Written", "To", "Subject", "Status", "Problem"]
        return list_file(request, f"{membership.partnership.slug}-mail", headings, rows)
    page = page_of(mails, request.GET.get("page"), size=MAILS_ON_A_PAGE)
    return render(
        request, "partners/mails.html", {"partnership": membership.partnership, "page": page}
    )


@require_GET
@never_cache
def sent_mail_message(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """One e-mail: its text, with links that can be followed."""
    membership = _membership_or_404(request, partnership)
    mail = get_object_or_404(shown_to(membership, membership.partnership.mails.all()), pk=pk)
    context = {"partnership": membership.partnership, "mail": mail}
    return render(request, "partners/mail.html", context)


@require_GET
@never_cache
def sent_mail_file(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """The same e-mail as a mail program shows it: a page of its own, which can do nothing."""
    membership = _membership_or_404(request, partnership)
    mails = membership.partnership.mails.exclude(html="")
    mail = get_object_or_404(shown_to(membership, mails), pk=pk)
    return HttpResponse(
        mail.html,
        headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"},
    )


def _membership_or_404(request: SignedInRequest, slug: str) -> Membership:
    """Whoever reads these could answer for every partner, so it is for the demo alone."""
    membership = membership_or_404(request.user, slug, Permission.RUN_ROUNDS)
    if not settings.DEMO:
        raise Http404
    return membership
