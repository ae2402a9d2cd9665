"""Who left is nobody any more, and what they wrote stays."""

import io
import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.urls import reverse

from actions.models import StatusUpdate
from actions.rounds.models import Answer, Recipient
from partners.access import Role
from partners.changes import LEFT, add_person, remove_person, version_of_role
from partners.erasure import SOMEBODY, erase_person
from partners.models import AuditEntry, Mail, User
from tests import factories
from tests.factories import make_action, make_mail, make_member, make_plan, make_priority

OLD, NOW = "kim.before@example.org", "kim@example.org"


@pytest.fixture
def kim(larkshire):
    """An officer who once had another address."""
    kim = make_member(larkshire, name="Kim Lark", email=OLD)
    kim.email = NOW
    kim.save()
    return kim


@pytest.fixture
def action(larkshire, shelter):
    return make_action(make_priority(make_plan(larkshire)), owners=[shelter])


def erase(email, *options):
    printed = io.StringIO()
    call_command("erase_person", email, *options, stdout=printed)
    return printed.getvalue()


def remove(user):
    member = user.memberships.get()
    remove_person(member, seen=version_of_role(member))
    user.refresh_from_db()


def test_account_is_switched_off_and_names_nobody(kim, cast):
    erase(NOW.upper())
    kim.refresh_from_db()
    assert (kim.name, kim.is_active, kim.has_usable_password()) == (SOMEBODY, False, False)
    assert not kim.memberships.exists()
    known = {text for row in User.history.filter(id=kim.pk).values_list() for text in map(str, row)}
    assert not {OLD, NOW, "Kim Lark"} & known


def test_what_they_wrote_stays_as_somebodys(kim, cast, action, sign_in):
    update = factories.make_update(action, "The hall is open.", by=kim)
    erase(NOW)
    assert StatusUpdate.objects.get() == update
    page = sign_in(cast.officer).get(action.get_absolute_url()).content.decode()
    assert "The hall is open." in page
    assert SOMEBODY in page
    assert "Kim Lark" not in page


def test_e_mails_to_them_go_but_for_those_to_a_contact(kim, cast, larkshire, wrenmoor, shelter):
    factories.make_contact(shelter, email=OLD)
    make_mail(NOW, partnership=larkshire)
    make_mail(OLD, partnership=wrenmoor)
    stay = {make_mail(one, partnership=larkshire) for one in (OLD, "x@example.org")}
    erase(NOW)
    assert set(Mail.objects.all()) == stay


def test_audit_names_them_no_more_and_stays(kim, cast):
    AuditEntry.objects.create(what="issued", user=kim, email=NOW, page="x", path="/")
    about = f"{NOW}: invited as officer; not.{NOW}"
    AuditEntry.objects.create(
        what="people", user=cast.manager, email="m@x.org", about=about, page="x", path="/"
    )
    erase(NOW)
    told = set(AuditEntry.objects.values_list("email", "about"))
    assert told == {(SOMEBODY, ""), ("m@x.org", f"{SOMEBODY}: invited as officer; not.{NOW}")}


def test_sign_ins_and_second_steps_go(kim, cast, client):
    client.post(reverse("account_login"), {"login": NOW, "password": factories.PASSWORD})
    Authenticator.objects.create(user=kim, type="totp", data={})
    assert Session.objects.exists()
    erase(NOW)
    assert not Session.objects.exists()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "given", ["Kim Lark", "kim lark", "Kim Lark, signed off by Jo", "Jo, signed off by Kim Lark"]
)
def test_their_name_goes_from_answers_of_their_agency(given, larkshire, cast, action, shelter):
    kim = make_member(larkshire, Role.CONTRIBUTOR, shelter, name="Kim Lark")
    round = factories.make_round(action.priority.plan)
    request = factories.make_request(round, shelter, [kim.email])
    factories.make_answer(request, action, given_by=given)
    other = factories.make_request(round, factories.make_agency(larkshire))
    factories.make_answer(other, action, given_by=given)
    erase(kim.email)
    assert set(Answer.objects.values_list("request", "given_by")) == {
        (request.pk, SOMEBODY),
        (other.pk, given),
    }
    assert not Recipient.objects.exists()


def test_a_dry_run_writes_nothing(kim, cast):
    assert "Nothing was written" in erase(NOW, "--dry-run")
    kim.refresh_from_db()
    assert (kim.name, kim.is_active) == ("Kim Lark", True)


def test_the_last_administrator_stays(cast):
    with pytest.raises(CommandError, match="last administrator"):
        erase(cast.administrator.email)
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active


def test_whoever_runs_the_installation_stays(cast):
    with pytest.raises(CommandError, match="/admin/"):
        erase(cast.operator.email)


def test_nobody_of_that_address(db):
    with pytest.raises(CommandError, match="Nobody has"):
        erase("none@example.org")


def test_an_address_that_somebody_else_has_now_is_theirs(kim, cast, larkshire):
    other = make_member(larkshire, email=OLD)
    mail = make_mail(OLD, partnership=larkshire)
    erase(NOW)
    other.refresh_from_db()
    assert other.email == OLD
    assert Mail.objects.get() == mail


def test_leaving_the_last_partnership_switches_the_account_off(kim, cast, client):
    client.force_login(kim)
    remove(kim)
    assert not kim.is_active
    assert kim.history.first().history_change_reason == LEFT
    assert client.get(reverse("my-work")).status_code == 302


def test_leaving_one_of_two_does_not(kim, cast, wrenmoor):
    factories.make_membership(kim, wrenmoor)
    member = kim.memberships.get(partnership__slug="larkshire")
    remove_person(member, seen=version_of_role(member))
    kim.refresh_from_db()
    assert kim.is_active


def test_another_invitation_switches_it_on(kim, cast, wrenmoor):
    remove(kim)
    add_person(wrenmoor, by=cast.other_administrator, email=NOW, name="", role=Role.READER)
    kim.refresh_from_db()
    assert kim.is_active


def test_what_an_operator_has_switched_off_stays_so(kim, cast, wrenmoor):
    kim.is_active = False
    kim.save()
    remove(kim)
    add_person(wrenmoor, by=cast.other_administrator, email=NOW, name="", role=Role.READER)
    kim.refresh_from_db()
    assert not kim.is_active


def test_the_erased_can_be_invited_as_somebody_new(kim, cast, larkshire):
    erase_person(kim)
    member = add_person(larkshire, by=cast.administrator, email=NOW, name="Kim", role=Role.READER)
    assert member.user != kim


def own_data(client):
    return client.get(reverse("own-data"))


def test_ones_own_data_in_one_file(kim, cast, action, sign_in):
    factories.make_update(action, "The hall is open.", by=kim)
    AuditEntry.objects.create(what="issued", user=kim, email=NOW, page="x", path="/larkshire/")
    make_mail(NOW, partnership=action.priority.plan.partnership, subject="Quarter 2")
    response = own_data(sign_in(kim))
    told = json.loads(response.content)
    assert told["account"]["email"] == NOW
    assert {one["email"] for one in told["earlier_accounts"]} == {OLD, NOW}
    assert told["memberships"][0]["role"] == "officer"
    assert told["audit"][0]["page"] == "/larkshire/"
    assert told["emails"][0]["subject"] == "Quarter 2"
    assert told["updates"][0]["text"] == "The hall is open."
    assert told["named_in"]["status update: made by"] == 1
    assert "no-store" in response["Cache-Control"]
    assert "attachment" in response["Content-Disposition"]


def test_nothing_of_others_is_in_it(kim, cast, action, sign_in):
    factories.make_update(action, "Of somebody else.", by=cast.manager)
    make_mail(cast.manager.email, partnership=action.priority.plan.partnership)
    AuditEntry.objects.create(what="issued", user=cast.manager, email="m@x.org", page="x", path="/")
    words = own_data(sign_in(kim)).content.decode()
    assert "Of somebody else." not in words
    assert cast.manager.email not in words
    assert "m@x.org" not in words


def test_what_was_said_of_a_restricted_plan_is_told_to_those_alone_who_see_it(
    kim, cast, larkshire, sign_in
):
    plan = factories.make_restricted_plan(larkshire, named=[kim])
    factories.make_update(make_action(make_priority(plan)), "Quillfeather", by=kim)
    client = sign_in(kim)
    assert "Quillfeather" in own_data(client).content.decode()
    plan.named.all().delete()
    assert "Quillfeather" not in own_data(client).content.decode()


def test_the_download_is_written_down(kim, sign_in):
    own_data(sign_in(kim))
    assert AuditEntry.objects.get().page == "own-data"


@pytest.mark.parametrize("number", [1, 4])
def test_the_file_costs_the_same_however_much_it_tells(
    number, kim, action, sign_in, django_assert_num_queries
):
    for _ in range(number):
        factories.make_update(action, "It goes on.", by=kim)
        make_mail(NOW)
        AuditEntry.objects.create(what="issued", user=kim, email=NOW, page="x", path="/")
    client = sign_in(kim)
    own_data(client)
    with django_assert_num_queries(19):
        own_data(client)


def test_page_of_sign_in_leads_to_it(kim, sign_in):
    page = sign_in(kim).get(reverse("mfa_index")).content.decode()
    assert f'href="{reverse("own-data")}"' in page
    assert f'href="{reverse("how-long")}"' in page


@pytest.fixture
def asks(cast, sign_in):
    """asks(user): the page on which an administrator removes them."""
    client = sign_in(cast.administrator)

    def page(user):
        address = reverse("person-remove", args=["larkshire", user.memberships.get().pk])
        return client.get(address).content.decode()

    return page


def test_an_agency_for_which_nobody_else_signs_in_is_named(asks, larkshire):
    agency = factories.make_agency(larkshire, "Lark Hospice")
    one = make_member(larkshire, Role.CONTRIBUTOR, agency)
    assert "Nobody else signs in for Lark Hospice" in asks(one)
    make_member(larkshire, Role.CONTRIBUTOR, agency)
    assert "What they leave open" not in asks(one)


def test_restricted_plans_are_named_to_those_alone_who_see_them(asks, kim, cast, larkshire):
    plan = factories.make_restricted_plan(larkshire, "Quillfeather", named=[kim])
    assert "What they leave open" not in asks(kim)
    factories.make_named_person(plan, cast.administrator)
    page = asks(kim)
    assert "Named for Quillfeather" in page
    assert f'href="{reverse("plan-people", args=["larkshire", plan.address])}"' in page
