"""What a manager lets stand of the findings, and why."""

from datetime import date

from django.db import transaction

from csp.versions import ChangedByAnother
from partners.models import User
from plans.models import Plan
from reports.checks import findings
from reports.checks.findings import Finding
from reports.models import AcceptedFinding
from reports.remembered import remembered


def sorted_out(plan: Plan, on: date) -> tuple[list[Finding], list[tuple[Finding, AcceptedFinding]]]:
    """The findings in a plan on a day: those that are open, and those that are accepted.

    Both are in the order of the document. What blocks is open, whatever was accepted.
    """
    accepted = {
        one.key: one for one in plan.accepted_findings.select_related("accepted_by").order_by()
    }
    still_open, let_stand = [], []
    for finding in known_findings(plan, on):
        if finding.key in accepted and not finding.blocks:
            let_stand.append((finding, accepted[finding.key]))
        else:
            still_open.append(finding)
    return still_open, let_stand


def known_findings(plan: Plan, on: date) -> list[Finding]:
    """The findings in a plan on a day, as they were found before if nothing has changed since."""

    def find() -> list[Finding]:
        # As it is saved, with its partnership: what was read before is no part of what is kept.
        return findings(Plan.objects.select_related("partnership").get(pk=plan.pk), on)

    return remembered(f"findings:{plan.pk}:{on}", find)


@transaction.atomic
def accept(finding: Finding, *, plan: Plan, reason: str, by: User) -> tuple[AcceptedFinding, bool]:
    """Let a finding in a plan stand. Returns what says so, and whether it does by this.

    What somebody else has accepted before keeps their reason.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    return AcceptedFinding.objects.get_or_create(
        plan=plan,
        key=finding.key,
        defaults={"words": finding.words, "reason": reason, "accepted_by": by},
    )


@transaction.atomic
def take_back(plan: Plan, key: str, *, seen: str) -> None:
    """Let the finding of that key in a Plan be open again, if it is accepted.

    seen: the id of the AcceptedFinding that the manager has read, as text. Raises ChangedByAnother
    if somebody has taken that back, and accepted the finding anew.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    accepted = plan.accepted_findings.select_related("accepted_by").filter(key=key).first()
    if accepted and str(accepted.pk) != seen:
        raise ChangedByAnother(accepted)
    if accepted:
        accepted.delete()
