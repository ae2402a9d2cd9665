"""What joinings keep of contacts that may be kept no longer."""

from collections.abc import Set

from partners.joining.planned import BEFORE, MODEL, NAME, PK
from partners.models import Contact, Joining


def forget_steps(contacts: Set[int], emails: Set[str]) -> None:
    """Leave out of all joinings what they say of these contacts, by ids, and of their mailboxes.

    emails: in small letters. What is left out does not come back when a joining is taken apart.
    """
    if not contacts:
        return
    changed = []
    for joining in Joining.objects.select_for_update():
        steps = [
            step
            for step in joining.steps
            if not (step[MODEL] == Contact._meta.label_lower and step[PK] in contacts)
            and not emails & {str(text).lower() for text in (step[NAME], *step[BEFORE].values())}
        ]
        if len(steps) < len(joining.steps):
            joining.steps = steps
            changed.append(joining)
    Joining.objects.bulk_update(changed, ["steps"])
