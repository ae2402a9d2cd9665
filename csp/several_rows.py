"""Several rows of a model in one field of a form."""

from typing import Any

from django import forms

from csp.whole_numbers import whole_number


class SeveralRows(forms.ModelMultipleChoiceField):
    """Rows to be ticked. An id that no column holds is none of theirs: a database refuses one that
    is too large, and Django does not.
    """

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        if any(whole_number(str(key)) is None for key in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return super().clean(value)
