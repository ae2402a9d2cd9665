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
    law,
    links,
    people,
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
    "personal-data": Check("Personal data that may not be published", people.unpublished),
    "mailbox": Check("E-mail addresses that look like a person’s", people.mailboxes),
    "consent": Check("Case studies without consent", document.consents),
    "alternative-text": Check("Pictures without a text", document.pictures),
    "empty": Check("Parts with nothing in them", document.left_out),
    "dead-link": Check("Links that lead nowhere", links.dead),
    "sums": Check("Sums that don’t add up", document.sums),
    "legal-step": Check("Legal steps without a day", law.steps),
    "legal-strand": Check("What the law asks and no priority serves", law.strands),
    "no-actions": Check("Priorities without actions", actions.without_actions),
    "no-target": Check("Priorities without a target", actions.without_target),
    "owner": Check("Actions without an owner", actions.owners),
    "timescale": Check("Actions without a timescale", actions.timescales),
    "measure": Check("Actions without a measure", actions.measures),
    "numbering": Check("References twice, or left out", actions.numbering),
    "fate": Check("Actions of last year that are not decided", actions.fates),
    "final-update": Check("Reviewed actions without a last word", actions.final_updates),
    "future": Check("A year that is over, told as one to come", times.future),
    "year": Check("Years that are not this plan’s", times.years),
    "abbreviation": Check("Abbreviations that nothing explains", words.abbreviations),
    "unused-term": Check("Terms that are explained and not used", words.unused_terms),
    "spelling": Check("Names spelled in two ways", spelling.names),
    "successor": Check("Bodies that have been succeeded", bodies.succeeded),
    # A note more than a fault: it may be meant so.
    "unprinted": Check("What the plan holds and this document does not print", unprinted.rows),
}


def findings(plan: Plan, on: date, document: Document | None = None) -> list[Finding]:
    """What the checks find in a plan on a day, in the order of the document.

    document: as for load. The number of queries is the same however much the plan holds.
    """
    loaded = load(plan, on, document)
    found = {finding.key: finding for check in CHECKS.values() for finding in check.run(loaded)}
    last = len(loaded.order)
    return sorted(found.values(), key=lambda one: loaded.order.get(one.place.subject, last))
