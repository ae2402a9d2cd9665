"""All that a plan's action plans consist of, in its order, for the page on which it is built."""

from dataclasses import dataclass, field

from actions.models import Action
from partners.models import Agency
from plans.models import Plan, Priority, Strand, Theme

# Fewer can be seen at once, and need not be folded away.
FEW_ACTIONS = 20


@dataclass
class Section:
    """The actions of a priority under one of its strands, or under none."""

    strand: Strand | None
    actions: list[Action]
    is_first: bool = False


@dataclass
class Chapter:
    """A priority with its actions."""

    priority: Priority
    sections: list[Section]
    is_open: bool = False

    @property
    def count(self) -> int:
        return sum(len(section.actions) for section in self.sections)

    def shows(self, name: str) -> bool:
        """Whether this is where the page has that place, such as “plan-action-12”."""
        places = {f"priority-{self.priority.pk}"}
        places |= {f"strand-{one.strand.pk}" for one in self.sections if one.strand}
        places |= {f"plan-action-{one.pk}" for section in self.sections for one in section.actions}
        return name in places


@dataclass
class Division:
    """The priorities of a theme, or those that have none."""

    theme: Theme | None
    chapters: list[Chapter] = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False


@dataclass
class Outline:
    divisions: list[Division]

    @property
    def chapters(self) -> list[Chapter]:
        return [chapter for division in self.divisions for chapter in division.chapters]

    @property
    def count(self) -> int:
        return sum(chapter.count for chapter in self.chapters)

    @property
    def is_empty(self) -> bool:
        return not self.chapters and not any(division.theme for division in self.divisions)

    def open(self, which: str) -> None:
        """Unfold a priority, by the name of a place in it; all of them; or none.

        Nothing asked for: all, if the actions are few.
        """
        everything = which == "all" or (not which and self.count <= FEW_ACTIONS)
        for chapter in self.chapters:
            chapter.is_open = everything or chapter.shows(which)


def outline_of(plan: Plan) -> Outline:
    """What the plan consists of, in six queries."""
    priorities = plan.priorities.select_related("theme", "lead").prefetch_related(
        "strands", "recommendations"
    )
    actions = Action.objects.filter(priority__plan=plan).prefetch_related("owners__agency")
    under: dict[tuple[int, int | None], list[Action]] = {}
    for action in actions.order_by("position", "pk"):
        under.setdefault((action.priority_id, action.strand_id), []).append(action)
    themes = list(plan.themes.all())
    divisions: dict[int | None, Division] = {None: Division(None)}
    divisions |= {
        theme.pk: Division(theme, is_first=theme == themes[0], is_last=theme == themes[-1])
        for theme in themes
    }
    for priority in priorities:
        strands = list(priority.strands.all())
        sections = [
            Section(
                strand,
                under.get((priority.pk, strand.pk if strand else None), []),
                is_first=strand in strands[:1],
            )
            for strand in [None, *strands]
        ]
        divisions[priority.theme_id].chapters.append(Chapter(priority, sections))
    return Outline([one for one in divisions.values() if one.theme or one.chapters])


def parts_of(plan: Plan) -> list[tuple[str, list[tuple[str, str, int | None]]]]:
    """What a plan consists of besides: the name of its page, what it is called, how many there are.

    In groups, each with its heading.
    """
    members = Agency.objects.filter(partnership=plan.partnership).listed_on(plan.starts_on)
    return [
        (
            "Also in the document",
            [
                ("recommendations", "Recommendations", plan.recommendations.count()),
                ("cross-cutting", "Cross-cutting themes", plan.cross_cutting_themes.count()),
                ("narrative", "Narrative", plan.blocks.count()),
                ("glossary", "Glossary", plan.glossary.count()),
                ("members", "Members", members.count()),
                ("meetings", "Meetings", plan.meeting_bodies.count()),
                ("funding", "Funding", plan.grants.count()),
                ("figures", "Figures", plan.indicators.count()),
                ("log", "Month by month", plan.log.count()),
                *([("steps", "Legal steps", plan.steps.count())] if plan.traits.is_legal else []),
            ],
        ),
        (
            "The plan as a whole",
            [
                ("plan-settings", "Settings", None),
                ("layout", "Parts and columns of the document", None),
                ("document", "Document", None),
                ("checks", "Checks", None),
            ],
        ),
        (
            "Import and restore",
            [
                ("carry-forward", "Carry an earlier plan forward", None),
                ("plan-import", "Import from a file", None),
                ("removed", "Removed from the plan", None),
            ],
        ),
    ]
