from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from csp.by_name import offer_by_name
from csp.spreadsheets.reading import read
from partners import contact_import
from partners.access import PERMISSIONS, Permission, Role
from partners.models import Agency


class ContactImportForm(forms.Form):
    """A file of contacts. When valid, it has a `table` and the `preview` of importing it."""

    file = forms.FileField(
        label="File",
        help_text="Excel (.xlsx) or CSV, smaller than 2MB",
        error_messages={
            "required": "Select a file",
            "missing": "Select a file",
            "invalid": "Select a file",
            "empty": "The selected file is empty",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx", "class": "govuk-file-upload"}),
    )

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field("file", context={"label_size": Size.for_label("m")}),
            Button("upload", "See what would change"),
        )

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.table = read(file.name, file)
        try:
            self.preview = contact_import.preview(self.table, partnership=self.partnership)
        except forms.ValidationError as error:
            # The headings may be wrong because the wrong sheet was read.
            raise forms.ValidationError([*error.messages, *self.table.notes]) from None
        return file


def _what_it_permits(role):
    """The permissions of a role in words, beside those of the largest role that it contains."""
    contained = [one for one in Role if PERMISSIONS[one] < PERMISSIONS[role]]
    largest = max(contained, key=lambda one: len(PERMISSIONS[one]), default=None)
    more = PERMISSIONS[role] - (PERMISSIONS[largest] if largest else set())
    words = "; ".join(permission for permission in Permission if permission in more)
    return f"As {largest.label.lower()}, and: {words}" if largest else capfirst(words)


class RoleForm(forms.Form):
    """A role in a partnership, and the agency for which a contributor speaks."""

    role = forms.ChoiceField(
        label="Role",
        choices=[Choice(role.value, role.label, hint=_what_it_permits(role)) for role in Role],
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role", "invalid_choice": "Select a role"},
    )
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        required=False,
        label="Partner",
        help_text="For contributors only: whose actions they may update",
        empty_label="",
        error_messages={"invalid_choice": "Select a partner from the list"},
    )
    submit = "Save"

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = partnership.agencies.in_being_on(timezone.localdate())
        offer_by_name(self.fields["agency"], agencies.filter(members=None))
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.own_fields(), Button("save", self.submit))

    def own_fields(self):
        return [
            Field.radios("role", legend_size=Size.MEDIUM),
            Field("agency", context={"label_size": Size.for_label("m")}),
        ]

    def clean(self):
        super().clean()
        is_contributor = self.cleaned_data.get("role") == Role.CONTRIBUTOR
        if not is_contributor:
            self.cleaned_data["agency"] = None
        elif not self.cleaned_data.get("agency") and "agency" not in self.errors:
            self.add_error("agency", "Select the partner for which the contributor speaks")
        return self.cleaned_data


class MemberRoleForm(RoleForm):
    """Another role for a member.

    seen: the one that the writer knew, as “officer” or “contributor 7”.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def own_fields(self):
        return [*super().own_fields(), "seen"]

    @staticmethod
    def seen_of(membership):
        return f"{membership.role} {membership.agency_id or ''}".strip()

    def clean_seen(self):
        """The role and the id of the agency, or None."""
        role, _, agency = self.cleaned_data["seen"].partition(" ")
        return role, int(agency) if agency.isdecimal() else None

    @classmethod
    def for_member(cls, membership):
        """The form with the role of now."""
        return cls(
            partnership=membership.partnership,
            initial={
                "role": membership.role,
                "agency": membership.agency_id,
                "seen": cls.seen_of(membership),
            },
        )

    def following(self, membership):
        """The same choice once more, to be saved over what somebody else has chosen meanwhile."""
        form = type(self)(
            dict(self.data.items()) | {"seen": self.seen_of(membership)},
            partnership=membership.partnership,
        )
        form.add_error(
            "role",
            f"Somebody has made {membership.user} {membership.get_role_display().lower()} "
            "meanwhile. Check the role and save it again",
        )
        return form


class PersonForm(RoleForm):
    """A new member of a partnership."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address in the correct format, like name@example.org",
            "max_length": "E-mail address must be 254 characters or fewer",
        },
        max_length=254,
        # Not an EmailInput: crispy-forms-gds gives that no red border.
        widget=forms.TextInput(
            attrs={"input_type": "email", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label="Full name",
        help_text="If they have an account already, it keeps its name",
        max_length=200,
        error_messages={
            "required": "Enter a full name",
            "max_length": "Full name must be 200 characters or fewer",
        },
    )
    field_order = ["email", "name", "role", "agency"]
    submit = "Add person"

    def own_fields(self):
        return [
            Field.text("email", label_size=Size.MEDIUM),
            Field.text("name", label_size=Size.MEDIUM),
            *super().own_fields(),
        ]
