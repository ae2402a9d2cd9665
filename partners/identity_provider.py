"""Signing in through a council's own identity provider (OpenID Connect): docs/sign-in.md."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest
from django.shortcuts import render

from partners.models import User


class ThroughProvider(DefaultSocialAccountAdapter):
    """A provider opens the accounts alone whose e-mail address is in one of its domains.

    Not all providers say whether they have checked an address, so which ones are theirs is a
    setting. Who comes first with an address is tied to it: whoever gets a leaver's address later
    is somebody else to the provider, and so here.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose account it is. Raises ImmediateHttpResponse with a page if nobody's."""
        email = (sociallogin.account.get_provider_account().get_user_data() or {}).get("email", "")
        app = sociallogin.provider.app
        user = None
        if email.lower().rpartition("@")[2] in app.settings["email_domains"]:
            user = User.objects.filter(email__iexact=email).first()
        if user and sociallogin.is_existing and sociallogin.user == user:
            return
        tied = {"user": user, "provider": app.provider_id}
        if not user or sociallogin.is_existing or SocialAccount.objects.filter(**tied).exists():
            context = {"email": email, "provider": app.name}
            page = render(request, "socialaccount/no_account.html", context, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, user)
