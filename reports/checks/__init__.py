"""The checks before a plan is issued: what is likely wrong with it, and where it is mended.

A check is a plain function (Loaded) -> Findings, in the module of its subject. To add one, write
it, and name it in CHECKS.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from plans.models import Plan
from reports.checks import (
    actions,
    bodies,
    document,
    figures,
    law,
    links,
    one_page,
    partners,
    people,
    signs,
    spelling,
    times,
    unprinted,
    words,
)
from reports.checks.findings import Finding
from reports.checks.loaded import Loaded, load
from reports.document import Document


@dataclass(frozen=True)
class Check:
    """A kind of findings: its heading, and the function that finds them."""

    title: str
    run: Callable[[Loaded], Iterable[Finding]]


# By their names, in the order in which the page shows them.
CHECKS = {
    "personal-data": Check("Personal data that must not be published", people.unpublished),
    "mailbox": Check("Email addresses that look like a person’s", people.mailboxes),
    "consent": Check("Case studies without consent", document.consents),
    "alternative-text": Check("Pictures without a description", document.pictures),
    "logo": Check("Logos that cannot be seen", document.logos),
    "empty": Check("Parts with nothing in them", document.left_out),
    "dead-link": Check("Links that do not work", links.dead),
    "signs": Check("Signs that the document’s fonts lack", signs.lacking),
    "sums": Check("Sums that do not add up", document.sums),
    "legal-step": Check("Legal steps without a date", law.steps),
    "legal-strand": Check("Legal requirements without a priority", law.strands),
    "one-page": Check("What a page for the whole plan has no room for", one_page.fits),
    "no-actions": Check("Priorities without actions", actions.without_actions),
    "no-target": Check("Priorities without a target", actions.without_target),
    "no-figure": Check("Indicators without a figure", figures.lacking),
    "owner": Check("Actions without an owner", actions.owners),
    "timescale": Check("Actions without a timescale", actions.timescales),
    "measure": Check("Actions without a measure", actions.measures),
    "numbering": Check("References repeated or left out", actions.numbering),
    "unanswered": Check("Accepted recommendations without an action", actions.unanswered),
    "fate": Check("Actions of last year without a decision", actions.fates),
    "final-update": Check("Reviewed actions without a final update", actions.final_updates),
    "future": Check("A past year described as the future", times.future),
    "year": Check("Years outside this plan", times.years),
    "abbreviation": Check("Abbreviations that are not explained", words.abbreviations),
    "unused-term": Check("Terms explained but not used", words.unused_terms),
    "spelling": Check("Names spelled in 2 ways", spelling.names),
    "partner": Check("Partners that may be one and the same", partners.twice),
    "successor": Check("Bodies that have been replaced", bodies.succeeded),
    # A note more than a fault: it may be meant so.
    "unprinted": Check("What is in the plan but not printed in this document", unprinted.rows),
}


def findings(plan: Plan, on: date, document: Document | None = None) -> list[Finding]:
    """What the checks find in a plan on a day, in the order of the document.

    document: as for load. The number of queries is the same however much the plan holds.
    """
    loaded = load(plan, on, document)
    found = {finding.key: finding for check in CHECKS.values() for finding in check.run(loaded)}
    last = len(loaded.order)
    return sorted(found.values(), key=lambda one: loaded.order.get(one.place.subject, last))
