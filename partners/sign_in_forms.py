"""The forms of signing in: allauth's, in our words and the Design System's classes."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.forms import BoundField, Widget

from csp.typed_text import TypedText


class Input(BoundField):
    """A field with the classes of the GOV.UK Design System."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        classes = ["govuk-input"]
        if self.widget_type == "password":
            classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
        if self.name == "code":
            classes += ["govuk-input--width-10"]
        if self.errors:
            classes += ["govuk-input--error"]
        return super().build_widget_attrs(attrs | {"class": " ".join(classes)}, widget)


class InOurWords(TypedText):
    """What allauth's forms have in common here: labels, errors, and a new password typed once."""

    bound_field_class = Input
    # For each field its label, and what is said if it is empty.
    words = {
        "login": ("Email address", "Enter your email address"),
        "email": ("Email address", "Enter your email address"),
        "password": ("Password", "Enter your password"),
        "oldpassword": ("Current password", "Enter your current password"),
        "password1": ("New password", "Enter a new password"),
        "code": ("Code", "Enter the code from the email"),
    }
    hints = {
        "password1": "Must be at least 8 characters and hard to guess, for example 3 random words",
        "code": "8 letters, for example BCDF-GHJK",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A person who is unsure of what they typed can have it shown.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label, empty = self.words[name]
            field.error_messages |= {
                "required": empty,
                "invalid": "Enter an email address in the correct format, like name@example.org",
            }
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
            field.help_text = self.hints.get(name, "")


class SignInForm(InOurWords, forms.LoginForm):
    def clean(self) -> dict[str, Any] | None:
        """A wrong pair is said at the e-mail field, where the error summary can link to."""
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("login", error)
            return None


class CodeRequestForm(InOurWords, forms.RequestLoginCodeForm):
    pass


class CodeForm(InOurWords, forms.ConfirmLoginCodeForm):
    pass


class ForgottenPasswordForm(InOurWords, forms.ResetPasswordForm):
    pass


class NewPasswordForm(InOurWords, forms.ResetPasswordKeyForm):
    pass


class FirstPasswordForm(InOurWords, forms.SetPasswordForm):
    pass


class ReauthenticateForm(InOurWords, forms.ReauthenticateForm):
    pass


class ChangePasswordForm(InOurWords, forms.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        """Counted as a password at sign-in is; allauth's own check would give more guesses."""
        password = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password
