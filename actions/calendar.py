"""What is due for a person, as a calendar that other programs show."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from actions.models import FINISHED, Action
from partners.access import Permission
from partners.models import Membership, User
from plans.marks import opening
from plans.models import Plan

# What was due longer ago is past putting right.
LOOKS_BACK = timedelta(days=90)
MOST_ACTIONS = 1_000
UPDATES = (Permission.UPDATE_ACTIONS, Permission.UPDATE_OWN_ACTIONS)


@dataclass(frozen=True)
class Due:
    """Something with a day. name: tells it from all else; address: its page."""

    name: str
    on: date
    words: str
    address: str
    told: str = ""


Find = Callable[[Sequence[Membership], date], Iterable[Due]]
_others: list[Find] = []


def also_due(find: Find) -> None:
    """Let an app above this one have something due.

    find(memberships, since): what a person with these memberships may know of, from that day on;
    nothing of restricted plans.
    """
    _others.append(find)


@login_not_required
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of the person whose key it is: whoever has the address reads it."""
    user = User.objects.filter(calendar_key=key, is_active=True).first() if key else None
    if user is None:
        raise Http404
    memberships = list(user.memberships.taken_up().select_related("partnership", "agency"))
    content = as_calendar(due_for(memberships, on=timezone.localdate()), at=timezone.now())
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'inline; filename="what-is-due.ics"',
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def due_for(memberships: Sequence[Membership], *, on: date) -> list[Due]:
    """What is due for a person with these memberships, as seen on that day, by day.

    The actions that they may say something of, or, where they only read, all; that are not
    finished. Restricted plans are left out, even for those named: what a calendar program is given
    leaves the product. The same few queries for any number.
    """
    today = [one for one in memberships if not one.partnership.is_closed(on)]
    since = on - LOOKS_BACK
    readers = [one for one in today if not any(map(one.may, UPDATES))]
    mine = Action.objects.updatable_by(today)
    read = Action.objects.seen_by(readers).filter(priority__plan__stage=Plan.Stage.AGREED)
    rows: dict[int, Action] = {}
    for actions in (mine, read):
        open_ones = actions.filter(due_on__gte=since, priority__plan__is_restricted=False)
        open_ones = open_ones.exclude(status__in=FINISHED).order_by("due_on", "pk")
        for action in open_ones.select_related("priority__plan__partnership")[:MOST_ACTIONS]:
            rows[action.pk] = action
    found = [_of_action(action) for action in rows.values()]
    found += [one for find in _others for one in find(today, since)]
    return sorted(found, key=lambda one: (one.on, one.name))


def _of_action(action: Action) -> Due:
    # Only those with a day are asked for.
    assert action.due_on is not None
    return Due(
        name=f"action-{action.pk}",
        on=action.due_on,
        words=f"Due: {action.reference} {opening(action.wording)}".replace("  ", " "),
        address=action.get_absolute_url(),
        told=f"{action.plan.partnership}, {action.plan.label}. {action.get_status_display()}.",
    )


def as_calendar(found: Iterable[Due], *, at: datetime) -> bytes:
    """What is due as an iCalendar file (RFC 5545), of whole days. at: when it was looked up."""
    made = Calendar()
    made.add("prodid", "-//CSP Plan//What is due//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "CSP Plan: what is due")
    host = settings.SITE_URL.partition("://")[2]
    for one in found:
        event = Event()
        event.add("uid", f"{one.name}@{host}")
        event.add("dtstamp", at)
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("summary", one.words)
        event.add("url", settings.SITE_URL + one.address)
        event.add("description", f"{one.told}\n{settings.SITE_URL}{one.address}".strip())
        # It takes nobody's time.
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return made.to_ical()
