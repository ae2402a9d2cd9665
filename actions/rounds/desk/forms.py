from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from actions.forms import UpdateForm, button_group
from partners.typed_text import LONGEST_TEXT, TypedText


class AcceptForm(UpdateForm):
    """An answer as it becomes the action's update: in the agency's words, or in the officer's."""

    # The version of the answer that the officer has read: plans.changes.version_of.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    label_size = Size.SMALL

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "What has happened"
        self.fields["text"].error_messages["required"] = "Enter what has happened"

    def laid_out_below(self):
        return [
            "after",
            "seen",
            button_group(("accept_and_next", "Accept and next"), ("accept", "Accept")),
        ]


class QuestionForm(TypedText, forms.Form):
    """Sending an answer back."""

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
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.textarea("question", rows=3, label_size=Size.SMALL),
            "seen",
            Button.secondary("send_back", "Send back"),
        )
