"""What happens to every request: the content security policy, and signing in without losing text.

The library django-csp cannot be used: its package is called `csp`, as this one is.
"""

import re
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseRedirect, QueryDict, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse

from csp.requests import NoncedRequest
from csp.typed_text import sent_fields

COMPRESSED = {
    *("text/html", "text/plain", "text/csv", "text/calendar"),
    *("application/json", "application/ld+json", "application/schema+json", "application/xml"),
}
Handler = Callable[[HttpRequest], HttpResponseBase]

# Longer than any form of ours; a session row is no place for more.
MOST_KEPT_CHARACTERS = 250_000
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code"}


def content_security_policy(get_response: Handler) -> Callable[[NoncedRequest], HttpResponseBase]:
    """Send a strict policy; `request.csp_nonce` lets a template mark its own style or script."""

    def middleware(request: NoncedRequest) -> HttpResponseBase:
        request.csp_nonce = secrets.token_urlsafe(16)
        response = get_response(request)
        nonce = f"'nonce-{request.csp_nonce}'"
        forms = " ".join(["'self'", *settings.FORMS_LEAD_TO])
        response.setdefault(
            "Content-Security-Policy",
            "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
            f"form-action {forms}; "
            "connect-src 'self'; font-src 'self'; img-src 'self' data:; "
            f"script-src 'self' {nonce}; style-src 'self' {nonce}; manifest-src 'self'",
        )
        return response

    return middleware


def keep_out_of_caches(get_response: Handler) -> Handler:
    """Let nobody keep what needs sign-in: the next user of the browser, or a proxy.

    A page that says otherwise itself is left alone.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        match = request.resolver_match
        if match and getattr(match.func, "login_required", True):
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class CompressText(GZipMiddleware):
    """Compress pages and what else is text, with padding of a length by chance.

    Files that are compressed already (PDF, Word, Excel, pictures) would only cost time. Why it is
    safe with the secrets that pages hold: docs/decisions/compressed-pages.md.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        content_type = response.get("Content-Type", "").partition(";")[0]
        if content_type in COMPRESSED:
            return super().process_response(request, response)
        return response


def refuse_what_databases_refuse(get_response: Handler) -> Handler:
    """Answer 400 to what holds a null character, in the address, the fields or a cookie.

    Nobody types one, and PostgreSQL refuses it wherever it stands in a query. Null characters in
    files are for their readers to refuse. /admin/ alone takes whatever number stands in its
    address, be it longer than int() reads or larger than the 64 bits that SQLite looks for.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asked = [request.path, *_texts_of(request.GET)]
        try:
            sent = [*asked, *_texts_of(request.POST), *request.COOKIES.values()]
        except UnreadablePostError as error:
            raise BadRequest("The connection was lost.") from error
        if any("\0" in text for text in sent):
            raise BadRequest("There is a null character in it.")
        in_admin = request.path.startswith(reverse("admin:index"))
        if in_admin and any(re.search(r"\d{19}", text) for text in asked):
            raise BadRequest("There is a number in it that is too large.")
        return get_response(request)

    return middleware


def _texts_of(fields: QueryDict) -> list[str]:
    """The names and the values of all fields."""
    return [text for name, values in fields.lists() for text in (name, *values)]


class KeepTypedTextLoginRequired(LoginRequiredMiddleware):
    """Ask for sign-in, and keep what was typed into a form whose session had run out.

    The fields wait in the (now anonymous) session under the form's address;
    `typed_before_sign_in` gives them to the form when its page is opened again.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method == "POST":
            sent = sent_fields(request.POST)
            typed = {name: value for name, value in sent.items() if name not in NEVER_KEPT}
            if len("".join(_texts_of(request.POST))) <= MOST_KEPT_CHARACTERS:
                request.session["typed"] = {"path": request.path, "fields": typed}
                and_then = "Sign in to continue with what you typed."
            else:
                and_then = "It is too long to be kept here: go back and copy what you typed."
            messages.warning(
                request, f"You have been signed out. Nothing has been saved. {and_then}"
            )
        return super().handle_no_permission(request, view_func)


def typed_before_sign_in(request: HttpRequest) -> dict[str, Any] | None:
    """The fields that were sent to this address before sign-in, by name; once, then None.

    The writer is told that they are not saved yet.
    """
    if request.session.get("typed", {}).get("path") != request.path:
        return None
    messages.warning(request, "What you typed before you signed in is not saved yet.")
    return request.session.pop("typed")["fields"]
