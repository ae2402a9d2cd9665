"""What is written down of who did what: which pages count, and when it goes.

A page that does one of these things is named here once; that it has done it, its answer tells.
docs/decisions/audit.md says why.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from csp.after import when_out
from csp.logs import without_tokens
from csp.spreadsheets.lists import wants_file
from partners.models import AuditEntry, Partnership, User

What = AuditEntry.What

# 13 months: a year can be looked back on when it is over.
KEPT = timedelta(days=396)

# Pages from which something is taken.
DOWNLOADS = {
    *("document-pdf", "document-docx", "actions-xlsx", "actions-csv", "actions-json"),
    *("plan-json", "plan-xlsx", "rendered-file", "archive-file", "contacts-export"),
    *("evidence", "update-evidence", "audit-export", "own-data"),
    *("meeting-pack", "minutes-pdf", "minutes-docx"),
}
# Forms that do one of these things when they are taken.
FORMS = {
    **dict.fromkeys(
        ("contact-import-preview", "plan-import-confirm", "plan-from-file", "earlier-imports"),
        What.IMPORTED,
    ),
    **dict.fromkeys(
        (
            "person",
            "person-add",
            "person-invite",
            "person-remove",
            "person-erase",
            "second-step-rule",
        ),
        What.PEOPLE,
    ),
    "invitations": What.PEOPLE,
    **dict.fromkeys(
        ("plan-people", "plan-person-add", "plan-person-remove", "plan-open-to-all"), What.ACCESS
    ),
    **dict.fromkeys(("edition-issue", "edition-withdraw"), What.ISSUED),
    **dict.fromkeys(
        ("round-open", "round-ask", "request-send", "request-revoke"),
        What.LINKS,
    ),
    "emails-and-calendar": What.LINKS,
    **dict.fromkeys(("answer", "answer-action", "answer-send"), What.ANSWERED),
    **dict.fromkeys(
        ("partnership-rename", "founding-found", "founding-take-back", "division-divide"),
        What.PARTNERSHIP,
    ),
    "division-take-back": What.PARTNERSHIP,
    **dict.fromkeys(
        (
            *("account_change_password", "account_set_password", "mfa_activate_totp"),
            *("mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn"),
            *("mfa_generate_recovery_codes", "usersessions_list"),
        ),
        What.SECURITY,
    ),
}
# At the head of every page of a restricted plan: includes/marking.html.
MARKED = b'class="app-marking"'


def tell(request: HttpRequest, *, about: str, partnership: Partnership | None = None) -> None:
    """Say more of what the request does than its address does, should it be written down.

    partnership: whose it is, where the address does not name it.
    """
    vars(request).update(audited_as=about)
    if partnership:
        vars(request).update(audited_in=partnership.slug)


def write(
    request: HttpRequest,
    what: str,
    *,
    user: User | None,
    email: str = "",
    partnership: str = "",
    is_restricted: bool = False,
) -> AuditEntry:
    """Write down what has just happened. partnership: its slug, or "" if it is of none."""
    match = request.resolver_match
    about: str = getattr(request, "audited_as", "")
    return AuditEntry.objects.create(
        what=what,
        user=user,
        email=(user.email if user else email)[:254],
        partnership=Partnership.objects.filter(slug=partnership).first() if partnership else None,
        page=(match.url_name if match else "") or "",
        path=without_tokens(request.path)[:500],
        about=about[:300],
        is_restricted=is_restricted,
        network_address=_network_address(request),
    )


def write_when_out(request: HttpRequest, what: str, *, user: User) -> None:
    """Write down what the time of the answer must not tell, such as that there is an account."""
    vars(request).setdefault("audited_when_out", []).append((what, user))


def _network_address(request: HttpRequest) -> str | None:
    """From where it was asked, by the word of the proxies that are trusted; None if not known."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None


def shown_to_administrators(partnership: Partnership) -> QuerySet[AuditEntry]:
    """What is of the partnership, and how its members sign in; not what they do in others."""
    members = partnership.memberships.taken_up().values("user")
    return AuditEntry.objects.filter(
        Q(partnership=partnership) | Q(partnership=None, user__in=members)
    )


def delete_old_entries(*, on: date, dry_run: bool = False) -> int:
    """Delete what is older than KEPT on that day, and return how many that are."""
    old = AuditEntry.objects.filter(at__date__lt=on - KEPT)
    return old.count() if dry_run else old.delete()[0]


def forget_person(user: User, emails: set[str], *, called: str) -> None:
    """Replace the addresses of a person who is erased (partners/erasure.py) in all entries.

    emails: in small letters. called: what stands there instead. What was done, when and from where
    stays until it is old.
    """
    AuditEntry.objects.filter(user=user).update(email=called)
    for email in emails:
        AuditEntry.objects.filter(email__iexact=email).update(email=called)
        for entry in AuditEntry.objects.filter(about__icontains=email):
            entry.about = re.sub(_whole(email), called, entry.about, flags=re.IGNORECASE)[:300]
            entry.save(update_fields=["about"])


def _whole(email: str) -> str:
    """Not within another address."""
    return rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)"


def audit(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., object]:
    """The middleware that writes what the tables of this module name."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for late, user in getattr(request, "audited_when_out", ()):
            when_out(response, partial(write, request, late, user=user))
        what = _what_happened(request, response)
        if what and request.resolver_match:
            user = request.user if request.user.is_authenticated else None
            slug = request.resolver_match.kwargs.get("partnership", "")
            write(
                request,
                what,
                user=user,
                partnership=getattr(request, "audited_in", slug),
                is_restricted=_is_restricted(request, response),
            )
        return response

    return middleware


def _what_happened(request: HttpRequest, response: HttpResponseBase) -> str | None:
    name = request.resolver_match.url_name if request.resolver_match else None
    if request.method == "POST":
        # A form that is taken leads on; one that is not is shown again.
        return FORMS.get(name or "") if response.status_code == 302 else None
    if response.status_code != 200:
        return None
    is_list = wants_file(request) and "attachment" in response.get("Content-Disposition", "")
    if name in DOWNLOADS or is_list:
        return What.DOWNLOADED
    is_ours = request.resolver_match and "partnership" in request.resolver_match.kwargs
    return What.RESTRICTED if is_ours and _is_marked(response) else None


def _is_restricted(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the page is of a restricted plan, whose address is nobody's to read."""
    if getattr(request.user, "on_restricted_plan", False):
        return True
    return _is_marked(response)


def _is_marked(response: HttpResponseBase) -> bool:
    return isinstance(response, HttpResponse) and MARKED in response.content
