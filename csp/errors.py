"""Error pages that are not a plain template."""

from django.shortcuts import render

from csp.middleware import NEVER_KEPT


def form_expired(request, reason=""):
    """A form without a valid CSRF token: say so, and give the typed text back to be copied.

    reason: Django's, for the log only.
    """
    typed = {
        name: text for name, text in request.POST.items() if name not in NEVER_KEPT and text.strip()
    }
    return render(request, "403_form_expired.html", {"typed": typed}, status=403)
