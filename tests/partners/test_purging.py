"""What may be kept no longer goes at night, by one table that is also told."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.urls import reverse

from actions.building.models import PlanImport
from actions.rounds.models import Answer, PartnerQuestion, Recipient
from actions.rounds.personal_data import NOT_KEPT
from partners.invitations import put_invitation
from partners.models import AuditEntry, Mail, Membership, User
from partners.purging import purge, table
from reports.models import Rendering
from tests import factories
from tests.conftest import TODAY

DOCUMENT = Path(__file__).parent.parent.parent / "docs/personal-data.md"


@pytest.fixture
def run(db):
    """run(...): what the command prints."""

    def command(*options):
        printed = io.StringIO()
        call_command("purge", *options, stdout=printed)
        return printed.getvalue()

    return command


def in_days(days):
    return TODAY + timedelta(days=days)


def counted(on, dry_run=False):
    """What went, of which kind there was any."""
    return {kept.what: count for kept, count in purge(on=on, dry_run=dry_run) if count}


@pytest.fixture
def action(larkshire):
    return factories.make_action(factories.make_priority(factories.make_plan(larkshire)))


@pytest.fixture
def answered(larkshire, shelter, action):
    """A round that closed on TODAY, with a name and addresses of everything in it."""
    round = factories.make_round(action.priority.plan, closes_on=TODAY)
    request = factories.make_request(round, shelter, ["ann@example.org"])
    factories.make_partner_question(request, action, asked_by="ann@example.org")
    return factories.make_answer(request, action, given_by="Ann Lee")


def test_the_report_has_a_line_for_each_kind_that_goes(run):
    lines = run().splitlines()
    assert len(lines) == len([one for one in table() if one.delete])
    assert all(line.startswith("     0  ") for line in lines)


def test_a_dry_run_counts_and_deletes_nothing(run, larkshire, shelter):
    factories.make_mail(partnership=larkshire)
    factories.make_contact(shelter, keep_until=TODAY)
    printed = run("--dry-run", f"--on={in_days(400)}")
    assert "     1  Emails that were sent" in printed
    assert "     1  Contacts of partners" in printed
    assert "Nothing was written: this was a dry run." in printed
    assert Mail.objects.count() == 1
    assert shelter.contacts.count() == 1


def test_a_day_that_is_none_is_refused(run):
    with pytest.raises(CommandError, match="not a date"):
        run("--on=soon")


@pytest.mark.parametrize(("days", "stays"), [(396, True), (397, False)])
def test_e_mails_go_after_thirteen_months(days, stays, larkshire):
    factories.make_mail(partnership=larkshire)
    counted(in_days(days))
    assert Mail.objects.exists() == stays


@pytest.mark.parametrize(("days", "stays"), [(396, True), (397, False)])
def test_audit_goes_after_thirteen_months(days, stays, db):
    AuditEntry.objects.create(what="issued", page="x", path="/")
    counted(in_days(days))
    assert AuditEntry.objects.exists() == stays


def test_sign_ins_go_when_they_have_ended(cast, sign_in):
    sign_in(cast.officer)
    ends = Session.objects.get().expire_date
    address = {"ip": "192.0.2.7", "user_agent": "x"}
    key = Session.objects.get().session_key
    UserSession.objects.create(user=cast.officer, session_key=key, **address)
    UserSession.objects.create(user=cast.officer, session_key="gone", **address)
    counted(ends.date())
    assert UserSession.objects.get().session_key == key
    counted(ends.date() + timedelta(days=1))
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


@pytest.mark.parametrize(("days", "name"), [(731, "Ann Lee"), (732, NOT_KEPT)])
def test_names_given_with_answers_go_and_the_answers_stay(days, name, answered):
    counted(in_days(days))
    answered.refresh_from_db()
    assert (answered.given_by, answered.text) == (name, "It goes on.")
    assert set(Answer.history.values_list("given_by", flat=True)) == {name}
    assert Recipient.objects.exists() == (name != NOT_KEPT)
    assert PartnerQuestion.objects.get().asked_by == ("" if name == NOT_KEPT else "ann@example.org")


def test_names_that_went_are_not_counted_again(answered):
    assert counted(in_days(732))
    assert counted(in_days(732)) == {}


@pytest.mark.parametrize("state", PlanImport.State)
def test_tables_of_plans_go_after_ninety_days(state, action):
    at = None if state == "choosing" else datetime(2026, 11, 18, tzinfo=UTC)
    made = {"action": [action.pk]}
    plan = action.priority.plan
    factories.make_plan_import(plan, [["A"]], state=state, imported_at=at, made=made)
    counted(in_days(90))
    assert PlanImport.objects.get().tables != {}
    counted(in_days(91))
    left = [(one.tables, one.made) for one in PlanImport.objects.all()]
    assert left == ([] if state == "choosing" else [({}, made)])


def test_files_made_of_plans_go_after_thirty_days(action, django_capture_on_commit_callbacks):
    made = factories.make_rendered_file(action.priority.plan)
    with django_capture_on_commit_callbacks(execute=True):
        counted(in_days(31), dry_run=True)
    assert not made.is_gone
    with django_capture_on_commit_callbacks(execute=True):
        counted(in_days(31))
    assert made.is_gone
    assert not Rendering.objects.exists()


def test_who_left_is_erased_after_a_year(cast, larkshire):
    cast.officer.memberships.get().delete()
    counted(in_days(366))
    assert User.objects.get(pk=cast.officer.pk).name == "Officer of Larkshire"
    assert counted(in_days(367)) == {
        one.what: 1 for one in table() if "members of no partnership" in one.what
    }
    assert User.objects.get(pk=cast.officer.pk).name == "Somebody who left"
    assert counted(in_days(367)) == {}


def test_members_invited_people_and_operators_stay(cast, larkshire):
    user = factories.make_user("Kim")
    Membership.objects.create(user=user, partnership=larkshire, role="reader")
    names = set(User.objects.values_list("name", flat=True))
    counted(in_days(3000))
    assert set(User.objects.values_list("name", flat=True)) == names


@pytest.mark.parametrize("number", [1, 4])
def test_it_asks_no_more_often_for_many(
    number, larkshire, shelter, cast, django_assert_num_queries
):
    """People who left apart, who are erased one by one."""
    by = cast.officer
    for _ in range(number):
        factories.make_mail(partnership=larkshire)
        plan = factories.make_plan(larkshire, 2020 + Mail.objects.count())
        action = factories.make_action(factories.make_priority(plan))
        request = factories.make_request(
            factories.make_round(plan, opened_by=by), shelter, ["a@example.org"]
        )
        factories.make_answer(request, action, given_by="Ann")
        factories.make_plan_import(plan, [["A"]], started_by=by)
    with django_assert_num_queries(52):
        counted(in_days(3000))


def test_the_page_tells_the_table_to_everybody(client, db):
    page = client.get(reverse("how-long")).content.decode()
    for kept in table():
        assert kept.what in page
        assert kept.how_long[1:] in page
    assert "13 months after it happened" in page


def test_the_document_tells_the_table():
    rows = [f"| {one.what} | {one.how_long} | {one.why} |" for one in table()]
    told = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    assert told[2:] == rows


def test_an_invitation_is_sent_again_though_the_first_is_deleted(cast, larkshire, sign_in):
    member = factories.make_membership(factories.make_user(), larkshire, taken_up_at=None)
    for number in (1, 2):
        put_invitation(member, by=cast.administrator, number=number)
    Mail.objects.filter(key__endswith=":1").delete()
    address = reverse("person-invite", args=["larkshire", member.pk])
    client = sign_in(cast.administrator)
    client.post(address, {"number": client.get(address).context["number"]})
    assert sorted(Mail.objects.values_list("key", flat=True)) == [
        f"invitation:{member.pk}:2",
        f"invitation:{member.pk}:3",
    ]
