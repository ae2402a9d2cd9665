"""The second step, passkeys and a council's own sign-in, each by hand in a real browser."""

import time

import pytest
from allauth.mfa.totp.internal import auth as of_app
from playwright.sync_api import expect

from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling
from tests.factories import PASSWORD

pytestmark = [
    pytest.mark.any_database,
    # Of the provider's own libraries.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def heading(page):
    return page.get_by_role("heading", level=1)


def enter_password(page, user):
    page.goto("/accounts/login/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def enter_password_again(page):
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Continue").click()


def code_of(secret):
    return of_app.format_hotp_value(of_app.hotp_value(secret, int(time.time()) // 30))


def assert_fit_for_all(page):
    # A page that has just been led to has its styles then.
    page.wait_for_load_state()
    size = page.viewport_size
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    page.set_viewport_size(size)


def test_sets_up_an_app_that_is_required_and_signs_in_with_it(page, cast, larkshire):
    larkshire.second_step_from = "officer"
    larkshire.save()
    enter_password(page, cast.officer)
    expect(heading(page)).to_have_text("Sign-in and security")
    assert_fit_for_all(page)
    page.get_by_role("link", name="Set up an app").click()
    enter_password_again(page)
    assert_fit_for_all(page)
    secret = page.locator("strong.app-address").inner_text()
    page.fill("#id_code", code_of(secret))
    page.get_by_role("button", name="Set up").click()
    expect(heading(page)).to_have_text("Recovery codes")
    assert_fit_for_all(page)
    recovery = page.locator(".app-codes li").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    enter_password(page, cast.officer)
    expect(heading(page)).to_have_text("Second step")
    assert_fit_for_all(page)
    page.fill("#id_code", recovery)
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("My work")


@pytest.fixture
def authenticator(page):
    """A telephone that keeps passkeys and always knows its owner, in the browser itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    return devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def add_passkey(page, user):
    enter_password(page, user)
    page.get_by_role("link", name="Sign-in and security").click()
    page.get_by_role("link", name="Add a passkey").click()
    enter_password_again(page)
    page.fill("#id_name", "Work telephone")
    assert_fit_for_all(page)
    page.get_by_role("button", name="Add a passkey").click()
    expect(heading(page)).to_have_text("Recovery codes")


def test_signs_in_with_a_passkey_alone(page, cast, authenticator, larkshire):
    larkshire.second_step_from = "reader"
    larkshire.save()
    add_passkey(page, cast.officer)
    page.get_by_role("button", name="Sign out").click()
    # Until the page's scripts are there, the button does nothing.
    page.wait_for_load_state()
    page.get_by_role("button", name="Use a passkey").click()
    expect(heading(page)).to_have_text("My work")


def test_passkey_is_the_second_step_after_a_password(page, cast, authenticator):
    add_passkey(page, cast.officer)
    page.get_by_role("button", name="Sign out").click()
    enter_password(page, cast.officer)
    expect(heading(page)).to_have_text("Second step")
    page.get_by_role("button", name="Use a passkey").click()
    expect(heading(page)).to_have_text("My work")


def test_passkey_is_renamed_and_removed(page, cast, authenticator):
    add_passkey(page, cast.officer)
    page.goto("/accounts/second-step/webauthn/")
    assert_fit_for_all(page)
    page.get_by_role("link", name="Rename Work telephone").click()
    assert_fit_for_all(page)
    page.fill("#id_name", "Old telephone")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old telephone").click()
    assert_fit_for_all(page)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("You have none.")).to_be_visible()


def test_browser_that_gives_no_passkey_is_named_on_the_page(page, db):
    page.goto("/accounts/login/")
    refuse = "() => { navigator.credentials.get = () => Promise.reject(new Error('refused')) }"
    page.evaluate(refuse)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Try again, or choose another way")


@pytest.fixture
def provider(settings):
    """provider(email, ...): where somebody of that address signs in, with one of its settings."""
    servers = []

    def start(email, **more):
        # Here, since it loads libraries that no other test needs.
        from oidc_provider_mock import User, run_server_in_thread

        server = run_server_in_thread(user_claims=[User(sub="person-1", claims={"email": email})])
        started = server.__enter__()
        servers.append(server)
        url = f"http://localhost:{started.server_port}"
        of_app = {"provider_id": "council", "name": "Larkshire Council", "client_id": "csp-plan"}
        of_app |= {"secret": "secret", "settings": {"server_url": url, **more}}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [of_app], "OAUTH_PKCE_ENABLED": True}
        }
        settings.FORMS_LEAD_TO = [url]

    yield start
    for server in servers:
        server.__exit__(None, None, None)


@pytest.fixture
def anywhere(new_context):
    """A page that may go to another server of this machine too."""
    page = new_context(locale="en-GB").new_page()
    page.set_default_timeout(20_000)
    return page


def sign_in_through_provider(page, live_server):
    page.goto(live_server.url + "/accounts/login/")
    page.get_by_role("button", name="Sign in with Larkshire Council").click()
    page.get_by_role("button", name="person-1").click()


def test_signs_in_through_the_councils_own_provider(
    anywhere, live_server, provider, cast, larkshire
):
    larkshire.second_step_from = "officer"
    larkshire.save()
    domain = cast.officer.email.partition("@")[2]
    provider(cast.officer.email, email_domains=[domain], second_step=True)
    sign_in_through_provider(anywhere, live_server)
    expect(heading(anywhere)).to_have_text("My work")


def test_provider_without_a_second_step_does_not_take_its_place(
    anywhere, live_server, provider, cast, larkshire
):
    larkshire.second_step_from = "officer"
    larkshire.save()
    provider(cast.officer.email, email_domains=[cast.officer.email.partition("@")[2]])
    sign_in_through_provider(anywhere, live_server)
    expect(heading(anywhere)).to_have_text("Sign-in and security")


def test_provider_opens_no_account_of_another_domain(anywhere, live_server, provider, cast):
    provider(cast.officer.email, email_domains=["elsewhere.example.org"])
    sign_in_through_provider(anywhere, live_server)
    expect(heading(anywhere)).to_have_text("You cannot sign in this way")
    anywhere.goto(live_server.url + "/")
    expect(heading(anywhere)).to_have_text("Sign in")
