"""The page on which a person finds what is in all their partnerships and years."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django import forms
from django.db.models import Max, Min
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from csp.pages import page_of
from csp.spreadsheets.lists import list_file, wants_file
from csp.typed_text import TypedText
from csp.words_kept import LONGEST_SEARCH, Word, words_in
from partners.access import SignedInRequest
from partners.models import Membership
from plans import years
from plans.models import Plan
from plans.searching.looking import OfKind, look, results
from plans.searching.sources import Found

OF_EACH_KIND = 5
ON_A_PAGE = 25
NO_WORDS = "Enter a word or a number to search for"


class SearchForm(TypedText, forms.Form):
    """What is looked for, and where. memberships: of whoever looks."""

    q = forms.CharField(
        label="Search for",
        required=False,
        max_length=LONGEST_SEARCH,
        error_messages={"max_length": f"Search for {LONGEST_SEARCH} characters or fewer"},
        help_text="Words or their beginnings. All of them must be there, in any form",
    )
    partnership = forms.ChoiceField(label="Partnership", required=False)
    year = forms.TypedChoiceField(label="Year", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Everything"), *Found.choices]
    )

    def __init__(self, data: Any, *, memberships: list[Membership]) -> None:
        super().__init__(data)
        named = sorted((one.partnership.district, one.partnership.slug) for one in memberships)
        choices = [("", "All"), *((slug, district) for district, slug in named)]
        self._choices("partnership").choices = choices
        seen = Plan.objects.seen_by(memberships).order_by()
        days = seen.aggregate(first=Min("starts_on"), last=Max("ends_on"))
        known = range(0)
        if days["first"]:
            known = range(years.year_of(days["first"]), years.year_of(days["last"]) + 1)
        told = [(str(year), years.label(year)) for year in reversed(known)]
        self._choices("year").choices = [("", "All years"), *told]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_show_errors = True
        several = [Field.select("partnership")] if len(named) > 1 else []
        self.helper.layout = Layout(
            Field.text("q"),
            *several,
            Field.select("year"),
            Field.select("kind"),
            Button("", "Search"),
        )

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean_q(self) -> str:
        typed = self.cleaned_data["q"]
        if typed and not words_in(typed):
            raise forms.ValidationError(NO_WORDS)
        return typed


@require_GET
def search(request: SignedInRequest) -> HttpResponse:
    """What was found, by kinds; of one kind, all of it; as a file, all of it too."""
    taken_up = request.user.memberships.taken_up()
    memberships = list(taken_up.select_related("partnership", "agency"))
    form = SearchForm(request.GET or None, memberships=memberships)
    context: dict[str, Any] = {"form": form, "most": ON_A_PAGE}
    if form.is_valid() and form.cleaned_data["q"]:
        chosen = form.cleaned_data
        slug = chosen["partnership"]
        within = [one for one in memberships if slug in ("", one.partnership.slug)]
        words = words_in(chosen["q"])
        found = look(words, within, kind=chosen["kind"], year=chosen["year"])
        if wants_file(request):
            return _file(request, found, words, within)
        context |= {"found": found, "several": len(memberships) > 1}
        context |= _shown(request, found, words, within)
    return render(request, "plans/searching/search.html", context)


def _shown(
    request: SignedInRequest, found: list[OfKind], words: list[Word], within: list[Membership]
) -> dict[str, Any]:
    """The page of one kind, or the first of each."""
    if request.GET.get("kind") and found:
        page = page_of(found[0].rows, request.GET.get("page"), size=ON_A_PAGE)
        shown = [(found[0], page.object_list)]
    else:
        page, shown = None, [(one, one.rows[:OF_EACH_KIND]) for one in found]
    told = results([row for _, rows in shown for row in rows], words, within)
    # One may have gone since it was found.
    in_order = [(one, [told[row] for row in rows if row in told]) for one, rows in shown]
    return {"page": page, "shown": in_order}


def _file(
    request: SignedInRequest, found: list[OfKind], words: list[Word], within: list[Membership]
) -> HttpResponse:
    rows = [(one.kind, row) for one in found for row in one.rows]
    told = results([row for _, row in rows], words, within)
    headings = ["Kind", "Found in", "Partnership", "Plan", "Beside it", "Words", "Address"]
    cells = [
        [
            *(kind.label, one.title, one.partnership.district),
            *(one.plan.known_as if one.plan else "", one.beside),
            "\n".join(filter(None, one.texts)),
            request.build_absolute_uri(one.address),
        ]
        for kind, row in rows
        if row in told
        for one in [told[row].told]
    ]
    plans = [told[row].told.plan for _, row in rows if row in told]
    marking = next((plan.marking for plan in plans if plan and plan.is_restricted), "")
    return list_file(request, "search", headings, cells, marking=marking)
