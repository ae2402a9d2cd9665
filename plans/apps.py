from django.apps import AppConfig
from django.core.checks import register


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans: what was agreed"

    def ready(self) -> None:
        from partners.changing import added_at, changed_at
        from partners.joining.links import Link, declare
        from partners.leaving import also_left_open
        from partners.mail_access import also_hide
        from plans.access import mails_hidden_from
        from plans.editor import editors_have_what_they_need
        from plans.leaving import plans_named_for
        from plans.member_list import address_to_add, member_address
        from plans.models import Allocation, Priority
        from plans.searching.of_plans import SOURCES
        from plans.searching.sources import search_in

        register(editors_have_what_they_need)
        changed_at(member_address)
        added_at(address_to_add)
        also_left_open(plans_named_for)
        also_hide(mails_hidden_from)
        search_in(*SOURCES)
        declare(
            Link(
                Priority,
                "lead",
                "priority that it leads",
                "priorities that it leads",
                is_told=lambda priority: not priority.plan.is_restricted,
                related=("plan",),
            ),
            Link(
                Allocation,
                "agency",
                "allocation of a grant",
                "allocations of grants",
                is_told=lambda allocation: not allocation.grant.plan.is_restricted,
                related=("grant__plan",),
            ),
        )
