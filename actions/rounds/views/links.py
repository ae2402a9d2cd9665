"""The pages behind the link in an e-mail: for whoever holds it, without an account or a cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from actions.rounds.answering_forms import AnswerForm, NewLinkForm
from actions.rounds.letters import put_new_links
from actions.rounds.links import BadLink, Wrong, recipient_of, token_of
from actions.rounds.mailboxes import signers_of
from actions.rounds.models import Recipient
from actions.rounds.views import answering, one_page
from actions.rounds.views.ways import Way
from csp.after import when_out
from partners.audit import tell

STATUS_CODES = {
    Wrong.NOT_OURS: 404,
    Wrong.EXPIRED: 410,
    Wrong.WITHDRAWN: 410,
    Wrong.LEFT: 410,
    Wrong.TAKEN_BACK: 410,
}

View = Callable[..., HttpResponse]


def _without_traces(view: View) -> View:
    """No sign-in, no cookie; and the address, which lets its holder in, is kept out of Referers,
    caches and search machines.
    """

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def _by_link(view: View) -> View:
    """Call the view with the Recipient whose link it is, or say what is wrong with the link."""

    @_without_traces
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        try:
            recipient = recipient_of(token, on=timezone.localdate())
        except BadLink as bad:
            return _bad_link(request, bad)
        asked = recipient.request
        if request.method == "POST":
            tell(request, about=str(asked.agency), partnership=asked.round.plan.partnership)
        return view(request, recipient, **kwargs)

    return wrapped


def _bad_link(request: HttpRequest, bad: BadLink) -> HttpResponse:
    """What is wrong with the link; what was typed into a page that was open is given back."""
    plan = bad.round.plan if bad.round else None
    typed: list[tuple[str, Any]] = []
    if request.method == "POST":
        typed = [*AnswerForm(request.POST).typed, *one_page.typed_in(request.POST.dict())]
    context = {
        "wrong": bad.wrong.value,
        "round": bad.round,
        "plan": plan,
        "partnership": plan.partnership if plan else None,
        "typed": typed,
    }
    return render(request, "rounds/answer/bad_link.html", context, status=STATUS_CODES[bad.wrong])


def _way_of(recipient: Recipient) -> Way:
    signers = signers_of(recipient.request.agency_id, on=timezone.localdate())
    return Way(
        names="answer",
        home="answer",
        arguments=(token_of(recipient),),
        base="rounds/answer/base.html",
        mailbox=recipient.email,
        recipient=recipient,
        signers=tuple(signers),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def answer(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """Who asks whom for what, until when, and all of it, to be answered in place."""
    return one_page.actions_page(request, recipient.request, _way_of(recipient))


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def answer_action(request: HttpRequest, recipient: Recipient, pk: int) -> HttpResponse:
    """One action, and what the agency says of it."""
    return answering.action_page(request, recipient.request, _way_of(recipient), pk)


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def answer_send(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """What is ready, to be checked and sent."""
    return answering.send_page(request, recipient.request, _way_of(recipient))


@require_safe
@_by_link
def answer_sent(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """What was sent."""
    return answering.sent_page(request, recipient.request, _way_of(recipient))


@require_safe
@_by_link
def answer_evidence(request: HttpRequest, recipient: Recipient, pk: int) -> HttpResponse:
    """A file that was put beside an answer."""
    return answering.evidence_file(recipient.request, _way_of(recipient), pk)


@require_http_methods(["GET", "HEAD", "POST"])
@_without_traces
def answer_new_link(request: HttpRequest) -> HttpResponse:
    """Send the link once more to a mailbox. The reply is the same, whether or not it is asked, and
    comes as soon.
    """
    form = NewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        response = render(request, "rounds/answer/new_link_sent.html", {"email": email})
        if ratelimit.consume(request, action="new_link"):
            # Its time would tell whether the mailbox is asked.
            when_out(response, lambda: put_new_links(email, at=timezone.now()))
        return response
    form.helper.disable_csrf = True
    return render(request, "rounds/answer/new_link.html", {"form": form})
