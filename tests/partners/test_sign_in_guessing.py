"""Guessing passwords: how many are tried, whom it locks out, and what it gives away."""

import os
import re

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import User
from tests import factories
from tests.at_once import at_once, needs_connections
from tests.factories import PASSWORD

pytestmark = pytest.mark.slow

LIMIT = 10
# As many as somebody may have the patience for: GUESSES=10000 script/test -k small_cache_holds
GUESSES = int(os.environ.get("GUESSES", 450))
WRONG = "The email address or password is not right"
TOO_MANY = "There were too many failed attempts"


@pytest.fixture
def olive(db):
    return factories.make_user("Olive", "olive@example.org")


def attempt(email, password="wrong", client=None, **headers):
    """The page that answers, or "signed in"."""
    client = client or Client()
    data = {"login": email, "password": password}
    response = client.post(reverse("account_login"), data, **headers)
    return "signed in" if response.status_code == 302 else response.content.decode()


def attack(email="olive@example.org", times=LIMIT + 1, **headers):
    """Guess from an address of the network that is new each time; how many were really tried."""
    answers = [
        attempt(email, REMOTE_ADDR=f"198.51.{n // 250}.{n % 250}", **headers) for n in range(times)
    ]
    assert "signed in" not in answers
    return sum(WRONG in answer for answer in answers)


def test_ten_wrong_passwords_are_tried_in_an_hour(olive):
    assert attack(times=30) == LIMIT


@pytest.mark.slow
def test_the_count_survives_more_callers_than_a_small_cache_holds(olive):
    assert attack(times=GUESSES) == LIMIT


@pytest.mark.django_db(transaction=True)
@needs_connections
def test_guesses_at_the_same_moment_give_no_more(olive):
    guess = [lambda n=n: attempt(olive.email, REMOTE_ADDR=f"198.51.100.{n}") for n in range(60)]
    assert sum(WRONG in answer for answer in at_once(*guess)) <= LIMIT


def test_forged_proxy_headers_give_no_more(olive):
    tried = 0
    for n in range(30):
        answer = attempt(olive.email, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}", REMOTE_ADDR="10.0.0.1")
        tried += WRONG in answer
    assert tried == LIMIT


def test_other_names_of_this_site_give_no_more(olive, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert sum(attack(times=8, HTTP_HOST=f"{name}.example.org") for name in "abc") == LIMIT


def test_capitals_and_spaces_in_the_address_give_no_more(olive):
    tried = attack("olive@example.org", 8) + attack("OLIVE@example.org", 8)
    assert tried + attack(" olive@example.org ", 8) == LIMIT


def test_another_hour_gives_another_ten(olive):
    attack()
    with time_machine.travel("2026-11-18T13:01:00+00:00"):
        assert attempt(olive.email, PASSWORD) == "signed in"


def test_right_passwords_do_not_count(olive):
    for _ in range(LIMIT + 5):
        assert attempt(olive.email, PASSWORD) == "signed in"


def test_right_passwords_do_not_wipe_out_the_wrong_ones(olive):
    attack(times=LIMIT - 1)
    attempt(olive.email, PASSWORD)
    assert attack(times=5) == 1


def test_guesses_at_the_current_password_are_counted_too(sign_in, olive):
    client = sign_in(olive)
    for _ in range(4):
        data = {"oldpassword": "wrong", "password1": "three-words-anew"}
        client.post(reverse("account_change_password"), data)
        client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert attack() == LIMIT - 8


def test_one_caller_cannot_try_a_common_password_on_everybody(db):
    answers = [attempt(f"person{n}@example.org") for n in range(40)]
    assert sum(WRONG in answer for answer in answers) == 30


# Whoever is attacked gets in


def test_locked_out_by_others_the_page_says_what_to_do(olive):
    attack()
    page = attempt(olive.email, PASSWORD)
    assert TOO_MANY in page
    assert reverse("account_request_login_code") in page


def test_own_browser_is_not_locked_out(client, olive):
    attempt(olive.email, PASSWORD, client)
    client.post(reverse("account_logout"))
    attack(times=30)
    assert attempt(olive.email, PASSWORD, client) == "signed in"


def test_own_browser_has_a_limit_too(client, olive):
    attempt(olive.email, PASSWORD, client)
    client.post(reverse("account_logout"))
    answers = [attempt(olive.email, client=client) for _ in range(30)]
    assert sum(WRONG in answer for answer in answers) == LIMIT


def test_mark_of_one_person_is_none_for_another(client, olive):
    factories.make_user("Mallory", "mallory@example.org")
    attempt("mallory@example.org", PASSWORD, client)
    client.post(reverse("account_logout"))
    attack()
    assert TOO_MANY in attempt(olive.email, PASSWORD, client)


def test_forged_mark_is_none(client, olive):
    attempt(olive.email, PASSWORD, client)
    client.post(reverse("account_logout"))
    attack()
    client.cookies["known_browser"] = "x" + client.cookies["known_browser"].value
    assert TOO_MANY in attempt(olive.email, PASSWORD, client)


def test_mark_is_not_for_scripts(client, olive):
    attempt(olive.email, PASSWORD, client)
    mark = client.cookies["known_browser"]
    assert (mark["httponly"], mark["samesite"]) == (True, "Lax")


def test_a_code_by_mail_still_signs_in(client, olive):
    attack()
    client.post(reverse("account_request_login_code"), {"email": olive.email})
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[0].body)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" in client.session


def test_a_new_password_by_mail_still_signs_in(client, olive):
    attack()
    client.post(reverse("account_reset_password"), {"email": olive.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    client.post(client.get(link).url, {"password1": "three-words-anew"})
    assert "_auth_user_id" in client.session


# Nobody learns who has an account


@pytest.fixture
def strangers(olive):
    """Addresses with an account, without one, with a closed one, and one that has no password."""
    closed = factories.make_user("Closed", "closed@example.org")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    codes_only = factories.make_user("Codes only", "codes-only@example.org")
    codes_only.set_unusable_password()
    codes_only.save()
    return [olive.email, "nobody@example.org", closed.email, codes_only.email]


def blurred(response, email):
    """What the caller sees, without their own address and the tokens that are new each time."""
    page = response.content.decode().replace(email, "ADDRESS")
    page = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)
    return response.status_code, response.headers.get("Location"), page


def test_wrong_password_is_answered_alike(strangers):
    answers = {
        blurred(
            Client().post(reverse("account_login"), {"login": email, "password": "wrong"}), email
        )
        for email in strangers
    }
    assert len(answers) == 1


def test_too_many_wrong_passwords_are_answered_alike(strangers):
    assert {attack(email) for email in strangers} == {LIMIT}


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_asking_for_mail_is_answered_alike(strangers, name):
    answers = set()
    for email in strangers:
        client = Client()
        asked = client.post(reverse(name), {"email": email})
        answers.add((blurred(asked, email), blurred(client.get(asked.url), email)))
    assert len(answers) == 1
    assert len(mail.outbox) == len(strangers)


def test_wrong_code_is_answered_alike(strangers):
    answers = set()
    for email in strangers:
        client = Client()
        client.post(reverse("account_request_login_code"), {"email": email})
        for code in ("-", "BCDF-GHJK"):
            entered = client.post(reverse("account_confirm_login_code"), {"code": code})
            answers.add((code, blurred(entered, email)))
    assert len(answers) == 2


def test_wrong_password_costs_the_same_work(strangers, monkeypatch):
    """Hashing takes nearly all of the time, so as many hashes mean as long a wait."""
    encode, work = MD5PasswordHasher.encode, []
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *arguments: work.append(1) or encode(*arguments)
    )
    amounts = set()
    for email in strangers:
        work.clear()
        attempt(email)
        amounts.add(len(work))
    assert len(amounts) == 1


WORK = {
    "account_login": lambda email: {"login": email, "password": "wrong"},
    "account_request_login_code": lambda email: {"email": email},
    "account_reset_password": lambda email: {"email": email},
}


@pytest.mark.parametrize("name", WORK)
def test_before_the_answer_the_database_is_asked_as_often(name, strangers, monkeypatch):
    """What is written of somebody's account is written when the answer has left."""
    monkeypatch.setattr("partners.audit.when_out", lambda response, job: None)
    kinds = set()
    for place, email in enumerate(strangers, 1):
        # Each from elsewhere, so that callers' counts are no difference.
        client = Client(REMOTE_ADDR=f"198.51.100.{place}")
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            client.post(reverse(name), WORK[name](email))
        kinds.add(tuple(sorted(query["sql"].split()[0] for query in asked)))
    assert len(kinds) == 1


def test_mail_to_a_stranger_says_whom_to_ask(client, db):
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert mail.outbox[0].subject == "CSP Plan: no account with this address"
    assert "nobody@example.org" in mail.outbox[0].body
    assert "administrator of your partnership" in mail.outbox[0].body
    assert "http://testserver/accounts" not in mail.outbox[0].body
