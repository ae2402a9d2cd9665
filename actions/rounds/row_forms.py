"""What an agency says of one action among all on a page: nothing of it needs to be there."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms

from actions.forms import choice_field, link_field, words_of_update
from actions.models import NEEDS_REASON, Action, Status
from actions.rounds import evidence
from actions.rounds.answering_forms import EMAIL, file_field
from actions.rounds.models import Answer, Evidence
from csp.typed_text import LONGEST_TEXT
from csp.versions import VERSION, VersionedForm, version_of
from csp.whole_numbers import whole_number
from plans.forms.fields import marked_text

NO_CHANGE = "no_change"
WORDS = ("choice", "text", "reason")
# What is asked about has mostly begun: the likeliest words stand first.
STATUSES = sorted(Status, key=lambda status: status == Status.NOT_STARTED)


class RowForm(VersionedForm):
    """An action's part of the page. Its version is that of the answer which its writer has seen.

    answer: the one there is, or None. kept: the evidence that it has already.
    """

    choice = choice_field(
        "How is it going?",
        "Select how the action is going",
        choices=[(NO_CHANGE, "Nothing new"), *((one.value, one.label) for one in STATUSES)],
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="What has happened?",
        max_length=LONGEST_TEXT,
        required=False,
        widget=marked_text(),
        error_messages={
            "max_length": f"What has happened must be {LONGEST_TEXT:,} characters or fewer"
        },
    )
    reason = forms.CharField(
        label="Why, and what would help?",
        max_length=LONGEST_TEXT,
        required=False,
        widget=marked_text(),
        error_messages={"max_length": f"The reason must be {LONGEST_TEXT:,} characters or fewer"},
    )
    file = file_field()
    link = link_field()
    question = forms.CharField(
        label="Ask the officer something",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": f"The question must be {LONGEST_TEXT:,} characters or fewer"},
    )
    pass_to = forms.EmailField(
        label="Pass this action on to a colleague",
        max_length=254,
        required=False,
        error_messages=EMAIL,
    )
    heard = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, answer: Answer | None, **kwargs: Any) -> None:
        super().__init__(*args, prefix=prefix_of(action), **kwargs)
        self.action = action
        self.take(answer)

    def take(self, answer: Answer | None) -> None:
        """Let the form be about the answer as it is now."""
        self.answer = answer
        self.kept = list(answer.evidence.all()) if answer else []

    @property
    def is_open(self) -> bool:
        """Whether its words are shown though no status is chosen: there is something in them."""
        return bool(
            (not self["choice"].value() and (self["text"].value() or self["reason"].value()))
            or self["text"].errors
            or self["reason"].errors
        )

    @property
    def has_more(self) -> bool:
        """Whether what is folded away below the words wants to be seen."""
        return any(self[name].errors for name in ("file", "link", "question", "pass_to"))

    def clean_file(self) -> Evidence | None:
        file = self.cleaned_data["file"]
        return evidence.file_evidence(file) if file else None

    def clean(self) -> dict[str, Any]:
        super().clean()
        is_same = self.cleaned_data.get("choice") == NO_CHANGE
        if is_same and self.cleaned_data["heard"] != str(self.action.latest_update_id or ""):
            self.add_error(
                "choice",
                "There was an update while this page was open. Read it, then select again how the "
                "action is going",
            )
        return self.cleaned_data

    @property
    def added_evidence(self) -> list[Evidence]:
        link = self.cleaned_data.get("link")
        found = [self.cleaned_data.get("file"), Evidence(link=link) if link else None]
        return [one for one in found if one]

    @property
    def removed(self) -> list[int]:
        """The ids of the evidence to be taken away; what is gone already is none any more."""
        sent = self.data.getlist(self.add_prefix("remove")) if self.is_bound else []
        known = {one.pk for one in self.kept}
        return [pk for pk in map(whole_number, sent) if pk in known]

    def is_as_seen(self, seen: Answer | None) -> bool:
        """Whether nothing was typed since the answer was shown. seen: what it was then."""
        is_touched = self.added_evidence or self.removed
        shown = words_of_answer(seen)
        return not is_touched and all((self[name].value() or "") == shown[name] for name in WORDS)

    @property
    def said(self) -> dict[str, Any]:
        """The words of the answer, as actions.rounds.answers.save_draft takes them. What is not
        valid is left as it was.
        """
        was = words_of_answer(self.answer)
        words = {name: self.cleaned_data.get(name, was[name]) for name in WORDS}
        choice = words.pop("choice")
        return words | {
            "no_change": choice == NO_CHANGE,
            "status": self.action.status if choice == NO_CHANGE else choice,
            "given_by": self.answer.given_by if self.answer else "",
            "seen": self.cleaned_data[VERSION],
            "evidence": self.added_evidence,
            "remove": self.removed,
        }

    def say_what_is_missing(self) -> None:
        """Add an error for whatever an officer needs and is not there."""
        choice = self["choice"].value()
        if not choice:
            self.add_error("choice", "Select how the action is going")
        elif choice != NO_CHANGE:
            if not self["text"].value():
                self.add_error("text", "Enter what has happened")
            if choice in NEEDS_REASON and not self["reason"].value():
                label = Status(choice).label.lower()
                self.add_error("reason", f"Enter why the action is {label}")

    def done_with(self, *names: str) -> None:
        """Leave fields empty whose work is done, for the page to be sent once more."""
        self.data: Any = self.data.copy()
        for name in names:
            self.data[self.add_prefix(name)] = ""

    def follow(self, answer: Answer) -> None:
        """Give the words back, to be saved over what somebody else has written meanwhile."""
        told = (
            "An officer sent the answer back with a question"
            if answer.state == Answer.State.RETURNED
            else "A colleague saved something else"
        )
        self.changed_by_another(
            f"{told} while you were writing. Compare it with yours. What you save now replaces it",
            version=version_of(answer),
            saved_now=words_of_update(answer),
        )
        self.take(answer)

    @classmethod
    def for_row(
        cls, action: Action, answer: Answer | None, *, version: str, typed: Mapping[str, Any]
    ) -> Self:
        """The form for what is said already, if anything is.

        version: that of the answer. typed: what was sent before, by names, if its session had run
        out.
        """
        initial = {VERSION: version, "heard": action.latest_update_id or ""}
        initial |= words_of_answer(answer)
        for name in (*WORDS, "link", "question", "pass_to"):
            initial[name] = typed.get(f"{prefix_of(action)}-{name}", initial.get(name, ""))
        return cls(initial=initial, action=action, answer=answer)


def prefix_of(action: Action) -> str:
    """What the names of an action's fields begin with."""
    return f"a{action.pk}"


def words_of_answer(answer: Any) -> dict[str, str]:
    """What an answer's fields hold on the page. answer: one, a record of its history, or None."""
    if answer is None:
        return dict.fromkeys(WORDS, "")
    if not answer.no_change:
        return {"choice": answer.status, "text": answer.text, "reason": answer.reason}
    # In what was sent, the words only say so.
    is_draft = answer.state == Answer.State.DRAFT
    words = {name: getattr(answer, name) if is_draft else "" for name in ("text", "reason")}
    return {"choice": NO_CHANGE} | words
