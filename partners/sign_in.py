"""How people sign in: django-allauth with sign-up closed, in our words, and safe from guessing."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string

from csp.mailing.limit import may_be_written_to
from partners import audit
from partners.models import User
from partners.second_step import ask_for_it
from partners.sign_in_lasts import begin

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
        "email_password_mismatch": "The email address or password is not right",
        "incorrect_code": "The code is not right. Enter the one in the newest email from us",
        "incorrect_password": "The password is not right",
        "too_many_login_attempts": (
            "There were too many failed attempts. Try another way to sign in, or wait an hour"
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
        begin(request.session)
        ask_for_it(request, user)
        audit.write(request, audit.What.SIGNED_IN, user=user)
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

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Written down if it was somebody's account; else anybody could fill the audit."""
        super().authentication_failed(request, **credentials)
        user = User.objects.filter(email__iexact=credentials.get("email", "")).first()
        if user:
            audit.write_when_out(request, audit.What.NOT_SIGNED_IN, user=user)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Whose wrong passwords are counted. allauth adds the host, which the caller may choose."""
        email = credentials["email"].lower()
        browser = request.get_signed_cookie(
            KNOWN_BROWSER, "", salt=email, max_age=KNOWN_BROWSER_AGE
        )
        return f"{email} {browser}"
