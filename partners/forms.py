from typing import Any, Self

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from csp.by_name import offer_by_name
from csp.typed_text import TypedText
from csp.versions import VERSION, VersionedForm
from csp.whole_numbers import whole_number
from partners.access import PERMISSIONS, Permission, Role
from partners.changes import version_of_role
from partners.models import Agency, Membership, Partnership


def _what_it_permits(role: Role) -> str:
    """The permissions of a role in words, beside those of the largest role that it contains."""
    contained = [one for one in Role if PERMISSIONS[one] < PERMISSIONS[role]]
    largest = max(contained, key=lambda one: len(PERMISSIONS[one]), default=None)
    more = PERMISSIONS[role] - (PERMISSIONS[largest] if largest else set())
    words = "; ".join(permission for permission in Permission if permission in more)
    return f"As {largest.label.lower()}, and: {words}" if largest else capfirst(words)


class RoleForm(TypedText, forms.Form):
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
        help_text="For contributors only: the partner whose actions they can update",
        empty_label="",
        error_messages={"invalid_choice": "Select a partner from the list"},
    )
    submit = "Save"

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = partnership.agencies.in_being_on(timezone.localdate())
        offer_by_name(self.fields["agency"], agencies.filter(members=None))
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.own_fields(), Button("save", self.submit))

    def own_fields(self) -> list[Any]:
        return [
            Field.radios("role", legend_size=Size.MEDIUM),
            Field("agency", context={"label_size": Size.for_label("m")}),
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        role, agency = self.cleaned_data.get("role"), self.cleaned_data.get("agency")
        if role == Role.CONTRIBUTOR and not agency and "agency" not in self.errors:
            self.add_error("agency", "Select the contributor’s partner")
        elif role and role != Role.CONTRIBUTOR and agency == self.agency_before():
            self.cleaned_data["agency"] = None
        elif role and role != Role.CONTRIBUTOR and agency:
            self.add_error(
                "agency", "Only a contributor has a partner: select no partner, or another role"
            )
        return self.cleaned_data

    def agency_before(self) -> Agency | None:
        """For whom the person has spoken until now, and needn't any more with another role."""
        return None


class MemberRoleForm(RoleForm, VersionedForm):
    """Another role for a member. Its version is the role that the writer knew."""

    def own_fields(self) -> list[Any]:
        return [*super().own_fields(), VERSION]

    @property
    def chosen(self) -> dict[str, Any]:
        """The choice, as partners.changes.change_role takes it."""
        words = {name: self.cleaned_data[name] for name in ("role", "agency")}
        return words | {"seen": self.cleaned_data[VERSION]}

    def agency_before(self) -> Agency | None:
        """The one for which the person spoke when the form was shown: its version ends with it."""
        agencies = self.fields["agency"].queryset  # type: ignore[attr-defined]
        seen = whole_number(self.cleaned_data[VERSION].partition(" ")[2])
        return agencies.filter(pk=seen).first()

    @classmethod
    def for_member(cls, membership: Membership) -> Self:
        """The form with the role of now."""
        return cls(
            partnership=membership.partnership,
            initial={
                "role": membership.role,
                "agency": membership.agency_id,
                VERSION: version_of_role(membership),
            },
        )

    def follow(self, membership: Membership) -> None:
        """Give the choice back, to be saved over what somebody else has chosen meanwhile."""
        self.changed_by_another(
            f"Somebody has given {membership.called} another role while you were here. Check the "
            "role, then save it again",
            version=version_of_role(membership),
            saved_now=[
                ("Role", membership.get_role_display()),
                ("Partner", str(membership.agency or "")),
            ],
        )


class PersonForm(RoleForm):
    """A new member of a partnership."""

    email = forms.EmailField(
        label="Email address",
        help_text="They will use it to sign in",
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address in the correct format, like name@example.org",
        },
        max_length=254,
        # Not an EmailInput: crispy-forms-gds gives that no red border.
        widget=forms.TextInput(
            attrs={"input_type": "email", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label="Full name",
        help_text="If they already have an account, it keeps its name",
        max_length=200,
        error_messages={
            "required": "Enter a full name",
        },
    )
    field_order = ["email", "name", "role", "agency"]
    submit = "Invite person"

    def own_fields(self) -> list[Any]:
        return [
            Field.text("email", label_size=Size.MEDIUM),
            Field.text("name", label_size=Size.MEDIUM),
            *super().own_fields(),
        ]


class SecondStepRuleForm(VersionedForm):
    """Which members need a second step to sign in. Its version is the answer of before."""

    least_role = forms.ChoiceField(
        label="Who needs a second step?",
        choices=[
            (Role.ADMINISTRATOR, "Administrators"),
            (Role.MANAGER, "Administrators and managers"),
            (Role.OFFICER, "Administrators, managers and officers"),
            (Role.READER, "Everybody"),
            ("", "Nobody: each person can choose to have one"),
        ],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Select who needs a second step from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("least_role", legend_size=Size.MEDIUM), VERSION, Button("save", "Save")
        )

    @classmethod
    def for_partnership(cls, partnership: Partnership) -> Self:
        """The form with the answer of now."""
        now = partnership.second_step_from
        return cls(initial={"least_role": now, VERSION: now})

    def follow(self, partnership: Partnership) -> None:
        """Give the answer back, to be saved over what somebody else has chosen meanwhile."""
        now = partnership.second_step_from
        choices = dict(self.fields["least_role"].choices)  # type: ignore[attr-defined]
        self.changed_by_another(
            "Somebody has changed this while you were here. Check it, then save again",
            version=now,
            saved_now=[
                ("Who needs a second step", choices.get(now, Role(now).label if now else ""))
            ],
        )
