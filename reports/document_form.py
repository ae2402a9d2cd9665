"""Which document of a plan is asked for: in which layout, in large print or not, since when."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.http import Http404, HttpRequest
from django.utils import timezone

from csp.day_field import DayField
from csp.typed_text import TypedText
from plans.models import Plan
from reports.document import Document, document


class DocumentForm(TypedText, forms.Form):
    """The choice of a document, sent by GET, so that its address can be passed on."""

    layout = forms.ChoiceField(
        label="Layout",
        choices=Plan.Layout,
        error_messages={
            "required": "Select a layout",
            "invalid_choice": "Select a layout from the list",
        },
    )
    since = DayField(
        label="What has changed since",
        help_text="For a highlight report: the day of the last meeting. "
        "Leave empty for the last six weeks",
        required=False,
    )
    large_print = forms.BooleanField(label="Large print, at 18 point", required=False)
    booklet = forms.BooleanField(
        label="A PDF to print as a booklet",
        help_text="Two pages on each side of A4, in the order for folding. Good for a leaflet",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout(
            Field.select("layout", label_size=Size.SMALL),
            Field.checkbox("large_print"),
            Field.checkbox("booklet"),
            Field("since", context={"legend_size": "govuk-fieldset__legend--s"}),
            Button.secondary("show", "Show this document"),
        )


def form_of(request: HttpRequest, plan: Plan) -> DocumentForm:
    """The form of a request; without a choice, that of the plan's own layout."""
    return DocumentForm(request.GET if "layout" in request.GET else {"layout": plan.layout})


def chosen(form: DocumentForm, plan: Plan) -> Document:
    """The document of a plan that a valid form asks for, as of today."""
    return document(plan, on=timezone.localdate(), **form.cleaned_data)


def chosen_or_404(request: HttpRequest, plan: Plan) -> Document:
    """The document that a request asks for. Raises Http404 if there is none such."""
    form = form_of(request, plan)
    if not form.is_valid():
        raise Http404
    return chosen(form, plan)
