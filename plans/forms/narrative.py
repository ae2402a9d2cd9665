from functools import cached_property
from typing import Any

from crispy_forms_gds.layout import Button

from plans import rich_text
from plans.forms.pictures import PictureField, PictureForm
from plans.models import Block


class BlockForm(PictureForm):
    """A piece of the narrative, at the end of its part or where it was moved to."""

    place = None  # type: ignore[assignment]
    among = ("part",)
    asked_for = ("part", "kind", "priority")

    picture = PictureField()
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
        "caption",
        "is_closing",
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
            "caption",
            "is_closing",
            "published",
        ]
        labels = {
            "part": "Part of the document",
            "kind": "What it is",
            "body": "Text",
            "attribution": "Whose words they are",
            "consent": "Who agreed to its publication, and when",
            "alternative_text": "What the picture shows",
            "caption": "Caption of the picture",
            "is_closing": "Print it after the tables",
            "published": "Print it in the document",
        }
        help_texts = {
            "priority": "In the action plans and the review it is printed with this priority",
            "body": "You can paste from Word. Without JavaScript, leave an empty line between "
            "paragraphs, and begin a sub-heading with “## ” and a quotation with “> ”",
            "attribution": "For a quotation, for example “A resident of Larkfield”",
            "consent": "For a case study. Not printed: the document says only that they agreed",
            "alternative_text": "For people who cannot see it. Every picture needs this",
            "caption": "Printed below the picture. Say who took it, if they ask for that",
            "is_closing": "After the tables and lists of its part, or of its priority, rather than "
            "before them",
            "published": "",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part: Any = self.fields["part"]
        called = {row.part: row.called for row in self.plan.parts.all()}
        part.choices = [(key, called.get(key, label)) for key, label in part.choices]
        self.offer("priority", self.plan.priorities.all(), none="None: for the whole plan")

    @cached_property
    def helper(self) -> Any:
        helper = super().helper
        helper.layout.append(Button.secondary("preview", "Preview"))
        return helper

    @property
    def preview(self) -> Block:
        """The block as it is typed, not saved, with the picture that is saved already."""
        typed = {
            name: self[name].value() or ""
            for name in ("kind", "heading", "attribution", "consent", "caption")
        }
        return Block(
            **typed,
            pk=self.instance.pk,
            body=rich_text.typed(self["body"].value() or "").html,
            picture="" if self._removes_picture else self._picture,
            alternative_text=self["alternative_text"].value() or "",
        )

    def clean_body(self) -> str:
        made = rich_text.typed(self.cleaned_data["body"])
        self.told = made.told
        return made.html

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            not any(cleaned.get(name) for name in ("heading", "body", "picture"))
            and not {"heading", "body", "picture"} & self.errors.keys()
        ):
            self.add_error("body", "Enter a text, a heading or a picture")
        return cleaned
