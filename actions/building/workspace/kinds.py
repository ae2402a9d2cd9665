"""The kinds of rows that belong to actions, beside those of plans/kinds.py."""

from typing import Any

from django.utils import timezone

from actions.building.workspace.forms import ActionForm, heading_of
from actions.building.workspace.links import OF_MODEL
from actions.building.workspace.owners import Choice, owners_through, words_of, write_owners
from actions.building.workspace.recommendation_form import RecommendationForm
from actions.extensions import Promise, is_moved, is_promised
from actions.models import Action
from actions.moving import MovedForm, keep_move
from partners.joining.links import today_of
from partners.models import Agency, User
from plans.history import names_of
from plans.kinds import CannotBeRestored, Kind
from plans.models import Plan, Priority


class LinkedKind(Kind):
    """Rows whose links come and go with them."""

    def words_beside(self, pk: int) -> list[tuple[str, dict[int, str]]]:
        return [
            (linking.label, linking.words_through(self.model, pk))
            for linking in OF_MODEL[self.model]
        ]

    def restore_beside(self, row: Any, record: Any) -> None:
        for linking in OF_MODEL[self.model]:
            linking.write(row, linking.through(self.model, row.pk)[record.history_id])


class ActionKind(LinkedKind):
    """Actions: their owners come and go with them; what was said of them is never taken back."""

    derived = ("status", "latest_update", "heard_on", "timescale_kind", "due_on")

    def place_to_add(self, plan: Plan, beside: Any) -> str:
        heading = heading_of(beside.priority_id, beside.strand_id)
        return f"{super().place_to_add(plan, beside)}?heading={heading}"

    def words_beside(self, pk: int) -> list[tuple[str, dict[int, str]]]:
        owners = owners_through(pk)
        keys = {int(one.agency) for chosen in owners.values() for one in chosen}
        names = {str(key): name for key, name in names_of(Agency, keys).items()}
        records = Action.history.filter(id=pk).values_list("history_id", "priority_id")
        titles = names_of(Priority, {priority for _, priority in records})
        return [
            ("Priority", {record: titles[priority] for record, priority in records}),
            ("Owners", {record: words_of(chosen, names) for record, chosen in owners.items()}),
            *super().words_beside(pk),
        ]

    def restore_beside(self, row: Any, record: Any) -> None:
        owners = owners_through(row.pk)[record.history_id]
        today = today_of(int(one.agency) for one in owners)
        chosen: dict[tuple[int, str], Choice] = {}
        for one in owners:
            if agency := today.get(int(one.agency)):
                # Two partners of then may be one by now.
                same = chosen.get((agency, one.unit), one)
                is_lead = one.is_lead or same.is_lead
                chosen[agency, one.unit] = Choice(str(agency), one.unit, is_lead)
        write_owners(row, chosen.values())
        super().restore_beside(row, record)

    def asked_of_restoring(
        self, plan: Plan, latest: Any, then: Any, *, by: User, typed: Any = None
    ) -> Any:
        period = plan.period
        before, after = (Promise.of(one.timescale, period) for one in (latest, then))
        is_asked = is_promised(plan) and is_moved(before, after)
        return MovedForm(typed, by=by) if is_asked else None

    def keep_said(self, row: Any, latest: Any, said: Any) -> None:
        plan = Plan.objects.get(priorities=row.priority_id)
        before = Promise.of(latest.timescale, plan.period)
        if not (is_promised(plan) and is_moved(before, Promise.of(row.timescale, plan.period))):
            return
        if said is None:
            raise CannotBeRestored("The plan was agreed meanwhile. Say why its timescale is moved")
        keep_move(row, before, said=said.said, by=said.by, on=timezone.localdate())


PLAN_ACTION = ActionKind(
    "plan-action", "an action", ActionForm, page="workspace", folder="edit/actions", folds=True
)
RECOMMENDATION = LinkedKind(
    "recommendation",
    "a recommendation",
    RecommendationForm,
    page="recommendations",
    folder="recommendations",
)
