"""The form of a contact on a page of its own. What is right in it, the import of contacts says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fluid, Layout, Size
from django import forms
from django.utils import timezone

from csp.day_field import DayField
from csp.versions import VERSION, VersionedForm, latest_record, version_of
from partners.models import CONTACT_FIELDS, Contact
from partners.resources import (
    ContactResource,
    check_keep_until,
    identity,
    usual_keep_until,
    words_of,
)


class ColumnField(forms.CharField):
    """Text that is right if it is right in that column of the import."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.column = ContactResource.fields[name].widget
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return self.column.clean(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class ContactForm(forms.ModelForm, VersionedForm):
    """A contact, and the version of it that the writer has seen.

    The instance must have its agency. Validate it under the lock of partners.contact_changes.
    """

    role = ColumnField(
        "role", label="Role or job title", help_text="For example, “Community safety lead”"
    )
    name = ColumnField(
        "name", label="Name", help_text="Only if you need it. A role is better: it lasts longer"
    )
    email = ColumnField(
        "email",
        label="Email address",
        help_text="A shared mailbox is better than a person’s",
        # Not an EmailInput: crispy-forms-gds gives that no red border.
        widget=forms.TextInput(attrs={"input_type": "email", "spellcheck": "false"}),
    )
    telephones = ColumnField(
        "telephones",
        label="Telephones",
        help_text="One on each line. You can add a note: “01732 844522 (office hours)”",
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
    )
    receives_update_requests = forms.BooleanField(
        required=False, label="Receives update requests by email"
    )
    signs_off = forms.BooleanField(
        required=False,
        label="Signs the partner’s answers off before they are sent",
    )
    published = forms.BooleanField(
        required=False, label="Published: can be printed in a published document"
    )
    keep_until = DayField(
        label="Keep until",
        help_text="Personal data is kept no longer than needed. The contact is deleted after this "
        "day",
        error_messages={"required": "Enter the date until which the contact is kept"},
    )

    class Meta:
        model = Contact
        fields = CONTACT_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("role", "name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if not self.is_bound:
            self.initial.setdefault(VERSION, version_of(self.instance))
            if not self.initial["keep_until"]:
                self.initial["keep_until"] = usual_keep_until(timezone.localdate())
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("role", label_size=Size.SMALL),
            Field.text("name", label_size=Size.SMALL),
            Field.text("email", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.textarea("telephones", rows=3, label_size=Size.SMALL),
            "receives_update_requests",
            "signs_off",
            "published",
            Field("keep_until", context={"legend_size": Size.for_legend("s")}),
            VERSION,
            Button("save", "Save", data_prevent_double_click="true"),
        )

    @classmethod
    def as_typed(cls, typed: Mapping[str, Any]) -> dict[str, Any]:
        """What was sent of the form, for a new one's `initial`: none of it is judged yet."""
        return {
            name: field.widget.value_from_datadict(typed, {}, name)
            for name, field in cls.base_fields.items()
        }

    def clean_keep_until(self) -> date:
        day = self.cleaned_data["keep_until"]
        check_keep_until(day, today=timezone.localdate())
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not {"role", "name", "email"} & self.errors.keys():
            self._check_there_is_no_other()
        if self.cleaned_data[VERSION] != version_of(self.instance):
            self._tell_of_change()
        return self.cleaned_data

    def _check_there_is_no_other(self) -> None:
        whose = self.instance.agency_id
        words = {name: self.cleaned_data[name] for name in ("email", "role", "name")}
        others = Contact.objects.filter(agency=whose).exclude(pk=self.instance.pk)
        known = {identity(whose, one.email, one.role, one.name) for one in others}
        if identity(whose, **words) not in known:
            return
        if words["email"]:
            self.add_error(
                "email", "The partner already has a contact with this role and email address"
            )
        else:
            self.add_error(
                "role",
                "The partner has a contact of this role and name. Enter another role or name, "
                "or an email address",
            )

    def _tell_of_change(self) -> None:
        """Refuse what was written before the last change; sent once more, it is taken."""
        record, differences = latest_record(self.instance), []
        if record is None:
            who, told = "Somebody", "has removed this contact while you were writing. Save it again"
            told += " to add it back"
        else:
            differences = self._differences(record.instance)
            if not differences:
                # The same form, sent twice.
                return
            who = record.history_user or "Somebody"
            told = (
                "changed this while you were writing. Compare yours with what is saved now, then "
                "save yours again to replace it"
            )
        self.changed_by_another(
            f"{who} {told}", version=version_of(self.instance), saved_now=differences
        )

    def _differences(self, saved: Contact) -> list[tuple[str, str]]:
        saved.telephones = "\n".join(saved.telephones.splitlines())
        return [
            (str(self.fields[name].label), words_of(getattr(saved, name)) or "Nothing")
            for name in self.Meta.fields
            if getattr(saved, name) != self.cleaned_data.get(name)
        ]
