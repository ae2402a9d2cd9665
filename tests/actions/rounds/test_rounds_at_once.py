"""Two people at once in a round. SQLite lets one transaction write at a time; PostgreSQL needs our
locks.
"""

import time

import pytest
from django.utils import timezone

from actions.building.plan_import.saving import save_choices, version_of_choices
from actions.models import StatusUpdate
from actions.rounds import answers, asking, opening, passing
from actions.rounds.desk import decisions
from actions.rounds.models import Answer, UpdateRound
from actions.rounds.running import send_again, version_of_request
from csp.versions import ChangedByAnother, version_of
from partners.models import Mail
from tests import factories
from tests.at_once import at_once, needs_connections
from tests.conftest import TODAY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    needs_connections,
]


@pytest.fixture(autouse=True)
def slow_to_look(monkeypatch):
    """Whoever holds no lock sees what the other has not changed yet."""

    def slow(row):
        version = version_of(row)
        time.sleep(0.2)
        return version

    for module in (answers, decisions):
        monkeypatch.setattr(module, "version_of", slow)


@pytest.fixture
def asked(action, shelter):
    return factories.make_request(factories.make_round(action.plan), shelter, ["box@example.org"])


@pytest.fixture
def answer(asked, action):
    return factories.make_answer(asked, action, "Ten beds.")


def accepting(answer, text):
    person, seen = factories.make_user(text), version_of(answer)
    words = {"status": "on_track", "text": text, "seen": seen, "after": None}
    return lambda: decisions.accept(answer, by=person, on=TODAY, **words)


def test_two_officers_accept_in_words_of_their_own(answer):
    outcomes = at_once(accepting(answer, "Ten beds are there."), accepting(answer, "Ten beds!"))
    assert sorted(type(one).__name__ for one in outcomes) == ["ChangedByAnother", "StatusUpdate"]
    assert StatusUpdate.objects.count() == 1


def test_an_agency_changes_what_an_officer_sends_back(answer, asked, action):
    seen, officer = version_of(answer), factories.make_user()
    said = {"status": "on_track", "text": "Eleven beds.", "given_by": "Robin Lark"}
    outcomes = at_once(
        lambda: answers.send(asked, action, seen=seen, at=timezone.now(), **said),
        lambda: decisions.send_back(answer, by=officer, on=TODAY, question="How many?", seen=seen),
    )
    (other,) = [one for one in outcomes if isinstance(one, ChangedByAnother)]
    answer.refresh_from_db()
    assert (answer.text, answer.state) in [("Eleven beds.", "sent"), ("Ten beds.", "returned")]
    assert (other.now.text, other.now.state) == (answer.text, answer.state)


def test_an_agency_sends_twice(asked, action):
    draft = factories.make_answer(asked, action, state=Answer.State.DRAFT)
    sending = {"given_by": "Robin Lark", "seen": {draft.pk: version_of(draft)}}
    outcomes = at_once(
        *[
            lambda: answers.send_drafts(
                asked, at=timezone.now(), receipt_to="box@example.org", **sending
            )
        ]
        * 2
    )
    assert outcomes == [[draft], [draft]]
    assert Mail.objects.count() == 1


def test_two_colleagues_begin_the_same_answer(asked, action):
    def writing(text):
        said = {"status": "", "text": text, "seen": ""}
        return lambda: answers.save_draft(asked, action, at=timezone.now(), **said)

    outcomes = at_once(writing("Mine."), writing("Theirs."))
    assert sorted(type(one).__name__ for one in outcomes) == ["Answer", "ChangedByAnother"]


def test_a_round_is_opened_twice(action, larkshire):
    factories.make_contact(action.owners.get().agency)
    manager = factories.make_user()
    seen = opening.digest_of(opening.to_be_asked(action.plan, on=TODAY))
    fields = {"name": "Quarter 3", "closes_on": TODAY, "message": "", "reminder_days": ""}
    press = {"by": manager, "at": timezone.now(), "on": TODAY, "seen": seen} | fields
    first, second = at_once(*[lambda: opening.open_round(action.plan, **press)] * 2)
    assert first == second == UpdateRound.objects.get()
    assert Mail.objects.count() == 1


def test_two_managers_ask_the_same_partner(asked, action, larkshire):
    fire = factories.make_agency(larkshire, "Fire")
    factories.make_contact(fire)
    factories.make_action(action.priority, owners=[fire])
    seen = opening.digest_of(opening.not_yet_asked(asked.round, on=TODAY))
    press = {"agencies": {fire.pk}, "at": timezone.now(), "on": TODAY, "seen": seen}
    first, second = at_once(*[lambda: opening.ask_others(asked.round, **press)] * 2)
    assert first == second == [asked.round.requests.get(agency=fire)]
    assert Mail.objects.count() == 1


def test_two_agencies_answers_finish_the_same_action(asked, action, larkshire):
    """Each holds the lock on its own request when what is settled is looked for."""
    fire = factories.make_agency(larkshire, "Fire")
    action.owners.create(agency=fire)
    other = factories.make_request(asked.round, fire)
    answers_ = [factories.make_answer(one, action, status="complete") for one in (asked, other)]
    by = factories.make_user()
    outcomes = at_once(
        *[
            lambda answer=answer: decisions.accept(
                answer,
                by=by,
                on=TODAY,
                status="complete",
                text=f"{answer.request.agency} has done it.",
                seen=version_of(answer),
                after=None,
            )
            for answer in answers_
        ]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["ChangedByAnother", "StatusUpdate"]
    assert not asked.round.requests.filter(answered_at=None).exists()


def test_two_managers_choose_what_the_columns_of_a_file_mean(action):
    started = factories.make_plan_import(action.plan)
    seen = version_of_choices(started)
    outcomes = at_once(
        *[
            lambda meaning=meaning: save_choices(started, {"owners": {"x": meaning}}, seen=seen)
            for meaning in ("new", "nobody")
        ]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["ChangedByAnother", "NoneType"]


def test_two_managers_write_to_an_agency_and_withdraw_all_other_links(asked):
    seen = version_of_request(asked)
    sending = [
        lambda to=to: send_again(asked, to=to, press=to[0], seen=seen, alone=True)
        for to in ("a@example.org", "b@example.org")
    ]
    outcomes = at_once(*sending)
    assert sorted(type(one).__name__ for one in outcomes) == ["ChangedByAnother", "NoneType"]
    assert asked.recipients.count() == 1


def test_one_action_passed_to_one_colleague_twice_is_passed_once(asked, action):
    said = {"to": "kim@example.org", "by": "box@example.org", "at": timezone.now()}
    outcomes = at_once(*[lambda: passing.pass_on(asked, action, **said)] * 2)
    assert outcomes[0] == outcomes[1]
    assert Mail.objects.count() == 1


def test_two_officers_reply_to_one_question(asked, action):
    question = factories.make_partner_question(asked, action)
    outcomes = at_once(
        *(replying(question, words) for words in ("Those of May.", "Those of June."))
    )
    names = sorted(type(one).__name__ for one in outcomes)
    assert names == ["ChangedByAnother", "PartnerQuestion"]
    assert Mail.objects.count() == 1


def replying(question, text):
    officer = factories.make_user()
    return lambda: asking.reply(question, text=text, by=officer, at=timezone.now())
