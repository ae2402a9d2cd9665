"""What agencies ask about actions before they answer: on the desk, and the page of one."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.rounds import asking
from actions.rounds.models import PartnerQuestion, UpdateRequest
from csp.middleware import typed_before_sign_in
from csp.typed_text import LONGEST_TEXT
from csp.versions import ChangedByAnother, VersionedForm
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.models import Membership
from plans.access import seen_by
from plans.models import Plan


class ReplyForm(VersionedForm):
    """The reply to a question that has none yet."""

    reply = forms.CharField(
        label="Your reply",
        help_text="The partner gets it by email, with the link to its answers",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": "Enter your reply"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.textarea("reply", rows=5, label_size=Size.MEDIUM),
            Button("send_reply", "Send the reply", data_prevent_double_click="true"),
        )


def open_questions(membership: Membership) -> QuerySet[PartnerQuestion]:
    """The questions that wait for a reply, of plans of which the member knows."""
    return _questions(membership).filter(
        replied_at=None, request__round__plan__stage=Plan.Stage.AGREED
    )


def waiting_for_sign_off(membership: Membership) -> QuerySet[UpdateRequest]:
    """The requests whose answers wait for somebody of the agency to sign them off."""
    requests = UpdateRequest.objects.filter(seen_by([membership], "round__plan"))
    return requests.filter(
        to_sign_at__isnull=False, revoked_at=None, round__plan__stage=Plan.Stage.AGREED
    ).select_related("agency", "round__plan")


def _questions(membership: Membership) -> QuerySet[PartnerQuestion]:
    questions = PartnerQuestion.objects.filter(seen_by([membership], "request__round__plan"))
    return questions.select_related(
        "request__agency",
        "request__round__plan__partnership",
        "action__latest_update__made_by",
        "action__priority__plan__partnership",
        "recipient",
        "replied_by",
    )


@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """One question, and the reply to it."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_ROUNDS)
    asked = get_object_or_404(_questions(membership), pk=pk)
    may_reply = membership.may(Permission.UPDATE_ACTIONS)
    now = timezone.now()
    form = ReplyForm(request.POST or None, initial=typed_before_sign_in(request))
    told = ""
    if request.method == "POST":
        if not may_reply:
            raise PermissionDenied
        if form.is_valid():
            try:
                asked = asking.reply(
                    asked, text=form.cleaned_data["reply"], by=request.user, at=now
                )
            except ChangedByAnother as changed:
                asked = changed.now
                told = f"{asked.replied_by} replied while you were writing. Yours is not sent"
            else:
                _tell(request, asked)
                return redirect("desk", membership.partnership.slug)
    context = {
        "partnership": membership.partnership,
        "plan": asked.request.round.plan,
        "question": asked,
        "action": asked.action,
        "form": form,
        "told": told,
        "may_reply": may_reply and not asked.replied_at,
        "is_written_to": asking.is_written_to(asked, at=now),
    }
    return render(request, "rounds/desk/question.html", context)


def _tell(request: SignedInRequest, asked: PartnerQuestion) -> None:
    if asking.is_written_to(asked, at=timezone.now()):
        messages.success(request, f"Your reply was sent to {asked.request.agency}.")
    else:
        messages.warning(
            request,
            f"Whoever asked for {asked.request.agency} has no email address that works. Your reply "
            "is shown on the page where the partner answers. Tell them by telephone.",
        )
