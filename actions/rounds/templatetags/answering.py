from django import template

from actions.models import NEEDS_REASON
from actions.rounds.answers import no_change_of
from actions.rounds.models import Evidence
from actions.rounds.views.ways import Way

register = template.Library()

register.filter("no_change", no_change_of)


@register.filter
def needs_reason(choice: str) -> bool:
    """Whether a status has to be given a reason."""
    return choice in NEEDS_REASON


@register.simple_tag
def evidence_url(way: Way, evidence: Evidence) -> str:
    """Where a file beside an answer is. way: that by which the page was reached."""
    return way.to("evidence", evidence.pk)
