"""Error pages that are not a plain template: they give back what was typed, to be copied."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from csp.middleware import NEVER_KEPT
from csp.versions import VERSION

# Hidden fields, which say what the form was of.
NOT_TYPED = {"heard", "next", "press", VERSION}


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid CSRF token. reason: Django's, for the log only."""
    return render(request, "403_form_expired.html", {"typed": _typed(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there, or not any more for whoever was at its form."""
    return render(request, "404.html", {"typed": _typed(request).items()}, status=404)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed into the form that was sent, by the names of its fields."""
    return {
        name.replace("_", " ").capitalize(): text
        for name, text in request.POST.items()
        if name not in NEVER_KEPT | NOT_TYPED and isinstance(text, str) and text.strip()
    }
