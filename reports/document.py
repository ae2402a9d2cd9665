"""The document of a plan, as plain values: how they look on a page or on paper is for templates."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from plans.models import Block, Plan
from reports.action_records import ActionRecord, records
from reports.layouts import DESIGNS, LAYOUTS, Layout
from reports.parts import (
    Context,
    Part,
    across,
    answers,
    classes,
    highlights,
    log,
    money,
    narrative,
    on_a_page,
    over_time,
    people,
    tables,
    year,
)
from reports.recommendation_records import RecommendationRecord, recommendation_records

# What makes each part; those that are not here are told, and no more.
MAKERS: dict[str, Callable[[Context], Part | None]] = {
    "on_a_page": on_a_page.on_a_page,
    "figures": year.figures,
    "framed": year.framed,
    Block.Part.REVIEW: tables.review,
    Block.Part.FUNDING: money.funding,
    Block.Part.LOG: log.log,
    Block.Part.PRIORITIES: narrative.priorities,
    Block.Part.ALIGNMENT: across.alignment,
    Block.Part.ACTION_PLANS: tables.action_plans,
    Block.Part.RECOMMENDATIONS: across.recommendations,
    Block.Part.CROSS_CUTTING: across.cross_cutting,
    Block.Part.STRUCTURE: people.structure,
    Block.Part.HOW_IT_WORKS: classes.how_it_works,
    Block.Part.MEMBERS: people.members,
    Block.Part.GLOSSARY: people.glossary,
    "standing": highlights.standing,
    "over_time": over_time.over_time,
    "changes": highlights.changes,
    "trouble": highlights.trouble,
    "moved": highlights.moved,
    "silence": highlights.silence,
    "answers": answers.answers,
    "decisions": highlights.decisions,
}


# In letters: with the widest ones half of a line in large print.
LONG_WORD = 20
# So many charts of their own a document has at most; of more, small ones stand beside each other.
FEW_FIGURES = 3


@dataclass(frozen=True)
class ContactDetails:
    address: tuple[str, ...]
    telephone: str
    email: str
    website: str
    # Names and addresses: (“Facebook”, “https://…”); without a name, "" is.
    social_media: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.telephone or self.email or self.website)


@dataclass(frozen=True)
class Cover:
    """What a plan says on its cover beside its title and years. picture: a name in the media."""

    subtitle: str = ""
    date: str = ""
    picture: str = ""
    alternative_text: str = ""


@dataclass(frozen=True)
class Logo:
    """A partner's logo, by its name in the media."""

    partner: str
    picture: str


@dataclass(frozen=True)
class Document:
    """All that the document says. `logo` is a name in the media; `on` the day that it shows.

    layout: the name of its Layout. left_out: the names of the parts with nothing in them.
    edition: what it was issued as, empty as long as it wasn't. is_large_print: at 18 points,
    with blocks instead of wide tables. is_booklet: its PDF is for a printer, to be folded; then it
    is in large print too, which comes out at more than 12 points on half a page. address: the
    plan's, for file names. marking: what is said on each page and sheet if the plan is restricted.
    actions, recommendations: the plan's own, as data, whatever the parts say. whole: plan.json, for
    who may have it and asks for it in the PDF.
    """

    layout: str
    partnership: str
    district: str
    label: str
    title: str
    years: str
    accent_colour: str
    logo: str
    notice: str
    contact: ContactDetails
    on: date
    parts: tuple[Part, ...]
    cover: Cover = Cover()
    partner_logos: tuple[Logo, ...] = ()
    left_out: tuple[str, ...] = ()
    edition: str = ""
    is_large_print: bool = False
    is_booklet: bool = False
    address: str = ""
    marking: str = ""
    actions: tuple[ActionRecord, ...] = ()
    recommendations: tuple[RecommendationRecord, ...] = ()
    whole: bytes = b""

    def part(self, name: str) -> Part | None:
        """The part of that name, or None if there was nothing to put in it."""
        return next((part for part in self.parts if part.name == name), None)

    @property
    def design(self) -> Layout:
        return DESIGNS[self.layout]

    @property
    def is_draft(self) -> bool:
        return not self.edition

    @property
    def has_small_charts(self) -> bool:
        """Whether charts stand two to a row, above one table for all of them."""
        figures = sum(len(part.all_figures) for part in self.parts)
        return figures > FEW_FIGURES and not self.is_large_print

    @property
    def has_long_words_in_heads(self) -> bool:
        """Whether a word of a running head may be longer than the room for it."""
        heads = [self.title, self.partnership]
        for part in self.parts:
            heads += [part.title, *(title for _, title in part.entries)]
        return any(len(word) > LONG_WORD for head in heads for word in head.split())

    @property
    def media(self) -> set[str]:
        """The names of the media files that the document shows."""
        pictures = {piece.picture for part in self.parts for piece in part.all_pieces}
        logos = {one.picture for one in self.partner_logos}
        return (pictures | logos | {self.logo, self.cover.picture}) - {""}


def document(
    plan: Plan,
    *,
    on: date,
    layout: str | None = None,
    large_print: bool = False,
    booklet: bool = False,
    since: date | None = None,
) -> Document:
    """The document of a plan as it stands on the day `on`.

    layout: the name of one, the plan's own if left out. since: the day from which a highlight
    report counts what has changed, six weeks before `on` if left out. booklet: its PDF is to be
    folded. Unpublished blocks are left
    out, and so is a part with nothing in it. The number of queries is the same however much the
    plan holds.
    """
    is_large = large_print or booklet
    context = context_of(plan, on=on, layout=layout, large_print=is_large, since=since)
    return replace(document_in(context), is_booklet=booklet)


def context_of(
    plan: Plan,
    *,
    on: date,
    layout: str | None = None,
    large_print: bool = False,
    since: date | None = None,
) -> Context:
    """What the document of a plan is made from; its arguments are those of document."""
    design = LAYOUTS[layout or plan.layout]
    titles = _titles(plan, design)
    return Context(plan, plan.plans_before(), on, design, titles, since, large_print)


def document_in(context: Context) -> Document:
    """The document that is made from a Context."""
    plan, design, titles = context.plan, context.layout, context.titles
    made = {name: MAKERS.get(name, narrative.told(name))(context) for name in titles}
    partnership = context.partnership
    return Document(
        layout=design.name,
        partnership=partnership.name,
        district=partnership.district,
        label=plan.label,
        title=_title(plan, design),
        years=_years(plan),
        accent_colour=partnership.accent_colour,
        logo=partnership.logo.name or "",
        notice=partnership.notice,
        contact=ContactDetails(
            tuple(partnership.address.splitlines()),
            partnership.telephone,
            partnership.email,
            partnership.website,
            _social_media(partnership.social_media),
        ),
        cover=Cover(
            plan.subtitle,
            plan.cover_date,
            plan.cover_picture.name or "",
            plan.cover_alternative_text,
        ),
        partner_logos=_logos(plan),
        on=context.on,
        parts=tuple(part for part in made.values() if part),
        left_out=tuple(name for name, part in made.items() if part is None),
        is_large_print=context.is_large_print,
        address=plan.address,
        marking=plan.marked,
        actions=records(context.priorities),
        recommendations=recommendation_records(context.recommendations),
    )


def _titles(plan: Plan, design: Layout) -> dict[str, str]:
    """The headings of the parts by their names, in order: the plan's own, or the layout's."""
    usual = dict(design.parts)
    # The plan's own parts are those of its own layout: another is for another purpose.
    rows = plan.parts.all() if design.name == plan.layout else ()
    own = [(row.part, row.heading or usual.get(row.part, str(row))) for row in rows]
    return {name: filled_in(heading, plan) for name, heading in own or design.parts}


def filled_in(words: str, plan: Plan) -> str:
    """A heading with the plan's years in the place of {year}, {last_year} and {next_year}.

    Of a plan of another length the periods of the same length before and after it.
    """
    for name, times in (("year", 0), ("last_year", -1), ("next_year", 1)):
        words = words.replace(f"{{{name}}}", plan.period.moved(times).label)
    return words


def _social_media(written: str) -> tuple[tuple[str, str], ...]:
    """Lines such as “Facebook: https://…”, each as its name and the rest."""
    parts = (line.strip().partition(": ") for line in written.splitlines() if line.strip())
    return tuple((name, rest.strip()) if rest else ("", name) for name, _, rest in parts)


def _logos(plan: Plan) -> tuple[Logo, ...]:
    """Of the agencies that the plan lists, in the order of their list."""
    listed = plan.partnership.agencies.listed_on(plan.starts_on).exclude(logo="")
    return tuple(Logo(one.name, one.logo.name or "") for one in listed)


def _title(plan: Plan, design: Layout) -> str:
    """The layout's for yearly plans, unless one has its own on its cover.

    Others have their own; in another layout, it says which.
    """
    if design.name == plan.layout:
        return plan.cover_title or plan.title or design.title
    return f"{plan.title}: {design.title}" if plan.title else design.title


def _years(plan: Plan) -> str:
    first, last = plan.starts_on.year, plan.ends_on.year
    return f"{first} to {last}" if last > first else f"{first}"
