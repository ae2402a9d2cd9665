"""Contacts that may be kept no longer, and what else tells of them."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from actions.rounds.models import Answer, Recipient
from partners.models import Contact, ContactImport, Mail
from partners.old_contacts import delete_old_lists
from tests import factories
from tests.conftest import TODAY
from tests.factories import make_agency, make_contact, make_contact_import, make_mail, make_member

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def run(db):
    """run(...): what the command prints."""

    def command(*options):
        printed = io.StringIO()
        call_command("delete_old_contacts", *options, stdout=printed)
        return printed.getvalue()

    return command


@pytest.fixture
def old(shelter):
    return make_contact(shelter, email="old@example.org", keep_until=YESTERDAY)


def test_whose_day_is_over_is_deleted_and_others_stay(run, old, shelter):
    last_day = make_contact(shelter, keep_until=TODAY)
    assert run() == (
        "Larkshire Community Safety Partnership: 1 contact deleted, and the history of 0 removed "
        "before\n"
    )
    assert shelter.contacts.get() == last_day
    assert set(Contact.history.values_list("id", flat=True)) == {last_day.pk}


def test_again_there_is_nothing_to_delete(run, old):
    run()
    assert run() == "No contact is kept longer than it may be.\n"


def test_a_dry_run_deletes_nothing(run, old):
    printed = run("--dry-run")
    assert "1 contact deleted" in printed
    assert "Nothing was written: this was a dry run." in printed
    assert Contact.objects.get() == old
    assert old.history.count() == 1


def test_as_if_it_were_another_day(run, shelter):
    make_contact(shelter, keep_until=date(2027, 1, 3))
    assert "No contact" in run("--on", "2027-01-03")
    assert "1 contact deleted" in run("--on", "2027-01-04")
    with pytest.raises(CommandError, match="not a date"):
        run("--on", "soon")


def test_it_counts_by_partnership(run, shelter, wrenmoor):
    for agency in (shelter, shelter, make_agency(wrenmoor)):
        make_contact(agency, keep_until=YESTERDAY)
    printed = run()
    assert "Larkshire Community Safety Partnership: 2 contacts deleted" in printed
    assert "Wrenmoor Community Safety Partnership: 1 contact deleted" in printed


def test_what_was_removed_before_is_forgotten_once_its_day_is_over(run, shelter):
    contact = make_contact(shelter, keep_until=TODAY)
    contact.delete()
    run()
    assert Contact.history.count() == 2
    assert "0 contacts deleted, and the history of 1 removed before" in run("--on", "2026-11-19")
    assert not Contact.history.exists()


def test_so_it_is_if_the_agency_is_gone_as_well(run, larkshire):
    agency = make_agency(larkshire)
    make_contact(agency, keep_until=YESTERDAY)
    agency.delete()
    assert "the history of 1 removed before" in run()
    assert not Contact.history.exists()


def test_a_contact_whose_day_was_put_off_keeps_its_history(run, old):
    old.keep_until = date(2030, 1, 1)
    old.save()
    run()
    assert old.history.count() == 2


def test_e_mails_to_it_go_too(run, old, larkshire, wrenmoor):
    make_mail("OLD@example.org", partnership=larkshire)
    others = [
        make_mail("old@example.org", partnership=wrenmoor),
        make_mail("new@example.org", partnership=larkshire),
    ]
    run()
    assert set(Mail.objects.all()) == set(others)


@pytest.mark.parametrize("who", ["contact", "member"])
def test_e_mails_stay_if_somebody_else_has_the_mailbox(who, run, old, larkshire):
    mail = make_mail("old@example.org", partnership=larkshire)
    if who == "contact":
        make_contact(make_agency(larkshire), email="old@example.org")
    else:
        make_member(larkshire, email="old@example.org")
    run()
    assert Mail.objects.get() == mail


def test_rounds_forget_the_mailbox_and_keep_the_answers(run, old, larkshire, shelter):
    action = factories.make_action(factories.make_priority(factories.make_plan(larkshire)))
    round = factories.make_round(action.priority.plan)
    request = factories.make_request(round, shelter, ["old@example.org", "new@example.org"])
    answer = factories.make_answer(request, action)
    run()
    assert Recipient.objects.get().email == "new@example.org"
    assert Answer.objects.get() == answer


def test_the_partners_page_names_those_within_sixty_days(shelter, cast, sign_in):
    soon = make_contact(shelter, "Clerk", keep_until=TODAY + timedelta(days=60))
    make_contact(shelter, "Head", keep_until=TODAY + timedelta(days=61))
    page = sign_in(cast.manager).get("/larkshire/partners/").content.decode()
    assert "to be deleted after 17 January 2027 unless the date is changed" in page
    assert f'href="/larkshire/partners/contacts/{soon.pk}/">Clerk, Lark Shelter' in page
    assert "Head" not in page


@pytest.mark.parametrize(("role", "sees"), [("officer", True), ("reader", False)])
def test_whoever_may_not_change_them_is_led_to_the_agency(role, sees, shelter, cast, sign_in):
    contact = make_contact(shelter, "Clerk", keep_until=TODAY)
    page = sign_in(getattr(cast, role)).get("/larkshire/partners/").content.decode()
    assert (f'href="/larkshire/partners/{shelter.pk}/">Clerk' in page) == sees
    assert f"contacts/{contact.pk}/" not in page


def test_those_of_another_partnership_are_not_named(wrenmoor, cast, sign_in):
    make_contact(make_agency(wrenmoor), "Clerk", keep_until=TODAY)
    page = sign_in(cast.manager).get("/larkshire/partners/").content.decode()
    assert "Contacts to be deleted" not in page


def test_a_list_that_nobody_imports_goes_after_thirty_days(larkshire):
    started = make_contact_import(larkshire)
    delete_old_lists(on=TODAY + timedelta(days=30))
    assert ContactImport.objects.filter(pk=started.pk).exists()
    delete_old_lists(on=TODAY + timedelta(days=31))
    assert not ContactImport.objects.exists()


@pytest.mark.parametrize("number", [1, 4])
def test_it_asks_no_more_often_for_many(number, run, larkshire, django_assert_num_queries):
    for year in range(2020, 2020 + number):
        agency = make_agency(larkshire)
        contact = make_contact(agency, keep_until=date(2026, 1, 1))
        make_mail(contact.email, partnership=larkshire)
        plan = factories.make_plan(larkshire, year)
        factories.make_request(factories.make_round(plan), agency, [contact.email])
    # One each: the library of histories writes that it was deleted.
    with django_assert_num_queries(24 + number):
        run()
    assert not Recipient.objects.exists()
