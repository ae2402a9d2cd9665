"""How people sign in: django-allauth with sign-up closed, in our words, and safe from guessing."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField, Widget
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string

from csp.mailing.limit import may_be_written_to
from csp.typed_text import TypedText
from partners.models import User

# Marks a browser in which this person has signed in before: see SignIn.
KNOWN_BROWSER = "known_browser"
KNOWN_BROWSER_AGE = 60 * 60 * 24 * 365


# What goes to whichever address anybody types.
TO_ANYBODY = {
    f"account/email/{name}" for name in ("login_code", "password_reset_key", "unknown_account")
}


class SignIn(DefaultAccountAdapter):
    """Administrators add people, nobody signs up; and a limit of wrong passwords to each person.

    The limit is ACCOUNT_RATE_LIMITS["login_failed"]. It counts by e-mail address, whether it
    is anybody's or not, so that guessing from many addresses of the network doesn't help. Such
    guessing must not lock the person out: a browser that they have used before has a count of
    its own, and from any other they can sign in by e-mail, with a code or a new password.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or password is not right",
        "incorrect_code": "The code is not right. Enter the one in the newest e-mail from us",
        "incorrect_password": "The password is not right",
        "too_many_login_attempts": (
            "There were too many wrong tries. Try another way to sign in, or wait an hour"
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it, unless the mailbox has had too many: the page that follows is the same."""
        if template_prefix not in TO_ANYBODY or may_be_written_to(email):
            super().send_mail(template_prefix, email, context)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my-work")

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        response = super().post_login(request, user, **details)
        response.set_signed_cookie(
            KNOWN_BROWSER,
            get_random_string(22),
            salt=user.email,
            max_age=KNOWN_BROWSER_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Whose wrong passwords are counted. allauth adds the host, which the caller may choose."""
        email = credentials["email"].lower()
        browser = request.get_signed_cookie(
            KNOWN_BROWSER, "", salt=email, max_age=KNOWN_BROWSER_AGE
        )
        return f"{email} {browser}"


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
        "login": ("E-mail address", "Enter your e-mail address"),
        "email": ("E-mail address", "Enter your e-mail address"),
        "password": ("Password", "Enter your password"),
        "oldpassword": ("Current password", "Enter your current password"),
        "password1": ("New password", "Enter a new password"),
        "code": ("Code", "Enter the code from the e-mail"),
    }
    hints = {
        "password1": "At least 8 characters that nobody would guess, such as three words",
        "code": "Eight letters, such as BCDF-GHJK",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A person who is unsure of what they typed can have it shown.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label, empty = self.words[name]
            field.error_messages |= {
                "required": empty,
                "invalid": "Enter an e-mail address in the format name@example.org",
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
