"""What was typed into a form whose session had run out waits until after sign-in."""

import re

import pytest
from django.core import mail
from django.http import JsonResponse
from django.urls import include, path, reverse

from csp.middleware import typed_before_sign_in
from csp.urls import urlpatterns as all_pages
from tests import factories
from tests.factories import PASSWORD


def form(request):
    """A page with a form: what it would be filled with."""
    return JsonResponse({"typed": typed_before_sign_in(request)})


urlpatterns = [
    path("form/", form),
    path("other-form/", form),
    path("", include(all_pages)),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def olive(db):
    return factories.make_user("Olive", "olive@example.org")


def sign_in_as(client, user, address):
    data = {"login": user.email, "password": PASSWORD}
    return client.post(address, data)


def test_text_is_there_after_signing_in_with_a_password(client, olive):
    asked = client.post("/form/", {"text": "Eleven referrals", "status": "on_track"})
    signed_in = sign_in_as(client, olive, asked.url)
    assert signed_in.url == "/form/"
    assert client.get("/form/").json()["typed"] == {
        "text": "Eleven referrals",
        "status": "on_track",
    }


def test_the_writer_is_told_that_nothing_is_saved_yet(client, olive):
    asked = client.post("/form/", {"text": "Eleven referrals"})
    page = client.get(asked.url).content.decode()
    assert "Nothing has been saved. Sign in to continue with what you typed." in page
    sign_in_as(client, olive, asked.url)
    client.get("/form/")
    page = client.get("/").content.decode()
    assert "What you typed before you signed in is not saved yet." in page


def test_text_is_there_after_signing_in_with_a_code(client, olive):
    client.post("/form/", {"text": "Eleven referrals"})
    client.post(reverse("account_request_login_code") + "?next=/form/", {"email": olive.email})
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[0].body)[0]
    signed_in = client.post(reverse("account_confirm_login_code"), {"code": code, "next": "/form/"})
    assert signed_in.url == "/form/"
    assert client.get("/form/").json()["typed"]["text"] == "Eleven referrals"


def test_text_survives_a_wrong_password(client, olive):
    asked = client.post("/form/", {"text": "Eleven referrals"})
    client.post(asked.url, {"login": olive.email, "password": "wrong"})
    sign_in_as(client, olive, asked.url)
    assert client.get("/form/").json()["typed"]["text"] == "Eleven referrals"


def test_text_is_for_its_own_form_alone(client, olive):
    asked = client.post("/form/", {"text": "Eleven referrals"})
    sign_in_as(client, olive, asked.url)
    assert client.get("/other-form/").json()["typed"] is None
    assert client.get("/form/").json()["typed"]["text"] == "Eleven referrals"


def test_text_is_given_once(client, olive):
    asked = client.post("/form/", {"text": "Eleven referrals"})
    sign_in_as(client, olive, asked.url)
    client.get("/form/")
    assert client.get("/form/").json()["typed"] is None


def test_text_goes_when_its_writer_signs_out(client, olive):
    asked = client.post("/form/", {"text": "Eleven referrals"})
    sign_in_as(client, olive, asked.url)
    client.post(reverse("account_logout"))
    client.force_login(factories.make_user())
    assert client.get("/form/").json()["typed"] is None


def test_passwords_are_not_kept(client, olive):
    asked = client.post("/form/", {"text": "x", "password": "secret", "oldpassword": "secret"})
    assert "secret" not in str(dict(client.session))
    sign_in_as(client, olive, asked.url)
    assert client.get("/form/").json()["typed"] == {"text": "x"}


def test_far_too_much_is_not_kept(client, db):
    asked = client.post("/form/", {"text": "x" * 250_001})
    assert "typed" not in client.session
    page = client.get(asked.url).content.decode()
    assert "It is too long to be kept here: go back and copy what you typed." in page
