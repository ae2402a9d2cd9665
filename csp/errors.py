"""Error pages that are not a plain template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from csp.middleware import NEVER_KEPT
from csp.versions import VERSION

# Hidden fields, which say what the form was of.
NOT_TYPED = {"heard", "next", "press", VERSION}


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid CSRF token: say so, and give the typed text back to be copied.

    reason: Django's, for the log only.
    """
    typed = {
        name.replace("_", " ").capitalize(): text
        for name, text in request.POST.items()
        if name not in NEVER_KEPT | NOT_TYPED and isinstance(text, str) and text.strip()
    }
    return render(request, "403_form_expired.html", {"typed": typed}, status=403)
