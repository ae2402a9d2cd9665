"""The second step of signing in: who needs one, what it asks for, and what is kept of it."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as of_app
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from partners.access import Role
from tests import factories
from tests.conftest import TODAY
from tests.factories import PASSWORD

LOGIN = reverse("account_login")


@pytest.fixture
def olive(cast):
    return cast.officer


@pytest.fixture
def larkshire_asks(larkshire):
    def asks(role):
        larkshire.second_step_from = role
        larkshire.save()

    return asks


def sign_in_by_password(client, user):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def code_of(secret):
    """What the app shows now (RFC 6238: a number for each 30 seconds)."""
    return of_app.format_hotp_value(of_app.hotp_value(secret, int(time.time()) // 30))


def set_up_app(client):
    """The secret of an app that whoever is signed in has set up, having said the password again."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'app-address">(\w+)<', page)[1]
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response.url == reverse("mfa_view_recovery_codes")
    return secret


@pytest.fixture
def secret(client, olive):
    """Of an app that Olive has set up; she has signed out since."""
    sign_in_by_password(client, olive)
    made = set_up_app(client)
    client.post(reverse("account_logout"))
    return made


def is_signed_in(client):
    return client.get(reverse("emails-and-calendar")).status_code == 200


def test_password_alone_does_not_open_an_account_with_an_app(client, olive, secret):
    assert sign_in_by_password(client, olive).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_password_and_code_open_it(client, olive, secret):
    with time_machine.travel(f"{TODAY}T12:05:00+00:00"):
        sign_in_by_password(client, olive)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert is_signed_in(client)


def test_code_works_once(client, olive, secret):
    with time_machine.travel(f"{TODAY}T12:05:00+00:00"):
        code = code_of(secret)
        for is_first in (True, False):
            sign_in_by_password(client, olive)
            client.post(reverse("mfa_authenticate"), {"code": code})
            assert is_signed_in(client) == is_first
            client.post(reverse("account_logout"))


def test_emailed_code_is_followed_by_the_second_step_too(client, olive, secret):
    client.post(reverse("account_request_login_code"), {"email": olive.email})
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)[0]
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert response.url == reverse("mfa_authenticate")


def test_new_password_by_mail_is_followed_by_the_second_step_too(client, olive, secret):
    client.post(reverse("account_reset_password"), {"email": olive.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
    client.post(client.get(link).url, {"password1": "three-words-anew"})
    assert "_auth_user_id" not in client.session


def test_wrong_code_is_said_at_the_field(client, olive, secret):
    sign_in_by_password(client, olive)
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert '<a href="#id_code">The code is not right' in page


def test_codes_are_not_guessed(client, olive, secret):
    with time_machine.travel(f"{TODAY}T12:05:00+00:00"):
        for _ in range(12):
            sign_in_by_password(client, olive)
            client.post(reverse("mfa_authenticate"), {"code": "000000"})
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert not is_signed_in(client)


def test_recovery_code_takes_the_place_of_the_app_once(client, olive, secret):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for is_first in (True, False):
        sign_in_by_password(client, olive)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_signed_in(client) == is_first
        client.post(reverse("account_logout"))


def test_database_does_not_hold_the_secret(olive, secret):
    kept = " ".join(str(one.data) for one in Authenticator.objects.all())
    assert secret not in kept


def test_secret_is_read_after_the_key_has_changed(client, olive, secret, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    kept = Authenticator.objects.get(type="totp").wrap()
    with time_machine.travel(f"{TODAY}T12:05:00+00:00"):
        assert kept.validate_code(code_of(secret))


@pytest.mark.django_db(transaction=True)
def test_it_is_told_by_email_that_an_app_was_set_up(client, olive):
    sign_in_by_password(client, olive)
    set_up_app(client)
    (told,) = mail.outbox
    assert told.subject == "CSP Plan: an authenticator app was set up"
    assert "If this was not you" in told.body


def test_app_is_set_up_and_removed_only_by_who_says_the_password_again(client, olive):
    sign_in_by_password(client, olive)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))


# Who needs one


def test_whoever_needs_one_sees_nothing_before_it_is_set_up(client, olive, larkshire_asks):
    larkshire_asks(Role.OFFICER)
    sign_in_by_password(client, olive)
    for name in ("my-work", "emails-and-calendar"):
        assert client.get(reverse(name)).url == reverse("mfa_index")
    assert client.get(reverse("partnership", args=["larkshire"])).url == reverse("mfa_index")
    assert "Your role needs a second step" in client.get(reverse("mfa_index")).content.decode()


def test_whoever_has_just_set_one_up_goes_on(client, olive, larkshire_asks):
    larkshire_asks(Role.OFFICER)
    sign_in_by_password(client, olive)
    set_up_app(client)
    assert is_signed_in(client)


def test_public_pages_stay_open_to_them(client, olive, larkshire_asks):
    larkshire_asks(Role.OFFICER)
    sign_in_by_password(client, olive)
    assert client.get(reverse("published")).status_code == 200


@pytest.mark.parametrize(
    ("asked_from", "needing"),
    [
        ("", set()),
        (Role.ADMINISTRATOR, {"administrator"}),
        (Role.OFFICER, {"officer", "manager", "administrator"}),
        (Role.READER, {*Role}),
    ],
)
def test_it_is_asked_of_a_role_and_those_above(asked_from, needing, cast, larkshire_asks, client):
    larkshire_asks(asked_from)
    found = set()
    for role in Role:
        sign_in_by_password(client, getattr(cast, role))
        if not is_signed_in(client):
            found.add(role)
        client.post(reverse("account_logout"))
    assert found == needing


def test_an_invitation_does_not_ask_for_it(client, olive, larkshire_asks, wrenmoor):
    factories.make_membership(olive, wrenmoor, Role.ADMINISTRATOR, taken_up_at=None)
    wrenmoor.second_step_from = Role.READER
    wrenmoor.save()
    sign_in_by_password(client, olive)
    assert is_signed_in(client)


def test_operators_always_need_one(client, cast, settings):
    settings.DEMO = False
    sign_in_by_password(client, cast.operator)
    assert client.get(reverse("admin:index")).url == reverse("mfa_index")


def test_administrator_says_who_needs_one(cast, sign_in, larkshire):
    client = sign_in(cast.administrator)
    address = reverse("second-step-rule", args=[larkshire.slug])
    client.post(address, {"least_role": "manager", "version": ""})
    larkshire.refresh_from_db()
    assert larkshire.second_step_from == Role.MANAGER


def test_what_another_administrator_has_said_meanwhile_is_shown(cast, sign_in, larkshire_asks):
    larkshire_asks(Role.READER)
    address = reverse("second-step-rule", args=["larkshire"])
    response = sign_in(cast.administrator).post(address, {"least_role": "manager", "version": ""})
    assert "Somebody has changed this" in response.content.decode()
    assert "Everybody" in response.content.decode()


def test_people_page_says_who_has_one(cast, sign_in, larkshire):
    Authenticator.objects.create(user=cast.officer, type="totp", data={})
    page = sign_in(cast.administrator).get(reverse("people", args=["larkshire"])).content.decode()
    assert page.count(">Set up</td>") == 1


# What is one's own


def test_passkeys_of_others_are_not_there(client, cast, sign_in):
    of_other = Authenticator.objects.create(
        user=cast.manager, type="webauthn", data={"name": "Work"}, created_at=timezone.now()
    )
    sign_in(cast.officer)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[of_other.pk])).status_code == 404
    for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"):
        assert client.get(reverse(name)).status_code == 404


def test_operator_removes_the_second_step_of_who_has_lost_it(cast, sign_in):
    lost = Authenticator.objects.create(
        user=cast.officer, type="totp", data={"secret": "of-the-app"}
    )
    client = sign_in(cast.operator)
    page = client.get(reverse("admin:mfa_authenticator_change", args=[lost.pk]))
    assert "of-the-app" not in page.content.decode()
    client.post(reverse("admin:mfa_authenticator_delete", args=[lost.pk]), {"post": "yes"})
    assert not Authenticator.objects.exists()
