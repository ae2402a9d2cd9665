"""What is written down of who did what, who reads it, and when it goes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from actions.rounds.links import token_of
from partners.access import Role
from partners.audit import DOWNLOADS, FORMS, KEPT, What, delete_old_entries
from partners.models import AuditEntry
from tests import factories
from tests.conftest import TODAY
from tests.factories import PASSWORD
from tests.test_access import ADDRESSES

pytestmark = pytest.mark.usefixtures("no_rendering")


def entries(**of):
    return list(AuditEntry.objects.filter(**of))


def read_by(client, query=""):
    return client.get(reverse("audit", args=["larkshire"]) + query).content.decode()


def test_pages_that_are_named_are_there():
    assert set(ADDRESSES) >= DOWNLOADS | FORMS.keys()


def test_sign_in_is_written_with_who_when_and_from_where(client, cast):
    fields = {"login": cast.officer.email, "password": PASSWORD}
    client.post(reverse("account_login"), fields, REMOTE_ADDR="192.0.2.7")
    (entry,) = entries(what=What.SIGNED_IN)
    assert (entry.email, entry.network_address) == (cast.officer.email, "192.0.2.7")
    assert entry.at.date() == TODAY


def test_wrong_password_is_written(client, cast):
    client.post(reverse("account_login"), {"login": cast.officer.email, "password": "wrong"})
    (entry,) = entries()
    assert (entry.what, entry.user) == (What.NOT_SIGNED_IN, cast.officer)


def test_guesses_at_accounts_that_are_not_there_are_not(client, cast):
    client.post(reverse("account_login"), {"login": "none@example.org", "password": "wrong"})
    assert entries() == []


def test_download_is_written(cast, sign_in, larkshire):
    sign_in(cast.manager).get(reverse("contacts-export", args=["larkshire"]))
    (entry,) = entries()
    assert (entry.what, entry.user, entry.partnership) == (
        What.DOWNLOADED,
        cast.manager,
        larkshire,
    )


def test_download_that_is_refused_is_not(cast, sign_in):
    assert (
        sign_in(cast.reader).get(reverse("contacts-export", args=["larkshire"])).status_code == 403
    )
    assert entries() == []


def test_change_of_role_is_written_with_both_roles(cast, sign_in, larkshire):
    member = cast.officer.memberships.get()
    address = reverse("person", args=["larkshire", member.pk])
    sign_in(cast.administrator).post(address, {"role": "manager", "version": "officer"})
    (entry,) = entries()
    assert entry.what == What.PEOPLE
    assert entry.about == f"{cast.officer.email}: officer, now manager"


def test_form_that_is_shown_again_changes_nothing_and_is_not_written(cast, sign_in):
    member = cast.officer.memberships.get()
    address = reverse("person", args=["larkshire", member.pk])
    sign_in(cast.administrator).post(address, {"role": "king", "version": "officer"})
    assert entries() == []


def test_answer_by_link_is_written_without_the_key_or_the_mailbox(client, plan, shelter):
    action = factories.make_action(factories.make_priority(plan), owners=[shelter])
    asked = factories.make_request(
        factories.make_round(plan), shelter, ["lead@shelter.example.org"]
    )
    place = reverse("answer", args=[token_of(asked.recipients.get())])
    fields = {f"a{action.pk}-version": "", f"a{action.pk}-text": "Half a sen", "save": "all"}
    assert client.post(place, fields).status_code == 302
    (entry,) = entries()
    assert (entry.what, entry.partnership) == (What.ANSWERED, plan.partnership)
    assert (entry.about, entry.path, entry.email) == ("Lark Shelter", "/answer/…", "")


def test_restricted_plan_that_was_seen_is_written_without_its_address(cast, sign_in, larkshire):
    plan = factories.make_restricted_plan(larkshire, "Quillfeather review", named=[cast.officer])
    client = sign_in(cast.officer)
    assert client.get(reverse("plan", args=["larkshire", plan.address])).status_code == 200
    (entry,) = entries(what=What.RESTRICTED)
    assert entry.is_restricted
    page = read_by(sign_in(cast.administrator))
    assert "Saw a restricted plan" in page
    assert "quillfeather" not in page.lower()


def test_reading_an_open_plan_is_not_written(cast, sign_in, address):
    sign_in(cast.officer).get(address("plan"))
    assert entries() == []


def test_administrators_read_it_and_nobody_else(cast, sign_in):
    place = reverse("audit", args=["larkshire"])
    codes = {role: sign_in(getattr(cast, role)).get(place).status_code for role in Role}
    assert {role for role, code in codes.items() if code == 200} == {Role.ADMINISTRATOR}


def test_what_members_do_elsewhere_is_not_shown(cast, sign_in, larkshire, wrenmoor):
    factories.make_membership(cast.officer, wrenmoor, Role.MANAGER)
    sign_in(cast.officer).get(reverse("contacts-export", args=["wrenmoor"]))
    assert "There is nothing of this kind" in read_by(sign_in(cast.administrator))


def test_it_is_filtered_by_what_and_by_whose_it_was(cast, sign_in, larkshire):
    for user, what in ((cast.officer, What.SIGNED_IN), (cast.manager, What.DOWNLOADED)):
        AuditEntry.objects.create(user=user, email=user.email, what=what, page="x", path="/x/")
    client = sign_in(cast.administrator)
    assert cast.manager.email not in read_by(client, "?what=signed_in")
    assert cast.officer.email not in read_by(client, "?who=MANAGER@")


def test_download_has_all_that_the_page_has(cast, sign_in, larkshire):
    for number in range(150):
        AuditEntry.objects.create(
            partnership=larkshire, email=f"{number}@example.org", what="issued", page="x", path="/"
        )
    client = sign_in(cast.administrator)
    file = client.get(reverse("audit-export", args=["larkshire"])).content.decode()
    assert file.count("\r\n") == 151


def test_page_costs_the_same_however_much_there_is(
    cast, sign_in, larkshire, django_assert_max_num_queries
):
    client = sign_in(cast.administrator)
    for number in range(120):
        AuditEntry.objects.create(
            partnership=larkshire, user=cast.officer, email=f"{number}", what="issued", path="/"
        )
    with django_assert_max_num_queries(9):
        read_by(client)


@pytest.mark.parametrize(("days", "stays"), [(0, True), (1, False)])
def test_it_goes_after_13_months(days, stays, larkshire):
    entry = AuditEntry.objects.create(what="issued", page="x", path="/")
    AuditEntry.objects.update(at=entry.at - KEPT - timedelta(days=days))
    delete_old_entries(on=TODAY)
    assert AuditEntry.objects.exists() == stays


def test_operators_change_nothing_of_it(cast, sign_in):
    entry = AuditEntry.objects.create(what="issued", page="x", path="/")
    client = sign_in(cast.operator)
    for name in ("change", "delete"):
        address = reverse(f"admin:partners_auditentry_{name}", args=[entry.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
