"""The form that takes a plan as a file."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.core.files.uploadedfile import UploadedFile

from csp import json_files
from csp.typed_text import TypedText


class WholePlanForm(TypedText, forms.Form):
    """A plan.json. When valid, it has the `content` of it, which nobody has read yet."""

    file = forms.FileField(
        label="File",
        help_text="plan.json, from “Document” of a plan here or elsewhere, smaller than 20MB",
        error_messages={
            "required": "Select a file",
            "missing": "Select a file",
            "invalid": "Select a file",
            "empty": "The selected file is empty",
        },
        widget=forms.FileInput(attrs={"accept": ".json", "class": "govuk-file-upload"}),
    )
    make_partners = forms.BooleanField(
        label="Add partners that are not here yet",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field("file", context={"label_size": Size.for_label("m")}),
            Field.checkbox("make_partners"),
            Button("import", "Import the plan", data_prevent_double_click="true"),
        )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > json_files.MOST_BYTES:
            raise forms.ValidationError(json_files.too_large(json_files.MOST_BYTES))
        self.content = file.read()
        return file
