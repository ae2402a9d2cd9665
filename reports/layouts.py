"""The layouts of a plan's document: which parts, in which order, under which headings.

A layout is a declaration. What a part is made of stands in reports/parts, and how it looks in
templates/reports/parts; docs/sixth-layout.md says how to add one. A plan departs from its
layout with rows of PlanPart and PlanColumn.
"""

from dataclasses import dataclass

from actions.statuses import IN_TROUBLE
from plans.action_fields import HEADINGS
from plans.models import Block, Plan


@dataclass(frozen=True)
class Column:
    """A column of a table of actions: which field of an ActionRow, under which heading."""

    field: str
    heading: str


@dataclass(frozen=True)
class Layout:
    """How a document is put together.

    title and the headings of the parts may hold {year}, {last_year} and {next_year}. Columns that
    are no more than that a plan uses them are left out where it doesn't.
    """

    name: str
    title: str
    parts: tuple[tuple[str, str], ...]  # name and heading each
    plan_columns: tuple[Column, ...]
    review_columns: tuple[Column, ...]
    has_cover: bool = True  # and a back page; without, a head on the first page
    has_contents: bool = True
    has_contact_on_cover: bool = False
    has_addresses_of_members: bool = False
    reviews_own_year: bool = False  # rather than the year before
    lists_priorities: bool = False  # where they are told of, too
    names_members_only: bool = False
    is_one_page: bool = False  # turned, with no more around its part than must be
    has_versions: bool = True  # a table of its editions, once there are two
    is_of_plan: bool = True  # and says at its end as of which day


def columns(*fields: str, **headings: str) -> tuple[Column, ...]:
    """Columns of these fields under their usual headings, then of `headings` under their own."""
    usual = [Column(field, HEADINGS[field]) for field in fields]
    return (*usual, *(Column(field, heading) for field, heading in headings.items()))


PARTNERSHIP_PLAN = Layout(
    name=Plan.Layout.PARTNERSHIP_PLAN,
    title="Partnership Plan",
    parts=(
        (Block.Part.INTRODUCTION, "Introduction"),
        (Block.Part.REVIEW, "Review of actions {last_year}"),
        (Block.Part.PROJECTS, "Review of projects and initiatives {last_year}"),
        ("framed", "The plans of this strategy"),
        (Block.Part.PRIORITIES, "Priorities for {year}"),
        (Block.Part.ALIGNMENT, "What the priorities serve"),
        (Block.Part.ACTION_PLANS, "Action plans {year}"),
        (Block.Part.RECOMMENDATIONS, "Recommendations"),
        (Block.Part.CROSS_CUTTING, "Cross-cutting themes"),
        (Block.Part.MEMBERS, "Members of the partnership"),
        (Block.Part.GLOSSARY, "Glossary"),
    ),
    plan_columns=columns("wording", "owners", "timescale", "update", "status"),
    review_columns=columns("wording", "owners", "timescale", "update", "status"),
)

PRIORITY_PLAN = Layout(
    name=Plan.Layout.PRIORITY_PLAN,
    title="Partnership Plan",
    parts=(
        (Block.Part.INTRODUCTION, "Introduction"),
        (Block.Part.REVIEW, "Review of {last_year}"),
        (Block.Part.PRIORITIES, "Priority setting for {year}"),
        (Block.Part.ALIGNMENT, "What the priorities serve"),
        (Block.Part.CSU, "The Community Safety Unit"),
        (Block.Part.ONGOING, "Ongoing work"),
        (Block.Part.ACTION_PLANS, "Actions and recommendations for {year}"),
        (Block.Part.RECOMMENDATIONS, "Recommendations of reviews"),
        (Block.Part.CROSS_CUTTING, "Cross-cutting themes"),
        (Block.Part.GLOSSARY, "Glossary"),
    ),
    plan_columns=columns("wording", owners="Primary agency/agencies", measure="Measure"),
    review_columns=columns("wording", "owners", "measure", "update", "status"),
    has_contact_on_cover=True,
)

ANNUAL_REPORT = Layout(
    name=Plan.Layout.ANNUAL_REPORT,
    title="Annual Report",
    parts=(
        (Block.Part.BACKGROUND, "Background"),
        ("figures", "The year at a glance"),
        (Block.Part.REVIEW, "What was done in {year}"),
        (Block.Part.RECOMMENDATIONS, "Recommendations"),
        (Block.Part.CROSS_CUTTING, "Cross-cutting themes"),
        (Block.Part.FUNDING, "Funding"),
        (Block.Part.POLICING, "Policing"),
        (Block.Part.CSU, "The Community Safety Unit"),
        (Block.Part.LOG, "The year month by month"),
        (Block.Part.NEXT_YEAR, "Priorities for next year"),
        (Block.Part.MEMBERS, "Members of the partnership"),
        (Block.Part.GLOSSARY, "Glossary"),
    ),
    plan_columns=(),
    review_columns=(),  # the year is told in prose
    has_addresses_of_members=True,
    reviews_own_year=True,
)

SUMMARY_LEAFLET = Layout(
    name=Plan.Layout.SUMMARY_LEAFLET,
    title="Strategy in Summary",
    parts=(
        (Block.Part.INTRODUCTION, "The strategy"),
        (Block.Part.MEMBERS, "Who the partners are"),
        (Block.Part.STRUCTURE, "Structure of the partnership"),
        (Block.Part.PRIORITIES, "The priorities"),
        ("framed", "How it has gone"),
        (Block.Part.HOW_IT_WORKS, "How the action plan works"),
        (Block.Part.CONTACT, "Where to find out more"),
    ),
    plan_columns=(),
    review_columns=(),
    has_contents=False,
    has_versions=False,
    lists_priorities=True,
    names_members_only=True,
)

# For a meeting; its parts are made from how the actions go (reports/highlights.py).
HIGHLIGHT_REPORT = Layout(
    name=Plan.Layout.HIGHLIGHT_REPORT,
    title="Highlight Report",
    parts=(
        ("standing", "How the priorities stand"),
        ("over_time", "How the statuses moved"),
        ("changes", "What has changed"),
        ("trouble", IN_TROUBLE.capitalize()),
        ("moved", "Timescales moved"),
        ("silence", "Without an update"),
        ("answers", "Who has answered"),
        ("decisions", "Decisions wanted"),
    ),
    plan_columns=(),
    review_columns=(),
    has_cover=False,
    has_contents=False,
    has_versions=False,
)

# For a wall, a screen, or the first thing that a new partner is given.
PLAN_ON_A_PAGE = Layout(
    name=Plan.Layout.PLAN_ON_A_PAGE,
    title="Plan on a Page",
    parts=(("on_a_page", "Priorities for {year}"),),
    plan_columns=(),
    review_columns=(),
    has_cover=False,
    has_contents=False,
    is_one_page=True,
)

# Of a meeting, which no plan can choose: reports/meeting_papers.py adds agenda and minutes to them.
MEETING_PACK = Layout(
    name="meeting-pack",
    title="Papers",
    parts=(*HIGHLIGHT_REPORT.parts, ("figures", "Figures")),
    plan_columns=(),
    review_columns=(),
    has_cover=False,
    has_contents=False,
    has_versions=False,
    reviews_own_year=True,
)
MINUTES = Layout(
    name="minutes",
    title="Minutes",
    parts=(),
    is_of_plan=False,
    plan_columns=(),
    review_columns=(),
    has_cover=False,
    has_contents=False,
    has_versions=False,
)

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        PARTNERSHIP_PLAN,
        PRIORITY_PLAN,
        ANNUAL_REPORT,
        SUMMARY_LEAFLET,
        HIGHLIGHT_REPORT,
        PLAN_ON_A_PAGE,
    )
}
# And what else a document may look like.
DESIGNS = LAYOUTS | {layout.name: layout for layout in (MEETING_PACK, MINUTES)}
