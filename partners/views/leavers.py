"""People who left a partnership, and erasing them."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from csp.middleware import typed_before_sign_in
from csp.typed_text import TypedText
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.audit import tell
from partners.erasure import SOMEBODY
from partners.leavers import ask_to_erase, people_who_left
from partners.models import Mail
from partners.purging import LEFT_KEPT

LONGEST_REASON = 200


class EraseForm(TypedText, forms.Form):
    """Why somebody is erased. It is kept longer than their name, and so must not name them.

    names: by which it would.
    """

    reason = forms.CharField(
        label="Why are they to be erased?",
        help_text="For example, they asked for it. This is kept in the audit: do not name them",
        max_length=LONGEST_REASON,
        error_messages={
            "required": "Enter why they are to be erased",
            "max_length": f"The reason must be {LONGEST_REASON} characters or fewer",
        },
    )

    def __init__(self, *args: Any, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [name.lower() for name in names if name]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("reason", label_size=Size.MEDIUM), Button.warning("erase", "Erase")
        )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if any(name in reason.lower() for name in self.names):
            raise ValidationError("The reason must not have their name or email address in it")
        return reason


@require_GET
def people_left(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Who was a member and is none any more, as they were called when they left."""
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    context = {
        "partnership": membership.partnership,
        "people": people_who_left(membership.partnership),
        "months": LEFT_KEPT.days // 30,
    }
    return render(request, "partners/people_left.html", context)


@require_http_methods(["GET", "POST"])
def person_erase(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Show what becomes of what names somebody who left, ask for the reason, and erase them.

    pk: of the account.
    """
    membership = membership_or_404(request.user, partnership, Permission.MANAGE_PEOPLE)
    partnership = membership.partnership
    left = next((one for one in people_who_left(partnership) if one.user_id == pk), None)
    if left is None:
        raise Http404
    names = (left.name, left.email)
    form = EraseForm(request.POST or typed_before_sign_in(request), names=names)
    if request.method == "POST" and form.is_valid():
        on = f"{timezone.localdate(left.history_date):%-d %B %Y}"
        role = left.get_role_display().lower()
        tell(request, about=f"{SOMEBODY} on {on}, {role}, erased: {form.cleaned_data['reason']}")
        ask_to_erase(left.user, at=timezone.now())
        messages.success(
            request, "What names them is erased, once they are a member of no other partnership."
        )
        return redirect("people-left", partnership.slug)
    context = {
        "partnership": partnership,
        "left": left,
        "emails": Mail.objects.filter(
            partnership=partnership, recipient__iexact=left.email
        ).count(),
        "somebody": SOMEBODY,
        "form": form,
    }
    return render(request, "partners/person_erase.html", context)
