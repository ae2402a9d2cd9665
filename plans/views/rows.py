"""Adding, changing and removing one row of a plan; of which kind, the address says."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from csp.middleware import typed_before_sign_in
from csp.typed_text import sent_fields
from csp.versions import VERSION, ChangedByAnother
from partners.access import SignedInRequest
from plans import editor
from plans.access import plan_or_404
from plans.changes import remove_row, save_row, version_of
from plans.kinds import Kind
from plans.models import Plan
from plans.removals import goes_with


@require_http_methods(["GET", "POST"])
def add(
    request: SignedInRequest, partnership: str, address: str, kind: Kind, above: int | None = None
) -> HttpResponse:
    """Add a row. above: the id of the grant or indicator to which it belongs."""
    _, plan = plan_or_404(request.user, partnership, address, kind.permission)
    try:
        row = kind.new(plan, by=request.user, above=above)
    except Http404:
        return _gone(request, kind, plan)
    return _edit(request, kind, plan, row, "Add")


@require_http_methods(["GET", "POST"])
def change(
    request: SignedInRequest, partnership: str, address: str, kind: Kind, pk: int
) -> HttpResponse:
    """Change a row. What was typed is given back even if somebody has removed the row."""
    _, plan = plan_or_404(request.user, partnership, address, kind.permission)
    find = kind.row_even_removed_or_404 if request.method == "POST" else kind.row_or_404
    try:
        row = find(plan, pk)
    except Http404:
        return _gone(request, kind, plan)
    return _edit(request, kind, plan, row, "Change")


@require_http_methods(["GET", "POST"])
def remove(
    request: SignedInRequest, partnership: str, address: str, kind: Kind, pk: int
) -> HttpResponse:
    """Ask whether a row is to be removed, and remove it."""
    _, plan = plan_or_404(request.user, partnership, address, kind.permission)
    row = kind.row_or_404(plan, pk)
    if kind.is_closed_in(plan):
        return closed(request, kind, plan)
    told = ""
    if request.method == "POST":
        try:
            remove_row(row, plan=plan, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother:
            told = (
                "Somebody changed this while you were reading. Check it again before you remove it"
            )
            row = kind.row_or_404(plan, pk)
        except ProtectedError:
            # The page says what needs it.
            pass
        else:
            messages.success(request, f"{kind.named(row)} has been removed.")
            return redirect(kind.page, plan.partnership.slug, plan.address)
    context = {"row": row, "version": version_of(row), "told": told}
    try:
        context["goes_with"] = goes_with(row)
        context["for_good"] = not all(comes_back for _, comes_back in context["goes_with"])
    except ProtectedError as error:
        # Not by their words: some of these rows would each ask the database for theirs.
        context["kept_by"] = sorted(error.protected_objects, key=lambda one: one.pk)
    return page(request, "remove", kind, plan, f"Remove {kind.noun}", context)


def closed(request: HttpRequest, kind: Kind, plan: Plan) -> HttpResponse:
    """Go to the page that says how a closed plan can be changed."""
    messages.error(request, "The plan is closed. Open it again in its settings to change it.")
    return redirect(kind.page, plan.partnership.slug, plan.address)


def page(
    request: HttpRequest, template: str, kind: Kind, plan: Plan, title: str, shown: dict[str, Any]
) -> HttpResponse:
    """A page about a row of this kind, or one that is to be. shown: what its template needs."""
    context = {"partnership": plan.partnership, "plan": plan, "kind": kind, "title": title}
    return render(request, f"plans/{template}.html", context | shown)


def _gone(request: HttpRequest, kind: Kind, plan: Plan) -> HttpResponse:
    """Give back what was typed for a row that has lost its place. Raises Http404 if nothing was."""
    typed = [
        (field.label, request.POST[name])
        for name, field in kind.form.base_fields.items()
        if request.POST.get(name) and isinstance(field.widget, (forms.TextInput, forms.Textarea))
    ]
    if not typed:
        raise Http404
    response = page(
        request, "gone", kind, plan, "What this belongs to has been removed", {"typed": typed}
    )
    response.status_code = 404
    return response


def _edit(request: SignedInRequest, kind: Kind, plan: Plan, row: Any, verb: str) -> HttpResponse:
    if request.method == "POST" and "again" in request.POST:
        # A button that asks for more to fill in: what was typed is given back, and not saved.
        form = kind.form(instance=row, initial=sent_fields(request.POST))
    elif request.method == "POST" and "preview" in request.POST:
        form = kind.form(instance=row, initial=kind.form.as_typed(request.POST))
    elif request.method == "POST":
        form, is_saved = save_row(
            kind.form, request.POST, row=row, plan=plan, files=request.FILES, by=request.user
        )
        if is_saved:
            words = [f"{kind.named(form.instance)} has been saved.", *form.told]
            messages.success(request, " ".join(words))
            if "another" in request.POST:
                return redirect(kind.place_to_add(plan, form.instance))
            return redirect(kind.place_of(plan, form.instance.pk))
    elif kind.is_closed_in(plan):
        return closed(request, kind, plan)
    else:
        asked_for = {name: request.GET[name] for name in kind.form.asked_for if name in request.GET}
        form = kind.form(instance=row, initial=typed_before_sign_in(request) or asked_for)
    media = editor.with_nonce(form.media, request) if form.media else ""
    return page(request, "row", kind, plan, f"{verb} {kind.noun}", {"form": form, "media": media})
