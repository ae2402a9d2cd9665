"""/admin/: lists of more rows than a database may read for a page of them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

# No list goes further: whoever looks for something older chooses its partnership.
MOST = 2_000


class UpToMost(Paginator):
    """Counts no further than MOST."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by()[:MOST].count()


class LongList(admin.ModelAdmin):
    """The latest first, up to MOST of them: by the key, which is an index of every table.

    Words are sought in the rows of one partnership, if one is chosen among the filters; else it is
    the partnership's own name that is sought. of_partnership: the fields that lead to it.
    """

    of_partnership: ClassVar[str]

    ordering: ClassVar[Any] = ["-pk"]
    sortable_by: ClassVar[Any] = []
    list_per_page = 50
    show_full_result_count = False
    paginator = UpToMost
    change_list_template = "admin/long_list.html"
    search_help_text = (
        "A partnership’s name; or words, when a partnership is chosen among the filters"
    )

    def get_search_fields(self, request: HttpRequest) -> Any:
        # Fields that offer rows seek by another name.
        is_chosen = any(name.startswith(self.of_partnership) for name in request.GET)
        if SEARCH_VAR in request.GET and not is_chosen:
            return [f"{self.of_partnership}__district", f"{self.of_partnership}__name"]
        return super().get_search_fields(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"most": MOST, **(extra_context or {})})
