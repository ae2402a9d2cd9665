"""What the law asks of the partnership."""

from collections.abc import Iterator

from plans.models import Plan, Priority, StatutoryStep
from reports.checks.findings import Finding
from reports.checks.loaded import Loaded

Kind, Strand = StatutoryStep.Kind, Priority.LegalStrand
# Of every plan: Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007,
# regulations 5 to 7 and 12 to 15; the copy: Police Reform and Social Responsibility Act 2011, s 10
# and schedule 11. The last two follow when the plan is agreed.
STEPS = {
    Kind.ASSESSMENT: "a strategic assessment was made",
    Kind.CONSULTATION: "the community was consulted",
    Kind.SUMMARY: "a summary of the plan was published",
    Kind.POLICING_BODY: "a copy was sent to the policing body",
}
AFTER_AGREEMENT = {Kind.SUMMARY, Kind.POLICING_BODY}
# The plan's year from which a strategy must serve it: Crime and Disorder Act 1998, s 6(1), as
# amended by the Policing and Crime Act 2009, s 108, and the Police, Crime, Sentencing and Courts
# Act 2022, s 19, in force from April 2010 and January 2023.
SINCE = {Strand.REOFFENDING: 2010, Strand.SERIOUS_VIOLENCE: 2023}


def steps(loaded: Loaded) -> Iterator[Finding]:
    """Steps of which no day is recorded, of a plan that the law asks for."""
    if not loaded.plan.traits.is_legal:
        return
    recorded = {step.kind: step for step in loaded.steps}
    for kind, words in STEPS.items():
        is_due = kind not in AFTER_AGREEMENT or loaded.plan.stage != Plan.Stage.DRAFTING
        step = recorded.get(kind)
        if not is_due or (step and step.done_on):
            continue
        told, where = f"No date is recorded on which {words}.", f"Legal steps: {kind.label}"
        if step:
            place = loaded.row("step", step, where)
            yield Finding("legal-step", f"{told} Noted is: “{step.note}”", place, step.note)
        else:
            query = (("kind", kind.value),)
            place = loaded.page("step-add", where, subject=f"step-{kind}", query=query)
            yield Finding("legal-step", told, place)


def strands(loaded: Loaded) -> Iterator[Finding]:
    """Parts of the law that no priority of the plan serves, if it must."""
    if not loaded.plan.traits.is_legal:
        return
    served = {priority.legal_strand for priority in loaded.context.priorities}
    for strand in Strand:
        if strand not in served and loaded.plan.start_year >= SINCE.get(strand, 0):
            place = loaded.page("workspace", "Priorities", subject=f"strand-{strand}")
            words = f"No priority covers what the law requires: {strand.label.lower()}."
            yield Finding("legal-strand", words, place, strand)
