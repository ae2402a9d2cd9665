"""What a plan and a partnership are made of: each model and field once, and how it goes out.

A row has an `id` in its file, which counts the rows of its kind and means nothing outside of it.
tests/reports/transfer/test_kinds.py walks all models and fails if one, or a field, is in no list.
"""

from django.db.models import Model

from actions.building.models import PlanImport
from actions.decisions import ActionDecision
from partners.models import (
    DETAILS,
    Agency,
    AuditEntry,
    Contact,
    ContactImport,
    ContactListShape,
    Division,
    FormerDetails,
    Founder,
    Founding,
    Joining,
    Mail,
    Membership,
    Partnership,
    User,
)
from plans.models import (
    Indicator,
    Observation,
    Plan,
    PriorityDecision,
)
from reports.models import AcceptedFinding, Rendering
from reports.transfer.kind import NOBODY, PARTNERSHIP, Kind
from reports.transfer.kinds_of_plan import OF_PLAN

PLAN_ITSELF = Kind(
    name="plan",
    model=Plan,
    owner="pk",
    values=(
        *("title", "kind", "address", "starts_on", "ends_on", "stage", "layout"),
        *("is_restricted", "marking", "has_exit"),
        *("cover_title", "subtitle", "cover_date", "cover_alternative_text"),
    ),
    elsewhere=("strategy",),
    files=("cover_picture",),
    left_out=PARTNERSHIP,
)
# What plans have in common in their partnership. They stand once in a file of several plans.
AGENCIES = Kind(
    name="agencies",
    model=Agency,
    owner="partnership",
    values=(
        *("name", "abbreviation", "kind", "telephones", "website", "address", "grid_position"),
        *("listed_from", "listed_until", "began_on", "ended_on"),
    ),
    links={"successor": "agencies"},
    many={"members": "agencies", "different_from": "agencies"},
    files=("logo",),
    left_out=PARTNERSHIP | {"came_from": "agencies of other partnerships"},
)
INDICATORS = Kind(
    name="indicators",
    model=Indicator,
    owner="partnership",
    values=("title", "unit", "kind", "better", "source", "comparison_label"),
    # The address of the plan for which it was made, if it is for that alone.
    elsewhere=("only_in",),
    left_out=PARTNERSHIP,
)
OBSERVATIONS = Kind(
    name="observations",
    model=Observation,
    owner="indicator__partnership",
    values=("label", "period", "value", "words", "comparison", "break_note", "position"),
    links={"indicator": "indicators"},
)
COMMON = (AGENCIES, INDICATORS, OBSERVATIONS)

PARTNERSHIP_ITSELF = Kind(
    name="partnership",
    model=Partnership,
    owner="pk",
    values=(
        *DETAILS,
        *("slug", "telephone", "email", "website", "social_media", "address"),
        *("accent_colour", "notice"),
        *("closed_on", "last_met_on", "second_step_from"),
    ),
    files=("logo",),
)
OF_PARTNERSHIP = (
    Kind(
        name="former_details",
        model=FormerDetails,
        owner="partnership",
        values=(*DETAILS, "until"),
        left_out=PARTNERSHIP,
    ),
    Kind(
        name="contacts",
        model=Contact,
        owner="agency__partnership",
        values=(
            *("role", "name", "email", "telephones", "receives_update_requests", "published"),
            "signs_off",
            "keep_until",
        ),
        links={"agency": "agencies"},
    ),
    Kind(
        name="people",
        model=Membership,
        owner="partnership",
        values=("role", "taken_up_at"),
        links={"agency": "agencies"},
        people={"user": NOBODY},
        left_out=PARTNERSHIP,
    ),
)

ALL = (PLAN_ITSELF, *COMMON, *OF_PLAN, PARTNERSHIP_ITSELF, *OF_PARTNERSHIP)
BY_NAME = {kind.name: kind for kind in ALL}

# Models whose rows go into no file, and why.
LEFT_OUT: dict[type[Model], str] = {
    User: "with their roles, by name and e-mail address: no passwords, and no rights elsewhere",
    PlanImport: "files on their way in, which are read again",
    AcceptedFinding: "of rows by their ids here; the checks ask again",
    ContactImport: "lists on their way in",
    ContactListShape: "asked again with the next list",
    Joining: "rows by their ids here, to be taken apart here",
    Founding: "of several partnerships",
    Founder: "of several partnerships",
    Division: "of several partnerships",
    ActionDecision: "what plans of other partnerships make of an action",
    PriorityDecision: "what plans of other partnerships make of a priority",
    Mail: "sent from here",
    AuditEntry: "what happened here; it has a download of its own",
    Rendering: "made anew from the rest",
}
