"""What a plan and a partnership are made of: each model and field once, and how it goes out.

A row has an `id` in its file, which counts the rows of its kind and means nothing outside of it.
tests/reports/transfer/test_kinds.py walks all models and fails if one, or a field, is in no list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from actions.building.models import PlanImport
from actions.models import Action, ActionRecommendation, ActionTheme, Owner, StatusUpdate
from actions.rounds.models import Answer, Evidence, Recipient, UpdateRequest, UpdateRound
from partners.models import (
    DETAILS,
    Agency,
    Contact,
    ContactImport,
    ContactListShape,
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
    Allocation,
    Block,
    CrossCuttingTheme,
    GlossaryTerm,
    Grant,
    Indicator,
    LogEntry,
    MeetingBody,
    NamedPerson,
    Observation,
    Plan,
    PlanColumn,
    PlanIndicator,
    PlanPart,
    Priority,
    Recommendation,
    Spending,
    StatutoryStep,
    Strand,
    Theme,
)
from reports.models import AcceptedFinding, Edition, EditionFile

IMPLIED = "it is the plan or partnership that the file is of"
# What becomes of a field that names a person who is nobody here.
NOBODY, IMPORTER = "nobody", "importer"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of rows. name: of its list in files.

    owner: the fields that lead to the plan or partnership whose row it is. values: fields that go
    out as they are; the first says what a row is called. links: fields that lead to a row of
    another kind in the file, and many: those that lead to several. elsewhere: fields that lead to
    rows of other plans. people: fields that name a person, with NOBODY or IMPORTER. files: fields
    with pictures or bytes. left_out: fields that do not go out, each with the reason.
    in_archive: whether it goes out with a whole partnership alone.
    """

    name: str
    model: type[Model]
    owner: str
    values: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    in_archive: bool = False

    @property
    def linked(self) -> dict[str, str]:
        """The fields that lead to one row that must be there before, by the kind of it."""
        return {name: kind for name, kind in self.links.items() if name not in LATER}


# Links that are filled in once all rows are there.
LATER = ("latest_update", "successor")
PLAN = {"plan": IMPLIED}
PARTNERSHIP = {"partnership": IMPLIED}

PLAN_ITSELF = Kind(
    name="plan",
    model=Plan,
    owner="pk",
    values=(
        *("title", "kind", "address", "starts_on", "ends_on", "stage", "layout"),
        *("is_restricted", "marking"),
    ),
    elsewhere=("strategy",),
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

# In an order in which each comes after those that it leads to.
OF_PLAN = (
    Kind(
        name="themes",
        model=Theme,
        owner="plan",
        values=("title", "strapline", "position"),
        left_out=PLAN,
    ),
    Kind(
        name="priorities",
        model=Priority,
        owner="plan",
        values=(
            *("title", "number", "scope", "success_indicator", "overall_target"),
            *("specific_target", "legal_strand", "policing_objective", "county_objective"),
            *("fate", "fate_reason", "columns_note", "position"),
        ),
        links={"theme": "themes", "lead": "agencies"},
        elsewhere=("carries_on", "merged_into"),
        left_out=PLAN,
    ),
    Kind(
        name="strands",
        model=Strand,
        owner="priority__plan",
        values=("title", "position"),
        links={"priority": "priorities"},
    ),
    Kind(
        name="recommendations",
        model=Recommendation,
        owner="plan",
        values=(
            *("text", "number", "source", "level", "scope", "response", "response_reason"),
            "position",
        ),
        links={"priority": "priorities"},
        elsewhere=("carries_on",),
        left_out=PLAN,
    ),
    Kind(
        name="cross_cutting_themes",
        model=CrossCuttingTheme,
        owner="plan",
        values=("title", "position"),
        left_out=PLAN,
    ),
    Kind(
        name="actions",
        model=Action,
        owner="priority__plan",
        values=(
            *("wording", "reference", "owners_as_written", "timescale", "measure", "outcome"),
            *("resources", "pier", "status", "year_end_wording", "fate", "fate_reason"),
            "position",
        ),
        links={"priority": "priorities", "strand": "strands", "latest_update": "updates"},
        elsewhere=("carries_on", "merged_into"),
        left_out={
            "timescale_kind": "read from the timescale",
            "due_on": "read from the timescale",
            "recommendations": "in a list of its own",
            "cross_cutting_themes": "in a list of its own",
        },
    ),
    Kind(
        name="owners",
        model=Owner,
        owner="action__priority__plan",
        values=("unit", "is_lead", "position"),
        links={"action": "actions", "agency": "agencies"},
    ),
    Kind(
        name="answered_recommendations",
        model=ActionRecommendation,
        owner="action__priority__plan",
        values=(),
        links={"action": "actions", "recommendation": "recommendations"},
    ),
    Kind(
        name="themes_of_actions",
        model=ActionTheme,
        owner="action__priority__plan",
        values=(),
        links={"action": "actions", "theme": "cross_cutting_themes"},
    ),
    Kind(
        name="updates",
        model=StatusUpdate,
        owner="action__priority__plan",
        values=("text", "made_on", "status", "status_as_written", "reason", "imported_from"),
        links={"action": "actions"},
        people={"made_by": IMPORTER},
        left_out={
            "said_by": "with made_by, as words",
            "made_at": "when it was put in here",
        },
    ),
    Kind(
        name="blocks",
        model=Block,
        owner="plan",
        values=(
            *("heading", "part", "kind", "body", "attribution", "consent", "alternative_text"),
            *("published", "position"),
        ),
        links={"priority": "priorities"},
        files=("picture",),
        left_out=PLAN,
    ),
    Kind(
        name="glossary",
        model=GlossaryTerm,
        owner="plan",
        values=("term", "meaning"),
        left_out=PLAN,
    ),
    Kind(
        name="meetings",
        model=MeetingBody,
        owner="plan",
        values=("name", "purpose", "how_often", "position"),
        left_out=PLAN,
    ),
    Kind(
        name="parts",
        model=PlanPart,
        owner="plan",
        values=("part", "heading", "position"),
        left_out=PLAN,
    ),
    Kind(
        name="columns",
        model=PlanColumn,
        owner="plan",
        values=("field", "heading", "position"),
        links={"priority": "priorities"},
        left_out=PLAN,
    ),
    Kind(
        name="steps",
        model=StatutoryStep,
        owner="plan",
        values=("kind", "done_on", "note"),
        left_out=PLAN,
    ),
    Kind(
        name="grants",
        model=Grant,
        owner="plan",
        values=("name", "funder", "amount", "note", "position"),
        left_out=PLAN,
    ),
    Kind(
        name="allocations",
        model=Allocation,
        owner="grant__plan",
        values=(
            *("project", "organisation", "proposed_year", "first_half", "second_half"),
            *("evaluation", "position"),
        ),
        links={"grant": "grants", "agency": "agencies"},
    ),
    Kind(
        name="spending",
        model=Spending,
        owner="grant__plan",
        values=("item", "amount", "position"),
        links={"grant": "grants"},
    ),
    Kind(
        name="log",
        model=LogEntry,
        owner="plan",
        values=("text", "happened_on", "is_day_known"),
        people={"added_by": NOBODY},
        left_out=PLAN,
    ),
    Kind(
        name="figures",
        model=PlanIndicator,
        owner="plan",
        values=("baseline", "baseline_label", "target", "target_words", "periods", "position"),
        links={"indicator": "indicators", "priority": "priorities"},
        left_out=PLAN,
    ),
    Kind(
        name="rounds",
        model=UpdateRound,
        owner="plan",
        values=("name", "message", "closes_on", "reminder_days", "opened_at"),
        people={"opened_by": IMPORTER},
        left_out=PLAN,
    ),
    Kind(
        name="requests",
        model=UpdateRequest,
        owner="round__plan",
        values=("asked_at", "opened_at", "answered_at", "revoked_at"),
        links={"round": "rounds", "agency": "agencies"},
    ),
    Kind(
        name="answers",
        model=Answer,
        owner="request__round__plan",
        values=(
            *("text", "state", "status", "reason", "given_by", "sent_at", "question"),
            "accepted_on",
        ),
        links={"request": "requests", "action": "actions", "update": "updates"},
        people={"given_to": NOBODY, "questioned_by": NOBODY, "accepted_by": IMPORTER},
    ),
    Kind(
        name="recipients",
        model=Recipient,
        owner="request__round__plan",
        values=("email",),
        links={"request": "requests"},
        left_out={
            "contact": "the address says whose it is",
            "key": "links in e-mails that were sent lead to where they were sent from",
        },
        in_archive=True,
    ),
    Kind(
        name="evidence",
        model=Evidence,
        owner="answer__request__round__plan",
        values=("file_name", "link", "content_type"),
        links={"answer": "answers"},
        files=("file",),
        left_out={"added_at": "when it was put in here"},
        in_archive=True,
    ),
    Kind(
        name="editions",
        model=Edition,
        owner="plan",
        values=("label", "number", "title", "issued_at", "withdrawn_at", "withdrawn_reason"),
        people={"issued_by": IMPORTER, "withdrawn_by": IMPORTER},
        left_out=PLAN,
        in_archive=True,
    ),
    Kind(
        name="edition_files",
        model=EditionFile,
        owner="edition__plan",
        values=("label", "format", "content_type", "checksum"),
        links={"edition": "editions"},
        files=("content",),
        in_archive=True,
    ),
    Kind(
        name="named_people",
        model=NamedPerson,
        owner="plan",
        values=(),
        links={"membership": "people"},
        people={"named_by": IMPORTER},
        left_out=PLAN | {"named_at": "when they were named here"},
        in_archive=True,
    ),
)

PARTNERSHIP_ITSELF = Kind(
    name="partnership",
    model=Partnership,
    owner="pk",
    values=(
        *DETAILS,
        *("slug", "telephone", "email", "website", "address", "accent_colour", "notice"),
        "closed_on",
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
    Mail: "sent from here",
}
