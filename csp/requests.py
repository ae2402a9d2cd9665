"""What the middleware adds to a request."""

from django.http import HttpRequest


class NoncedRequest(HttpRequest):
    """csp_nonce: what lets a template mark its own style or script (csp/middleware.py)."""

    csp_nonce: str
