"""Forms of rows that have a picture: it is sent, replaced, or removed."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile

from plans import pictures
from plans.forms.rows import RowForm


class PictureField(forms.FileField):
    """A picture, as plans.pictures makes it of the file."""

    widget = forms.FileInput(attrs={"class": "govuk-file-upload", "accept": "image/png,image/jpeg"})

    def __init__(self, **kwargs: Any) -> None:
        words = {
            "empty": "The picture’s file is empty",
            "max_length": "The name of the picture’s file is too long",
        }
        kwargs.setdefault("help_text", "A PNG or JPEG file, smaller than 10MB")
        kwargs.setdefault("error_messages", words)
        super().__init__(required=False, **kwargs)

    def to_python(self, data: Any) -> ContentFile | None:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return pictures.written_anew(file)
        except pictures.NotUsable as error:
            raise forms.ValidationError(str(error)) from error


class PictureForm(RowForm):
    """A row with one picture. pictured: the name of its field."""

    pictured = "picture"

    remove_picture = forms.BooleanField(label="Remove this picture", required=False, initial=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A picture that is sent takes its place in the row before it is saved.
        self._picture = getattr(self.instance, self.pictured)
        if not self._picture:
            del self.fields["remove_picture"]

    @property
    def _removes_picture(self) -> bool:
        return "remove_picture" in self.fields and bool(self["remove_picture"].value())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("remove_picture") and self.pictured not in self.files:
            cleaned[self.pictured] = False
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors and self.pictured in self.files and self.pictured not in self.errors:
            named = str(self[self.pictured].label).lower()
            self.add_error(self.pictured, f"Select the {named} again after fixing the other errors")
