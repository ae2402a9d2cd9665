"""Plans whose actions were counted by hand, and the figures of a page with what they lead to.

Today is 18 November 2026; without a meeting it is compared with 6 October.
"""

import re
from datetime import date
from html import unescape

from django.http import QueryDict
from django.urls import resolve

from actions.filters import ActionFilter
from actions.models import Action, Status
from plans.models import Plan
from tests.conftest import TODAY
from tests.factories import (
    make_action,
    make_agency,
    make_plan,
    make_priority,
    make_update,
)

ON_TRACK, AT_RISK, OFF_TRACK = Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK
MAY, JUNE, SEPTEMBER = date(2026, 5, 1), date(2026, 6, 1), date(2026, 9, 1)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
FIGURE = re.compile(r'<a [^>]*href="([^"]*/\d{4}/\?[^"]*)"[^>]*>\s*(\d+)')


def said(action, *news):
    """Say these things of an action: (day, status) each."""
    for day, status in news:
        reason = "No money." if status.traits.needs_reason else ""
        make_update(action, status=status, on=day, reason=reason)
    return action


def make_counted_plan(partnership, shelter):
    """Eight actions in three priorities. Well: 4. At risk or off track: 2. Past its date: 1. Silent
    for a quarter: 2. Behind in any way: 5. Achieved: 3 of 7. On 6 October 5 went well: one fewer.

    Council: 3, Police: 4 (with that of its group), Shelter: 3 (with that of its group), All: 1.
    """
    plan = make_plan(partnership)
    council, police = (make_agency(partnership, name) for name in ("Council", "Police"))
    everybody = make_agency(partnership, "All partners")
    everybody.members.set([police, shelter])
    violence = make_priority(plan, "Violence", number=1, position=1)
    roads = make_priority(plan, "Roads", number=2, position=2)
    make_priority(plan, "Empty", number=3, position=3)
    late = make_action(violence, "Open a desk", [council], timescale="By July 2026")
    said(late, (OCTOBER, ON_TRACK))
    achieved = make_action(
        violence, "Patrol the high street at night", [police], timescale="Ongoing"
    )
    said(achieved, (NOVEMBER, ON_TRACK))
    said(make_action(violence, "Light the lane", [police]), (JUNE, Status.COMPLETE))
    slipping = make_action(violence, "Run a class", [council, police])
    said(slipping, (MAY, ON_TRACK), (NOVEMBER, AT_RISK))
    silent = make_action(roads, "Teach cyclists", [shelter], timescale="Ongoing")
    said(silent, (MAY, ON_TRACK))
    make_action(roads, "Paint a crossing", [everybody])
    said(make_action(roads, "Build a bridge", [council]), (JUNE, Status.NOT_PURSUED))
    lost = make_action(roads, "Stop lorries", [shelter])
    said(lost, (SEPTEMBER, ON_TRACK), (NOVEMBER, OFF_TRACK))
    return plan


def make_year_before(partnership):
    """Three actions, of which one of the two that count was achieved."""
    plan = make_plan(partnership, 2025, stage="closed")
    priority = make_priority(plan, "Before")
    day = date(2026, 3, 1)
    said(make_action(priority), (day, Status.COMPLETE))
    said(make_action(priority, timescale="By March 2026"), (day, ON_TRACK))
    said(make_action(priority), (day, Status.NOT_PURSUED))
    return plan


def figures_of(html):
    """The numbers of a page that are links to lists of actions: (address, number) each."""
    return [(unescape(address), int(number)) for address, number in FIGURE.findall(html)]


def wrong_figures(html):
    """Those that lead to a list of another number of actions than they say."""
    found = {(address, number, _listed(address)) for address, number in figures_of(html)}
    return [one for one in sorted(found) if one[1] != one[2]]


def _listed(address):
    """How many actions the plan's page shows at an address, -1 if it refuses what is asked."""
    path, _, query = address.partition("?")
    named = resolve(path).kwargs
    plan = Plan.objects.get(partnership__slug=named["partnership"], address=named["address"])
    actions = Action.objects.filter(priority__plan=plan)
    chosen = ActionFilter(QueryDict(query), plan=plan, queryset=actions, on=TODAY)
    return chosen.qs.count() if chosen.form.is_valid() else -1


def rows_of(html, caption):
    """The grid of numbers with this name: its cells by the heading of the row."""
    table = html.partition(f'<table class="app-table" aria-label="{caption}, in numbers">')[2]
    body = table.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = {}
    for row in body.split("</tr>")[:-1]:
        heading = re.search(r"<th[^>]*>(.*?)</th>", row, re.S)[1]
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        rows[heading.strip()] = [int(re.sub("<[^>]+>", "", cell)) for cell in cells]
    return rows
