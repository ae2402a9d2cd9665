"""Writing an action of a plan as a manager does, on its pages."""

from csp.versions import version_of

URL = "/larkshire/2026/edit/actions/"


def typed(priority, *owners, **fields):
    """A form as a browser sends it. owners: agency, unit and whether it leads, for each."""
    rows = {}
    for place, (agency, unit, leads) in enumerate(owners):
        rows |= {
            f"owners-{place}-agency": str(agency.pk) if agency else "",
            f"owners-{place}-unit": unit,
        }
        if leads:
            rows[f"owners-{place}-lead"] = "yes"
    return {"wording": "Listen", "heading": str(priority.pk)} | rows | fields


def changed(action, *owners, **fields):
    return typed(
        action.priority,
        *owners,
        **{"version": version_of(action), "wording": action.wording} | fields,
    )


def owners_of(action):
    owners = action.owners.order_by("position")
    return [(one.agency.name, one.unit, one.is_lead) for one in owners]


def add(manager, priority, *owners, **fields):
    return manager.post(f"{URL}{priority.pk}/add/", typed(priority, *owners, **fields))


def change(manager, action, *owners, **fields):
    return manager.post(f"{URL}{action.pk}/", changed(action, *owners, **fields))
