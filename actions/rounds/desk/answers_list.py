"""The answers that wait on the desk, as they are filtered, as a file."""

from django.http import HttpRequest, HttpResponse

from actions.rounds.models import AnswerQuerySet
from csp.spreadsheets.lists import list_file
from partners.models import Membership
from plans.lists import marking_of
from plans.marks import as_text

HEADINGS = (
    *("Plan", "Round", "Partner", "Reference", "Action", "Status", "What the partner says"),
    *("Why", "Given by", "Sent"),
)


def answers_list(
    request: HttpRequest, membership: Membership, answers: AnswerQuerySet
) -> HttpResponse:
    """answers: with their requests, rounds, plans and actions loaded."""
    rows = [
        [
            *(one.request.round.plan.label, one.request.round.name, one.request.agency),
            *(one.action.reference, as_text(one.action.wording), one.get_status_display()),
            *(as_text(one.text), as_text(one.reason), one.given_by, one.sent_at),
        ]
        for one in answers
    ]
    marking = marking_of(one.request.round.plan for one in answers)
    name = f"{membership.partnership.slug}-answers"
    return list_file(request, name, HEADINGS, rows, marking=marking)
