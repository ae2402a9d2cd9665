"""Each page, posting, answering and commands: among all partnerships, and of one that is alone."""

import re
from collections.abc import Callable
from functools import cache, partial
from io import StringIO
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, StatusUpdate
from actions.rounds.links import token_of
from actions.rounds.models import Answer, Recipient, UpdateRequest
from partners.access import Role
from partners.models import Membership, Partnership, User
from plans.models import Plan
from script.benches import data
from script.benches.bench import Bench, Part
from script.benches.counting import counted
from script.benches.measuring import Row, Side, Wrong, compared, in_turn, tried

TIME_BAR, QUERIES_BAR = 1.3, 1
SEVERAL = 40
TOKEN = "t" * 32

# Who looks at it, and the name and arguments of its address; what they are, `address_of` knows.
PAGES: dict[str, tuple[str, str, str]] = {
    "my work of an officer": ("officer", "my-work", ""),
    "my work of a contributor": ("contributor0", "my-work", ""),
    "searching for a common word": ("officer", "search?q=police", ""),
    "searching as a contributor": ("contributor0", "search?q=police", ""),
    "overview of a partnership": ("officer", "partnership", "slug"),
    "plan": ("officer", "plan", "slug plan"),
    "plan, as a reader sees it": ("reader", "plan", "slug plan"),
    "action": ("officer", "action", "slug plan action"),
    "recommendations": ("officer", "recommendations", "slug plan"),
    "over time": ("reader", "over-time", "slug plan"),
    "how it stood on a day": ("reader", "over-time-day", "slug plan"),
    "years side by side": ("reader", "years", "slug"),
    "cross-cutting themes": ("officer", "cross-cutting", "slug plan"),
    "building the plan": ("manager", "workspace", "slug plan"),
    "changing an action": ("manager", "plan-action", "slug plan action"),
    "history of an action": ("manager", "plan-action-history", "slug plan action"),
    "what was removed": ("manager", "removed", "slug plan"),
    "narrative": ("manager", "narrative", "slug plan"),
    "members": ("manager", "members", "slug plan"),
    "settings of a plan": ("manager", "plan-settings", "slug plan"),
    "starting a plan": ("manager", "plan-begin", "slug"),
    "document": ("officer", "document", "slug plan"),
    "document as a web page": ("officer", "document-page", "slug plan"),
    "checks": ("manager", "checks", "slug plan"),
    "editions": ("manager", "editions", "slug plan"),
    "actions as CSV": ("officer", "actions-csv", "slug plan"),
    "log": ("officer", "log", "slug plan"),
    "funding": ("officer", "funding", "slug plan"),
    "figures": ("officer", "figures", "slug plan"),
    "meetings": ("officer", "meetings", "slug plan"),
    "glossary": ("officer", "glossary", "slug plan"),
    "steps": ("officer", "steps", "slug plan"),
    "rounds": ("officer", "rounds", "slug"),
    "round": ("officer", "round", "slug round"),
    "answers that wait": ("officer", "desk", "slug"),
    "who has answered": ("officer", "scoreboard", "slug"),
    "answers of a contributor": ("contributor0", "signed-in-actions", "slug request"),
    "answering by a link": ("", "answer", "token"),
    "partners": ("officer", "partners", "slug"),
    "a partner": ("officer", "agency", "slug agency"),
    "people": ("administrator", "people", "slug"),
    "foundings": ("administrator", "foundings", "slug"),
    "published plans": ("", "published", ""),
    "published plans of a partnership": ("", "published-partnership", "slug"),
    "a published plan": ("", "published-plan", "slug plan"),
    "signing in": ("", "account_login", ""),
    "administration of actions": ("operator", "admin:actions_action_changelist", ""),
    "administration of plans": ("operator", "admin:plans_plan_changelist", ""),
    "administration of partnerships": ("operator", "admin:partners_partnership_changelist", ""),
    "administration of people": ("operator", "admin:partners_user_changelist", ""),
    "administration of contacts": ("operator", "admin:partners_contact_changelist", ""),
}
# What a page of the whole installation says is not the same in one that is larger.
OF_ALL = {"published plans"} | {name for name in PAGES if name.startswith("administration")}

COMMANDS: dict[str, list[str]] = {
    "check_plan": ["check_plan", "slug", "plan"],
    "export_plan": ["export_plan", "slug", "plan"],
    "delete_old_contacts": ["delete_old_contacts", "--dry-run"],
    "send_mail": ["send_mail"],
}


def run(kind: str, bench: Bench) -> list[Row]:
    """All of them, of a partnership of this kind."""
    one, many = data.alone(bench, kind), data.national(bench)
    alone = Asked(bench.side(one), f"{kind}-0")
    among = Asked(bench.side(many), data.slug_of(bench, kind))
    rows: list[Row] = []
    for side in (alone, among):
        side.call(prepare)
    for name in PAGES:
        rows += _rows(name, among, alone, bench, partial(_look, name))
    rows += _rows("posting an update", among, alone, bench, lambda one: one.call(post))
    rows += _rows("answering", among, alone, bench, lambda one: one.call(answer))
    for name in COMMANDS:
        rows += _rows(f"{name}, the command", among, alone, bench, partial(_command, name))
    if kind == data.ORDINARY:
        rows.append(_of_several(among, bench))
    return rows


class Asked:
    """A Side, and the partnership of which it is asked."""

    def __init__(self, side: Side, slug: str) -> None:
        self.side = side
        self.slug = slug

    def call(self, function: Callable[..., Any], **arguments: Any) -> Any:
        return self.side.call(function, slug=self.slug, **arguments).result


def _look(name: str, one: Asked) -> dict[str, Any]:
    found: dict[str, Any] = one.call(look, name=name)
    return found


def _command(name: str, one: Asked) -> dict[str, Any]:
    found: dict[str, Any] = one.call(run_command, name=name)
    return found


def _rows(
    name: str, among: Asked, alone: Asked, bench: Bench, ask: Callable[[Asked], dict[str, Any]]
) -> list[Row]:
    """A row on the time, and one on the queries unless they are the same."""
    return tried(name, partial(_measured, name, among, alone, bench, ask))


def _measured(
    name: str, among: Asked, alone: Asked, bench: Bench, ask: Callable[[Asked], dict[str, Any]]
) -> list[Row]:
    here, there = ask(among), ask(alone)
    if name not in OF_ALL and here.get("words") != there.get("words"):
        raise Wrong(f"{name} says something else among others: {_difference(here, there)}")
    pairs = in_turn(
        lambda: 1000 * ask(among)["seconds"],
        lambda: 1000 * ask(alone)["seconds"],
        bench.scale.pairs,
    )
    rows = [compared(name, "the same alone", "ms", pairs, TIME_BAR)]
    counts = (float(ask(among)["queries"]), float(ask(alone)["queries"]))
    if counts[0] != counts[1]:
        rows.append(compared(name, "the same alone", "queries", [counts], QUERIES_BAR))
    return rows


def _difference(here: dict[str, Any], there: dict[str, Any]) -> str:
    one, other = str(here.get("words")), str(there.get("words"))
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[place - 60 : place + 60]!r}, not {other[place - 60 : place + 60]!r}"


def _of_several(among: Asked, bench: Bench) -> Row:
    number = min(SEVERAL, bench.scale.partnerships)
    among.call(join_several, number=number)

    def seconds(email: str) -> float:
        return 1000 * float(among.side.call(look_at, email=email, url="/").result["seconds"])

    pairs = in_turn(
        lambda: seconds("several@example.org"),
        lambda: seconds(f"officer@{among.slug}.example.org"),
        bench.scale.pairs,
    )
    return compared(f"my work in {number} partnerships", "in one", "ms", pairs, TIME_BAR)


# What happens in a Side.


def prepare(slug: str) -> None:
    """Somebody who runs the installation, and the plan's last action as it was."""
    User.objects.filter(email="operator@example.org").exists() or User.objects.create_superuser(
        "operator@example.org", name="Operator"
    )
    # Of both partnerships the same wants an update.
    address_of(slug, "slug plan action token request round agency")


def look(slug: str, name: str) -> dict[str, Any]:
    """Get a page, as who looks at it."""
    who, called, arguments = PAGES[name]
    called, _, query = called.partition("?")
    email = "operator@example.org" if who == "operator" else f"{who}@{slug}.example.org"
    return look_at(
        email if who else "", f"{reverse(called, args=address_of(slug, arguments))}?{query}"
    )


def look_at(email: str, url: str) -> dict[str, Any]:
    """How long a page takes, and another time how many queries; and what it says."""
    client = client_of(email)
    begun = perf_counter()
    response = client.get(url)
    seconds = perf_counter() - begun
    if response.status_code != 200:
        raise Wrong(f"{url}: {response.status_code}")
    with counted() as queries:
        again = client.get(url)
    return {
        "seconds": seconds,
        "queries": queries.number,
        "words": words_of(getattr(again, "content", b"").decode()),
        "size": len(response.content) if not response.streaming else 0,
    }


def words_of(page: str) -> str:
    """A page without what may differ between partnerships of one template, and without tokens."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", page)
    page = re.sub(r"/answer/[\w.-]+/", "/answer/", page)
    page = re.sub(r"\b(plan|review)-action-\w+", r"\1-action-", page)
    page = re.sub(r"nonce-[\w=+/-]+|nonce=\"[^\"]+\"", "", page)
    return re.sub(r"[0-9a-f]{64}|\d+", "#", page)


def post(slug: str) -> dict[str, Any]:
    """Send the form of an action, as an officer; what it wrote is there, and is taken away."""
    (_, address, pk) = address_of(slug, "slug plan action")
    action = Action.objects.get(pk=pk)
    fields = {
        "status": "on_track",
        "text": "Said by the bench.",
        "version": action.latest_update_id,
    }
    url = reverse("action", args=[slug, address, pk])
    return _posted(f"officer@{slug}.example.org", url, fields, lambda: take_update_away(action))


def take_update_away(action: Action) -> None:
    latest = StatusUpdate.objects.get(action=action, text="Said by the bench.")
    now = Action.objects.get(pk=action.pk)
    if now.latest_update_id != latest.pk:
        raise Wrong("An update that was posted is not the action's latest")
    Action.objects.filter(pk=action.pk).update(
        latest_update=action.latest_update, status=action.status, heard_on=action.heard_on
    )
    Action.history.filter(id=action.pk).latest("history_id").delete()
    latest.delete()


def answer(slug: str) -> dict[str, Any]:
    """Save an answer by the link of an e-mail; it is there, and is taken away."""
    (token,) = address_of(slug, "token")
    recipient = _recipient(slug)
    action = (
        Action.objects.filter(priority__plan=_plan(slug), owners__agency=recipient.request.agency)
        .exclude(status="complete")
        .exclude(answers__request=recipient.request)
        .earliest("pk")
    )
    fields = {
        f"a{action.pk}-version": "",
        f"a{action.pk}-text": "Said by the bench.",
        "save": "all",
    }
    url = reverse("answer", args=[token])
    return _posted("", url, fields, lambda: _answer_gone(recipient.request, action))


def _answer_gone(request: UpdateRequest, action: Action) -> None:
    found = Answer.objects.get(request=request, action=action, text="Said by the bench.")
    Answer.history.filter(id=found.pk).delete()
    found.delete()


def _posted(
    email: str, url: str, fields: dict[str, Any], undo: Callable[[], None]
) -> dict[str, Any]:
    """Post it twice: to take the time, and to count the queries. undo: checks, and takes away."""
    client = client_of(email)
    begun = perf_counter()
    response = client.post(url, fields)
    seconds = perf_counter() - begun
    if response.status_code not in (200, 302):
        raise Wrong(f"{url}: {response.status_code}")
    undo()
    with counted() as queries:
        client.post(url, fields)
    undo()
    return {"seconds": seconds, "queries": queries.number}


def run_command(slug: str, name: str) -> dict[str, Any]:
    """Run a command of manage.py; what it prints is its words."""
    known = {"slug": slug, "plan": _plan(slug).address}
    command = [known.get(word, word) for word in COMMANDS[name]]
    said = StringIO()
    begun = perf_counter()
    with counted() as queries:
        call_command(*command, stdout=said)
    seconds = perf_counter() - begun
    return {"seconds": seconds, "queries": queries.number, "words": words_of(said.getvalue())}


def join_several(slug: str, number: int) -> None:
    """Somebody becomes an officer of so many partnerships."""
    user, _ = User.objects.get_or_create(email="several@example.org", defaults={"name": "Several"})
    memberships = [
        Membership(user=user, partnership=one, role=Role.OFFICER, taken_up_at=timezone.now())
        for one in Partnership.objects.filter(slug__startswith="ordinary").order_by("pk")[:number]
    ]
    Membership.objects.bulk_create(memberships, ignore_conflicts=True)


@cache
def client_of(email: str) -> Client:
    """A browser in which this person is signed in, or nobody."""
    client = Client(headers={"host": "127.0.0.1"})
    if email:
        user = User.objects.get(email=email)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@cache
def _plan(slug: str) -> Plan:
    """This year's plan."""
    return Plan.objects.filter(partnership__slug=slug).latest("starts_on")


@cache
def _recipient(slug: str) -> Recipient:
    """Who is asked for the contributor's agency, in the round that is open."""
    of_plan = Recipient.objects.filter(request__round__plan=_plan(slug))
    return of_plan.select_related("request__agency").earliest("pk")


def address_of(slug: str, arguments: str) -> list[str | int]:
    """The arguments of an address, by their names."""
    plan = _plan(slug)
    found: dict[str, Callable[[], str | int]] = {
        "slug": lambda: slug,
        "plan": lambda: plan.address,
        "action": lambda: Action.objects.filter(priority__plan=plan).latest("pk").pk,
        "round": lambda: plan.rounds.latest("pk").pk,
        "request": lambda: _recipient(slug).request_id,
        "token": lambda: token_of(_recipient(slug)),
        "agency": lambda: _recipient(slug).request.agency_id,
    }
    return [found[name]() for name in arguments.split()]


PARTS = [
    Part(
        "pages",
        "pages, posting, answering, commands among all partnerships, beside one alone",
        partial(run, data.ORDINARY),
    ),
    Part("pages-of-large", "the same of one with many years", partial(run, data.LARGE)),
]
