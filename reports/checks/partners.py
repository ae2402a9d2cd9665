"""Partners that are in the plan twice, as an import may leave them."""

from collections.abc import Iterator

from partners.likeness import alike
from reports.checks.findings import Finding, Place
from reports.checks.loaded import Loaded


def twice(loaded: Loaded) -> Iterator[Finding]:
    """Two records whose names are alike, of which the plan names one at least."""
    named = {agency.pk for agency in loaded.members}
    for action in (*loaded.actions, *loaded.reviewed_actions):
        named |= {owner.agency_id for owner in action.owners.all()}
    for one, other in alike(loaded.agencies):
        if named & {one.pk, other.pk}:
            place = Place(
                f"partner-{one.pk}",
                f"Partners: {one}",
                "agency-join",
                (loaded.plan.partnership.slug, one.pk),
                (("other", str(other.pk)),),
            )
            words = f"{one} and {other} may be one partner. Join them, or say that they differ."
            yield Finding("partner", words, place, f"{one.name}\n{other.name}")
