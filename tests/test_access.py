"""Every named address, as every member of the cast.

A new address fails `test_every_address_is_classified` until it stands in one of the lists here.
"""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partners.access import OF_CLOSED, PERMISSIONS, Permission, Role
from partners.models import Membership, Partnership
from plans.kinds import ALL_KINDS
from tests import factories
from tests.conftest import TODAY

# Who may have a file is asked here, not what is in it.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_rendering")]

# Open to all, signed in or not: signing in, how long things are kept, and what looks after it all.
PUBLIC = {
    "healthz",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "answer-new-link",
    "how-long",
}
# Open to whoever holds the link in an e-mail, and about one agency in one round alone.
BY_LINK = {
    "answer",
    "answer-action",
    "answer-send",
    "answer-sent",
    "answer-evidence",
}
# What is published: to be read by everybody, and nothing else.
PUBLISHED = {
    "robots",
    "sitemap",
    "open-data",
    "open-data-catalogue",
    "open-data-schema",
    "open-data-actions",
    "open-data-edition",
    "published",
    "published-partnership",
    "published-accessibility",
    "published-plan",
    "published-whole",
    "published-chapter",
    "published-action",
    "published-changes",
    "published-edition",
    "published-edition-whole",
    "published-edition-chapter",
    "published-file",
}
# Open to whoever holds its address, about one person alone: tests/actions/test_calendar.py.
BY_KEY = {"calendar"}
# For everybody who is signed in, about themselves alone.
OWN = {
    "my-work",
    "across",
    "search",
    "pasted",
    "invitations",
    "emails-and-calendar",
    "own-data",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_generate_recovery_codes",
    "usersessions_list",
}
# Of what somebody has set up, for them alone: tests/partners/test_second_step.py.
OWN_ROWS = {
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
# Pages of one partnership, by the permission that its members need.
OF_PARTNERSHIP = {
    "partnership": Permission.SEE_PLAN,
    "plan": Permission.SEE_PLAN,
    "by-partner": Permission.SEE_PLAN,
    "action": Permission.SEE_PLAN,
    # Or whoever has said it: tests/actions/test_putting_right.py.
    "update-put-right": Permission.UPDATE_ACTIONS,
    "update-evidence": Permission.SEE_PLAN,
    "document": Permission.SEE_PLAN,
    "document-page": Permission.SEE_PLAN,
    "document-pdf": Permission.EXPORT_DOCUMENT,
    "document-docx": Permission.EXPORT_DOCUMENT,
    "document-archive-pdf": Permission.EXPORT_DOCUMENT,
    "document-ua2-pdf": Permission.EXPORT_DOCUMENT,
    "document-whole-pdf": Permission.SEE_ROUNDS,
    "actions-xlsx": Permission.EXPORT_DOCUMENT,
    "actions-csv": Permission.EXPORT_DOCUMENT,
    "actions-json": Permission.EXPORT_DOCUMENT,
    "plan-json": Permission.SEE_ROUNDS,
    "plan-xlsx": Permission.SEE_ROUNDS,
    "rendered": Permission.EXPORT_DOCUMENT,
    "rendered-file": Permission.EXPORT_DOCUMENT,
    "checks": Permission.EDIT_PLAN,
    "finding-accept": Permission.EDIT_PLAN,
    "finding-take-back": Permission.EDIT_PLAN,
    "editions": Permission.SEE_PLAN,
    "edition-issue": Permission.ISSUE_DOCUMENT,
    "edition-withdraw": Permission.ISSUE_DOCUMENT,
    "edition-changes": Permission.SEE_PLAN,
    "log": Permission.SEE_PLAN,
    "log-entry": Permission.ADD_LOG_ENTRY,
    "log-entry-add": Permission.ADD_LOG_ENTRY,
    "log-entry-remove": Permission.ADD_LOG_ENTRY,
    "funding": Permission.SEE_PLAN,
    "grant": Permission.EDIT_PLAN,
    "grant-add": Permission.EDIT_PLAN,
    "grant-remove": Permission.EDIT_PLAN,
    "allocation": Permission.EDIT_PLAN,
    "allocation-add": Permission.EDIT_PLAN,
    "allocation-remove": Permission.EDIT_PLAN,
    "spending": Permission.EDIT_PLAN,
    "spending-add": Permission.EDIT_PLAN,
    "spending-remove": Permission.EDIT_PLAN,
    "figures": Permission.SEE_PLAN,
    "indicator": Permission.EDIT_PLAN,
    "indicator-add": Permission.EDIT_PLAN,
    "indicator-remove": Permission.EDIT_PLAN,
    "plan-indicator": Permission.EDIT_PLAN,
    "plan-indicator-add": Permission.EDIT_PLAN,
    "plan-indicator-remove": Permission.EDIT_PLAN,
    "observation": Permission.EDIT_PLAN,
    "observation-add": Permission.EDIT_PLAN,
    "observation-remove": Permission.EDIT_PLAN,
    "meetings": Permission.SEE_PLAN,
    "meeting-body": Permission.EDIT_PLAN,
    "meeting-body-add": Permission.EDIT_PLAN,
    "meeting-body-remove": Permission.EDIT_PLAN,
    "meeting": Permission.RUN_MEETINGS,
    "meeting-add": Permission.RUN_MEETINGS,
    "meeting-remove": Permission.RUN_MEETINGS,
    "meeting-agenda": Permission.SEE_PLAN,
    "meeting-minutes": Permission.SEE_PLAN,
    "meeting-start": Permission.SEE_PLAN,
    "meeting-action": Permission.SEE_PLAN,
    "meeting-point": Permission.SEE_PLAN,
    "meeting-silent": Permission.SEE_PLAN,
    "meeting-end": Permission.SEE_PLAN,
    "meeting-decision": Permission.SEE_PLAN,
    "meeting-pack": Permission.EXPORT_DOCUMENT,
    "minutes-pdf": Permission.EXPORT_DOCUMENT,
    "minutes-docx": Permission.EXPORT_DOCUMENT,
    "rounds": Permission.SEE_ROUNDS,
    "round": Permission.SEE_ROUNDS,
    "round-open": Permission.RUN_ROUNDS,
    "round-change": Permission.RUN_ROUNDS,
    "round-ask": Permission.RUN_ROUNDS,
    "round-close": Permission.RUN_ROUNDS,
    "request-send": Permission.RUN_ROUNDS,
    "request-revoke": Permission.RUN_ROUNDS,
    "evidence": Permission.SEE_PLAN,
    "desk": Permission.SEE_ROUNDS,
    "desk-answer": Permission.SEE_ROUNDS,
    "desk-question": Permission.SEE_ROUNDS,
    "scoreboard": Permission.SEE_ROUNDS,
    "scoreboard-csv": Permission.SEE_ROUNDS,
    "signed-in-actions": Permission.ANSWER_REQUESTS,
    "signed-in-action": Permission.ANSWER_REQUESTS,
    "signed-in-send": Permission.ANSWER_REQUESTS,
    "signed-in-sent": Permission.ANSWER_REQUESTS,
    "signed-in-evidence": Permission.ANSWER_REQUESTS,
    "sent-mail": Permission.RUN_ROUNDS,
    "sent-mail-message": Permission.RUN_ROUNDS,
    "sent-mail-file": Permission.RUN_ROUNDS,
    "removed": Permission.EDIT_PLAN,
    "workspace": Permission.EDIT_PLAN,
    "plan-action": Permission.EDIT_PLAN,
    "plan-action-add": Permission.EDIT_PLAN,
    "plan-action-remove": Permission.EDIT_PLAN,
    "narrative": Permission.EDIT_PLAN,
    "block": Permission.EDIT_PLAN,
    "block-add": Permission.EDIT_PLAN,
    "block-remove": Permission.EDIT_PLAN,
    "block-preview": Permission.EDIT_PLAN,
    "block-picture-file": Permission.EDIT_PLAN,
    "glossary": Permission.SEE_PLAN,
    "steps": Permission.SEE_PLAN,
    "members": Permission.EDIT_PLAN,
    "member-move": Permission.EDIT_PLAN,
    "member-end": Permission.EDIT_PLAN,
    "member-group": Permission.EDIT_PLAN,
    "layout": Permission.EDIT_PLAN,
    "plan-settings": Permission.EDIT_PLAN,
    "plan-people": Permission.EDIT_PLAN,
    "plan-person-add": Permission.EDIT_PLAN,
    "plan-person-remove": Permission.EDIT_PLAN,
    "plan-open-to-all": Permission.EDIT_PLAN,
    "partnership-details": Permission.EDIT_PLAN,
    "plan-cover": Permission.EDIT_PLAN,
    "priorities-number": Permission.EDIT_PLAN,
    "actions-number": Permission.EDIT_PLAN,
    "theme": Permission.EDIT_PLAN,
    "theme-add": Permission.EDIT_PLAN,
    "theme-remove": Permission.EDIT_PLAN,
    "priority": Permission.EDIT_PLAN,
    "priority-add": Permission.EDIT_PLAN,
    "priority-remove": Permission.EDIT_PLAN,
    "strand": Permission.EDIT_PLAN,
    "strand-add": Permission.EDIT_PLAN,
    "strand-remove": Permission.EDIT_PLAN,
    "due": Permission.SEE_PLAN,
    "recommendations": Permission.SEE_PLAN,
    "years": Permission.SEE_PLAN,
    "over-time": Permission.SEE_PLAN,
    "over-time-day": Permission.SEE_PLAN,
    "over-time-priority": Permission.SEE_PLAN,
    "cross-cutting": Permission.SEE_PLAN,
    "cross-cutting-theme": Permission.EDIT_PLAN,
    "cross-cutting-theme-add": Permission.EDIT_PLAN,
    "cross-cutting-theme-remove": Permission.EDIT_PLAN,
    "recommendation": Permission.EDIT_PLAN,
    "recommendation-add": Permission.EDIT_PLAN,
    "recommendation-remove": Permission.EDIT_PLAN,
    "glossary-term": Permission.EDIT_PLAN,
    "glossary-term-add": Permission.EDIT_PLAN,
    "glossary-term-remove": Permission.EDIT_PLAN,
    "step": Permission.EDIT_PLAN,
    "step-add": Permission.EDIT_PLAN,
    "step-remove": Permission.EDIT_PLAN,
    "plan-part": Permission.EDIT_PLAN,
    "plan-part-add": Permission.EDIT_PLAN,
    "plan-part-remove": Permission.EDIT_PLAN,
    "plan-column": Permission.EDIT_PLAN,
    "plan-column-add": Permission.EDIT_PLAN,
    "plan-column-remove": Permission.EDIT_PLAN,
    "priority-column": Permission.EDIT_PLAN,
    "priority-column-add": Permission.EDIT_PLAN,
    "priority-column-remove": Permission.EDIT_PLAN,
    "member": Permission.EDIT_PLAN,
    "member-add": Permission.EDIT_PLAN,
    "member-remove": Permission.EDIT_PLAN,
    "plan-begin": Permission.EDIT_PLAN,
    "plan-begin-titled": Permission.EDIT_PLAN,
    "carry-forward": Permission.EDIT_PLAN,
    "carry-keep": Permission.EDIT_PLAN,
    "carry-priority": Permission.EDIT_PLAN,
    "carry-action": Permission.EDIT_PLAN,
    "plan-import": Permission.EDIT_PLAN,
    "plan-import-columns": Permission.EDIT_PLAN,
    "plan-import-owners": Permission.EDIT_PLAN,
    "plan-import-preview": Permission.EDIT_PLAN,
    "plan-import-confirm": Permission.EDIT_PLAN,
    "plan-imports": Permission.EDIT_PLAN,
    "partners": Permission.SEE_PLAN,
    "agency": Permission.SEE_PLAN,
    "agency-join": Permission.JOIN_PARTNERS,
    "agency-join-with": Permission.JOIN_PARTNERS,
    "joining-take-apart": Permission.JOIN_PARTNERS,
    "contact": Permission.EDIT_CONTACTS,
    "contact-add": Permission.EDIT_CONTACTS,
    "contact-remove": Permission.EDIT_CONTACTS,
    "contacts-export": Permission.SEE_CONTACTS,
    "contact-import": Permission.IMPORT_CONTACTS,
    "contact-import-columns": Permission.IMPORT_CONTACTS,
    "contact-import-preview": Permission.IMPORT_CONTACTS,
    "contact-import-left-out": Permission.IMPORT_CONTACTS,
    "contact-import-done": Permission.IMPORT_CONTACTS,
    "contact-import-discard": Permission.IMPORT_CONTACTS,
    "earlier-imports": Permission.IMPORT_CONTACTS,
    "contacts-csv-template": Permission.IMPORT_CONTACTS,
    "contacts-excel-template": Permission.IMPORT_CONTACTS,
    "people": Permission.MANAGE_PEOPLE,
    "person-add": Permission.MANAGE_PEOPLE,
    "second-step-rule": Permission.MANAGE_PEOPLE,
    "audit": Permission.SEE_AUDIT,
    "audit-export": Permission.SEE_AUDIT,
    "person": Permission.MANAGE_PEOPLE,
    "person-invite": Permission.MANAGE_PEOPLE,
    "person-remove": Permission.MANAGE_PEOPLE,
    "people-left": Permission.MANAGE_PEOPLE,
    "person-erase": Permission.MANAGE_PEOPLE,
    "foundings": Permission.CHANGE_PARTNERSHIP,
    "founding-propose": Permission.CHANGE_PARTNERSHIP,
    "founding": Permission.CHANGE_PARTNERSHIP,
    "founding-agencies": Permission.CHANGE_PARTNERSHIP,
    "founding-found": Permission.CHANGE_PARTNERSHIP,
    "founding-take-back": Permission.CHANGE_PARTNERSHIP,
    "partnership-rename": Permission.CHANGE_PARTNERSHIP,
    "division": Permission.CHANGE_PARTNERSHIP,
    "division-propose": Permission.CHANGE_PARTNERSHIP,
    "division-part": Permission.CHANGE_PARTNERSHIP,
    "division-partners": Permission.CHANGE_PARTNERSHIP,
    "division-contacts": Permission.CHANGE_PARTNERSHIP,
    "division-people": Permission.CHANGE_PARTNERSHIP,
    "division-divide": Permission.CHANGE_PARTNERSHIP,
    "division-take-back": Permission.CHANGE_PARTNERSHIP,
    "plan-from-file": Permission.EDIT_PLAN,
    "take-away": Permission.TAKE_AWAY,
    "archive-file": Permission.TAKE_AWAY,
}


def _named(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from _named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name


ADDRESSES = sorted(set(_named(get_resolver().url_patterns)))

# Whoever may remove a row may also move it, read its history, and bring it back.
OF_PARTNERSHIP |= {
    f"{kind.name}-{what}": OF_PARTNERSHIP[f"{kind.name}-remove"]
    for kind in ALL_KINDS
    for what in ("history", "restore", *(["move"] if kind.has_places else []))
}


def test_every_address_is_classified():
    known = PUBLIC | BY_LINK | BY_KEY | PUBLISHED | OWN | OWN_ROWS | OF_PARTNERSHIP.keys()
    unknown = [name for name in ADDRESSES if name not in known and not name.startswith("admin:")]
    assert unknown == []


def test_no_address_is_classified_that_does_not_exist():
    known = PUBLIC | BY_LINK | BY_KEY | PUBLISHED | OWN | OWN_ROWS | OF_PARTNERSHIP.keys()
    assert known - set(ADDRESSES) == set()


# One person walks every address in one test: making the rows takes longer than the walk.
@pytest.mark.slow
@pytest.mark.parametrize("role", Role)
def test_a_member_sees_what_the_role_permits(role, address, cast, sign_in):
    client = sign_in(getattr(cast, role))
    found = {name: client.get(address(name)).status_code for name in OF_PARTNERSHIP}
    expected = {
        name: 200 if permission in PERMISSIONS[role] else 403
        for name, permission in OF_PARTNERSHIP.items()
    }
    assert found == expected


@pytest.mark.any_database
def test_a_closed_partnership_is_read_and_no_more(address, cast, sign_in, larkshire):
    addresses = {name: address(name) for name in OF_PARTNERSHIP}
    Partnership.objects.filter(pk=larkshire.pk).update(closed_on=TODAY)
    client = sign_in(cast.administrator)
    found = {name: client.get(url).status_code for name, url in addresses.items()}
    assert found == {
        name: 200 if permission in OF_CLOSED else 403 for name, permission in OF_PARTNERSHIP.items()
    }
    posted = {name: client.post(url).status_code for name, url in addresses.items()}
    assert {name for name, status in posted.items() if status not in (403, 405)} == set()


@pytest.mark.any_database
@pytest.mark.parametrize("person", [*(f"other_{role}" for role in Role), "operator"])
def test_to_a_stranger_it_does_not_exist(person, address, cast, sign_in):
    client = sign_in(getattr(cast, person))
    wrong = []
    for name in OF_PARTNERSHIP:
        url = address(name)
        for response, statuses in ((client.get(url), {404}), (client.post(url), {404, 405})):
            if response.status_code not in statuses or b"Larkshire" in response.content:
                wrong.append((name, response.request["REQUEST_METHOD"], response.status_code))
    assert wrong == []


@pytest.mark.any_database
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_it_without_signing_in(method, address, client):
    wrong = []
    for name in [*OF_PARTNERSHIP, "my-work"]:
        response = getattr(client, method)(address(name))
        leads_to = response.url if response.status_code == 302 else ""
        if not leads_to.startswith(reverse("account_login")):
            wrong.append((name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(BY_LINK))
def test_what_a_link_opens_is_the_same_for_everybody(name, address, cast, client, sign_in):
    as_anybody = client.get(address(name))
    for person in (cast.other_officer, cast.officer):
        response = sign_in(person).get(address(name))
        assert response.status_code == 200
        assert not response.cookies
        assert _without_nonce(response) == _without_nonce(as_anybody)


def _without_nonce(response):
    return re.sub(rb'nonce="[^"]*"', b"", response.content)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
@pytest.mark.parametrize("person", ["nobody", "other_officer", "operator"])
def test_what_is_published_is_the_same_for_everybody(person, name, address, cast, client, sign_in):
    as_anybody = client.get(address(name))
    if person != "nobody":
        sign_in(getattr(cast, person))
    response = client.get(address(name))
    assert response.status_code == 200
    assert response.content == as_anybody.content
    assert not response.cookies
    assert client.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", sorted(OWN))
def test_whoever_is_signed_in_sees_their_own(name, cast, sign_in):
    assert sign_in(cast.reader).get(reverse(name)).status_code in {200, 302, 405}


@pytest.mark.parametrize("person", [*Role, *(f"other_{role}" for role in Role)])
def test_the_admin_is_for_operators(person, cast, sign_in):
    response = sign_in(getattr(cast, person)).get(reverse("admin:partners_contact_changelist"))
    assert response.status_code in {302, 403}


def test_the_operator_sees_every_admin_list(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.operator)
    lists = [name for name in ADDRESSES if name.endswith("_changelist")]
    assert len(lists) > 15
    for name in lists:
        assert client.get(reverse(name)).status_code == 200


def test_a_person_without_memberships_is_told_whom_to_ask(sign_in, db):
    response = sign_in(factories.make_user()).get(reverse("my-work"))
    assert "not a member of a partnership yet" in response.content.decode()


def test_leaving_a_partnership_ends_access(address, cast, sign_in):
    client = sign_in(cast.officer)
    Membership.objects.filter(user=cast.officer).delete()
    assert client.get(address("plan")).status_code == 404
