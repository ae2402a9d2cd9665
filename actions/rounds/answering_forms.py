"""What an agency fills in: one answer, the name beneath them all, a new link."""

from collections.abc import Sequence
from typing import Any, Self

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fieldset, Fluid, Layout, Size
from django import forms
from django.http import QueryDict

from actions.forms import UpdateForm, button_group, link_field, words_of_update
from actions.models import Action
from actions.rounds import evidence
from actions.rounds.answers import MOST_EVIDENCE
from actions.rounds.models import Answer, Evidence
from csp.typed_text import TypedText
from csp.versions import VERSION, VersionedForm, version_of
from csp.whole_numbers import whole_number

EMAIL = {
    "required": "Enter an email address",
    "invalid": "Enter an email address in the correct format, like name@example.org",
    "max_length": "Email address must be 254 characters or fewer",
}
SEND, SAVE, SAVE_AND_NEXT = "send", "save", "save_and_next"


def _name_field() -> forms.CharField:
    return forms.CharField(
        label="Your name",
        help_text="So that the officer knows who to ask",
        max_length=200,
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def file_field() -> forms.FileField:
    return forms.FileField(
        label="Add a file",
        help_text=f"{evidence.KINDS}, smaller than 5MB. Do not include people’s names",
        required=False,
        error_messages={
            "invalid": "Select a file",
            "missing": "Select a file",
            "empty": "The selected file is empty",
        },
        widget=forms.FileInput(attrs={"accept": evidence.ACCEPT, "class": "govuk-file-upload"}),
    )


class AnswerForm(UpdateForm):
    """What an agency says of one action. Only what is sent to the officer must be whole.

    answer: the one there is, or None. When valid, `added_evidence` is what is to be kept with it.
    """

    given_by = _name_field()
    file = file_field()
    link = link_field()
    # The latest update of the action that the writer has seen.
    heard = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.TypedMultipleChoiceField(
        label="Remove",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, answer: Answer | None = None, has_next: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.answer, self.has_next = answer, has_next
        self.is_sent = bool(answer and answer.state == Answer.State.SENT)
        self.sends = SEND in self.data
        kept = list(answer.evidence.all()) if answer else []
        if kept:
            self.fields["remove"].choices = [(one.pk, str(one)) for one in kept]  # type: ignore[attr-defined]
        else:
            del self.fields["remove"]
        for name in ("status", "text", "given_by"):
            self.fields[name].required = self.sends

    def laid_out_below(self) -> list[Any]:
        if self.is_sent:
            buttons = [(SEND, "Send the change")]
        elif self.has_next:
            buttons = [(SAVE_AND_NEXT, "Save and next"), (SAVE, "Save")]
        else:
            buttons = [(SAVE, "Save")]
        remove = [Field.checkboxes("remove", small=True, legend_size=Size.SMALL)]
        return [
            Fieldset(
                HTML(
                    '<p class="govuk-body">If there is something to show, you '
                    f"can add up to {MOST_EVIDENCE} files and links.</p>"
                ),
                *(remove if "remove" in self.fields else []),
                Field("file", context={"label_size": Size.for_label("s")}),
                Field.text("link", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
                legend="Evidence",
                legend_size=Size.MEDIUM,
            ),
            Field.text("given_by", label_size=Size.MEDIUM, field_width=Fluid.TWO_THIRDS),
            VERSION,
            "heard",
            button_group(*buttons),
        ]

    def clean(self) -> dict[str, Any]:
        if self.sends:
            return super().clean()
        # A draft may leave anything out.
        forms.Form.clean(self)
        return self.cleaned_data

    def clean_file(self) -> Evidence | None:
        file = self.cleaned_data["file"]
        return evidence.file_evidence(file) if file else None

    @property
    def added_evidence(self) -> list[Evidence]:
        link = self.cleaned_data.get("link")
        found = [self.cleaned_data.get("file"), Evidence(link=link) if link else None]
        return [one for one in found if one]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of an action of which nothing was said before."""
        said = any(self.cleaned_data.get(name) for name in ("status", "text", "reason"))
        return self.answer is None and not said and not self.added_evidence

    @property
    def said(self) -> dict[str, Any]:
        """The words of the answer, as actions/rounds/answers.py takes them."""
        words = {name: self.cleaned_data[name] for name in ("text", "reason", "given_by")}
        return words | {
            "status": self.cleaned_data["status"],
            "seen": self.cleaned_data[VERSION],
            "evidence": self.added_evidence,
            "remove": self.cleaned_data.get("remove", []),
        }

    def say_that_the_file_is_gone(self) -> None:
        """A browser sends no file a second time by itself."""
        if self.files and "file" not in self.errors:
            self.add_error(
                "file", "Select the file again. It is only saved when the form has no errors"
            )

    def following(self, answer: Answer) -> "AnswerForm":
        """The same words once more, to be saved over what somebody else has written meanwhile."""
        form = AnswerForm(self.data, answer=answer, has_next=self.has_next)
        told = {
            Answer.State.SENT: "A colleague sent an answer",
            Answer.State.RETURNED: "An officer sent the answer back with a question",
        }.get(Answer.State(answer.state), "A colleague saved something else")
        question = answer.question if answer.state == Answer.State.RETURNED else ""
        evidence = ", ".join(str(one) for one in answer.evidence.all())
        form.changed_by_another(
            f"{told} while you were writing. Compare it with yours. What you save now replaces it",
            version=version_of(answer),
            saved_now=[
                ("Question", question),
                *words_of_update(answer),
                ("Evidence", evidence),
                ("Given by", answer.given_by),
            ],
        )
        return form

    @classmethod
    def for_answer(
        cls,
        answer: Answer | None,
        *,
        action: Action,
        given_by: str,
        has_next: bool,
        typed: dict[str, str] | None = None,
    ) -> Self:
        """The form for what is said already, if anything is. given_by: who answered last. typed:
        what was written into it before, by field name, if its session had run out.
        """
        typed = typed or {}
        initial: dict[str, Any] = {
            VERSION: "",
            "heard": action.latest_update_id,
            "given_by": given_by,
        }
        if answer:
            initial |= {
                "status": answer.status,
                "text": answer.text,
                "reason": answer.reason,
                "given_by": answer.given_by or given_by,
                VERSION: version_of(answer),
            }
        kept = {"status", "text", "reason", "given_by", "link"} & typed.keys()
        initial |= {name: typed[name] for name in kept}
        return cls(initial=initial, answer=answer, has_next=has_next)


def ask_who_speaks(form: forms.Form) -> None:
    """Turn the question after the writer's name into that after the caller's: an officer who takes
    an answer by telephone is not who gives it. To be called before the form is validated.
    """
    field = form.fields["given_by"]
    field.label = "Who gives the answer?"
    field.help_text = "The name of the person you speak to"
    field.error_messages["required"] = "Enter who gives the answer"
    field.error_messages["max_length"] = "The name must be 200 characters or fewer"
    field.widget.attrs["autocomplete"] = "off"


class SendForm(VersionedForm):
    """Who sends the answers that are ready, or wants them signed off.

    Its version is that of each answer: “7:31,8:32”.
    """

    given_by = _name_field()

    def __init__(self, *args: Any, count: int = 0, signer: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = f"Send {count} answers" if count > 1 else "Send the answer"
        if signer:
            self.button = f"Ask {signer} to sign off"
        self.helper = FormHelper()
        self.helper.form_id = "send"
        self.helper.layout = Layout(
            Field.text("given_by", label_size=Size.MEDIUM, field_width=Fluid.TWO_THIRDS),
            VERSION,
            Button(SEND, self.button, data_prevent_double_click="true"),
        )

    @property
    def seen(self) -> dict[int, str]:
        """The versions by the ids of the answers; what is no id is no answer."""
        pairs = [pair.partition(":") for pair in self.cleaned_data[VERSION].split(",")]
        versions = {whole_number(pk): version for pk, _, version in pairs}
        return {pk: version for pk, version in versions.items() if pk is not None}

    @classmethod
    def for_drafts(
        cls,
        drafts: Sequence[Answer],
        *,
        given_by: str,
        signer: str = "",
        typed: QueryDict | None = None,
    ) -> Self:
        """The form that sends these answers. signer: who is asked to sign them off, if anybody."""
        seen = ",".join(f"{draft.pk}:{version_of(draft)}" for draft in drafts)
        return cls(
            typed, initial={"given_by": given_by, VERSION: seen}, count=len(drafts), signer=signer
        )


class NewLinkForm(TypedText, forms.Form):
    """The mailbox that wants its link once more."""

    email = forms.EmailField(
        label="Email address",
        help_text="The one we sent the email to",
        max_length=254,
        error_messages=EMAIL,
        widget=forms.TextInput(
            attrs={"input_type": "email", "autocomplete": "email", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("email", label_size=Size.MEDIUM, field_width=Fluid.TWO_THIRDS),
            Button("new_link", "Send me a new link"),
        )
