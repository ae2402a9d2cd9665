"""The import of a plan from a file, step by step: the file, its columns, who is meant, all of it.

Nothing of the plan is written before the last step; until then an import can be left, and taken
up again from the list of imports.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.building.models import PlanImport
from actions.building.plan_import.columns import LEFT_OUT, MEANINGS
from actions.building.plan_import.columns_step import chosen_from, groups_of
from actions.building.plan_import.corrections import TAKE_ALL, corrected, moved_by
from actions.building.plan_import.forms import MatchForm, PlanFileForm
from actions.building.plan_import.planned import ColumnAsked, PlannedPlan
from actions.building.plan_import.rows import HOW
from actions.building.plan_import.saving import (
    differences,
    discard,
    save_choices,
    version_of_choices,
)
from actions.building.plan_import.tables_to_plan import planned_from
from actions.building.plan_import.taking_back import TakenBack, take_back
from actions.building.plan_import.writing import write
from actions.moving import MovedForm
from csp.by_name import by_name
from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.models import Plan

MOST_LISTED = 50
OVERTAKEN = (
    "Somebody chose otherwise while you were reading. Compare yours with what is saved now, then "
    "save yours again to replace it"
)


@require_http_methods(["GET", "POST"])
def plan_import(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Choose a file."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        started = PlanImport.objects.create(
            plan=plan,
            file_name=form.cleaned_data["file"].name[-200:],
            started_by=request.user,
            tables=form.grids.as_json(),
        )
        return _next_step(started)
    waiting = _listed(plan).filter(state=PlanImport.State.CHOOSING)
    shown = {"form": form, "waiting": waiting[:MOST_LISTED]}
    return _page(request, "upload", plan, shown)


@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Which tables are imported, and what their columns mean."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    started = _started(plan, pk)
    if started.state != PlanImport.State.CHOOSING:
        return redirect("plan-imports", partnership, address)
    errors: tuple[ColumnAsked, ...] = ()
    told, saved_now, version = "", [], version_of_choices(started)
    if request.method == "POST":
        heads = started.choices.get("heads", {})
        chosen = chosen_from(started, request.POST)
        try:
            # Kept even if something is missing: it can be said another day.
            save_choices(started, chosen, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother as changed:
            started.choices = chosen
            told, saved_now = OVERTAKEN, differences(changed.now, started)
            version = version_of_choices(changed.now)
        else:
            if started.choices.get("heads", {}) != heads:
                messages.info(request, "The headings were read anew. Check what the columns mean.")
                return redirect("plan-import-columns", partnership, address, pk)
            version = version_of_choices(started)
            errors = planned_from(started).columns_asked
            if not errors:
                return _next_step(started)
    elif typed := typed_before_sign_in(request):
        started.choices = chosen_from(started, typed)
    shown = {"told": told, "saved_now": saved_now, "version": version, "errors": errors}
    return _page(request, "columns", plan, shown | _columns_shown(started, errors))


def _columns_shown(started: PlanImport, errors: tuple[ColumnAsked, ...]) -> dict[str, Any]:
    """What the page of columns shows of the file."""
    groups, hidden = groups_of(started)
    asked = planned_from(started).columns_asked
    # Every group on the page's own, or folded away: what nobody asks about, and isn't imported.
    fields = {one.field for one in asked}
    open_groups = [
        one for one in groups if one.is_actions or one.is_taken or one.take_fields & fields
    ]
    return {
        "import": started,
        "groups": open_groups,
        "folded": [one for one in groups if one not in open_groups],
        "hidden": hidden,
        "asked": () if errors else asked,
        "meanings": {**MEANINGS, LEFT_OUT: "Leave it out"},
        "how": HOW,
        "invalid": {one.field for one in errors},
    }


@require_http_methods(["GET", "POST"])
def owners(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Who is meant by names, and what by statuses, that are not known."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    started = _started(plan, pk)
    if started.state != PlanImport.State.CHOOSING:
        return redirect("plan-imports", partnership, address)
    planned = planned_from(started)
    typed = request.POST if request.method == "POST" else typed_before_sign_in(request)
    form = MatchForm(
        typed,
        owners=planned.owners_met,
        statuses=planned.statuses_met,
        choices=started.choices,
        initial={VERSION: version_of_choices(started)},
        agencies=by_name(plan.partnership.agencies.all()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_choices(started, form.chosen(started.choices), seen=form.cleaned_data[VERSION])
        except ChangedByAnother as changed:
            form.changed_by_another(
                OVERTAKEN,
                version=version_of_choices(changed.now),
                saved_now=form.differences(changed.now.choices),
            )
        else:
            return _next_step(started)
    return _page(request, "owners", plan, {"import": started, "form": form})


@require_http_methods(["GET"])
def preview(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """What the import would make."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    return _open_preview(request, plan, pk)


@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Import what the preview showed, or show it again if that isn't what would happen now.

    By GET it is opened after signing in again.
    """
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    if request.method == "GET":
        return _open_preview(request, plan, pk)
    started = _started(plan, pk)
    agreed = request.POST.get(VERSION, "")
    taken, form = _taken(request.POST), MovedForm(request.POST, by=request.user)
    planned, is_written = write(
        started,
        by=request.user,
        on=timezone.localdate(),
        agreed=agreed,
        taken=taken,
        said=form.said if form.is_valid() else None,
    )
    started.refresh_from_db()
    if is_written:
        messages.success(request, _told_of(planned, started))
    elif started.state == PlanImport.State.CHOOSING:
        is_same = planned.digest == agreed
        is_unsaid = is_same and bool(moved_by(planned, corrected(planned, taken)))
        if not is_unsaid:
            form = MovedForm(by=request.user, initial=request.POST.dict())
        said = {"overtaken": not is_same, "nothing": is_same and not is_unsaid}
        return _preview(request, started, planned, taken=taken, moved=form, **said)
    else:
        messages.info(request, "This file was imported already.")
    return redirect("plan-imports", partnership, address)


@require_http_methods(["GET", "POST"])
def imports(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """The imports of a plan: going on with one, leaving it, taking it back."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    if request.method == "POST":
        started = _started(plan, request.POST.get("import", ""))
        if request.POST.get("do") == "discard":
            _discard(request, started)
        else:
            messages.success(request, _told(take_back(started)))
        return redirect("plan-imports", partnership, address)
    found = [(one, version_of_choices(one)) for one in _listed(plan)[:MOST_LISTED]]
    return _page(request, "imports", plan, {"imports": found})


def _discard(request: SignedInRequest, started: PlanImport) -> None:
    try:
        discard(started, seen=request.POST.get(VERSION, ""))
    except ChangedByAnother:
        messages.error(
            request,
            f"Somebody went on with {started} while you were reading. It has not been deleted. "
            "Look at it as it is now before you delete it.",
        )
    else:
        messages.success(request, f"What was read of {started} has been deleted.")


def _started(plan: Plan, pk: int | str) -> PlanImport:
    """The PlanImport of the plan, which it has loaded. Raises Http404."""
    started = get_object_or_404(plan.imports, pk=whole_number(str(pk)))
    started.plan = plan
    return started


def _listed(plan: Plan) -> QuerySet[PlanImport]:
    """The plan's imports without what makes them large."""
    return plan.imports.select_related("started_by").defer("tables")


def _next_step(started: PlanImport) -> HttpResponse:
    """Where the first question is that nobody has answered, or the preview."""
    planned = planned_from(started)
    if planned.columns_asked:
        name = "plan-import-columns"
    elif planned.owners_asked or planned.statuses_asked:
        name = "plan-import-owners"
    else:
        name = "plan-import-preview"
    plan = started.plan
    return redirect(name, plan.partnership.slug, plan.address, started.pk)


def _open_preview(request: SignedInRequest, plan: Plan, pk: int) -> HttpResponse:
    started = _started(plan, pk)
    if started.state != PlanImport.State.CHOOSING:
        return redirect("plan-imports", plan.partnership.slug, plan.address)
    typed = typed_before_sign_in(request) or {}
    moved = MovedForm(by=request.user, initial=typed)
    return _preview(request, started, taken=_taken(typed), moved=moved)


def _taken(typed: Mapping[str, str]) -> set[str]:
    """The keys of the differences that were chosen to be taken."""
    return {name for name in typed if name.startswith("take-")}


def _told_of(planned: PlannedPlan, started: PlanImport) -> str:
    actions, corrected = len(planned.new_actions), len(started.made["corrected"])
    told = [f"{actions} action{pluralize(actions)} imported."] if actions or not corrected else []
    if corrected:
        told.append(f"{corrected} action{pluralize(corrected)} changed.")
    return " ".join(told)


def _preview(
    request: SignedInRequest,
    started: PlanImport,
    planned: PlannedPlan | None = None,
    *,
    taken: Collection[str] = (),
    overtaken: bool = False,
    nothing: bool = False,
    moved: MovedForm | None = None,
) -> HttpResponse:
    """The page of a PlannedPlan. taken: the keys of chosen differences. overtaken: whether another
    one was agreed to before. nothing: whether nothing was chosen, and there is nothing else.
    moved: what was said of timescales."""
    planned = planned or planned_from(started)
    if planned.is_asking and not planned.problems:
        return _next_step(started)
    shown = {"import": started, "planned": planned, "taken": taken}
    shown |= {"overtaken": overtaken, "nothing": nothing and not planned.problems}
    if moved_by(planned, corrected(planned, {TAKE_ALL})):
        shown["moved"] = moved or MovedForm(by=request.user)
    return _page(request, "preview", started.plan, shown)


def _told(taken_back: TakenBack) -> str:
    removed = taken_back.removed
    words = f"The import has been undone: {removed} action{pluralize(removed)} removed"
    if kept := taken_back.corrected:
        words += f". What was taken over into {kept} other{pluralize(kept)} stays"
    if not taken_back.left:
        return f"{words}."
    named = "; ".join(f"“{text}”" for text in taken_back.left[:5])
    more = f" and {len(taken_back.left) - 5} more" if len(taken_back.left) > 5 else ""
    return f"{words}. Somebody has changed or used the rest since, and it stays: {named}{more}."


def _page(request: SignedInRequest, name: str, plan: Plan, shown: dict[str, Any]) -> HttpResponse:
    context = {"partnership": plan.partnership, "plan": plan}
    return render(request, f"building/plan_import/{name}.html", context | shown)
