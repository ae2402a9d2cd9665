from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from actions.forms import UpdateForm, button_group
from actions.rounds.models import Answer
from csp.typed_text import LONGEST_TEXT
from csp.versions import VERSION, VersionedForm, version_of


class AcceptForm(UpdateForm):
    """An answer as it becomes the action's update: in the agency's words, or in the officer's.

    Its version is that of the answer, and the latest update that the officer has read: “31:7”.
    """

    label_size = Size.SMALL

    @staticmethod
    def version_for(answer: Answer) -> str:
        return f"{version_of(answer)}:{answer.action.latest_update_id or ''}"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "What has happened"
        self.fields["text"].error_messages["required"] = "Enter what has happened"

    def laid_out_below(self) -> list[Any]:
        return [
            VERSION,
            button_group(("accept_and_next", "Accept and next"), ("accept", "Accept")),
        ]

    @property
    def said(self) -> dict[str, Any]:
        """The update, as actions.rounds.desk.decisions.accept takes it."""
        seen, _, after = self.cleaned_data[VERSION].partition(":")
        return super().said | {"seen": seen, "after": after}


class QuestionForm(VersionedForm):
    """Sending an answer back, as the officer has read it."""

    question = forms.CharField(
        label="What do you want to know?",
        help_text="The partner gets it by e-mail, with the link to change its answer.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter what you want to know",
            "max_length": f"The question must be {LONGEST_TEXT:,} characters or fewer",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.textarea("question", rows=3, label_size=Size.SMALL),
            VERSION,
            Button.secondary("send_back", "Send back"),
        )

    @staticmethod
    def version_for(answer: Answer) -> str:
        return version_of(answer)

    @property
    def said(self) -> dict[str, str]:
        """The question, as actions.rounds.desk.decisions.send_back takes it."""
        return {"question": self.cleaned_data["question"], "seen": self.cleaned_data[VERSION]}
