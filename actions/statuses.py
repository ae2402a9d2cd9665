"""How an action goes, declared once: what is special to a status is said here.

What static/print/status.css draws cannot be taken from here; tests/test_statuses.py holds the two
together.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.text import get_text_list


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What is special to a status.

    gravity: the order in which a meeting hears what has changed, the least first. stacked: the
    order in which drawings set statuses upon one another, the least at the top. sign: the shape
    before its word; drawn: what makes it of a square, in CSS; box, mark: what makes a rectangle in
    SVG that of the status, and the sign in it, of 12 by 12 ({accent}, {going}: the drawing's
    colours of what is complete and of what is on track). shape, tint: the colours of the sign, and
    behind the word. spellings: what else files write for it, in small letters, divided by “|”.
    """

    gravity: int
    stacked: int
    sign: str
    drawn: str
    box: str
    mark: str
    shape: str
    tint: str
    spellings: str
    is_finished: bool
    needs_reason: bool


class Status(models.TextChoices):
    """How an action goes: BRAG (blue complete, red off track, amber at risk, green on track), with
    two more. “Ongoing” is a timescale, not a status."""

    _value_: str
    traits: Traits

    def __new__(cls, value: str, *traits: Traits) -> "Status":
        member = str.__new__(cls, value)
        member._value_ = value
        (member.traits,) = traits
        return member

    NOT_STARTED = (
        "not_started",
        Traits(
            gravity=6,
            stacked=3,
            sign="Hollow circle",
            drawn="border: 0.13em solid var(--status-shape); border-radius: 50%; background: none",
            box='fill="#fff" stroke="#505a5f"',
            mark='<circle cx="6" cy="6" r="4.5" fill="none" stroke="#505a5f" stroke-width="2"/>',
            shape="#505a5f",
            tint="#f1f2f3",
            spellings="not yet started|to start|not begun|to be started|grey|gray",
            is_finished=False,
            needs_reason=False,
        ),
        "Not started",
    )
    ON_TRACK = (
        "on_track",
        Traits(
            gravity=5,
            stacked=5,
            sign="Filled circle",
            drawn="border-radius: 50%",
            box='fill="{going}" fill-opacity="0.35"',
            mark='<circle cx="6" cy="6" r="5"/>',
            shape="#00703c",
            tint="#e1f2e8",
            spellings="on target|green|g|in progress and on track|on schedule",
            is_finished=False,
            needs_reason=False,
        ),
        "On track",
    )
    AT_RISK = (
        "at_risk",
        Traits(
            gravity=2,
            stacked=2,
            sign="Triangle",
            drawn="width: 0; height: 0; border: 0.38em solid transparent; border-top-width: 0; "
            "border-bottom: 0.7em solid var(--status-shape); background: none",
            box='fill="#fff2dc" stroke="#bf5300" stroke-width="1.5"',
            mark='<path d="M6 1 L11.5 11 L0.5 11 Z" fill="#bf5300"/>',
            shape="#bf5300",
            tint="#fff2dc",
            spellings="amber|a|yellow|y|some risk|slipping",
            is_finished=False,
            needs_reason=True,
        ),
        "At risk",
    )
    OFF_TRACK = (
        "off_track",
        Traits(
            gravity=1,
            stacked=1,
            sign="Square",
            drawn="",
            box='fill="#fff" stroke="#b8281c" stroke-width="3"',
            mark='<rect x="1" y="1" width="10" height="10" fill="#b8281c"/>',
            shape="#b8281c",
            tint="#fbe6e4",
            spellings="red|r|off target|behind schedule|delayed|overdue",
            is_finished=False,
            needs_reason=True,
        ),
        "Off track",
    )
    COMPLETE = (
        "complete",
        Traits(
            gravity=4,
            stacked=6,
            sign="Tick",
            drawn="width: 0.36em; height: 0.7em; margin-right: 0.62em; margin-left: 0.18em; "
            "border: solid var(--status-shape); border-width: 0 0.17em 0.17em 0; "
            "background: none; transform: rotate(40deg)",
            box='fill="{accent}"',
            mark='<path d="M1 6.5 L4.5 10.5 L11 1.5" fill="none" stroke="#fff" '
            'stroke-width="2.4"/>',
            shape="#1a5fa8",
            tint="#e3eef9",
            spellings="completed|blue|b|done|achieved|finished",
            is_finished=True,
            needs_reason=False,
        ),
        "Complete",
    )
    NOT_PURSUED = (
        "not_pursued",
        Traits(
            gravity=3,
            stacked=4,
            sign="Dash",
            drawn="height: 0.2em; margin-bottom: 0.22em",
            box='fill="#fff" stroke="#505a5f" stroke-dasharray="3 2"',
            mark='<path d="M1 6 H11" stroke="#505a5f" stroke-width="3"/>',
            shape="#505a5f",
            tint="#f1f2f3",
            spellings="not being pursued|withdrawn|cancelled|abandoned|no longer pursued",
            is_finished=True,
            needs_reason=False,
        ),
        "Not pursued",
    )

    @property
    def css_class(self) -> str:
        return self.value.replace("_", "-")


# As a form offers them: what an action begins with is chosen least, and comes last.
OFFERED = sorted(Status, key=lambda status: status == Status.NOT_STARTED)
NEEDS_REASON = [status for status in Status if status.traits.needs_reason]
FINISHED = [status for status in Status if status.traits.is_finished]
# “at risk or off track”
IN_TROUBLE = get_text_list([status.label.lower() for status in NEEDS_REASON], "or")
