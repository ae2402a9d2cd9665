"""What a plan's document says beside its actions: narrative, glossary, meetings, their order."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django_prose_editor.fields import ProseEditorField
from simple_history.models import HistoricalRecords

from csp.words_kept import KeptWords
from partners.models import NaturalKeyManager
from plans import rich_text
from plans.action_fields import headings
from plans.models.plan import Plan
from plans.models.structure import Priority


class Block(models.Model):
    """A piece of the plan's narrative: where in the document, of which kind, and its rich text."""

    class Part(models.TextChoices):
        """The chapters that a document may have; a layout says which, and in which order."""

        INTRODUCTION = "introduction", "Introduction"
        BACKGROUND = "background", "Background"
        REVIEW = "review", "Review of the year"
        PROJECTS = "projects", "Review of projects and initiatives"
        FUNDING = "funding", "Funding"
        CSU = "csu", "The Community Safety Unit"
        POLICING = "policing", "Policing"
        LOG = "log", "The year month by month"
        ONGOING = "ongoing", "Ongoing work"
        PRIORITIES = "priorities", "How the priorities were set"
        NEXT_YEAR = "next_year", "Next year’s priorities"
        ALIGNMENT = "alignment", "What the priorities serve"
        ACTION_PLANS = "action_plans", "Action plans"
        RECOMMENDATIONS = "recommendations", "Recommendations"
        CROSS_CUTTING = "cross_cutting", "Cross-cutting themes"
        STRUCTURE = "structure", "Structure of the partnership"
        HOW_IT_WORKS = "how_it_works", "How the action plan works"
        MEMBERS = "members", "Members of the partnership"
        GLOSSARY = "glossary", "Glossary"
        CONTACT = "contact", "Contact details"
        # They stand where a plan's own parts say, under its own headings.
        OWN_1 = "own_1", "First own chapter"
        OWN_2 = "own_2", "Second own chapter"
        OWN_3 = "own_3", "Third own chapter"
        OWN_4 = "own_4", "Fourth own chapter"

    class Kind(models.TextChoices):
        NARRATIVE = "narrative", "Narrative"
        ANALYSIS = "analysis", "Analysis"
        RECOMMENDATION = "recommendation", "Recommendation"
        CASE_STUDY = "case_study", "Case study"
        QUOTATION = "quotation", "Quotation"
        PICTURE = "picture", "Picture"
        FIGURES = "figures", "Figures"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="blocks")
    part = models.CharField(max_length=20, choices=Part)
    priority = models.ForeignKey(
        Priority, models.CASCADE, null=True, blank=True, related_name="blocks"
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.NARRATIVE)
    heading = models.CharField(max_length=200, blank=True)
    body = ProseEditorField(
        blank=True,
        sanitize=rich_text.clean,
        extensions={
            "Heading": {"levels": [3]},
            "Blockquote": True,
            "Bold": True,
            "Italic": True,
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "HardBreak": True,
            "Table": True,
            "TableRow": True,
            "TableHeader": True,
            "TableCell": True,
            "Language": True,
            "Link": {"protocols": ["http", "https", "mailto", "tel"]},
        },
    )
    attribution = models.CharField(
        max_length=300, blank=True, help_text="Whose words a quotation is"
    )
    consent = models.TextField(
        blank=True, help_text="Of a case study: who agreed to its publication, and when"
    )
    picture = models.ImageField(upload_to="pictures/", blank=True)
    alternative_text = models.CharField(
        max_length=300, blank=True, help_text="What the picture shows, for those who cannot see it"
    )
    caption = models.CharField(max_length=300, blank=True, help_text="Printed below a picture")
    is_closing = models.BooleanField(
        "after the tables",
        default=False,
        help_text="Printed after the tables and lists of its part, or of its priority there",
    )
    published = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "part", "position"]
        indexes = [
            KeptWords(
                fields=["heading", "body", "attribution", "alternative_text", "caption"],
                name="block_words",
                html=["body"],
            )
        ]
        constraints = [
            models.UniqueConstraint("plan", "part", "position", name="block_place_unique"),
            models.CheckConstraint(
                condition=Q(picture="") | ~Q(alternative_text=""), name="block_picture_has_text"
            ),
        ]

    def __str__(self) -> str:
        words = Truncator(rich_text.as_text(self.body)).words(8)
        return self.heading or (
            f"{self.get_part_display()}: {words or self.get_kind_display().lower()}"
        )

    def clean(self) -> None:
        super().clean()
        if self.priority and self.plan_id and self.priority.plan_id != self.plan_id:
            raise ValidationError({"priority": "Choose a priority of the same plan"})
        if self.picture and not self.alternative_text:
            raise ValidationError({"alternative_text": "Enter what the picture shows"})


# They have no heading but the plan's own.
OWN_PARTS = (Block.Part.OWN_1, Block.Part.OWN_2, Block.Part.OWN_3, Block.Part.OWN_4)


class GlossaryTerm(models.Model):
    """A word that the plan explains at its end."""

    NATURAL_KEY = ("plan__partnership__slug", "plan__address", "term")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="glossary")
    term = models.CharField(max_length=60)
    meaning = models.CharField(max_length=400)
    history = HistoricalRecords()
    objects = NaturalKeyManager()

    class Meta:
        ordering = ["plan", "term"]
        constraints = [
            models.UniqueConstraint("plan", "term", name="glossary_term_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return self.term

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.plan.natural_key(), self.term)

    natural_key.dependencies = ["plans.plan"]  # type: ignore[attr-defined]


class MeetingBody(models.Model):
    """A group that meets: the partnership itself, its strategy group, a working group."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="meeting_bodies")
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    how_often = models.CharField(max_length=100, blank=True, help_text="“Every six months”")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "position"]
        verbose_name_plural = "meeting bodies"
        constraints = [
            models.UniqueConstraint("plan", "name", name="meeting_body_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanPart(models.Model):
    """A chapter of a plan's document, where the plan departs from its layout's own.

    A plan that has any of these has these alone, in their order.
    """

    # Parts that are made of the plan's other rows alone have no narrative.
    PARTS = (
        *Block.Part.choices,
        ("on_a_page", "The year on a page"),
        ("figures", "The year at a glance"),
        ("framed", "The plans of the strategy"),
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=20, choices=PARTS)
    heading = models.CharField(
        max_length=200, blank=True, help_text="Leave empty for the layout’s own"
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint("plan", "part", name="plan_part_unique")]

    def __str__(self) -> str:
        # Not the heading: years are to be filled into it.
        return self.get_part_display()

    @property
    def called(self) -> str:
        """What those who write it call it: a chapter of the plan's own, by its heading."""
        return self.heading if self.part in OWN_PARTS and self.heading else str(self)


class PlanColumn(models.Model):
    """A column of a plan's or a priority's action tables, where they depart from the layout's.

    A plan, or a priority, that has any of these has these alone, in their order.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="columns")
    priority = models.ForeignKey(
        Priority,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="columns",
        help_text="Leave empty for all priorities that have no columns of their own",
    )
    field = models.CharField("what it shows", max_length=20, choices=headings)
    heading = models.CharField(
        max_length=100, blank=True, help_text="Leave empty for the usual one"
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "priority", "position"]
        constraints = [
            models.UniqueConstraint(
                "plan", "field", condition=Q(priority=None), name="plan_column_unique"
            ),
            models.UniqueConstraint(
                "priority",
                "field",
                condition=Q(priority__isnull=False),
                name="plan_column_unique_in_priority",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_field_display()

    def clean(self) -> None:
        super().clean()
        if self.priority and self.plan_id and self.priority.plan_id != self.plan_id:
            raise ValidationError({"priority": "Choose a priority of the same plan"})
