"""What a person is sent, the address of their calendar, and all that is kept about them."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from csp.typed_text import TypedText
from partners.access import Permission, SignedInRequest
from partners.models import User
from partners.own_data import own_data
from partners.own_mail import choose_digests, new_calendar_key, stop_calendar
from partners.purging import table


class DigestsForm(TypedText, forms.Form):
    """How often a person is told what the partners have answered."""

    digests = forms.ChoiceField(
        label="How often are you told what partners have answered, and who is late?",
        choices=User.Digests,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select how often",
            "invalid_choice": "Select how often from the list",
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("digests", small=True, legend_size=Size.SMALL), Button("save", "Save")
        )


@never_cache
@require_http_methods(["GET", "POST"])
def emails_and_calendar(request: SignedInRequest) -> HttpResponse:
    """Which e-mails the person gets, how often; and their calendar of what is due."""
    user = request.user
    form = DigestsForm(initial={"digests": user.digests})
    if request.method == "POST":
        if "new_address" in request.POST:
            new_calendar_key(user)
            messages.success(request, "Your calendar has a new address. An earlier one has ended.")
            return redirect("emails-and-calendar")
        if "stop" in request.POST:
            stop_calendar(user)
            messages.success(request, "The address of your calendar has ended.")
            return redirect("emails-and-calendar")
        form = DigestsForm(request.POST)
        if form.is_valid():
            choose_digests(user, digests=form.cleaned_data["digests"])
            messages.success(request, "Your choice has been saved.")
            return redirect("emails-and-calendar")
    of_user = user.memberships.taken_up().select_related("partnership", "agency")
    memberships_now = list(of_user)
    context = {
        "form": form,
        "reads_answers": any(one.may(Permission.UPDATE_ACTIONS) for one in memberships_now),
        "speaks_for": [one for one in memberships_now if one.agency],
        "calendar": user.calendar_key
        and settings.SITE_URL + reverse("calendar", args=[user.calendar_key]),
    }
    return render(request, "partners/emails_and_calendar.html", context)


@never_cache
@require_GET
def own_data_file(request: SignedInRequest) -> HttpResponse:
    """All that is kept about the person, as a JSON file."""
    headers = {"Content-Disposition": 'attachment; filename="kept-about-me.json"'}
    as_read = {"indent": 2, "ensure_ascii": False}
    return JsonResponse(own_data(request.user), json_dumps_params=as_read, headers=headers)


@login_not_required
@require_GET
def how_long(request: HttpRequest) -> HttpResponse:
    """How long everything is kept; for those too who answer by a link or are contacts."""
    return render(request, "partners/how_long.html", {"table": table()})
