"""What the law asks for with each legal step, in short and in our own words."""

from plans.models import Plan, StatutoryStep

# Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007,
# SI 2007/1830, as amended; for scrutiny, Police and Justice Act 2006, s 19.
WHAT_THE_LAW_ASKS = {
    StatutoryStep.Kind.ASSESSMENT: "Each year the partnership studies crime, disorder and "
    "substance misuse in its area, and how well the last plan worked, before it sets priorities.",
    StatutoryStep.Kind.CONSULTATION: "People who live and work in the area, and groups with an "
    "interest, are asked what matters most to them, and the priorities take account of it.",
    StatutoryStep.Kind.PUBLIC_MEETING: "Senior people of the responsible authorities meet the "
    "public, who can ask them about the plan.",
    StatutoryStep.Kind.SUMMARY: "A summary of the plan is published in a form that reaches the "
    "people of the area.",
    StatutoryStep.Kind.POLICING_BODY: "The local policing body, which receives the plan by law, is "
    "sent a copy of it.",
    StatutoryStep.Kind.SCRUTINY: "At least once a year a committee of the council examines how the "
    "partnership carries out its work.",
}


def next_step(plan: Plan) -> StatutoryStep.Kind | None:
    """The first of the steps, in the order of a year, of which nothing is recorded. One query."""
    recorded = set(plan.steps.values_list("kind", flat=True))
    return next((kind for kind in StatutoryStep.Kind if kind not in recorded), None)
