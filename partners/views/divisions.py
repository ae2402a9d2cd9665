"""The pages on which a partnership is divided into several."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.founding.dividing import (
    change_part,
    check_division,
    choose_parts,
    comings_of,
    divide,
    propose_division,
    rows_of,
    take_division_back,
    version_of_comings,
    version_of_part,
    why_not_back,
    withdraw_division,
)
from partners.founding.division_forms import (
    MOST_BOXES,
    DivideForm,
    PartForm,
    PlacingForm,
    ProposeDivisionForm,
)
from partners.founding.forms import LABELS
from partners.founding.found import AddressTaken, CannotFound
from partners.founding.parts import Placed, What, version_of_placing
from partners.models import DETAILS, Division, Founding, Membership, Partnership

CHANGED = "Something has changed since you looked at this. Nothing has been divided. Read it again"
HEADINGS = {
    What.PARTNERS: "Where do the partners go?",
    What.CONTACTS: "Where do the contacts go?",
    What.PEOPLE: "Where do the people go?",
}


def divisions_of(partnership: Partnership) -> QuerySet[Division]:
    """Those of the partnership, and the one that it came from."""
    concerned = Q(partnership=partnership) | Q(parts__partnership=partnership)
    return Division.objects.filter(concerned).distinct().select_related("partnership")


def _division_or_404(
    request: SignedInRequest, slug: str, pk: int
) -> tuple[Membership, Division, list[Founding]]:
    membership = membership_or_404(request.user, slug, Permission.CHANGE_PARTNERSHIP)
    division = get_object_or_404(divisions_of(membership.partnership), pk=pk)
    parts = division.parts.select_related("partnership", "proposed_by").order_by("pk")
    return membership, division, list(parts)


def _is_own(membership: Membership, division: Division) -> bool:
    """Whether the division is read where it is decided on: in the partnership that is divided."""
    return membership.partnership_id == division.partnership_id


@require_http_methods(["GET", "POST"])
def division_propose(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Propose to divide the partnership."""
    membership = membership_or_404(request.user, partnership, Permission.CHANGE_PARTNERSHIP)
    own = membership.partnership
    if request.method == "POST":
        form = ProposeDivisionForm(request.POST)
        if form.is_valid():
            try:
                division = propose_division(
                    own,
                    districts=form.cleaned_data["districts"],
                    begins_on=form.cleaned_data["begins_on"],
                    by=request.user,
                    at=timezone.now(),
                )
            except CannotFound as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, "The division has been proposed.")
                return redirect("division", own.slug, division.pk)
    else:
        typed = typed_before_sign_in(request) or {}
        days = {"begins_on": [typed.get(f"begins_on_{part}", "") for part in range(3)]}
        form = ProposeDivisionForm(initial=typed | days if typed else None)
    context = {"partnership": own, "form": form}
    return render(request, "partners/divisions/propose.html", context)


@require_http_methods(["GET", "POST"])
def division(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """What a partnership is or was divided into; a proposal is withdrawn here."""
    membership, division, parts = _division_or_404(request, partnership, pk)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "withdraw" and _is_own(membership, division):
                withdraw_division(division)
                messages.success(request, "The proposal has been withdrawn.")
                return redirect("foundings", membership.partnership.slug)
        except CannotFound as why:
            messages.error(request, f"{why}.")
        return redirect("division", membership.partnership.slug, pk)
    context = {
        "partnership": membership.partnership,
        "division": division,
        "parts": parts,
        "first": parts[0],
        "is_own": _is_own(membership, division),
    }
    return render(request, "partners/divisions/division.html", context)


@require_http_methods(["GET", "POST"])
def division_part(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """What a part will be called."""
    membership = membership_or_404(request.user, partnership, Permission.CHANGE_PARTNERSHIP)
    parts = Founding.objects.filter(division__partnership=membership.partnership)
    part = get_object_or_404(parts.select_related("division__partnership"), pk=pk)
    if request.method == "POST":
        # Another instance: what is typed is not yet what the part is called.
        form = PartForm(request.POST, instance=parts.get(pk=pk))
        if form.is_valid() and (response := _part_changed(request, partnership, part, form)):
            return response
    else:
        typed = typed_before_sign_in(request) or {}
        form = PartForm(instance=part, initial={VERSION: version_of_part(part)} | typed)
    context = {"partnership": membership.partnership, "part": part, "form": form}
    return render(request, "partners/divisions/part.html", context)


def _part_changed(
    request: SignedInRequest, slug: str, part: Founding, form: PartForm
) -> HttpResponse | None:
    """Write what the part will be called, and go to the proposal; or let the form say why not.

    slug: of the partnership that is divided.
    """
    details = {name: form.cleaned_data[name] for name in DETAILS}
    try:
        change_part(part, details=details, seen=form.cleaned_data[VERSION])
    except CannotFound as why:
        messages.error(request, f"{why}.")
        return redirect("foundings", slug)
    except ChangedByAnother as changed:
        form.changed_by_another(
            "Somebody has changed this meanwhile. Check what is saved now, then save yours again",
            version=version_of_part(changed.now),
            saved_now=[(LABELS[name], getattr(changed.now, name)) for name in DETAILS],
        )
        return None
    messages.success(request, "The names have been saved.")
    return redirect("division", slug, part.division_id)


@require_http_methods(["GET", "POST"])
def division_placing(
    request: SignedInRequest, partnership: str, pk: int, what: What
) -> HttpResponse:
    """Where the partners, contacts or people go: as many as fit on a page, from a number on."""
    membership, division, parts = _division_or_404(request, partnership, pk)
    today = timezone.localdate()
    is_open = _is_own(membership, division) and not parts[0].partnership_id
    every = rows_of(division, parts, what, on=today) if is_open else []
    page = _page_of(every, len(parts), request.GET.get("from"))
    rows = every[page["first"] : page["end"]]
    others = [one for one in every if one not in rows]
    options: dict[str, Any] = {"what": what, "parts": parts, "rows": rows, "others": others}
    version = version_of_placing(parts, rows)
    form = PlacingForm(initial={VERSION: version}, **options)
    if request.method == "POST" and is_open:
        form = PlacingForm(request.POST, **options)
        if form.is_valid() and (response := _choose(request, division, form, version)):
            return response
    context = {
        "partnership": membership.partnership,
        "division": division,
        "parts": parts,
        "what": what.value,
        "heading": HEADINGS[what],
        "is_open": is_open,
        "form": form,
        "page": page,
    }
    return render(request, "partners/divisions/placing.html", context)


def _page_of(rows: Sequence[Placed], parts: int, typed: str | None) -> dict[str, Any]:
    """Which rows a page shows, as the numbers of the first and of the one after the last.

    parts: how many boxes each has. previous, next: the first of the pages beside it, or None.
    """
    size = max(1, MOST_BOXES // parts)
    first = min(whole_number(typed) or 0, max(len(rows) - 1, 0))
    end = min(first + size, len(rows))
    return {
        "total": len(rows),
        "first": first,
        "end": end,
        "next": end if end < len(rows) else None,
        "previous": max(first - size, 0) if first else None,
    }


def _choose(
    request: SignedInRequest, division: Division, form: PlacingForm, version: str
) -> HttpResponse | None:
    """Write what was chosen, and go to the proposal; or let the form say why not."""
    old = division.partnership
    try:
        choose_parts(
            division,
            what=form.what,
            goes=form.goes,
            on=timezone.localdate(),
            seen=form.cleaned_data[VERSION],
        )
    except CannotFound as why:
        messages.error(request, f"{why}.")
        return redirect("foundings", old.slug)
    except ChangedByAnother:
        form.changed_by_another(
            "Somebody has changed this meanwhile, and nothing has been saved. Check what you have "
            "selected, then save it again",
            version=version,
        )
        return None
    messages.success(request, "Your choices have been saved.")
    return redirect("division", old.slug, division.pk)


@require_http_methods(["GET", "POST"])
def division_divide(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """What each part begins with; and dividing it."""
    membership, division, parts = _division_or_404(request, partnership, pk)
    today = timezone.localdate()
    context: dict[str, Any] = {"partnership": membership.partnership, "division": division}
    try:
        check_division(division, parts, by=request.user, on=today)
    except CannotFound as why:
        return render(request, "partners/divisions/cannot.html", context | {"why": why})
    form = None
    if request.method == "POST":
        form = DivideForm(request.POST, parts=parts)
        if form.is_valid() and (response := _divided(request, division, parts, form)):
            return response
    comings = comings_of(division, parts, on=today)
    context |= {
        "coming": list(zip(parts, comings, strict=True)),
        "first": parts[0],
        "left_contacts": comings[0].left_contacts,
        "left_invitations": comings[0].left_invitations,
        "form": form or DivideForm(parts=parts, initial={VERSION: version_of_comings(comings)}),
    }
    return render(request, "partners/divisions/divide.html", context)


def _divided(
    request: SignedInRequest, division: Division, parts: list[Founding], form: DivideForm
) -> HttpResponse | None:
    """Divide it, and go to what it was divided into; or let the form say why not."""
    old, now = division.partnership, timezone.now()
    seen = form.cleaned_data[VERSION]
    try:
        new = divide(division, slugs=form.slugs, by=request.user, at=now, seen=seen)
    except AddressTaken:
        form.tell_of_taken([*form.slugs.values()])
        return None
    except CannotFound as why:
        messages.error(request, f"{why}.")
        return redirect("division", old.slug, division.pk)
    except ChangedByAnother:
        comings = comings_of(division, parts, on=timezone.localdate(now))
        form.changed_by_another(CHANGED, version=version_of_comings(comings))
        return None
    names = _listed([str(one) for one in new])
    messages.success(request, f"{old} has been divided into {names}.")
    return redirect("division", old.slug, division.pk)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


@require_http_methods(["GET", "POST"])
def division_take_back(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Ask whether a division is to be taken back, and take it back."""
    membership, division, parts = _division_or_404(request, partnership, pk)
    old = division.partnership
    if request.method == "POST":
        try:
            take_division_back(division, by=request.user)
        except CannotFound as why:
            messages.error(request, f"{why}.")
            return redirect("division", membership.partnership.slug, pk)
        messages.success(request, f"The division of {old} has been taken back.")
        return redirect("division", old.slug, pk)
    context = {
        "partnership": membership.partnership,
        "division": division,
        "parts": parts,
        "why_not": why_not_back(parts),
    }
    return render(request, "partners/divisions/take_back.html", context)
