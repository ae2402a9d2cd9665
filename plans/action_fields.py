"""What an action says of itself, declared once: forms, tables, files and imports take it from here.

It stands below the actions, since a plan chooses the columns of its tables by it. That an action
has these fields is its model's to say; tests/test_action_fields.py holds all of it together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ActionField:
    """A field of an action; as far as nothing else is said, a text that its form asks for.

    name: of the field of the model Action. label: on pages, in the export's headings and in an
    import. weight: how wide its printed column wants to be, in proportion to the others.
    letters: how wide its column in Excel is. spellings: headings that mean it in files, in small
    letters without spaces and signs, divided by spaces. fits: such headings of columns that have no
    field of ours, and may go in this one with their heading before them. heading: over a printed
    column, if it is not the label. is_own: kept in a field of the action, not made from rows
    beside it. is_optional: its printed column is left out where no action has any. is_prose: free
    words, which are searched and checked. is_marked: it may have the marks of plans.marks.
    is_carried: next year's action begins with the same.
    """

    name: str
    label: str
    weight: int
    letters: int
    spellings: str
    fits: str = ""
    heading: str = ""
    is_own: bool = True
    is_optional: bool = True
    is_prose: bool = True
    is_marked: bool = False
    is_carried: bool = True

    @property
    def in_data(self) -> str:
        """What Excel, CSV and JSON call it."""
        return self.label.lower()


# In the order of our exports, and of a plan's own columns.
ACTION_FIELDS = (
    ActionField(
        name="reference",
        label="Reference",
        weight=8,
        letters=10,
        spellings="reference ref refs refno referenceno referencenumber no nos number num id "
        "milestonereference milestoneref milestoneno "
        "actionno actionnumber actionref actionreference actionid item itemno",
        is_prose=False,
        # Among other actions it would mean nothing.
        is_carried=False,
    ),
    ActionField(
        name="wording",
        label="Action",
        weight=33,
        letters=56,
        spellings="action actions aim aims activity activities task tasks actiontobetaken "
        "actionrequired actionsrequired keyaction keyactions whatwewilldo whatwillwedo "
        "whatwillbedone keyactivity keyactivities what deliverable deliverables actionactivity "
        "wording commitment commitments intervention projectactivity projectsactivities "
        "interventionactivity actionsactivities whatarewegoingtodo whatwearegoingtodo",
        fits="description details detail",
        is_optional=False,
        is_marked=True,
    ),
    ActionField(
        name="owners",
        label="Owners",
        heading="Owner/lead agency",
        weight=22,
        letters=28,
        spellings="owner owners ownerleadagency ownerleadagencies ownersleadagency lead leads "
        "leadagency leadagencies leadpartner leadpartners leadorganisation leadofficer "
        "leadofficers leadowner primaryagency primaryagencies primaryagencyagencies "
        "primaryagencyies agency agencies responsible responsibility responsibleagency "
        "responsibleofficer responsiblebody who whowilldoit bywhom partner partners "
        "partneragencies partnersinvolved supportingpartners supportingagencies actionowner "
        "accountable organisation deliveredby deliveryledby assignedto allocatedto whowilllead "
        "whoisleading deliverypartner deliverypartners whoisresponsible",
        is_own=False,
        is_optional=False,
        is_prose=False,
        is_carried=False,
    ),
    ActionField(
        name="timescale",
        label="Timescale",
        weight=14,
        letters=18,
        spellings="timescale timescales timeframe timeframes targetdate targetdates deadline "
        "deadlines when bywhen duedate due date completiondate completionby completeby timing "
        "whenwillitbedone whenwillitbedoneby dueby dateforcompletion milestonedate end "
        "enddate ends endson endingdate finish finishdate",
        # It is moved on a year.
        is_carried=False,
    ),
    ActionField(
        name="measure",
        label="Measure",
        weight=30,
        letters=32,
        spellings="measure measures measureofsuccess measuresofsuccess successmeasure "
        "successmeasures performancemeasure performancemeasures performanceindicator "
        "performanceindicators successindicator successindicators successcriteria indicator "
        "indicators kpi kpis howmeasured howwillwemeasure howwillwemeasuresuccess howwillweknow "
        "evidence evidenceofcompletion evidenceofimpact evidenceofsuccess "
        "howwewillmeasuresuccess whatdoessuccesslooklike",
        fits="target targets milestone milestones keymilestones baseline output outputs",
        is_marked=True,
    ),
    ActionField(
        name="outcome",
        label="Outcome",
        weight=30,
        letters=32,
        spellings="outcome outcomes intendedoutcome intendedoutcomes expectedoutcome "
        "expectedoutcomes desiredoutcome desiredoutcomes result results impact "
        "whatdifferencewillitmake whatdifferencewillthismake benefits",
        fits="aimsdescription aimsanddescription objectivesdescription",
        is_marked=True,
    ),
    ActionField(
        name="resources",
        label="Resources",
        weight=20,
        letters=24,
        spellings="resource resources resourceorcost resourcesallocated resourcesneeded "
        "resourcesrequired resourcing funding fundingsource budget cost costs",
        is_marked=True,
    ),
    # Columns that a plan has of its own: it heads them itself (plans.models.PlanColumn).
    ActionField(
        name="extra_1",
        label="First own column",
        weight=24,
        letters=32,
        spellings="firstowncolumn",
        is_marked=True,
    ),
    ActionField(
        name="extra_2",
        label="Second own column",
        weight=24,
        letters=32,
        spellings="secondowncolumn",
        is_marked=True,
    ),
    ActionField(
        name="pier",
        label="Class",
        weight=15,
        letters=14,
        spellings="class pier pierclass nimclass classification",
        is_prose=False,
    ),
    ActionField(
        name="cross_cutting",
        label="Cross-cutting themes",
        weight=18,
        letters=24,
        spellings="crosscuttingthemes crosscuttingtheme crosscutting crosscuttingissues "
        "crosscuttingissue crosscuttingpriorities tags tag",
        is_own=False,
        is_prose=False,
        # With the themes themselves.
        is_carried=False,
    ),
    ActionField(
        name="recommended",
        label="Recommendation",
        weight=26,
        letters=40,
        spellings="recommendation recommendations keyrecommendation keyrecommendations "
        "reviewrecommendation dhrrecommendation learningpoint",
        is_own=False,
        is_prose=False,
        # With the recommendations themselves.
        is_carried=False,
    ),
    ActionField(
        name="update",
        label="Update",
        weight=36,
        letters=56,
        spellings="update updates progress progressupdate progressupdates progressreport "
        "progresstodate progressmade latestupdate currentposition commentary whathasbeendone "
        "achievements yearendupdate positionstatement yearendposition comment comments",
        # “Q1”: figures are left away.
        fits="note notes q quarter complete percentcomplete percentagecomplete",
        is_own=False,
        is_optional=False,
        is_prose=False,
        is_carried=False,
        is_marked=True,
    ),
    ActionField(
        name="status",
        label="Status",
        weight=20,
        letters=14,
        spellings="status rag ragrating ragstatus bragrating bragstatus brag currentstatus "
        "progressstatus rating done completed",
        is_own=False,
        is_optional=False,
        is_prose=False,
        is_carried=False,
    ),
)
# Those that mean what the plan says, in the heading of its column.
EXTRAS = ("extra_1", "extra_2")
MARKED = {one.name for one in ACTION_FIELDS if one.is_marked}
OWN_FIELDS = tuple(one for one in ACTION_FIELDS if one.is_own)
PROSE = tuple(one.name for one in OWN_FIELDS if one.is_prose)
# Those of printed columns, by their names.
HEADINGS = {one.name: one.heading or one.label for one in ACTION_FIELDS}


def headings() -> dict[str, str]:
    """HEADINGS, as a model takes them: so that another field is no migration of the plans."""
    return HEADINGS
