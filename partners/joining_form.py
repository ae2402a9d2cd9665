"""Which other record of a partner is joined with one, and which of them stays."""

from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from csp.by_name import offer_by_name
from csp.typed_text import TypedText
from partners.models import Agency

THIS, OTHER = "this", "other"


class JoinForm(TypedText, forms.Form):
    """The choice is a part of the next page's address: nothing is written."""

    other = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Which other record",
        empty_label="",
        error_messages={
            "required": "Select the other record",
            "invalid_choice": "Select the other record from the list",
        },
    )
    stays = forms.ChoiceField(
        label="Which one stays",
        widget=forms.RadioSelect,
        help_text="Its name stays, and what it says itself. What it leaves empty the other fills",
        error_messages={
            "required": "Select which one stays",
            "invalid_choice": "Select which one stays",
        },
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        others = Agency.objects.filter(partnership=agency.partnership_id).exclude(pk=agency.pk)
        offer_by_name(self.fields["other"], others)
        field: Any = self.fields["stays"]
        field.choices = [Choice(THIS, f"{agency}"), Choice(OTHER, "The other record")]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Field("other", context={"label_size": Size.for_label("s")}),
            Field.radios("stays", legend_size=Size.SMALL),
            Button("look", "Continue"),
        )

    @property
    def chosen(self) -> tuple[int, int]:
        """The ids of the record that stays and the one that goes."""
        ids = (self.agency.pk, self.cleaned_data["other"].pk)
        return ids if self.cleaned_data["stays"] == THIS else ids[::-1]
