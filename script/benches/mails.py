"""Reminders to everybody, beside a loop that only makes the messages."""

from datetime import date, timedelta
from io import StringIO
from time import perf_counter
from typing import Any

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils import timezone

from actions.rounds.letters import words_of
from actions.rounds.links import link_of
from actions.rounds.models import Recipient
from actions.rounds.reminders import may_remind_on
from partners.models import Mail
from script.benches import data
from script.benches.bench import Bench, Part
from script.benches.counting import counted
from script.benches.measuring import Row, Wrong, compared, in_turn

# Of the queries for each e-mail: what is asked for each row is more.
QUERIES_BAR = 0.1


def reminders(bench: Bench) -> list[Row]:
    """The command that reminds all recipients of all partnerships, whose mail server is quick."""
    side = bench.side(data.national(bench), EMAIL_URL="memorymail://")
    recipients = float(side.call(prepare).result)
    found = side.call(remind_and_count).result
    pairs = in_turn(
        lambda: float(side.call(remind).result),
        lambda: float(side.call(only_make).result),
        max(1, bench.scale.slow_pairs // 3),
        is_warm=True,
    )
    against = "a loop that makes the messages"
    work = f"reminding {recipients:,.0f} recipients"
    queries = (float(found["queries"]), float(found["mails"]))
    return [
        compared(work, against, "s", pairs, 4),
        compared(work, "an e-mail", "queries", [queries], QUERIES_BAR),
    ]


# What happens in a Side.


def prepare() -> int:
    """Let all that waits be sent. Returns how many recipients there are to be reminded."""
    Mail.objects.filter(state=Mail.State.WAITING).update(
        state=Mail.State.SENT, sent_at=timezone.now()
    )
    return _to_remind().count()


def remind() -> float:
    """Run the command; each recipient has one e-mail, which is taken away. Returns the seconds."""
    begun = perf_counter()
    call_command("send_reminders", on=str(_day()), verbosity=0, stdout=StringIO())
    seconds = perf_counter() - begun
    _take_away()
    return seconds


def remind_and_count() -> dict[str, int]:
    """The same once, with how many queries it took and how many e-mails there were."""
    with counted() as queries:
        call_command("send_reminders", on=str(_day()), verbosity=0, stdout=StringIO())
    mails = len(mail.outbox)
    _take_away()
    return {"queries": queries.number, "mails": mails}


def only_make() -> float:
    """Make the same messages, of rows that are fetched at once. Returns the seconds."""
    begun = perf_counter()
    day = _day()
    rows = _to_remind().select_related(
        "request__agency", "request__round__plan__partnership", "request__round__opened_by"
    )
    made = [len(_message(one, day).message().as_bytes()) for one in rows]
    if not all(made):
        raise Wrong("A message is empty")
    return perf_counter() - begun


def _message(recipient: Recipient, day: date) -> EmailMultiAlternatives:
    request = recipient.request
    context: dict[str, Any] = words_of(request) | {
        "link": link_of(recipient),
        "recipient": recipient,
        "missing": 3,
        "days_left": (request.round.closes_on - day).days,
    }
    text = render_to_string("mail/rounds/reminder.txt", context)
    subject, _, text = text.partition("\n")
    message = EmailMultiAlternatives(subject, text.strip(), to=[recipient.email])
    message.attach_alternative(render_to_string("mail/rounds/reminder.html", context), "text/html")
    return message


def _day() -> date:
    """The first day on which all are reminded of rounds that are closing."""
    day = max(_to_remind().values_list("request__round__closes_on", flat=True))
    while not may_remind_on(day):
        day += timedelta(days=1)
    return day


def _to_remind() -> Any:
    """All recipients of rounds that are open."""
    return Recipient.objects.filter(
        request__round__closes_on__gte=timezone.localdate(), request__answered_at=None
    ).order_by("pk")


def _take_away() -> None:
    """Forget the reminders. Raises Wrong unless everybody got one."""
    reminders = Mail.objects.filter(key__startswith="reminder:")
    got = dict(
        reminders.filter(state=Mail.State.SENT).values_list("recipient").annotate(Count("pk"))
    )
    if got != dict.fromkeys(_to_remind().values_list("email", flat=True), 1):
        raise Wrong("Not everybody has been reminded once")
    if len(mail.outbox) < len(got):
        raise Wrong("Not all reminders were sent")
    mail.outbox.clear()
    Mail.objects.filter(
        made_at__date__gte=timezone.localdate(), key__regex="^(reminder|digest)"
    ).delete()


PARTS = [Part("reminders", "reminders to everybody, beside a loop that makes them", reminders)]
