"""The second step of signing in: an app's code or a passkey, which a partnership can require.

What allauth asks of who has one, it asks after whatever the first step was. Here it is asked who
must have one; their secrets are encrypted; and its forms speak in our words.
"""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.socialaccount.adapter import get_adapter as get_provider_adapter
from allauth.socialaccount.models import SocialApp
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.db.models import Exists
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from partners.access import Role
from partners.models import User
from partners.sign_in_forms import InOurWords

# In the session of who has signed in without the second step that they need.
DUE = "second_step_due"
# Where they may go until they have set one up.
LEFT_OPEN = ("mfa_", "account_logout", "account_reauthenticate")


def is_asked_of(user: User) -> bool:
    """Whether the person needs a second step: for a partnership, or as an operator.

    Whoever runs the installation sees everything, and always needs one; but not in the demo,
    whose passwords everybody knows.
    """
    if user.is_superuser and not settings.DEMO:
        return True
    roles = list(Role)
    return any(
        roles.index(Role(role)) >= roles.index(Role(asked_from))
        for role, asked_from in user.memberships.taken_up().values_list(
            "role", "partnership__second_step_from"
        )
        if asked_from
    )


def was_taken(request: HttpRequest, user: User) -> bool:
    """Whether this sign-in had a second step, here or at an identity provider that asks for one."""
    for record in get_authentication_records(request, user):
        if record["method"] == "mfa":
            return True
        if record["method"] == "socialaccount":
            try:
                app = get_provider_adapter().get_app(request, record["provider"])
            except SocialApp.DoesNotExist:
                continue
            if app.settings.get("second_step"):
                return True
    return False


def ask_for_it(request: HttpRequest, user: User) -> None:
    """To be called whenever somebody has signed in."""
    request.session[DUE] = not was_taken(request, user) and is_asked_of(user)


def has_one(user: Combinable) -> Exists:
    """For a queryset: whether the person of `user` has set up a second step."""
    return Exists(Authenticator.objects.filter(user=user))


class AskForSecondStep:
    """Leads whoever has signed in without the second step they need to where it is set up.

    Public pages stay open, and what is asked costs nothing for everybody else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not request.session.get(DUE):
            return None
        if Authenticator.objects.filter(user_id=request.user.pk).exists():
            request.session[DUE] = False
            return None
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        return None if name.startswith(LEFT_OPEN) else redirect("mfa_index")


def _keys() -> MultiFernet:
    """From SECRET_KEY, and from earlier ones, so that it can be changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"second step {secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondStep(DefaultMFAAdapter):
    """What is kept of an app or of recovery codes is of no use to who reads the database alone."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right. Enter the newest one that the app shows",
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"


class CodeInOurWords(InOurWords):
    words = {"code": ("Code from the app", "Enter the code from the app")}
    hints = {"code": "6 digits. If you do not have the app, enter one of your recovery codes"}


class SecondStepForm(CodeInOurWords, base_forms.AuthenticateForm):
    pass


class SecondStepAgainForm(CodeInOurWords, base_forms.ReauthenticateForm):
    pass


class AppForm(CodeInOurWords, app_forms.ActivateTOTPForm):
    hints = {"code": "6 digits"}


class NameInOurWords(InOurWords):
    words = {
        "name": ("Name of the passkey", "Enter a name"),
        "credential": ("Passkey", "The passkey was not made. Try again"),
        "passwordless": ("Sign in with it alone", ""),
    }
    hints = {"name": "So that you can tell it from others, for example “work telephone”"}


class PasskeyForm(NameInOurWords, passkey_forms.AddWebAuthnForm):
    """Always one with which its owner can sign in alone: it knows them by PIN, finger or face."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class PasskeyNameForm(NameInOurWords, passkey_forms.EditWebAuthnForm):
    name = forms.CharField(max_length=100)
