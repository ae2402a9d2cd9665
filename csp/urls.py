"""Every address of the product. What each is for: README, “Where things are”."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.account.urls import urlpatterns as account_pages
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.urls import urlpatterns as provider_pages
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

# /admin/ asks for sign-in as everything else does, and counts failed attempts.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# allauth's own table of addresses is never used: an address in it would open an account even
# after the person's had changed. Nor are those of providers, which are settings.
for model in (EmailAddress, SocialApp, SocialToken):
    admin.site.unregister(model)
admin.site.site_header = admin.site.site_title = "CSP Plan"

# A person's e-mail address is for their partnership's administrator to change.
EMAIL_PAGES = {"account_email", "account_email_verification_sent", "account_confirm_email"}

# Accounts are added by administrators, and tied to a provider by their address.
PROVIDER_PAGES = {"socialaccount_login_cancelled", "socialaccount_login_error"}

handler404 = "csp.errors.not_found"
urlpatterns: list[URLPattern | URLResolver] = [
    # Django's own page would try old passwords without counting them.
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
    ),
    path("admin/", admin.site.urls),
    path("accounts/", include([page for page in account_pages if page.name not in EMAIL_PAGES])),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("accounts/sign-ins/", include("allauth.usersessions.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path(
        "accounts/provider/",
        include([page for page in provider_pages if page.name in PROVIDER_PAGES]),
    ),
    path("", include("partners.urls")),
    # Before the plans: “published” is no partnership.
    path("", include("reports.urls")),
    path("", include("plans.urls")),
    path("", include("actions.rounds.urls")),
    path("", include("actions.building.urls")),
    path("", include("actions.meetings.urls")),
    path("", include("actions.urls")),
]
