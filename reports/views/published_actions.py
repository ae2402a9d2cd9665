"""A page for each published action, at an address that lives on: through later editions of its
plan, and when it is carried forward or ends.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from actions.statuses import Status
from reports.frozen.editions import frozen_editions
from reports.frozen.lines import kin_of, reviewed
from reports.views.public import Found, found_or_404, page, withdrawn

STATUSES = {one.label: one.value for one in Status}


@login_not_required
@require_safe
def action(request: HttpRequest, partnership: str, address: str, key: str) -> HttpResponse:
    """An action as it is in the latest edition that has it, and what became of it."""
    found = found_or_404(partnership, address)
    if found.edition.is_withdrawn:
        return withdrawn(request, found)
    kept = frozen_editions(found.standing, ["json"])
    told = [
        (one, kept[one.pk].actions.get(key) if one.pk in kept else None) for one in found.standing
    ]
    having = next(((one, action) for one, action in told if action), None)
    if having is None:
        raise Http404
    edition, shown = having
    document = frozen_editions([edition])[edition.pk]
    kin = kin_of(found.plan, key)
    slug, anchor = document.place_of(shown)
    in_edition = Found(found.editions, found.standing, edition, edition.number)
    where = found if edition == found.edition else in_edition
    context = found.context | {
        "edition": edition,
        "action": shown,
        "status": STATUSES.get(shown.status, ""),
        "told": shown.told_as(document.labels),
        "place": f"{where.address('chapter', slug)}#{anchor}" if slug else "",
        "through": [(one, action, _status(action)) for one, action in told],
        "kin": kin,
        "reviewed": reviewed(found.plan, key),
    }
    return page(request, "action", context)


def _status(action: object) -> str:
    return STATUSES.get(getattr(action, "status", ""), "")
