"""What pages and writes take, beside SQL written by hand; and rows fetched in other ways."""

from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from actions.changes import add_update
from actions.facts import by_agency, by_priority, facts_of, standing_of_facts
from actions.models import Action, StatusUpdate
from partners.models import User
from plans.models import Plan
from script.benches import data, pages
from script.benches.bench import Bench, Part
from script.benches.measuring import Row, Wrong, compared, in_turn

PLAN = """
SELECT priority.title, action.reference, action.wording, action.timescale, action.status,
    latest.text, latest.made_on, latest.reason, strand.title,
    (SELECT string_agg(coalesce(nullif(agency.abbreviation, ''), agency.name), ', '
        ORDER BY owner.position)
        FROM actions_owner AS owner JOIN partners_agency AS agency ON agency.id = owner.agency_id
        WHERE owner.action_id = action.id)
FROM actions_action AS action JOIN plans_priority AS priority ON priority.id = action.priority_id
LEFT JOIN plans_theme AS theme ON theme.id = priority.theme_id
LEFT JOIN plans_strand AS strand ON strand.id = action.strand_id
LEFT JOIN actions_statusupdate AS latest ON latest.id = action.latest_update_id
WHERE priority.plan_id = %s ORDER BY theme.position NULLS FIRST, priority.position,
    strand.position NULLS FIRST, action.position, action.id
"""
PRIORITIES = "SELECT id, title FROM plans_priority WHERE plan_id = %s ORDER BY position"
OWNING = """
SELECT DISTINCT agency.id, agency.name FROM partners_agency AS agency
JOIN actions_owner AS owner ON owner.agency_id = agency.id
JOIN actions_action AS action ON action.id = owner.action_id
JOIN plans_priority AS priority ON priority.id = action.priority_id WHERE priority.plan_id = %s
"""
BY_STATUS = """
SELECT action.status, count(*) FROM actions_action AS action
JOIN plans_priority AS priority ON priority.id = action.priority_id
WHERE priority.plan_id = %s GROUP BY action.status
"""
COUNTED = """
SELECT action.id, action.priority_id, action.status, action.due_on, action.heard_on,
    action.timescale_kind FROM actions_action AS action
JOIN plans_priority AS priority ON priority.id = action.priority_id WHERE priority.plan_id = %s
"""
OWNED = """
SELECT DISTINCT owner.agency_id, owner.action_id FROM actions_owner AS owner
JOIN actions_action AS action ON action.id = owner.action_id
JOIN plans_priority AS priority ON priority.id = action.priority_id WHERE priority.plan_id = %s
"""
AGENCIES = "SELECT id, name FROM partners_agency WHERE partnership_id = %s ORDER BY name"


def beside_sql(bench: Bench) -> list[Row]:
    """The plan's page, its rows, its counts, and what is posted; each does what the SQL does."""
    side = bench.side(data.national(bench))
    slug = data.slug_of(bench, data.ORDINARY)
    side.call(check, slug=slug)

    def row(
        work: str, one: Callable[..., Any], other: Callable[..., Any], bar: float | None
    ) -> Row:
        first, second = (
            lambda way=way: 1000 * float(side.call(way, slug=slug).result) for way in (one, other)
        )
        pairs = in_turn(first, second, bench.scale.pairs)
        return compared(work, "SQL by hand", "ms", pairs, bar)

    return [
        row("page of a plan", page_of_plan, plan_by_hand, 6),
        row("its rows alone", rows_of_plan, plan_by_hand, None),
        row("counts of the overview", counts, counts_by_hand, 1.3),
        row("writing an update", write, write_by_hand, 2.5),
        row("posting an update, the whole request", post, write_by_hand, None),
    ]


def other_ways(bench: Bench) -> list[Row]:
    """The rows with the latest update as it is kept, beside ways to look for it."""
    side = bench.side(data.national(bench))
    slug = data.slug_of(bench, data.LARGE)
    side.call(check_ways, slug=slug)

    def row(work: str, built: str, other: str) -> Row:
        first, second = (
            lambda name=name: 1000 * float(side.call(fetch, slug=slug, way=name).result)
            for name in (built, other)
        )
        return compared(work, other, "ms", in_turn(first, second, bench.scale.pairs), 1)

    rows = [row("latest updates, kept on actions", "kept", other) for other in ROWS]
    return [*rows, row("counts, kept on actions", "counted", "counted by a subquery")]


# What happens in a Side: each returns its seconds.


def _timed(work: Callable[[], Any]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _fetched(sql: str, key: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        return list(cursor.fetchall())


def _last_plan(slug: str) -> Plan:
    found = Plan.objects.filter(partnership__slug=slug).select_related("partnership")
    return found.latest("starts_on")


def _last_action(slug: str) -> Action:
    return Action.objects.filter(priority__plan=_last_plan(slug)).latest("pk")


def _rows(plan: Plan) -> QuerySet[Action]:
    return (
        Action.objects.filter(priority__plan=plan).with_words(timezone.localdate()).in_plan_order()
    )


def page_of_plan(slug: str) -> float:
    client = pages.client_of(f"officer@{slug}.example.org")
    url = reverse("plan", args=[slug, _last_plan(slug).address])
    return _timed(lambda: client.get(url))


def rows_of_plan(slug: str) -> float:
    plan = _last_plan(slug)
    return _timed(lambda: list(_rows(plan)))


def plan_by_hand(slug: str) -> float:
    """All that the page shows of the plan: its rows, counts, and what can be chosen."""
    plan = _last_plan(slug)

    def fetch() -> None:
        for sql in (PLAN, BY_STATUS, PRIORITIES, OWNING):
            _fetched(sql, plan.pk)

    return _timed(fetch)


def counts(slug: str) -> float:
    plan = _last_plan(slug)
    return _timed(lambda: _counts(plan))


def _counts(plan: Plan) -> tuple[Any, ...]:
    today = timezone.localdate()
    facts = facts_of(Action.objects.filter(priority__plan=plan), on=today)
    whole = standing_of_facts(facts, plan, "")
    return whole, by_priority(plan, facts, today), by_agency({plan.pk: plan}, facts)


def counts_by_hand(slug: str) -> float:
    plan = _last_plan(slug)

    def fetch() -> None:
        for sql in (COUNTED, PRIORITIES, OWNED):
            _fetched(sql, plan.pk)
        _fetched(AGENCIES, plan.partnership_id)

    return _timed(fetch)


def write(slug: str) -> float:
    """An update as the application writes it."""
    action = _last_action(slug)
    by = User.objects.get(email=f"officer@{slug}.example.org")
    said = partial(add_update, status="on_track", text="Said by the bench.")
    today, after = timezone.localdate(), action.latest_update_id
    seconds = _timed(lambda: said(action, by=by, on=today, after=after))
    pages.take_update_away(action)
    return seconds


def post(slug: str) -> float:
    return float(pages.post(slug)["seconds"])


def write_by_hand(slug: str) -> float:
    """The same rows, in as few statements as can write them."""
    action = _last_action(slug)
    by = User.objects.get(email=f"officer@{slug}.example.org").pk
    columns = [field.column for field in Action._meta.local_fields]
    names = ", ".join(f'"{name}"' for name in columns)
    today = timezone.localdate()

    def execute() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT latest_update_id FROM actions_action WHERE id = %s FOR UPDATE", [action.pk]
            )
            cursor.execute(
                "INSERT INTO actions_statusupdate (action_id, status, status_as_written, text, "
                "reason, is_nothing_new, imported_from, made_on, made_at, made_by_id, said_by, "
                "strike, struck_reason) VALUES (%s, 'on_track', '', 'Said by the bench.', '', "
                "false, '', %s, now(), %s, '', '', '') RETURNING id",
                [action.pk, today, by],
            )
            (update,) = cursor.fetchone()
            cursor.execute(
                "UPDATE actions_action SET status = 'on_track', latest_update_id = %s, "
                "heard_on = %s WHERE id = %s",
                [update, today, action.pk],
            )
            cursor.execute(
                f"INSERT INTO actions_historicalaction ({names}, history_date, "
                f"history_change_reason, history_type, history_user_id) SELECT {names}, now(), "
                "NULL, '~', %s FROM actions_action WHERE id = %s",
                [by, action.pk],
            )

    seconds = _timed(execute)
    pages.take_update_away(action)
    return seconds


def check(slug: str) -> None:
    """Raises Wrong unless the SQL finds what the page shows, and counts what it counts."""
    plan = _last_plan(slug)
    found, by_hand = list(_rows(plan)), _fetched(PLAN, plan.pk)
    if [one.wording for one in found] != [row[2] for row in by_hand]:
        raise Wrong("The rows of the plan and those of the SQL are others")
    page = pages.client_of(f"officer@{slug}.example.org").get(plan.get_absolute_url())
    if any(one.wording not in page.content.decode() for one in found):
        raise Wrong("The page does not show all rows")
    of_plan, *_ = _counts(plan)
    if {key: number for key, number in of_plan.counts.items() if number} != dict(
        _fetched(BY_STATUS, plan.pk)
    ):
        raise Wrong("The counts are others")


def _last(field: str) -> Subquery:
    return Subquery(StatusUpdate.objects.filter(action=OuterRef("pk")).values(field)[:1])


def _kept(plan: Plan) -> list[Any]:
    return [one.latest_update.text for one in _plain(plan).select_related("latest_update")]


def _by_subqueries(plan: Plan) -> list[Any]:
    of_latest = {"words": _last("text"), "day": _last("made_on"), "how": _last("status")}
    return [one.words for one in _plain(plan).annotate(**of_latest)]


def _prefetched(plan: Plan) -> list[Any]:
    return [one.all_updates.all()[0].text for one in _plain(plan).prefetch_related("all_updates")]


def _a_query_each(plan: Plan) -> list[Any]:
    return [one.updates.first().text for one in _plain(plan)]


def _plain(plan: Plan) -> QuerySet[Any]:
    rows = Action.objects.filter(priority__plan=plan).in_plan_order()
    rows = rows.select_related("priority__plan__partnership", "strand")
    return rows.prefetch_related("owners__agency")


def _counted(plan: Plan) -> list[Any]:
    of_plan = Action.objects.filter(priority__plan=plan).order_by()
    return sorted(of_plan.values_list("status").annotate(Count("pk")))


def _counted_by_subquery(plan: Plan) -> list[Any]:
    of_plan = Action.objects.filter(priority__plan=plan).order_by().annotate(how=_last("status"))
    return sorted(of_plan.values_list("how").annotate(Count("pk")))


ROWS = {
    "a subquery for each of three columns": _by_subqueries,
    "all updates prefetched": _prefetched,
    "a query for each action": _a_query_each,
}
COUNTS = {"counted": _counted, "counted by a subquery": _counted_by_subquery}
WAYS = {"kept": _kept} | ROWS | COUNTS


def fetch(slug: str, way: str) -> float:
    return _timed(partial(WAYS[way], _last_plan(slug)))


def check_ways(slug: str) -> None:
    """Raises Wrong unless all ways find the same."""
    plan = _last_plan(slug)
    if any(way(plan) != _kept(plan) for way in ROWS.values()):
        raise Wrong("The ways differ in what they find")
    if _counted(plan) != _counted_by_subquery(plan):
        raise Wrong("The counts differ")


PARTS = [
    Part("sql", "the plan page, counts and posting, beside SQL written by hand", beside_sql),
    Part("other-ways", "the latest update kept on actions, beside other ways", other_ways),
]
