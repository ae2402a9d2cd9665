"""How long a sign-in lasts: 30 minutes without a request, and 12 hours in all."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# That somebody is there is written down no more often: it costs a write.
EVERY = timedelta(minutes=1)

BEGAN, SEEN = "sign_in_began", "last_seen"


def begin(session: SessionBase) -> None:
    """To be called whenever somebody has signed in."""
    session[BEGAN] = session[SEEN] = int(time.time())


class EndOldSignIns:
    """Sign out who was away too long; what they have just typed is kept by what comes after."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: Any
    ) -> None:
        if not getattr(view, "login_required", True):
            # A public page is the same for everybody.
            return
        began, seen = request.session.get(BEGAN), request.session.get(SEEN)
        if began is None or seen is None:
            return
        now = time.time()
        if now - seen > IDLE.total_seconds() or now - began > LONGEST.total_seconds():
            logout(request)
            if request.method != "POST":
                messages.info(
                    request,
                    "You have been signed out, as you had not used the service for 30 minutes, "
                    "or had signed in more than 12 hours ago.",
                )
        elif now - seen > EVERY.total_seconds():
            request.session[SEEN] = int(now)
