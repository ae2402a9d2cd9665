from django.apps import AppConfig
from django.core.checks import register


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans: what was agreed"

    def ready(self) -> None:
        from partners.changing import changed_at
        from partners.joining.links import Link, declare
        from plans.editor import editors_have_what_they_need
        from plans.member_list import member_address
        from plans.models import Allocation, Priority

        register(editors_have_what_they_need)
        changed_at(member_address)
        declare(
            Link(Priority, "lead", "priority that it leads", "priorities that it leads"),
            Link(Allocation, "agency", "allocation of a grant", "allocations of grants"),
        )
