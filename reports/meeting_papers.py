"""The papers for a meeting and its minutes, as Documents: makers print them as any other."""

from dataclasses import replace
from datetime import date

from django.utils.formats import date_format

from actions.meetings.agenda import items_of, minutes_of
from actions.meetings.models import AgendaItem, Meeting, Minutes
from actions.meetings.words import words_of
from plans.marks import as_text
from reports.document import Document, document_in
from reports.layouts import MEETING_PACK, MINUTES
from reports.parts import Context
from reports.parts.meeting import AgendaLine, AgendaPart, AgendaSection, MinutesPart


def pack_of(meeting: Meeting, *, on: date) -> Document:
    """All that is read before a meeting: agenda, highlights, figures and the last minutes.

    Of a meeting that has begun, the agenda is that of then; the rest is as of the day `on`. Changes
    count since the group's last meeting.
    """
    plan = meeting.body.plan
    before = _last_minutes(meeting)
    since = before.meeting.held_on if before else None
    context = Context(plan, plan.plans_before(), on, MEETING_PACK, dict(MEETING_PACK.parts), since)
    made = document_in(context)
    parts = [_agenda(meeting, before, on), *made.parts]
    if before:
        words = words_of(before.meeting)
        title = f"Minutes of {words.day}"
        parts.append(MinutesPart(name="last_minutes", title=title, words=words))
    return replace(
        made,
        title=f"{meeting.body.name}: papers",
        years=date_format(meeting.held_on, "j F Y"),
        edition=f"Made on {date_format(on, 'j F Y')}",
        parts=tuple(parts),
    )


def minutes_document(meeting: Meeting, *, on: date) -> Document:
    """The minutes of a meeting at which something was written: a draft until they are confirmed."""
    plan = meeting.body.plan
    made = document_in(Context(plan, (), on, MINUTES, {}))
    words = words_of(meeting)
    minutes = minutes_of(meeting)
    part = MinutesPart(name="minutes", title="What was said and decided", words=words)
    confirmed = minutes.confirmed_at if minutes else None
    return replace(
        made,
        partnership=words.partnership,
        title=f"{words.body}: minutes",
        years=words.day,
        edition=f"Confirmed on {words.confirmed}" if words.confirmed else "",
        on=confirmed.date() if confirmed else on,
        parts=(part,),
        # The plan's own, as data: no part of minutes.
        actions=(),
        recommendations=(),
    )


def _agenda(meeting: Meeting, before: Minutes | None, on: date) -> AgendaPart:
    items = items_of(meeting, on=on)
    last = ""
    if before:
        state = "confirmed" if before.confirmed_at else "to be confirmed"
        last = f"{date_format(before.meeting.held_on, 'j F Y')}, {state}"
    return AgendaPart(
        name="agenda",
        title="Agenda",
        place=meeting.venue,
        before=last,
        sections=tuple(
            _section(section, [item for item in items if item.section == section])
            for section in AgendaItem.Section
        ),
    )


def _section(section: AgendaItem.Section, items: list[AgendaItem]) -> AgendaSection:
    is_summed = bool(items) and section == AgendaItem.Section.SILENT
    return AgendaSection(str(section.label), tuple(map(_line, items)), is_summed)


def _line(item: AgendaItem) -> AgendaLine:
    return AgendaLine(as_text(item.title), item.status, item.owners, item.said, item.reason)


def _last_minutes(meeting: Meeting) -> Minutes | None:
    """Those of the last meeting of the group in this plan that was written and is over."""
    earlier = Minutes.objects.filter(
        meeting__body=meeting.body_id,
        meeting__held_on__lt=meeting.held_on,
        finished_at__isnull=False,
    )
    rows = earlier.select_related("meeting__body__plan__partnership")
    return rows.order_by("-meeting__held_on").first()
