"""A plan as the checks read it: all that its document says, text by text, in its order."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import unescape

from django.db.models import Model
from django.template.defaultfilters import truncatewords

from actions.models import Action
from partners.models import Agency, Contact
from plans.action_fields import ACTION_FIELDS, MARKED
from plans.marks import as_text, opening
from plans.models import (
    Block,
    GlossaryTerm,
    Grant,
    Plan,
    Priority,
    Recommendation,
    StatutoryStep,
)
from plans.models.decisions import decision_of
from reports.checks.findings import Place
from reports.checks.texts import Text
from reports.document import Document, context_of, document_in
from reports.parts import BY_PRIORITY, Context
from reports.parts.tables import Tables

INLINE_TAG = re.compile(r"</?(?:strong|em|a|span)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')


@dataclass(frozen=True)
class Loaded:
    """A plan with all that the checks ask of it, read with the same number of queries always."""

    context: Context
    document: Document
    agencies: list[Agency]
    contacts: list[Contact]
    terms: list[GlossaryTerm]
    steps: list[StatutoryStep]
    grants: list[Grant]
    own_blocks: list[Block]
    reviewed_blocks: list[Block]
    members: list[Agency]

    @property
    def plan(self) -> Plan:
        return self.context.plan

    @property
    def reviewed(self) -> Sequence[Plan]:
        """The plans whose year the document reviews, all of one period."""
        return self.context.reviewed_plans if Block.Part.REVIEW in self.context.titles else ()

    @property
    def on(self) -> date:
        return self.context.on

    @cached_property
    def actions(self) -> list[Action]:
        """The plan’s own, in order."""
        return _actions(self.context.priorities)

    @cached_property
    def reviewed_actions(self) -> list[Action]:
        """Those of the year before that the document reviews."""
        return [] if self.reviews_nothing_else else _actions(self.context.reviewed_priorities)

    @property
    def reviews_nothing_else(self) -> bool:
        """Whether the document looks back at no other plan than its own."""
        return all(one == self.plan for one in self.reviewed)

    @cached_property
    def blocks(self) -> list[Block]:
        """Those that are printed."""
        return [text.block for text in self.texts if text.block]

    @cached_property
    def texts(self) -> list[Text]:
        """All of them, in the order of the document."""
        return list(_texts(self))

    @cached_property
    def printed(self) -> list[Text]:
        return [text for text in self.texts if text.is_printed]

    @cached_property
    def order(self) -> dict[str, int]:
        """The subjects of the Places, numbered in the order of the document."""
        subjects = dict.fromkeys(text.place.subject for text in self.texts)
        return {subject: number for number, subject in enumerate(subjects)}

    def is_part(self, name: str) -> bool:
        """Whether the document has a part of that name, be there something in it or not."""
        return name in self.context.titles

    def fields_of(self, priority: Priority) -> list[str]:
        """The names of the columns of the plan’s table of a priority; none without a table."""
        planned = self.document.part(Block.Part.ACTION_PLANS)
        tables = planned.tables if isinstance(planned, Tables) else ()
        return next((table.fields for table in tables if table.anchor == f"plan-{priority.pk}"), [])

    # Places

    def page(
        self,
        name: str,
        where: str,
        *more: str | int,
        subject: str = "",
        query: tuple[tuple[str, str], ...] = (),
        anchor: str = "",
    ) -> Place:
        """The Place of a page of the plan."""
        args = (self.plan.partnership.slug, self.plan.address, *more)
        return Place(subject or name, where, name, args, query, anchor)

    def row(self, name: str, row: Model, where: str, plan: Plan | None = None) -> Place:
        """The Place of a row, of this plan if no other is given."""
        plan = plan or self.plan
        subject = f"{name}-{row.pk}"
        if plan.partnership_id != self.plan.partnership_id:
            # Nothing there is changed from here but what becomes of it.
            return self.page("carry-forward", where, subject=subject)
        return Place(subject, where, name, (plan.partnership.slug, plan.address, row.pk))

    def _label(self, plan: Plan) -> str:
        """Which plan it is, if it is not this one: “2025/26, ”, “Larkshire 2025/26, ”."""
        if plan == self.plan:
            return ""
        is_own = plan.partnership_id == self.plan.partnership_id
        return f"{plan.label if is_own else plan}, "

    def action(self, action: Action) -> Place:
        reference = f"{action.reference} " if action.reference else ""
        where = f"{action.priority}: {reference}{truncatewords(opening(action.wording), 12)}"
        plan = action.priority.plan
        return self.row("plan-action", action, f"{self._label(plan)}{where}", plan)

    def priority(self, priority: Priority) -> Place:
        where = f"{self._label(priority.plan)}{priority}"
        return self.row("priority", priority, where, priority.plan)

    def recommendation(self, row: Recommendation) -> Place:
        where = f"Recommendations: {truncatewords(str(row), 8)}"
        return self.row("recommendation", row, where)

    def block(self, block: Block) -> Place:
        part = f"{self._label(block.plan)}{Block.Part(block.part).label}"
        where = f"{part}: {block.heading or block.get_kind_display().lower()}"
        return self.row("block", block, where, block.plan)


def load(plan: Plan, on: date, document: Document | None = None) -> Loaded:
    """A plan on a day.

    document: what is to be checked, made a moment ago; if none is given, it is made.
    """
    context = context_of(plan, on=on)
    document = document or document_in(context)
    partnership = plan.partnership
    for priority in context.priorities:
        priority.plan = plan
    reviewed = [one for one in context.reviewed_plans if one != plan]
    return Loaded(
        context=context,
        document=document,
        agencies=list(
            partnership.agencies.select_related("successor").prefetch_related(
                "members", "different_from"
            )
        ),
        contacts=list(Contact.objects.filter(agency__partnership=partnership)),
        terms=list(plan.glossary.all()),
        steps=list(plan.steps.all()),
        grants=list(plan.grants.prefetch_related("allocations", "spending")),
        own_blocks=_published(plan),
        reviewed_blocks=[block for one in reviewed for block in _published(one)],
        members=list(partnership.agencies.listed_on(plan.starts_on)),
    )


def plain(html: str) -> str:
    """The words of rich text, with a line for each paragraph or entry."""
    return unescape(TAG.sub("\n", INLINE_TAG.sub("", html))).strip()


def _published(plan: Plan) -> list[Block]:
    blocks = list(plan.blocks.filter(published=True).select_related("priority"))
    for block in blocks:
        block.plan = plan
    return blocks


def _actions(priorities: Iterable[Priority]) -> list[Action]:
    return [action for priority in priorities for action in priority.actions.all()]


def _texts(loaded: Loaded) -> Iterator[Text]:
    told: dict[str, Callable[[Loaded], Iterator[Text]]] = {
        Block.Part.REVIEW: _of_review,
        Block.Part.ALIGNMENT: _of_alignment,
        Block.Part.ACTION_PLANS: _of_action_plans,
        Block.Part.RECOMMENDATIONS: _of_recommendations,
        Block.Part.CROSS_CUTTING: _of_cross_cutting,
        Block.Part.MEMBERS: _of_members,
        Block.Part.GLOSSARY: _of_glossary,
        Block.Part.LOG: _of_log,
        Block.Part.FUNDING: _of_funding,
        Block.Part.STRUCTURE: _of_structure,
    }
    yield from _of_partnership(loaded)
    for name in loaded.context.titles:
        for block in loaded.own_blocks:
            if block.part == name and not (block.priority_id and name in BY_PRIORITY):
                yield _of_block(loaded, block)
        if name in told:
            yield from told[name](loaded)
    if not loaded.is_part(Block.Part.ACTION_PLANS):
        # The actions go out with every edition, as data.
        yield from _of_priorities(loaded, loaded.context.priorities, "", [])


def _of_partnership(loaded: Loaded) -> Iterator[Text]:
    partnership, plan = loaded.context.partnership, loaded.plan
    place = loaded.page("plan-settings", "The document’s front and back", subject="plan")
    cover = (plan.cover_title, plan.subtitle, plan.cover_date)
    words = "\n".join(filter(None, (*cover, partnership.notice, partnership.address)))
    yield Text(place, words, "", loaded.plan)


def _of_block(loaded: Loaded, block: Block) -> Text:
    is_review = block.part in (Block.Part.REVIEW, Block.Part.PROJECTS)
    return Text(
        loaded.block(block),
        "\n".join(
            filter(
                None,
                (plain(block.body), block.attribution, block.alternative_text, block.caption),
            )
        ),
        block.part,
        next(iter(loaded.reviewed), block.plan) if is_review else block.plan,
        heading=block.heading,
        links=tuple(map(unescape, LINK.findall(block.body))),
        block=block,
        is_review=is_review,
    )


def _of_review(loaded: Loaded) -> Iterator[Text]:
    name = Block.Part.REVIEW
    if loaded.reviews_nothing_else:
        blocks = loaded.own_blocks if loaded.reviewed else []
        priorities = []
    else:
        blocks, priorities = loaded.reviewed_blocks, loaded.context.reviewed_priorities
    for block in blocks:
        if block.part == name and block.priority_id:
            yield _of_block(loaded, block)
    fields = ["wording", "owners", "update"]
    fields += [column.field for column in loaded.context.layout.review_columns]
    yield from _of_priorities(loaded, priorities, name, fields)


def _of_action_plans(loaded: Loaded) -> Iterator[Text]:
    for block in loaded.own_blocks:
        if block.part == Block.Part.ACTION_PLANS and block.priority_id:
            yield _of_block(loaded, block)
    yield from _of_priorities(
        loaded, loaded.context.priorities, Block.Part.ACTION_PLANS, loaded.fields_of
    )


def _of_priorities(
    loaded: Loaded,
    priorities: Iterable[Priority],
    part: str,
    fields: list[str] | Callable[[Priority], list[str]],
) -> Iterator[Text]:
    """The texts of priorities and of their actions.

    fields: of the columns that are printed, or the function that tells them of a priority.
    """
    is_review = part == Block.Part.REVIEW
    for priority in priorities:
        place = loaded.priority(priority)
        more = "scope success_indicator overall_target specific_target columns_note"
        words = [getattr(priority, name) for name in more.split()]
        words += [one.text for one in priority.recommendations.all()]
        if is_review:
            words.append(decision_of(priority).fate_reason)
        theme = [priority.theme.title, priority.theme.strapline] if priority.theme else []
        yield Text(
            place,
            "\n".join(filter(None, [*theme, *words])),
            part,
            priority.plan,
            heading=priority.title,
            is_printed=bool(part),
        )
        names = fields(priority) if callable(fields) else fields
        for action in priority.actions.all():
            yield from _of_action(loaded, action, part, names)


def _of_action(loaded: Loaded, action: Action, part: str, names: list[str]) -> Iterator[Text]:
    place, plan = loaded.action(action), action.priority.plan
    said = {one.name: getattr(action, one.name) for one in ACTION_FIELDS if one.is_prose}
    said["strand"] = action.strand.title if action.strand else ""
    said["owners"] = "\n".join(map(str, action.owners.all())) or action.owners_as_written
    said["update"] = action.review_wording
    decision = decision_of(action)
    if part == Block.Part.REVIEW and decision.fate == Action.Fate.DROPPED:
        said["dropped"] = decision.fate_reason
    for name, words in said.items():
        if words:
            yield Text(
                place,
                as_text(words) if name in MARKED else words,
                part,
                plan,
                is_printed=name in names or (name in ("strand", "dropped") and bool(names)),
                is_review=part == Block.Part.REVIEW and name == "update",
            )


def _of_alignment(loaded: Loaded) -> Iterator[Text]:
    for priority in loaded.context.priorities:
        words = "\n".join(filter(None, (priority.county_objective, priority.policing_objective)))
        if words:
            yield Text(loaded.priority(priority), words, Block.Part.ALIGNMENT, loaded.plan)


def _of_recommendations(loaded: Loaded) -> Iterator[Text]:
    for one in loaded.context.recommendations:
        row = one.recommendation
        words = "\n".join(filter(None, (row.text, row.source, row.scope, row.response_reason)))
        yield Text(loaded.recommendation(row), words, Block.Part.RECOMMENDATIONS, loaded.plan)


def _of_cross_cutting(loaded: Loaded) -> Iterator[Text]:
    themes = {
        theme.pk: theme for action in loaded.actions for theme in action.cross_cutting_themes.all()
    }
    for theme in themes.values():
        place = loaded.row("cross-cutting-theme", theme, f"Cross-cutting themes: {theme}")
        yield Text(place, theme.title, Block.Part.CROSS_CUTTING, loaded.plan)


def _of_members(loaded: Loaded) -> Iterator[Text]:
    layout = loaded.context.layout
    for agency in loaded.members:
        lines = [agency.name]
        if not layout.names_members_only:
            lines += [agency.telephones, agency.website]
        if layout.has_addresses_of_members:
            lines.append(agency.address)
        place = loaded.row("member", agency, f"Members: {agency}")
        yield Text(place, "\n".join(filter(None, lines)), Block.Part.MEMBERS, loaded.plan)


def _of_glossary(loaded: Loaded) -> Iterator[Text]:
    for term in loaded.terms:
        place = loaded.row("glossary-term", term, f"Glossary: {term}")
        yield Text(place, term.meaning, Block.Part.GLOSSARY, loaded.plan)


def _of_log(loaded: Loaded) -> Iterator[Text]:
    for entry in loaded.plan.log.all():
        place = loaded.row("log-entry", entry, f"Log: {truncatewords(entry.text, 8)}")
        yield Text(place, entry.text, Block.Part.LOG, loaded.plan)


def _of_funding(loaded: Loaded) -> Iterator[Text]:
    for grant in loaded.grants:
        place = loaded.row("grant", grant, f"Funding: {grant}")
        words = [str(grant), grant.note, *grant.headings]
        for one in grant.allocations.all():
            words += [str(one), one.evaluation]
        words += [item.item for item in grant.spending.all()]
        yield Text(place, "\n".join(filter(None, words)), Block.Part.FUNDING, loaded.plan)


def _of_structure(loaded: Loaded) -> Iterator[Text]:
    for body in loaded.plan.meeting_bodies.all():
        place = loaded.row("meeting-body", body, f"Meetings: {body}")
        words = "\n".join(filter(None, (body.name, body.purpose, body.how_often)))
        yield Text(place, words, Block.Part.STRUCTURE, loaded.plan)
