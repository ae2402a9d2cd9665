from functools import cached_property

from plans.forms.rows import RowForm
from plans.models import GlossaryTerm


class GlossaryTermForm(RowForm):
    """A word that the plan explains; it stands where the alphabet puts it."""

    place = None  # type: ignore[assignment]
    once = ("term",)
    asked_for = ("term",)
    already = "The glossary explains this already"

    class Meta:
        model = GlossaryTerm
        fields = ["term", "meaning"]
        help_texts = {"term": "Such as “MARAC”", "meaning": "In full, and in plain words"}

    @cached_property
    def siblings(self) -> list[GlossaryTerm]:
        return list(self.plan.glossary.exclude(pk=self.instance.pk))
