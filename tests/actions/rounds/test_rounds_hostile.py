"""Markup and line breaks in whatever people write: shown as text, in pages and in e-mails."""

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.rounds import asking, letters, reminders
from actions.rounds.digests import put_digests
from actions.rounds.links import token_of
from partners.access import Role
from partners.models import Mail
from tests import factories
from tests.conftest import TODAY

EVIL = '<i id="evil" onclick=x()>&'


@pytest.fixture
def asked(db):
    """A request of a round, in all states of answers, with markup wherever there can be any."""
    partnership = factories.make_partnership(
        f"Lark\r\nBcc: all@example.org {EVIL}",
        name=f"Partnership {EVIL}",
        council=f"Council {EVIL}",
        slug="larkshire",
        notice=EVIL,
        telephone=EVIL[:20],
    )
    agency = factories.make_agency(partnership, f"Agency {EVIL}")
    officer = factories.make_member(partnership, name=f"Officer {EVIL}")
    plan = factories.make_plan(partnership)
    priority = factories.make_priority(plan, f"Priority {EVIL}")
    actions = [factories.make_action(priority, f"{n} {EVIL}", [agency]) for n in range(4)]
    round = factories.make_round(plan, f"Round {EVIL}", message=EVIL, opened_by=officer)
    mailbox = '"<i id=evil>"@example.org'
    request = factories.make_request(round, agency, [mailbox])
    factories.make_contact(agency, email=mailbox, name=EVIL)
    words = {"given_by": EVIL, "reason": EVIL}
    question = {"question": EVIL, "questioned_by": officer}
    sent = factories.make_answer(request, actions[0], EVIL, **words)
    factories.make_answer(request, actions[1], EVIL, state="returned", **words, **question)
    factories.make_answer(request, actions[2], EVIL, state="draft", **words)
    factories.make_evidence(sent, f"https://example.org/?{EVIL.replace(' ', '+')}")
    factories.make_evidence(sent, "", file=b"1", file_name=f"{EVIL}.csv")
    return request


def put_all(asked):
    """One mail of each kind."""
    recipient = asked.recipients.earliest("pk")
    letters.put_request(recipient, key="")
    letters.put_receipt(asked, list(asked.answers.all()), to="box@example.org", on=TODAY)
    letters.put_question(recipient, asked.answers.get(state="returned"))
    passed = factories.make_passed(asked, asked.answers.first().action, passed_by=EVIL)
    letters.put_passed(passed)
    letters.put_to_sign(recipient, key="", number=2)
    question = factories.make_partner_question(asked, passed.action, EVIL, recipient=recipient)
    letters.put_partner_question(question, to="officer@example.org", link="https://example.org")
    asking.reply(question, text=EVIL, by=asked.round.opened_by, at=timezone.now())
    reminders.remind(asked.round.closes_on)
    put_digests(TODAY)
    return {mail.key.split(":")[0]: mail for mail in Mail.objects.all()}


def pages(asked):
    actions = list(asked.agency.ownerships.values_list("action", flat=True))
    token = token_of(asked.recipients.earliest("pk"))
    answers = asked.answers.exclude(state="draft")
    for names, arguments in (("answer", [token]), ("signed-in", ["larkshire", asked.pk])):
        yield from (reverse(f"{names}-{page}", args=arguments) for page in ("send", "sent"))
        yield from (reverse(f"{names}-action", args=[*arguments, pk]) for pk in actions)
    yield reverse("answer", args=[token])
    yield reverse("signed-in-actions", args=["larkshire", asked.pk])
    of_partnership = ("rounds", "round-open", "desk", "scoreboard", "sent-mail")
    yield from (reverse(name, args=["larkshire"]) for name in of_partnership)
    of_round = ("round", "round-change", "round-close")
    yield from (reverse(name, args=["larkshire", asked.round_id]) for name in of_round)
    of_request = ("request-send", "request-revoke")
    yield from (reverse(name, args=["larkshire", asked.pk]) for name in of_request)
    yield from (reverse("desk-answer", args=["larkshire", one.pk]) for one in answers)
    for mail in put_all(asked).values():
        yield reverse("sent-mail-message", args=["larkshire", mail.pk])
        yield reverse("sent-mail-file", args=["larkshire", mail.pk])


@pytest.mark.slow
def test_in_pages_it_is_text(asked, sign_in):
    manager = factories.make_member(asked.agency.partnership, Role.MANAGER, name=f"Me {EVIL}")
    client = sign_in(manager)
    for address in pages(asked):
        response = client.get(address)
        text = response.content.decode()
        assert response.status_code == 200, address
        assert "&lt;i id=" in text, address
        assert "<i id=" not in text, address


def test_in_the_preview_of_a_round_it_is_text(asked, sign_in):
    client = sign_in(factories.make_member(asked.agency.partnership, Role.MANAGER))
    typed = {"name": EVIL, "message": EVIL, "preview": "preview"}
    typed |= {f"closes_on_{part}": number for part, number in enumerate((30, 11, 2026))}
    page = client.post(reverse("round-open", args=["larkshire"]), typed).content.decode()
    assert "Check who" not in page
    assert "&lt;i id=" in page
    assert "<i id=" not in page


def test_in_e_mails_it_is_text(asked):
    mails = put_all(asked)
    of_round = {"request", "receipt", "question", "reminder", "digest"}
    assert mails.keys() == of_round | {"passed", "sign", "asked", "reply"}
    for mail in mails.values():
        assert "<i id=" not in mail.html
        assert EVIL in mail.text


def test_a_line_break_in_a_name_makes_no_header(asked):
    for mail in put_all(asked).values():
        assert "\r" not in mail.subject
        assert "\n" not in mail.subject
        assert mail.subject.startswith("Lark")
