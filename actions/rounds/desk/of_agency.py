"""What an agency has answered, as its page shows it."""

from datetime import date

from actions.rounds.models import Answer
from partners.access import Permission
from partners.models import Agency, Membership
from plans.access import seen_by

# The latest: all others stand with their actions and in their rounds.
MOST_SHOWN = 20


def answers_of_agency(agency: Agency, membership: Membership, on: date) -> dict[str, object]:
    """The latest answers that it has sent, about plans of which the member knows; nothing for who
    may not see rounds. One query.
    """
    if not membership.may(Permission.SEE_ROUNDS):
        return {}
    answers = (
        Answer.objects.filter(seen_by([membership], "request__round__plan"), request__agency=agency)
        .exclude(state=Answer.State.DRAFT)
        .select_related("request__round__plan", "action__priority__plan__partnership")
        .order_by("-sent_at", "-pk")
    )
    return {"answers": list(answers[:MOST_SHOWN]), "most": MOST_SHOWN}
