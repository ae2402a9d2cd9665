"""Ways in and out, and the pages of one's own account."""

import re

import pytest
import time_machine
import yaml
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from partners.models import User
from tests import factories
from tests.factories import PASSWORD

NEW_PASSWORD = "three-words-anew"


@pytest.fixture
def olive(db):
    return factories.make_user("Olive", "olive@example.org")


def sign_in_as(client, email, password=PASSWORD, **fields):
    return client.post(reverse("account_login"), {"login": email, "password": password, **fields})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def page_of(response):
    return response.content.decode()


# By password


def test_password_leads_to_my_work(client, olive):
    response = sign_in_as(client, "olive@example.org")
    assert response.url == reverse("my-work")
    assert is_signed_in(client)


def test_capitals_and_spaces_in_the_address_do_not_matter(client, olive):
    sign_in_as(client, " Olive@Example.org ")
    assert is_signed_in(client)


def test_goes_on_to_the_page_that_was_asked_for(client, olive):
    response = client.get(reverse("my-work"), {"overdue": "1"})
    form_address = response.url
    data = {"login": olive.email, "password": PASSWORD, "next": "/?overdue=1"}
    assert client.post(form_address, data).url == "/?overdue=1"


def test_does_not_go_on_to_another_site(client, olive):
    response = sign_in_as(client, olive.email, next="https://elsewhere.example.org/")
    assert response.url == reverse("my-work")


def test_wrong_password_is_said_in_summary_and_at_the_field(client, olive):
    page = page_of(sign_in_as(client, olive.email, "wrong"))
    assert "<title>Error: Sign in" in page
    assert '<a href="#id_login">The email address or password is not right</a>' in page
    assert page.count("The email address or password is not right") == 2


def test_empty_fields_are_named(client, db):
    page = page_of(sign_in_as(client, "", ""))
    assert '<a href="#id_login">Enter your email address</a>' in page
    assert '<a href="#id_password">Enter your password</a>' in page


def test_half_an_address_is_not_called_a_wrong_password(client, db):
    page = page_of(sign_in_as(client, "olive", "secret"))
    assert "Enter an email address in the correct format, like name@example.org" in page


def test_password_is_never_sent_back(client, olive):
    assert "my-secret" not in page_of(sign_in_as(client, olive.email, "my-secret"))


def test_closed_account_is_told_so_to_whoever_knows_its_password(client, olive):
    User.objects.update(is_active=False)
    response = sign_in_as(client, olive.email)
    assert response.url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_session_cookie_is_for_this_site_and_not_for_scripts(client, olive):
    cookie = sign_in_as(client, olive.email).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


# By e-mailed code


def ask_for_code(client, email, **fields):
    client.post(reverse("account_request_login_code"), {"email": email, **fields})
    return re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)


def test_code_signs_in_and_goes_on(client, olive):
    code = ask_for_code(client, olive.email)[0]
    data = {"code": code.lower(), "next": "/larkshire/"}
    assert client.post(reverse("account_confirm_login_code"), data).url == "/larkshire/"
    assert is_signed_in(client)


def test_code_comes_with_our_name_and_nothing_about_the_host(client, olive):
    ask_for_code(client, olive.email)
    assert mail.outbox[0].subject == "CSP Plan: your code to sign in"
    assert mail.outbox[0].to == ["olive@example.org"]


def test_wrong_code_does_not_sign_in(client, olive):
    ask_for_code(client, olive.email)
    response = client.post(reverse("account_confirm_login_code"), {"code": "BCDF-GHJK"})
    assert "The code is not right" in page_of(response)
    assert not is_signed_in(client)


def test_third_wrong_code_ends_it(client, olive):
    code = ask_for_code(client, olive.email)[0]
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "wrong"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_signed_in(client)


def test_code_of_sixteen_minutes_ago_is_too_old(client, olive):
    code = ask_for_code(client, olive.email)[0]
    with time_machine.travel("2026-11-18T12:16:00+00:00"):
        client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_signed_in(client)


def test_can_begin_again_without_the_code(client, olive):
    ask_for_code(client, olive.email)
    page = page_of(client.get(reverse("account_confirm_login_code"), {"next": "/larkshire/"}))
    again = re.search(r'name="next" value="([^"]*code/[^"]*)"', page)[1]
    response = client.post(reverse("account_logout"), {"next": again})
    assert response.url == "/accounts/login/code/?next=%2Flarkshire%2F"
    assert client.get(response.url).status_code == 200


# A new password


def ask_for_new_password(client, email):
    client.post(reverse("account_reset_password"), {"email": email})
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]


def test_forgotten_password_is_replaced_by_mail(client, olive):
    link = ask_for_new_password(client, olive.email)
    form_address = client.get(link).url
    client.post(form_address, {"password1": NEW_PASSWORD})
    olive.refresh_from_db()
    assert olive.check_password(NEW_PASSWORD)
    assert is_signed_in(client)


def test_link_works_once(client, olive):
    link = ask_for_new_password(client, olive.email)
    client.post(client.get(link).url, {"password1": NEW_PASSWORD})
    client.logout()
    assert "This link no longer works" in page_of(client.get(link))


def test_looking_at_the_link_changes_nothing_and_signs_nobody_in(client, olive):
    link = ask_for_new_password(client, olive.email)
    client.head(link)
    client.get(link, follow=True)
    olive.refresh_from_db()
    assert olive.check_password(PASSWORD)
    assert not is_signed_in(client)


def test_change_is_told_by_mail(client, olive):
    link = ask_for_new_password(client, olive.email)
    client.post(client.get(link).url, {"password1": NEW_PASSWORD})
    assert mail.outbox[-1].subject == "CSP Plan: your password was changed"
    assert NEW_PASSWORD not in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("password", "is_taken"), [("7-chars", False), ("8-chars!", True), ("password1", False)]
)
def test_new_password_is_as_the_hint_says(client, olive, password, is_taken):
    link = ask_for_new_password(client, olive.email)
    client.post(client.get(link).url, {"password1": password})
    olive.refresh_from_db()
    assert olive.check_password(password) is is_taken


def test_changing_needs_the_current_password(sign_in, olive):
    data = {"oldpassword": "wrong", "password1": NEW_PASSWORD}
    page = page_of(sign_in(olive).post(reverse("account_change_password"), data))
    assert '<a href="#id_oldpassword">The password is not right</a>' in page


def test_changed_password_keeps_this_browser_signed_in(sign_in, olive):
    client = sign_in(olive)
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}
    response = client.post(reverse("account_change_password"), data, follow=True)
    assert "You have changed your password." in page_of(response)
    assert is_signed_in(client)


def test_changed_password_ends_every_other_session(sign_in, olive):
    client = sign_in(olive)
    olive.set_password(NEW_PASSWORD)
    olive.save()
    assert client.get(reverse("account_change_password")).status_code == 302


def test_whoever_has_no_password_can_choose_one(sign_in, olive):
    olive.set_unusable_password()
    olive.save()
    client = sign_in(olive)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": NEW_PASSWORD})
    olive.refresh_from_db()
    assert olive.check_password(NEW_PASSWORD)


# Out


def test_signs_out_by_the_button_in_the_header(sign_in, olive):
    client = sign_in(olive)
    page = page_of(client.get(reverse("account_change_password")))
    assert f'<form method="post" action="{reverse("account_logout")}">' in page
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_a_link_alone_does_not_sign_out(sign_in, olive):
    client = sign_in(olive)
    assert "Do you want to sign out?" in page_of(client.get(reverse("account_logout")))
    assert is_signed_in(client)


# Accounts are administrators' business


def test_nobody_signs_up(client, db):
    response = client.post(
        reverse("account_signup"), {"email": "me@example.org", "password1": PASSWORD}
    )
    assert "The administrator of your partnership adds people" in page_of(response)
    assert not User.objects.exists()


def test_sign_in_page_offers_no_sign_up(client, db):
    assert reverse("account_signup") not in page_of(client.get(reverse("account_login")))


def test_nobody_changes_their_own_address(sign_in, olive):
    for path in ("/accounts/email/", "/accounts/confirm-email/"):
        assert sign_in(olive).get(path).status_code == 404


def test_no_copy_of_an_address_outlives_it(client, olive):
    """A row of EmailAddress would go on opening the account after its address has changed."""
    code = ask_for_code(client, olive.email)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    link = ask_for_new_password(client, olive.email)
    client.post(client.get(link).url, {"password1": NEW_PASSWORD})
    assert not EmailAddress.objects.exists()


# The pages


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_inactive",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_every_page_stands_in_our_frame(sign_in, olive, name):
    page = page_of(sign_in(olive).get(reverse(name)))
    assert page.count("<h1") == 1
    assert 'class="govuk-heading-l"' in page
    assert 'class="app-header"' in page


def test_header_leads_to_the_one_partnership(sign_in, cast):
    page = page_of(sign_in(cast.officer).get(reverse("account_change_password")))
    assert '<a href="/larkshire/">Plan overview</a>' in page
    assert "wrenmoor" not in page


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("/larkshire/rounds/", '"/larkshire/rounds/" aria-current="page"'),
        ("/larkshire/rounds/scoreboard/", '"/larkshire/rounds/" aria-current="true"'),
        ("/larkshire/answers/", '"/larkshire/rounds/" aria-current="true"'),
        ("/larkshire/partners/people/", '"/larkshire/partners/" aria-current="true"'),
        ("/larkshire/", '"/larkshire/" aria-current="page"'),
    ],
)
def test_the_menu_marks_where_a_page_is(sign_in, cast, address, section):
    menu = page_of(sign_in(cast.administrator).get(address)).partition("</nav>")[0]
    assert f"<a href={section}>" in menu
    assert menu.count("aria-current") == 1


def test_header_names_each_of_several_partnerships(sign_in, cast, wrenmoor):
    cast.officer.memberships.create(partnership=wrenmoor, role="reader", taken_up_at=timezone.now())
    page = page_of(sign_in(cast.officer).get(reverse("account_change_password")))
    assert '<a href="/larkshire/">Larkshire</a>' in page
    assert '<a href="/wrenmoor/">Wrenmoor</a>' in page


def test_names_cannot_smuggle_in_markup(sign_in, olive):
    olive.name = "<script>alert(1)</script>"
    olive.save()
    page = page_of(sign_in(olive).get(reverse("account_change_password")))
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_demo_shows_its_people_as_they_are(client, db, settings):
    settings.DEMO = True
    page = page_of(client.get(reverse("account_login")))
    shown = set(re.findall(r"<li>(\S+@\S+)</li>", page))
    with (settings.BASE_DIR / "fixtures/demo/people.yaml").open() as file:
        people = yaml.safe_load(file).values()
    there = {one["email"] for one in people if one["email"].split("@")[1].startswith("tonbridge")}
    assert shown == there
    assert {one["password"] for one in people} == {"community-safety-demo"}
    assert "<strong>community-safety-demo</strong>" in page


def test_no_people_are_shown_outside_the_demo(client, db, settings):
    settings.DEMO = False
    assert "community-safety-demo" not in page_of(client.get(reverse("account_login")))
