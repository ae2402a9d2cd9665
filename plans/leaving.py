"""The restricted plans for which somebody who leaves is named."""

from collections.abc import Iterator

from django.urls import reverse

from partners.leaving import LeftOpen
from partners.models import Membership
from plans.access import seen_by
from plans.models import NamedPerson


def plans_named_for(member: Membership, by: Membership) -> Iterator[LeftOpen]:
    """Those of which the other knows; of others it is not told that they are there."""
    named = NamedPerson.objects.filter(seen_by([by]), membership=member, plan__is_restricted=True)
    for one in named.select_related("plan"):
        page = reverse("plan-people", args=[member.partnership.slug, one.plan.address])
        yield LeftOpen(f"Named for {one.plan.label}", page, "Name somebody else")
