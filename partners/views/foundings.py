"""The pages on which a partnership is founded from others, and renamed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother, version_of
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.founding.coming import agencies_of, coming_of
from partners.founding.forms import FoundForm, PairForm, ProposeForm, RenameForm
from partners.founding.found import AddressTaken, CannotFound, check_founders, found
from partners.founding.matching import groups_of, paired, parted
from partners.founding.proposing import (
    answer,
    choose,
    propose,
    version_of_answer,
    version_of_choices,
    withdraw,
)
from partners.founding.renaming import rename
from partners.founding.taking_back import take_back, why_not
from partners.models import Founder, Founding, Membership, Partnership
from partners.views.divisions import divisions_of

CHANGED = "Something has changed since you looked at this. Nothing has been founded. Read it again"


def _foundings(partnership: Partnership) -> QuerySet[Founding]:
    """Those that the partnership is asked to go into, or came from."""
    concerned = Q(founders__partnership=partnership) | Q(partnership=partnership)
    alone = Founding.objects.filter(concerned, division=None)
    return alone.distinct().select_related("partnership")


def _founding_or_404(
    request: SignedInRequest, slug: str, pk: int
) -> tuple[Membership, Founding, list[Founder]]:
    membership = membership_or_404(request.user, slug, Permission.CHANGE_PARTNERSHIP)
    founding = get_object_or_404(_foundings(membership.partnership), pk=pk)
    founders = founding.founders.select_related("partnership", "answered_by")
    return membership, founding, list(founders)


@require_GET
def foundings(request: SignedInRequest, partnership: str) -> HttpResponse:
    """What the partnership is asked to go into, and what it came from."""
    membership = membership_or_404(request.user, partnership, Permission.CHANGE_PARTNERSHIP)
    context = {
        "partnership": membership.partnership,
        "foundings": _foundings(membership.partnership),
        "divisions": divisions_of(membership.partnership).prefetch_related("parts"),
        "former": membership.partnership.former_details.order_by("-until"),
    }
    return render(request, "partners/foundings/foundings.html", context)


@require_http_methods(["GET", "POST"])
def founding_propose(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Propose a partnership from this and others."""
    membership = membership_or_404(request.user, partnership, Permission.CHANGE_PARTNERSHIP)
    whose: dict[str, Any] = {"partnership": membership.partnership, "user": request.user}
    if request.method == "POST":
        form = ProposeForm(request.POST, **whose)
        if membership.partnership.closed_on:
            form.add_error(None, f"Another has been founded from {membership.partnership}")
        if form.is_valid():
            proposed = propose(
                [membership.partnership, *form.cleaned_data.get("own", ())],
                named=form.cleaned_data["named"],
                details=form.cleaned_data,
                begins_on=form.cleaned_data["begins_on"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, f"{proposed} has been proposed.")
            return redirect("founding", membership.partnership.slug, proposed.pk)
    else:
        typed = typed_before_sign_in(request) or {}
        days = {"begins_on": [typed.get(f"begins_on_{part}", "") for part in range(3)]}
        form = ProposeForm(initial=typed | days if typed else None, **whose)
    context = {"partnership": membership.partnership, "form": form}
    return render(request, "partners/foundings/propose.html", context)


@require_http_methods(["GET", "POST"])
def founding(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """A proposal: who agrees. The administrators of each agree or decline, and withdraw it."""
    membership, proposed, founders = _founding_or_404(request, partnership, pk)
    own = next((one for one in founders if one.partnership == membership.partnership), None)
    if request.method == "POST":
        do = request.POST.get("do", "")
        try:
            if own and do in ("agree", "decline"):
                seen = request.POST.get(VERSION, "")
                answer(own, agrees=do == "agree", by=request.user, at=timezone.now(), seen=seen)
                messages.success(request, "Your answer has been saved.")
            elif own and own.agrees and do == "withdraw":
                withdraw(proposed)
                messages.success(request, f"The proposal of {proposed} has been withdrawn.")
                return redirect("foundings", membership.partnership.slug)
        except CannotFound as why:
            messages.error(request, f"{why}.")
            return redirect("foundings", membership.partnership.slug)
        except ChangedByAnother:
            messages.error(
                request,
                "Another administrator has answered meanwhile. Your answer has not been saved: "
                "read theirs first.",
            )
        return redirect("founding", membership.partnership.slug, pk)
    context = {
        "partnership": membership.partnership,
        "founding": proposed,
        "founders": founders,
        "own": own,
        "version": version_of_answer(own) if own else "",
        "all_agree": all(one.agrees for one in founders),
    }
    return render(request, "partners/foundings/founding.html", context)


@require_http_methods(["GET", "POST"])
def founding_agencies(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Which partners of the founders are one: those proposed are taken apart, others paired."""
    membership, proposed, founders = _founding_or_404(request, partnership, pk)
    # Nobody sees another's partners who has not agreed.
    partnerships = [one.partnership for one in founders if one.partnership]
    is_open = all(one.agrees for one in founders) and not proposed.partnership_id
    agencies = agencies_of(partnerships, proposed.begins_on) if is_open else []
    groups = groups_of(agencies, proposed.choices)
    form = PairForm(groups=groups, initial={VERSION: version_of_choices(proposed)})
    if request.method == "POST" and is_open:
        seen = request.POST.get(VERSION, "")
        choices: dict[str, Any] = {}
        if "part" in request.POST:
            taken = whole_number(request.POST["part"])
            if taken in {one.pk for one in agencies}:
                choices = parted(proposed.choices, taken or 0)
        else:
            form = PairForm(request.POST, groups=groups)
            if form.is_valid():
                pair = (form.cleaned_data["first"], form.cleaned_data["second"])
                choices = paired(proposed.choices, *pair)
        if choices:
            try:
                choose(proposed, choices=choices, seen=seen)
            except (CannotFound, ChangedByAnother):
                messages.error(request, "Somebody else has changed this. Look at it as it is now.")
            return redirect("founding-agencies", membership.partnership.slug, pk)
    context = {
        "partnership": membership.partnership,
        "founding": proposed,
        "is_open": is_open,
        "joined": [one for one in groups if len(one.sources) > 1],
        "alone": [one for one in groups if len(one.sources) == 1],
        "version": version_of_choices(proposed),
        "form": form,
    }
    return render(request, "partners/foundings/agencies.html", context)


@require_http_methods(["GET", "POST"])
def founding_found(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """What the new partnership begins with; and founding it."""
    membership, proposed, _ = _founding_or_404(request, partnership, pk)
    today = timezone.localdate()
    try:
        check_founders(proposed, by=request.user)
    except CannotFound as why:
        context = {"partnership": membership.partnership, "founding": proposed, "why": why}
        return render(request, "partners/foundings/cannot.html", context)
    form = None
    if request.method == "POST":
        form = FoundForm(request.POST)
        if form.is_valid():
            try:
                new = found(
                    proposed,
                    slug=form.cleaned_data["slug"].lower(),
                    by=request.user,
                    at=timezone.now(),
                    seen=form.cleaned_data[VERSION],
                )
            except AddressTaken:
                form.add_error("slug", "This word is taken. Enter another one")
            except CannotFound as why:
                messages.error(request, f"{why}.")
                return redirect("founding", membership.partnership.slug, pk)
            except ChangedByAnother:
                form.changed_by_another(CHANGED, version=coming_of(proposed, on=today).version)
            else:
                messages.success(request, f"{new} has been founded.")
                return redirect(new)
    coming = coming_of(proposed, on=today)
    context = {
        "partnership": membership.partnership,
        "founding": proposed,
        "coming": coming,
        "form": form or FoundForm.for_coming(proposed, coming),
    }
    return render(request, "partners/foundings/found.html", context)


@require_http_methods(["GET", "POST"])
def founding_take_back(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Ask whether a founding is to be taken back, and take it back."""
    membership, founded, founders = _founding_or_404(request, partnership, pk)
    if request.method == "POST":
        try:
            take_back(founded, by=request.user)
        except CannotFound as why:
            messages.error(request, f"{why}.")
            return redirect("founding", membership.partnership.slug, pk)
        messages.success(request, f"The founding of {founded} has been taken back.")
        old = next(one.partnership for one in founders if one.partnership)
        if membership.partnership != founded.partnership:
            old = membership.partnership
        mine = request.user.memberships.taken_up().filter(partnership=old).exists()
        return redirect(old) if mine else redirect("my-work")
    context = {
        "partnership": membership.partnership,
        "founding": founded,
        "founders": founders,
        "why_not": why_not(founded),
    }
    return render(request, "partners/foundings/take_back.html", context)


@require_http_methods(["GET", "POST"])
def partnership_rename(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Give the partnership other details from a day on."""
    membership = membership_or_404(request.user, partnership, Permission.CHANGE_PARTNERSHIP)
    own = membership.partnership
    today = timezone.localdate()
    if request.method == "POST":
        form = RenameForm(request.POST, instance=Partnership.objects.get(pk=own.pk), today=today)
        if form.is_valid():
            try:
                _rename(own, form)
            except ChangedByAnother as changed:
                form.changed_by_another(
                    "Somebody has changed the partnership meanwhile. Check what is saved now, "
                    "then save yours again",
                    version=version_of(changed.now),
                    saved_now=form.details_of(changed.now),
                )
            else:
                messages.success(request, "The names have been saved.")
                return redirect("foundings", own.slug)
    else:
        form = _rename_form(own, today, typed_before_sign_in(request) or {})
    return render(request, "partners/foundings/rename.html", {"partnership": own, "form": form})


def _rename(partnership: Partnership, form: RenameForm) -> None:
    rename(
        partnership,
        details=form.cleaned_data,
        since=form.cleaned_data["since"],
        seen=form.cleaned_data[VERSION],
    )


def _rename_form(partnership: Partnership, today: date, typed: dict[str, str]) -> RenameForm:
    initial: dict[str, Any] = {VERSION: version_of(partnership), "since": today} | typed
    if typed:
        initial["since"] = [typed.get(f"since_{part}", "") for part in range(3)]
    return RenameForm(instance=partnership, initial=initial, today=today)
