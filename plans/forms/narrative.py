from functools import cached_property
from typing import Any

from crispy_forms_gds.layout import Button
from django import forms
from django.core.files.base import ContentFile

from plans import pictures, rich_text
from plans.forms.rows import RowForm
from plans.models import Block


class PictureField(forms.FileField):
    """A picture, as plans.pictures makes it of the file."""

    widget = forms.FileInput(attrs={"class": "govuk-file-upload", "accept": "image/png,image/jpeg"})

    def to_python(self, data: Any) -> ContentFile | None:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return pictures.written_anew(file)
        except pictures.NotUsable as error:
            raise forms.ValidationError(str(error)) from error


class BlockForm(RowForm):
    """A piece of the narrative, at the end of its part or where it was moved to."""

    place = None  # type: ignore[assignment]
    among = ("part",)
    asked_for = ("part", "kind", "priority")

    picture = PictureField(
        required=False,
        help_text="A PNG or JPEG file, smaller than 10MB",
        error_messages={
            "empty": "The picture’s file is empty",
            "max_length": "The name of the picture’s file is too long",
        },
    )
    remove_picture = forms.BooleanField(label="Remove this picture", required=False, initial=False)
    field_order = [
        "part",
        "kind",
        "priority",
        "heading",
        "body",
        "attribution",
        "consent",
        "picture",
        "remove_picture",
        "alternative_text",
        "published",
    ]

    class Meta:
        model = Block
        fields = [
            "part",
            "kind",
            "priority",
            "heading",
            "body",
            "attribution",
            "consent",
            "picture",
            "alternative_text",
            "published",
        ]
        labels = {
            "part": "Part of the document",
            "kind": "What it is",
            "body": "Text",
            "attribution": "Whose words they are",
            "consent": "Who agreed to its publication, and when",
            "alternative_text": "What the picture shows",
            "published": "Print it in the document",
        }
        help_texts = {
            "priority": "In the action plans and the review it is printed with this priority",
            "body": "You can paste from Word. Without JavaScript, leave an empty line between "
            "paragraphs",
            "attribution": "For a quotation, for example “A resident of Larkfield”",
            "consent": "For a case study. Not printed: the document says only that they agreed",
            "alternative_text": "For people who cannot see it. Every picture needs this",
            "published": "",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("priority", self.plan.priorities.all(), none="None: for the whole plan")
        # A picture that is sent takes its place in the row before it is saved.
        self._picture = self.instance.picture
        if not self._picture:
            del self.fields["remove_picture"]

    @cached_property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout.append(Button.secondary("preview", "Preview"))
        return helper

    @property
    def preview(self) -> Block:
        """The block as it is typed, not saved, with the picture that is saved already."""
        typed = {
            name: self[name].value() or "" for name in ("kind", "heading", "attribution", "consent")
        }
        return Block(
            **typed,
            pk=self.instance.pk,
            body=rich_text.typed(self["body"].value() or "").html,
            picture="" if self._removes_picture else self._picture,
            alternative_text=self["alternative_text"].value() or "",
        )

    @property
    def _removes_picture(self) -> bool:
        return "remove_picture" in self.fields and bool(self["remove_picture"].value())

    def clean_body(self) -> str:
        made = rich_text.typed(self.cleaned_data["body"])
        self.told = made.told
        return made.html

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_new = "picture" in self.files
        if cleaned.get("remove_picture") and not is_new:
            cleaned["picture"] = False
        if (
            not any(cleaned.get(name) for name in ("heading", "body", "picture"))
            and not {"heading", "body", "picture"} & self.errors.keys()
        ):
            self.add_error("body", "Enter a text, a heading or a picture")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors and "picture" in self.files and "picture" not in self.errors:
            self.add_error("picture", "Select the picture again after fixing the other errors")
