"""What every answer tells the browser: to run nothing, guess nothing, and tell nobody."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories
from tests.factories import PASSWORD


@pytest.fixture
def https(settings):
    """As it is set where the site is reached by https."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True


PAGES = ["/accounts/login/", "/published/", "/admin/", "/no/such/page/", "/static/css/none.css"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_may_be_framed_guessed_at_or_told_of(page, client, db):
    headers = client.get(page).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_without_https_nothing_is_served_but_the_way_to_it(https, client, db):
    response = client.get("/accounts/login/")
    assert (response.status_code, response.url) == (301, "https://testserver/accounts/login/")


def test_by_https_the_browser_is_told_to_stay_there(https, client, db):
    headers = client.get("/accounts/login/", secure=True).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_by_https_no_cookie_goes_another_way(https, client, db):
    olive = factories.make_user("Olive", "olive@example.org")
    fields = {"login": olive.email, "password": PASSWORD}
    client.get(reverse("account_login"), secure=True)
    client.post(reverse("account_login"), fields, secure=True)
    flags = {
        name: (morsel["secure"], morsel["samesite"]) for name, morsel in client.cookies.items()
    }
    assert {settings.SESSION_COOKIE_NAME, "known_browser", settings.CSRF_COOKIE_NAME} <= set(flags)
    assert set(flags.values()) == {(True, "Lax")}


def test_what_needs_sign_in_is_kept_by_nobody(cast, sign_in, address):
    client = sign_in(cast.administrator)
    for name in ("my-work", "plan", "contacts-export", "people"):
        assert "no-store" in client.get(address(name)).headers["Cache-Control"]


def test_what_is_public_may_be_kept(client, address):
    for name in ("published", "published-edition"):
        assert "no-store" not in client.get(address(name)).headers.get("Cache-Control", "")
