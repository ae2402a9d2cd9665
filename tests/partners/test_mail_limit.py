"""However many ask, from wherever: five e-mails an hour to one mailbox, and the same words."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from csp.mailing.limit import MOST_AN_HOUR, may_be_written_to
from partners.models import Mail
from tests.factories import make_contact, make_request, make_round

WAYS = {"code": "account_request_login_code", "reset": "account_reset_password"}


def ask(name, email, place):
    """What somebody at the place-th network address is answered."""
    client = Client(REMOTE_ADDR=f"10.0.{place // 250}.{place % 250 + 1}")
    reply = client.post(reverse(name), {"email": email}, follow=True)
    return reply.status_code, [template.name for template in reply.templates][:1]


@pytest.mark.parametrize("name", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("known", [True, False], ids=["a person's", "nobody's"])
def test_from_many_network_addresses_five_e_mails_go_to_one(known, name, cast):
    email = cast.officer.email if known else "nobody@example.org"
    replies = {str(ask(name, email, place)) for place in range(12)}
    assert len(replies) == 1
    assert "200" in replies.pop()
    assert len(mail.outbox) == MOST_AN_HOUR


def test_all_kinds_count_together(administrator, plan, shelter):
    email = "lead@shelter.example.org"
    make_contact(shelter, email=email, receives_update_requests=True)
    make_request(make_round(plan), shelter, [email])
    for place, name in enumerate([*WAYS.values(), "answer-new-link", *WAYS.values()]):
        ask(name, email, place)
    for name in ("one", "two"):
        fields = {"email": f"lead+{name}@shelter.example.org", "name": "Lee", "role": "reader"}
        page = administrator.post(reverse("person-add", args=["larkshire"]), fields, follow=True)
        assert "has been invited. An email is on its way, unless" in page.content.decode()
    assert len(mail.outbox) + Mail.objects.count() == MOST_AN_HOUR
    assert Mail.objects.filter(key__startswith="request:").count() == 1
    assert not Mail.objects.filter(key__startswith="invitation:").exists()


def test_an_hour_later_there_are_five_more(db):
    taken = [may_be_written_to("sam@example.org") for _ in range(7)]
    assert taken == [True] * 5 + [False] * 2
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert may_be_written_to("sam@example.org")


@pytest.mark.parametrize("same", ["SAM@Example.ORG", "sam+plan@example.org", " sam@example.org."])
def test_a_mailbox_is_the_same_however_it_is_written(same, db):
    for _ in range(MOST_AN_HOUR):
        may_be_written_to("sam@example.org")
    assert not may_be_written_to(same)
    assert may_be_written_to("samantha@example.org")


def test_word_of_a_changed_password_always_goes(cast, sign_in):
    for _ in range(MOST_AN_HOUR):
        may_be_written_to(cast.officer.email)
    cast.officer.set_password("old-enough-to-change")
    cast.officer.save()
    new = "quite-another-long-one"
    fields = {"oldpassword": "old-enough-to-change", "password1": new}
    sign_in(cast.officer).post(reverse("account_change_password"), fields)
    assert len(mail.outbox) == 1
