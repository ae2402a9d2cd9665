"""Writing what an import would make, whole or not at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model, Value
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from actions.building.models import PlanImport
from actions.building.plan_import.corrections import corrected, moved_by, write_corrections
from actions.building.plan_import.owners import key_of
from actions.building.plan_import.planned import PlannedAction, PlannedPlan, own_words
from actions.building.plan_import.tables_to_plan import planned_from
from actions.changes import take_latest_of_all
from actions.models import (
    Action,
    ActionRecommendation,
    ActionTheme,
    Owner,
    Status,
    StatusUpdate,
)
from actions.moving import Said
from partners.models import Agency, User
from plans.models import CrossCuttingTheme, Plan, Priority, Recommendation, Strand, Theme

BATCH = 500
# Of ids alone.
LARGE_BATCH = 5_000


@transaction.atomic
def write(
    plan_import: PlanImport,
    *,
    by: User,
    on: date,
    agreed: str,
    taken: Collection[str] = (),
    said: Said | None = None,
) -> tuple[PlannedPlan, bool]:
    """Import, if that makes exactly what was agreed to.

    by: the User to whom the updates are put down. on: today. agreed: the digest of the PlannedPlan
    that was shown. taken: the keys of the differences to take over, or TAKE_ALL. said: why they
    move timescales of an agreed plan. Returns the PlannedPlan of now, and whether it was written;
    it isn't if the plan has changed in a way that matters, if timescales would be moved and nobody
    says why, if somebody has imported the file meanwhile, or if there is nothing to write.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_import.plan_id)
    if taken:
        # Nobody adds an update to them before they are compared once more.
        of_plan = Action.objects.filter(priority__plan=plan).order_by("pk")
        list(of_plan.select_for_update(of=("self",)).values_list("pk"))
    current = PlanImport.objects.select_for_update().get(pk=plan_import.pk)
    current.plan = plan
    planned = planned_from(current)
    corrections = corrected(planned, taken)
    is_open = current.state == PlanImport.State.CHOOSING and planned.can_be_written
    is_said = said is not None or not moved_by(planned, corrections)
    is_agreed = planned.digest == agreed and is_said
    if not (is_open and is_agreed and (planned.new_actions or corrections)):
        return planned, False
    made = _Writer(plan, planned, by, on, current.file_name).write(corrections, said)
    current.made = {
        model._meta.label_lower: [row.pk for row in rows] for model, rows in made.items()
    }
    current.made |= {"versions": versions_of(made), "corrected": list(corrections)}
    current.state = PlanImport.State.IMPORTED
    current.imported_at = timezone.now()
    current.save(update_fields=["made", "state", "imported_at"])
    return planned, True


def versions_of(rows_by_model: Mapping[type[Model], Sequence[Any]]) -> dict[str, dict[str, int]]:
    """What the history last says of rows: by model and id, the id of its latest record."""
    return {
        model._meta.label_lower: {
            str(pk): record
            for pk, record in model.history.filter(id__in=[row.pk for row in rows])
            .values_list("id")
            .annotate(Max("history_id"))
        }
        for model, rows in rows_by_model.items()
        if hasattr(model, "history") and rows
    }


class _Writer:
    """Makes the rows of a PlannedPlan, those above before those below."""

    def __init__(
        self, plan: Plan, planned: PlannedPlan, by: User, on: date, file_name: str
    ) -> None:
        self.plan = plan
        self.planned = planned
        self.by = by
        # What was said in a year that is over was said by its end.
        self.day = min(on, plan.ends_on)
        self.file_name = file_name

    def write(
        self, corrections: Mapping[int, Collection[str]], said: Said | None
    ) -> dict[type[Model], list[Any]]:
        """The rows made, lists by model. corrections: as of corrected(). said: as in write()."""
        agencies = self._agencies(corrections)
        themes = self._themes()
        priorities, new_priorities = self._priorities(themes)
        strands, new_strands = self._strands(priorities)
        actions = self._actions(priorities, strands)
        updates = self._updates(actions)
        # Once, with their latest updates; and before their owners, as their pages expect it.
        _record_added(actions, Action, self.by)
        owners = self._owners(actions, agencies)
        cross_cutting, links = self._cross_cutting(actions)
        recommendations, answers = self._recommendations(actions)
        write_corrections(
            self.planned,
            corrections,
            agencies=agencies,
            by=self.by,
            on=self.day,
            file_name=self.file_name,
            said=said,
        )
        return {
            Agency: list(agencies.values()),
            Theme: [theme for theme in themes.values() if theme.title in self.planned.new_themes],
            Priority: new_priorities,
            Strand: new_strands,
            Action: actions,
            Owner: owners,
            CrossCuttingTheme: cross_cutting,
            ActionTheme: links,
            Recommendation: recommendations,
            ActionRecommendation: answers,
            StatusUpdate: updates,
        }

    def _agencies(self, corrections: Mapping[int, Collection[str]]) -> dict[str, Agency]:
        """Those made, by key_of their names."""
        made = {}
        needing = [
            one for one in self.planned.differing if "owners" in corrections.get(one.pk or 0, ())
        ]
        for name in self.planned.agencies_to_make([*self.planned.new_actions, *needing]):
            agency = Agency(partnership=self.plan.partnership, name=name)
            agency.full_clean()
            agency.save()
            made[key_of(name)] = agency
        return made

    def _themes(self) -> dict[str, Theme]:
        """All of the plan by key_of their titles, with those made: of priorities that are made."""
        themes = {key_of(theme.title): theme for theme in self.plan.themes.all()}
        used = {key_of(one.theme) for one in self.planned.new_priorities if one.theme}
        position = max((theme.position for theme in themes.values()), default=0)
        for title in self.planned.new_themes:
            if key_of(title) in used:
                position += 1
                strapline = self.planned.straplines.get(title, "")
                theme = Theme(plan=self.plan, title=title, strapline=strapline, position=position)
                theme.save()
                themes[key_of(title)] = theme
        return themes

    def _priorities(self, themes: dict[str, Theme]) -> tuple[dict[str, Priority], list[Priority]]:
        """All of the plan by their titles, and those made."""
        priorities = {one.title: one for one in self.plan.priorities.all()}
        last = max((one.position for one in priorities.values()), default=0)
        made = []
        for position, one in enumerate(self.planned.new_priorities, start=last + 1):
            priority = Priority(
                plan=self.plan,
                theme=themes[key_of(one.theme)] if one.theme else None,
                number=one.number,
                title=one.title,
                scope=one.scope,
                columns_note=one.note,
                success_indicator=one.success_indicator,
                overall_target=one.overall_target,
                specific_target=one.specific_target,
                position=position,
            )
            made.append(priority)
            priorities[one.title] = priority
        return priorities, bulk_create_with_history(made, Priority, default_user=self.by)

    def _strands(
        self, priorities: dict[str, Priority]
    ) -> tuple[dict[tuple[int, str], Strand], list[Strand]]:
        """All of the plan by priority and key_of their titles, and those made."""
        strands: dict[tuple[int, str], Strand] = {}
        last: dict[int, int] = {}
        for one in Strand.objects.filter(priority__plan=self.plan):
            strands[one.priority_id, key_of(one.title)] = one
            last[one.priority_id] = max(last.get(one.priority_id, 0), one.position)
        made = []
        for action in self.planned.new_actions:
            priority = priorities[action.priority].pk
            key = priority, key_of(action.strand)
            if action.strand and key not in strands:
                last[priority] = last.get(priority, 0) + 1
                strand = Strand(priority_id=priority, title=action.strand, position=last[priority])
                strands[key] = strand
                made.append(strand)
        return strands, bulk_create_with_history(made, Strand, default_user=self.by)

    def _actions(
        self, priorities: dict[str, Priority], strands: dict[tuple[int, str], Strand]
    ) -> list[Action]:
        last = dict(
            Action.objects.filter(priority__plan=self.plan)
            .values_list("priority")
            .annotate(Max("position"))
        )
        rows = []
        for one in self.planned.new_actions:
            priority = priorities[one.priority]
            last[priority.pk] = last.get(priority.pk, 0) + 1
            rows.append(
                Action(
                    priority=priority,
                    strand=strands[priority.pk, key_of(one.strand)] if one.strand else None,
                    position=last[priority.pk],
                    owners_as_written=one.owners_as_written,
                    timescale_kind=one.timescale_read.kind,
                    due_on=one.timescale_read.due_on,
                    **one.texts,
                )
            )
        return Action.objects.bulk_create(rows, batch_size=BATCH)

    def _owners(self, actions: list[Action], agencies: dict[str, Agency]) -> list[Owner]:
        rows = [
            Owner(
                action=action,
                agency_id=owner.agency or agencies[key_of(owner.name)].pk,
                unit=owner.unit,
                is_lead=owner.is_lead,
                position=position,
            )
            for action, planned in zip(actions, self.planned.new_actions, strict=True)
            for position, owner in enumerate(planned.owners)
        ]
        made = Owner.objects.bulk_create(rows, batch_size=BATCH)
        _record_added(made, Owner, self.by)
        return made

    def _cross_cutting(
        self, actions: list[Action]
    ) -> tuple[list[CrossCuttingTheme], list[ActionTheme]]:
        """The cross-cutting themes made, and the links of the actions to those and others."""
        there = list(self.plan.cross_cutting_themes.all())
        themes = {key_of(theme.title): theme for theme in there}
        position = max((theme.position for theme in there), default=-1)
        links = []
        for action, planned in zip(actions, self.planned.new_actions, strict=True):
            for title in planned.cross_cutting:
                if key_of(title) not in themes:
                    position += 1
                    theme = CrossCuttingTheme(plan=self.plan, title=title, position=position)
                    theme.save()
                    themes[key_of(title)] = theme
                links.append(ActionTheme(action=action, theme=themes[key_of(title)]))
        made = [theme for theme in themes.values() if theme not in there]
        return made, bulk_create_with_history(
            links, ActionTheme, batch_size=BATCH, default_user=self.by
        )

    def _recommendations(
        self, actions: list[Action]
    ) -> tuple[list[Recommendation], list[ActionRecommendation]]:
        """The recommendations made, and the links of the actions that answer those and others."""
        there = list(self.plan.recommendations.all())
        known = {(one.number, key_of(one.text)): one for one in there}
        position = max((one.position for one in there if not one.priority_id), default=-1)
        links = []
        for action, planned in zip(actions, self.planned.new_actions, strict=True):
            for number, text in planned.recommendations:
                key = number, key_of(text)
                if key not in known:
                    position += 1
                    known[key] = Recommendation(
                        plan=self.plan, number=number, text=text, position=position
                    )
                    known[key].save()
                links.append(ActionRecommendation(action=action, recommendation=known[key]))
        made = [one for one in known.values() if one not in there]
        return made, bulk_create_with_history(
            links, ActionRecommendation, batch_size=BATCH, default_user=self.by
        )

    def _updates(self, actions: list[Action]) -> list[StatusUpdate]:
        """What the file says of how actions go, as updates of the day of the import, or of those
        that its columns are headed with."""
        said = [
            (action, StatusUpdate(action=action, made_by=self.by, **words))
            for action, planned in zip(actions, self.planned.new_actions, strict=True)
            for words in self._words(planned)
        ]
        updates = StatusUpdate.objects.bulk_create([update for _, update in said], batch_size=BATCH)
        take_latest_of_all({action.pk for action, _ in said})
        return updates

    def _words(self, planned: PlannedAction) -> Iterator[dict[str, Any]]:
        """What each update of an action has, the oldest first; none if the file says nothing."""
        for one in planned.earlier:
            yield self._update(one.status, one.as_written, one.said_on, "")
        written = planned.status_as_written
        says_nothing = planned.status in ("", Status.NOT_STARTED) and not planned.earlier
        if planned.update or not says_nothing or own_words(planned.status, written):
            yield self._update(planned.status, written, planned.said_on, planned.update)

    def _update(self, status: str, written: str, said_on: date | None, text: str) -> dict[str, Any]:
        return {
            "status": status or Status.NOT_STARTED,
            "status_as_written": own_words(status, written),
            "text": text,
            "made_on": min(said_on or self.day, self.day),
            "imported_from": self.file_name,
        }


def _record_added(rows: Sequence[Any], model: Any, by: User) -> None:
    """Write into the history that rows were added.

    The database copies them: building thousands of records here takes longer than all else.
    """
    history = model.history.model
    names = [one.attname for one in history.tracked_fields]
    said = {
        "history_date": Value(timezone.now()),
        "history_type": Value("+"),
        "history_user_id": Value(by.pk),
    }
    copied = model.objects.order_by("pk").annotate(**said).values_list(*names, *said)
    columns = [*(one.column for one in history.tracked_fields), *said]
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    into = connection.ops.quote_name(history._meta.db_table)
    with connection.cursor() as cursor:
        for place in range(0, len(rows), LARGE_BATCH):
            pks = [row.pk for row in rows[place : place + LARGE_BATCH]]
            select, values = copied.filter(pk__in=pks).query.sql_with_params()
            cursor.execute(f"INSERT INTO {into} ({quoted}) {select}", values)
