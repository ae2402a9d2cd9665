"""What two partners were asked and have answered, when they are made one."""

from datetime import UTC, date, datetime

import pytest

from actions.rounds.links import BadLink, recipient_of, token_of
from actions.rounds.models import Answer, Evidence, Recipient, UpdateRequest
from partners.joining.apart import Apart
from partners.joining.changes import take_apart
from partners.joining.planned import Planned
from partners.models import Mail
from partners.old_contacts import delete_old_contacts
from tests.conftest import TODAY
from tests.factories import (
    fresh,
    make_accepted_answer,
    make_action,
    make_agency,
    make_answer,
    make_contact,
    make_evidence,
    make_joining,
    make_mail,
    make_plan,
    make_priority,
    make_request,
    make_round,
    make_user,
)

EARLIER = datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.fixture
def twin(larkshire):
    return make_agency(larkshire, "Lark Shelter Team")


@pytest.fixture
def round(larkshire):
    return make_round(make_plan(larkshire), "Quarter 2")


@pytest.fixture
def both(round, shelter, twin):
    """The requests to the one that stays and to the one that goes."""
    return make_request(round, shelter, ["a@example.org"]), make_request(
        round, twin, ["A@example.org", "b@example.org"]
    )


def rows():
    models = (UpdateRequest, Recipient, Answer, Evidence)
    return [sorted(map(str, model.objects.values_list())) for model in models]


def apart(joining):
    take_apart(joining, by=make_user(), seen=Apart(fresh(joining)).version)


def test_a_request_of_its_own_moves_and_its_links_work(round, shelter, twin):
    contact = make_contact(twin, email="b@example.org")
    asked = make_request(round, twin)
    recipient = asked.recipients.create(email="b@example.org", contact=contact)
    token = token_of(recipient)
    make_joining(shelter, goes=twin)
    assert recipient_of(token, on=TODAY).request.agency == shelter


def test_two_requests_of_one_round_are_one(both, shelter, twin):
    stays, _ = both
    planned = Planned(fresh(shelter), fresh(twin))
    assert "Both were asked in “Quarter 2, 2026/27”: it is one request" in planned.told[0]
    make_joining(shelter, goes=twin)
    assert UpdateRequest.objects.get() == stays
    emails = stays.recipients.values_list("email", flat=True)
    assert sorted(emails) == ["a@example.org", "b@example.org"]


def test_a_mailbox_that_was_asked_twice_gets_no_dead_link(both, shelter, twin):
    lost = both[1].recipients.get(email="A@example.org")
    make_mail("A@example.org", key=f"request:{lost.pk}:")
    make_joining(shelter, goes=twin)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("ours", "theirs", "settled"),
    [(EARLIER, EARLIER, EARLIER), (EARLIER, None, None), (None, EARLIER, None)],
)
def test_what_one_has_not_answered_is_left_to_answer(ours, theirs, settled, round, shelter, twin):
    make_request(round, shelter, answered_at=ours)
    make_request(round, twin, answered_at=theirs)
    make_joining(shelter, goes=twin)
    assert UpdateRequest.objects.get().answered_at == settled


@pytest.mark.parametrize("withdrawn", [0, 1])
def test_a_withdrawn_request_opens_none_of_its_links_again(withdrawn, both, shelter, twin):
    request = both[withdrawn]
    request.revoked_at = EARLIER
    request.save()
    tokens = [token_of(recipient) for recipient in request.recipients.all()]
    joining = make_joining(shelter, goes=twin)
    assert UpdateRequest.objects.get().revoked_at is None
    for token in tokens:
        with pytest.raises(BadLink):
            recipient_of(token, on=TODAY)
    apart(joining)
    assert fresh(both[withdrawn]).revoked_at == EARLIER


def test_of_two_answers_the_accepted_stays_with_the_evidence_of_both(both, round, shelter, twin):
    action = make_action(make_priority(round.plan), "Patrol", owners=[shelter, twin])
    ours = make_answer(both[0], action, "We did.")
    theirs = make_accepted_answer(both[1], action, "They did.")
    evidence = make_evidence(ours)
    told = " ".join(Planned(fresh(shelter), fresh(twin)).told)
    assert "the answer “They did.” stays, since it is accepted; “We did.” is kept" in told
    make_joining(shelter, goes=twin)
    assert Answer.objects.get() == theirs
    assert theirs.evidence.get() == evidence
    assert fresh(theirs).request == both[0]


def test_of_two_answers_that_were_sent_the_later_stays(both, round, shelter, twin):
    action = make_action(make_priority(round.plan), owners=[shelter, twin])
    make_answer(both[0], action, "First.", sent_at=EARLIER)
    make_answer(both[1], action, "Second.")
    make_joining(shelter, goes=twin)
    assert Answer.objects.get().text == "Second."


def test_it_keeps_no_mailbox_of_a_contact_whose_time_is_over(both, shelter, twin):
    make_contact(shelter, email="a@example.org", keep_until=date(2026, 10, 1))
    make_contact(twin, email="b@example.org", keep_until=date(2026, 10, 1))
    joining = make_joining(shelter, goes=twin)
    assert "A@example.org" in str(joining.steps)
    delete_old_contacts(on=TODAY)
    assert "@example.org" not in str(fresh(joining).steps)


def test_taken_apart_all_of_it_is_as_it_was(both, round, shelter, twin):
    priority = make_priority(round.plan)
    action = make_action(priority, owners=[shelter, twin])
    make_evidence(make_answer(both[0], action, "We did."))
    make_evidence(make_accepted_answer(both[1], action), link="", file=b"1", file_name="a.csv")
    make_answer(both[1], make_action(priority, owners=[twin]))
    before = rows()
    joining = make_joining(shelter, goes=twin)
    assert rows() != before
    apart(joining)
    assert rows() == before
