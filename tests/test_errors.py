"""The pages that say what went wrong."""

import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import Client
from django.urls import include, path
from django.views.defaults import server_error

from csp.urls import urlpatterns as all_pages


def refuse(request):
    raise PermissionDenied


def misread(request):
    raise BadRequest


def break_down(request):
    raise RuntimeError


urlpatterns = [
    path("refuse/", refuse),
    path("misread/", misread),
    path("break-down/", break_down),
    path("", include(all_pages)),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def officer(client, cast):
    """The browser of Larkshire's officer, which gets error pages as any browser does."""
    client.raise_request_exception = False
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/misread/", 400, "There is a problem with the address"),
        ("/refuse/", 403, "You cannot do this"),
        ("/no/such/page/", 404, "Page not found"),
        ("/break-down/", 500, "Sorry, there is a problem with the service"),
    ],
)
def test_each_error_has_its_page(officer, address, status, heading):
    response = officer.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in page
    assert f"<title>{heading} – CSP Plan</title>" in page


def test_page_of_another_partnership_looks_as_if_it_were_not_there(officer, wrenmoor):
    there, not_there = officer.get("/wrenmoor/"), officer.get("/nowhere/")
    assert there.status_code == not_there.status_code == 404
    token = rb'csrfmiddlewaretoken" value="[^"]+"'
    assert re.sub(token, b"", there.content) == re.sub(token, b"", not_there.content)
    assert b"Wrenmoor" not in there.content


def test_signed_out_nobody_learns_which_partnerships_there_are(client, wrenmoor):
    assert client.get("/wrenmoor/").url == "/accounts/login/?next=/wrenmoor/"
    assert client.get("/nowhere/").url == "/accounts/login/?next=/nowhere/"


def test_breakdown_page_needs_no_database(rf):
    """pytest-django refuses the database to a test that doesn't ask for it."""
    page = server_error(rf.get("/")).content.decode()
    assert "Sorry, there is a problem with the service" in page


def test_form_without_its_token_gives_the_text_back(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    typed = {"text": "Eleven <b>referrals</b>", "reason": "", "password": "secret", "version": "7"}
    response = client.post("/refuse/", typed)
    page = response.content.decode()
    assert response.status_code == 403
    assert '<label class="govuk-label" for="typed-1">Text</label>' in page
    assert "\nEleven &lt;b&gt;referrals&lt;/b&gt;</textarea>" in page
    assert "secret" not in page
    assert "typed-2" not in page


def test_form_without_its_token_and_text_says_how_to_go_on(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/")
    assert "Go back, reload the page and try again." in response.content.decode()


def test_too_many_requests_have_a_page(client, db):
    for _ in range(61):
        response = client.post("/accounts/login/", {})
    assert response.status_code == 429
    assert '<h1 class="govuk-heading-l">Too many attempts</h1>' in response.content.decode()
