"""Deciding in a new plan what becomes of the priorities and actions of the one before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from actions.building.carrying import action_fates, priority_fates
from actions.building.carrying.decided import (
    EditedSince,
    Row,
    actions_of,
    is_decided,
    may_go,
    needs_asking,
    priorities_of,
    stands_for,
    undo,
    version_of,
)
from actions.building.carrying.forms import (
    ContinueForm,
    DecisionForm,
    DropForm,
    EndForm,
    KeepForm,
    MergeForm,
    MergePriorityForm,
    RewordForm,
    SplitForm,
    UndoForm,
)
from actions.building.carrying.going_on import choices_of
from actions.building.carrying.overview import Carrying, overview_of
from actions.building.carrying.owners import owners_in
from actions.models import Action
from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother, latest_record
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest
from partners.successors import Heirs
from plans.access import plan_or_404
from plans.marks import opening
from plans.models import Plan
from plans.models.decisions import decision_of, told_elsewhere


@dataclass(frozen=True)
class Deciding:
    """What can be decided of an action, or of a priority, on a page of its own.

    rows: (old plans, new plan) -> those that are there to be decided.
    choices: by their word in the address, the form, what writes it, and what its link says.
    confirm: what writes that the new plan carries a row on already.
    """

    noun: str
    rows: Callable[[Sequence[Plan], Plan], QuerySet[Row]]
    choices: dict[str, tuple[type[DecisionForm], Callable[..., None], str]]
    confirm: Callable[..., None]

    @property
    def name(self) -> str:
        """The name of its address."""
        return f"carry-{self.noun}"


ACTION = Deciding(
    "action",
    actions_of,
    {
        "keep": (KeepForm, action_fates.keep, "Keep"),
        "reword": (RewordForm, action_fates.reword, "Reword"),
        "merge": (MergeForm, action_fates.merge, "Merge"),
        "split": (SplitForm, action_fates.split, "Split"),
        "drop": (DropForm, action_fates.drop, "Drop"),
    },
    action_fates.confirm,
)
PRIORITY = Deciding(
    "priority",
    priorities_of,
    {
        "continue": (ContinueForm, priority_fates.continue_as, "Continue"),
        "merge": (MergePriorityForm, priority_fates.merge, "Merge"),
        "end": (EndForm, priority_fates.end, "End"),
    },
    priority_fates.confirm,
)


@require_http_methods(["GET", "POST"])
def overview(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """What was decided of the year before, what is still to be decided; and keeping quickly."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    befores = plan.plans_before()
    if request.method == "POST":
        return redirect(_address(plan) + _keep(request, plan, befores))
    carrying = overview_of(befores, plan)
    heirs = Heirs(membership.partnership, [one.partnership_id for one in befores])
    for one in carrying:
        _prepare(one, plan, heirs)
    actions = [action for one in carrying for action in one.actions]
    left = [action for action in actions if not action.is_decided]
    priorities_left = [one.priority for one in carrying if not one.is_decided]
    twins = {one.title.lower() for one in plan.priorities.exclude(carries_on=None)}
    for one in carrying:
        one.has_twin = one.is_open and one.priority.title.lower() in twins
    decided = [action.decision.fate for action in actions if action.is_decided]
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "before": befores[0] if len(befores) == 1 else None,
        "befores": befores,
        "from_others": any(one.partnership_id != plan.partnership_id for one in befores),
        "carrying": carrying,
        "version_of_priorities": priority_fates.version_of_undecided(priorities_left),
        "actions_total": len(actions),
        "actions_decided": len(actions) - len(left),
        "actions_left": len(left),
        "next": next(iter(left), None),
        "priorities_decided": len(carrying) - len(priorities_left),
        "next_priority": next(iter(priorities_left), None),
        "keeping": choices_of(left),
        "is_done": not left and not priorities_left,
        "counts": [(fate.label, decided.count(fate)) for fate in Action.Fate],
        "may_close": any(_may_close(before, plan) for before in befores),
    }
    return render(request, "building/carrying/overview.html", context)


def _prepare(one: Carrying, plan: Plan, heirs: Heirs) -> None:
    """Give the actions of a priority what the page shows of each."""
    for action in one.actions:
        action.is_decided = is_decided(action)
        action.decision, action.elsewhere = decision_of(action), told_elsewhere(action)
    for action in one.undecided:
        action.seen = version_of(action)
        action.proposed_timescale = action_fates.proposed_timescale(action)
        action.owner_changes = owners_in(plan, action, heirs).changes


def _may_close(before: Plan, plan: Plan) -> bool:
    """Whether nothing more is expected of the old plan, which is open still."""
    is_over = before.ends_on < timezone.localdate()
    is_over = is_over and before.partnership_id == plan.partnership_id
    return is_over and plan.stage == Plan.Stage.AGREED and before.stage != Plan.Stage.CLOSED


def _keep(request: SignedInRequest, plan: Plan, befores: Sequence[Plan]) -> str:
    """Keep the action, or all undecided ones of the priority, that the pressed button names; or
    continue all priorities.

    Returns the place on the page where that is seen; or none, if a message on top says what is
    wrong.
    """
    if "continue_all" in request.POST:
        return _continue_all(request, plan, befores)
    if "keep_all" in request.POST:
        found = priorities_of(befores, plan).filter(pk=whole_number(request.POST["keep_all"]))
        return _keep_all(request, plan, get_object_or_404(found))
    found = actions_of(befores, plan).filter(pk=whole_number(request.POST.get("keep")))
    action = get_object_or_404(found)
    named = Truncator(opening(action.wording)).chars(80)
    target = stands_for(action.priority)
    seen = request.POST.get(VERSION, "")
    try:
        if action.results:
            action_fates.confirm(action, plan=plan, seen=seen)
        elif target:
            timescale = action_fates.proposed_timescale(action)
            action_fates.keep(action, plan=plan, priority=target, timescale=timescale, seen=seen)
        else:
            messages.error(request, f"Decide first what happens to “{action.priority}”.")
            return ""
    except ChangedByAnother:
        action = actions_of(befores, plan).get(pk=action.pk)
        messages.error(request, f"“{named}”: {_what_happened(request, ACTION, action)}")
        return ""
    return f"#action-{action.pk}"


def _continue_all(request: HttpRequest, plan: Plan, befores: Sequence[Plan]) -> str:
    try:
        priority_fates.continue_all(befores, plan=plan, seen=request.POST.get(VERSION, ""))
    except ChangedByAnother:
        messages.error(
            request,
            "Somebody changed or decided on priorities while you were reading. Nothing has been "
            "continued. Look at them as they are now, then continue them",
        )
    return ""


def _keep_all(request: HttpRequest, plan: Plan, priority: Row) -> str:
    if not stands_for(priority):
        messages.error(request, f"Decide first what happens to “{priority}”.")
        return ""
    try:
        action_fates.keep_all(priority, plan=plan, seen=request.POST.get(VERSION, ""))
    except ChangedByAnother:
        messages.error(
            request,
            f"Somebody changed or decided on actions of “{priority}” while you were reading. "
            "Nothing has been kept. Look at them as they are now, then keep them",
        )
        return ""
    return f"#decided-{priority.pk}"


@require_http_methods(["GET", "POST"])
def action(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Decide what becomes of one action, or take the decision back."""
    return _page(request, partnership, address, pk, ACTION)


@require_http_methods(["GET", "POST"])
def priority(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Decide what becomes of one priority, or take the decision back."""
    return _page(request, partnership, address, pk, PRIORITY)


def _page(
    request: SignedInRequest, partnership: str, address: str, pk: int, of: Deciding
) -> HttpResponse:
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    found = of.rows(plan.plans_before(), plan)
    row = get_object_or_404(found, pk=pk)
    chosen = request.GET.get("decision", "")
    if chosen not in of.choices:
        has_twin = of is PRIORITY and priority_fates.twin_in(plan, row)
        chosen = "merge" if has_twin else next(iter(of.choices))
    if request.method != "POST":
        return _show(request, plan, row, chosen, of)
    sent = _sent_form(request, plan, row, chosen, of)
    try:
        if _is_written(request, plan, row, chosen, of, sent):
            return _onwards(request, plan, row, of)
    except ChangedByAnother:
        row = found.get(pk=pk)
        told = _what_happened(request, of, row)
        return _show(request, plan, row, chosen, of, sent=sent, told=told)
    except EditedSince:
        told = "This was changed while you were reading. Select what happens to it"
        return _show(request, plan, found.get(pk=pk), chosen, of, told=told)
    return _show(request, plan, row, chosen, of, sent=sent)


def _show(
    request: SignedInRequest,
    plan: Plan,
    row: Row,
    chosen: str,
    of: Deciding,
    *,
    sent: DecisionForm | None = None,
    told: str = "",
) -> HttpResponse:
    """The page of one row. sent: a form that was not written. told: what somebody did meanwhile."""
    is_open = not (is_decided(row) or row.results)
    typed = []
    if sent and isinstance(sent, UndoForm) != is_open:
        form = sent
        if told:
            form.take_when_sent_again(version_of(row))
    elif is_open:
        form = _form(plan, row, chosen, of, typed_before_sign_in(request))
    else:
        form = _undo_form(plan, row)
        if sent:
            told, typed = told or _what_happened(request, of, row), sent.typed
    context = {
        **{"partnership": plan.partnership, "plan": plan, "row": row, "form": form},
        "told": told,
        "typed": typed,
        "is_decided": is_decided(row),
        "decision": decision_of(row),
        "elsewhere": told_elsewhere(row),
        "is_open": is_open,
        "version": version_of(row),
        "edited": needs_asking(row),
        "chosen": chosen,
        "choices": [(word, link) for word, (_, _, link) in of.choices.items()],
    }
    if of is ACTION:
        context["owners"] = owners_in(plan, row, Heirs(plan.partnership, [row.plan.partnership_id]))
    return render(request, f"building/carrying/carry_{of.noun}.html", context)


def _sent_form(
    request: HttpRequest, plan: Plan, row: Row, chosen: str, of: Deciding
) -> DecisionForm:
    if "undo" in request.POST or "confirm" in request.POST:
        return _undo_form(plan, row, request.POST)
    form_class, _, _ = of.choices[chosen]
    return form_class(request.POST, plan=plan)


def _is_written(
    request: HttpRequest, plan: Plan, row: Row, chosen: str, of: Deciding, form: DecisionForm
) -> bool:
    """Write what the pressed button says; False if the form is not valid."""
    seen = request.POST.get(VERSION, "")
    if "confirm" in request.POST:
        of.confirm(row, plan=plan, seen=seen)
        return True
    if not form.is_valid():
        return False
    if isinstance(form, UndoForm):
        undo(row, plan=plan, seen=seen, leave=form.is_left)
        return True
    _, write, _ = of.choices[chosen]
    try:
        write(row, plan=plan, **form.decided)
    except priority_fates.TitleTaken:
        form.add_error(
            "title",
            f"Enter another title, or merge: {plan.label} has a priority of this title that "
            "continues another one",
        )
        return False
    return True


def _form(
    plan: Plan, row: Row, chosen: str, of: Deciding, typed: dict[str, str] | None
) -> DecisionForm:
    form_class, _, _ = of.choices[chosen]
    initial = form_class.initial_of(row, plan) | {VERSION: version_of(row)}
    return form_class(initial=initial | (typed or {}), plan=plan)


def _undo_form(plan: Plan, row: Row, sent: QueryDict | None = None) -> UndoForm:
    edited = needs_asking(row)
    return UndoForm(
        sent,
        initial={VERSION: version_of(row)},
        plan=plan,
        is_edited=bool(edited),
        may_remove=any(map(may_go, edited)),
    )


def _what_happened(request: SignedInRequest, of: Deciding, row: Row) -> str:
    """What the writer is told whose page was not the latest."""
    if not is_decided(row):
        return "This has changed while you were reading. Look at it, then save yours again"
    decision = decision_of(row)
    who = latest_record(decision).history_user
    decided = decision.get_fate_display()
    if who == request.user:
        return f"You have decided this already: {decided}"
    return f"{who or 'Somebody'} decided this while you were reading: {decided}"


def _onwards(request: HttpRequest, plan: Plan, row: Row, of: Deciding) -> HttpResponse:
    """Say what was done, and go where the pressed button says."""
    if "undo" in request.POST:
        messages.success(request, "The decision has been undone.")
        return redirect(of.name, plan.partnership.slug, plan.address, row.pk)
    if "save_and_next" not in request.POST:
        # Its place on the overview says what was decided; a message on top would take one away.
        return redirect(f"{_address(plan)}#{of.noun}-{row.pk}")
    in_order = list(of.rows(plan.plans_before(), plan))
    place = next(i for i, one in enumerate(in_order) if one.pk == row.pk)
    left = [one for one in in_order[place:] + in_order[:place] if not is_decided(one)]
    count = f" {len(left)} more to decide." if left else ""
    messages.success(request, f"Your decision has been saved.{count}")
    if left:
        return redirect(of.name, plan.partnership.slug, plan.address, left[0].pk)
    return redirect(_address(plan))


def _address(plan: Plan) -> str:
    """Where the overview is."""
    return reverse("carry-forward", args=[plan.partnership.slug, plan.address])
