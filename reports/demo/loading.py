"""Loading the demo from fixtures/demo/, whose README says how its files are written."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from actions.changes import add_update
from actions.models import Action, Owner
from partners.models import Agency, Contact, Membership, Partnership, User
from plans import years
from plans.action_fields import OWN_FIELDS
from plans.figures.periods import period_of
from plans.models import (
    Allocation,
    Block,
    GlossaryTerm,
    Grant,
    Indicator,
    LogEntry,
    MeetingBody,
    NamedPerson,
    Observation,
    Plan,
    PlanColumn,
    PlanIndicator,
    PlanPart,
    Priority,
    Recommendation,
    Spending,
    StatutoryStep,
    Strand,
    Theme,
)
from reports.demo.across import load_across
from reports.demo.files import picture, read, with_years
from reports.demo.meetings import load_meetings
from reports.demo.moves import load_moves
from reports.demo.plans import plan_of, start_year_of
from reports.demo.rounds import Entry, load_rounds

FIXTURES = settings.BASE_DIR / "fixtures" / "demo"
# How long the demo's contacts may be kept, counted from the day of loading.
CONTACTS_KEPT_FOR = timedelta(days=2 * 365)


@transaction.atomic
def load(on: date, folder: Path = FIXTURES) -> list[str]:
    """Add whatever of the demo isn't there yet; leave what is there as it is.

    on: the day that counts as today; the years "last" and "this" are counted from it.
    Returns what was added, a line of text each. Raises KeyError, ValidationError or
    IntegrityError with the name at fault for a mistake in the files.
    """
    added = []
    folders = sorted(path.parent for path in Path(folder).glob("*/partnership.yaml"))
    for path in folders:
        added += _load_partnership(path, on)
    users = {}
    for key, person in people(folder).items():
        added += _load_person(person)
        users[key] = User.objects.get(email__iexact=person["email"])
    for path in folders:
        added += _load_plans(path, users, on)
    return added


def people(folder: Path = FIXTURES) -> dict[str, Entry]:
    """The cast, by key: e-mail, name, password, memberships, as people.yaml has them."""
    return read(Path(folder) / "people.yaml")


def _load_partnership(folder: Path, on: date) -> list[str]:
    contents = with_years(read(folder / "partnership.yaml"), years.year_of(on))
    partnership, is_new = Partnership.objects.get_or_create(
        slug=folder.name, defaults=contents["partnership"]
    )
    if not is_new:
        return []
    partnership.full_clean()
    agencies = {entry["name"]: entry for entry in contents["agencies"]}
    rows = {name: _load_agency(partnership, entry, on) for name, entry in agencies.items()}
    for name, entry in agencies.items():
        rows[name].members.set(rows[member] for member in entry.get("members") or [])
        if entry.get("successor"):
            rows[name].successor = rows[entry["successor"]]
            rows[name].save()
    for indicator in contents.get("indicators") or []:
        _load_indicator(partnership, indicator, on)
    return [f"{partnership}, with {len(agencies)} agencies"]


def _load_indicator(partnership: Partnership, entry: Entry, on: date) -> None:
    """A series with the figures of the periods that are over on the day."""
    observations = entry.pop("observations")
    indicator = Indicator(partnership=partnership, **entry)
    _save(indicator)
    for place, observation in enumerate(observations):
        period = period_of(observation.get("period") or observation["label"])
        if not period or period.ends_on < on:
            _save(Observation(indicator=indicator, position=place, **observation))


def _load_agency(partnership: Partnership, entry: Entry, on: date) -> Agency:
    agency = Agency(
        partnership=partnership,
        telephones="\n".join(entry.get("telephones") or []),
        grid_position=entry.get("listed"),
        **_fields(
            entry,
            "name abbreviation kind website address began_on ended_on listed_from listed_until",
        ),
    )
    _save(agency)
    for contact in entry.get("contacts") or []:
        words = contact | {"telephones": "\n".join(contact.get("telephones") or [])}
        _save(Contact(agency=agency, keep_until=on + CONTACTS_KEPT_FOR, **words))
    return agency


def _load_person(person: Entry) -> list[str]:
    if User.objects.filter(email__iexact=person["email"]).exists():
        return []
    is_operator = person.get("superuser", False)
    user = User.objects.create_user(
        person["email"],
        person["password"],
        name=person["name"],
        is_staff=is_operator,
        is_superuser=is_operator,
    )
    for entry in person.get("memberships") or []:
        partnership = Partnership.objects.get(slug=entry["partnership"])
        agency = entry.get("agency") and _agencies_by_name(partnership)[entry["agency"]]
        membership = Membership(
            user=user,
            partnership=partnership,
            role=entry["role"],
            agency=agency or None,
            taken_up_at=timezone.now(),
        )
        _save(membership)
    return [f"{user.name} <{user.email}>"]


def _agencies_by_name(partnership: Partnership) -> dict[str, Agency]:
    """Agencies by their name and by their abbreviation."""
    agencies = {}
    for agency in partnership.agencies.all():
        agencies[agency.name] = agency
        if agency.abbreviation:
            agencies[agency.abbreviation] = agency
    return agencies


def _load_plans(folder: Path, users: Mapping[str, User], on: date) -> list[str]:
    partnership = Partnership.objects.get(slug=folder.name)
    files = [read(path) for path in folder.glob("*.yaml") if path.stem != "partnership"]
    # A strategy comes before the yearly plans within it.
    files.sort(key=lambda one: (start_year_of(one["plan"], on), "kind" not in one["plan"]))
    added: list[str] = []
    last: _PlanLoading | None = None
    for contents in files:
        new = plan_of(contents["plan"], partnership, on)
        if partnership.plans.filter(address=new.address).exists():
            last = None if new.is_yearly else last
            continue
        loading = _PlanLoading(new, with_years(contents, new.start_year), users, on)
        plan = loading.load(last if new.is_yearly else None)
        last = loading if new.is_yearly else last
        added.append(f"{plan}, with {loading.count} actions")
    return added


class _PlanLoading:
    """One plan's file on its way into the database."""

    def __init__(self, plan: Plan, contents: Entry, users: Mapping[str, User], on: date) -> None:
        self.plan = plan
        self.contents = contents
        self.users = users
        self.on = on
        self.agencies = _agencies_by_name(plan.partnership)
        self.actions: dict[str, Action] = {}  # by the id that the file gives some of them
        self.priorities: dict[str, Priority] = {}  # by title
        self.last_actions: dict[str, Action] = {}
        self.last_priorities: dict[str, Priority] = {}
        self.count = 0

    def load(self, last: Self | None) -> Plan:
        """Write the plan. last: the loading of the year before."""
        if last:
            self.last_actions, self.last_priorities = last.actions, last.priorities
        _save(self.plan)
        self._name_people()
        for term, meaning in (self.contents.get("glossary") or {}).items():
            _save(GlossaryTerm(plan=self.plan, term=str(term), meaning=meaning))
        for _, entry in self._entries("steps"):
            _save(StatutoryStep(plan=self.plan, **entry))
        for position, entry in self._entries("themes"):
            theme = Theme(plan=self.plan, position=position, **_fields(entry, "title strapline"))
            _save(theme)
            self._load_priorities(entry["priorities"], theme)
        self._load_priorities(self.contents.get("priorities") or [], None)
        load_across(self.plan, self.contents, self.actions)
        for position, entry in self._entries("blocks"):
            priority = self._priority(entry)
            if name := entry.pop("picture", ""):
                entry["picture"] = picture(name)
            _save(Block(plan=self.plan, position=position, priority=priority, **entry))
        for position, entry in self._entries("indicators"):
            priority = self._priority(entry)
            indicator = self.plan.partnership.indicators.get(title=entry.pop("title"))
            entry |= {"plan": self.plan, "indicator": indicator, "priority": priority}
            _save(PlanIndicator(position=position, **entry))
        self._load_rows(PlanPart, "parts")
        self._load_rows(PlanColumn, "columns")
        self._load_rows(MeetingBody, "meeting_bodies")
        self._load_grants()
        for _, entry in self._entries("log"):
            _save(LogEntry(plan=self.plan, text=entry["text"], **_happened(entry["day"])))
        known: dict[str, Any] = {
            "actions": self.actions,
            "agencies": self.agencies,
            "users": self.users,
        }
        load_rounds(self.plan, self.contents.get("rounds") or [], on=self.on, **known)
        load_meetings(self.plan, self.contents.get("meetings") or [], on=self.on, **known)
        return self.plan

    def _name_people(self) -> None:
        """Those who know of a restricted plan; the first has named the others."""
        people = [self.users[key] for key in self.contents["plan"].get("named") or []]
        for user in people:
            membership = user.memberships.get(partnership=self.plan.partnership)
            _save(NamedPerson(plan=self.plan, membership=membership, named_by=people[0]))

    def _priority(self, entry: Entry) -> Priority | None:
        """The priority that an entry takes out of its fields."""
        title = entry.pop("priority", None)
        return self.plan.priorities.get(title=title) if title else None

    def _entries(self, section: str) -> Iterator[tuple[int, Any]]:
        return enumerate(self.contents.get(section) or [])

    def _load_rows(self, model: type[Model], section: str) -> None:
        """The rows of a section whose entries have the fields of the model."""
        for position, entry in self._entries(section):
            _save(model(plan=self.plan, position=position, **entry))

    def _load_grants(self) -> None:
        for position, entry in self._entries("grants"):
            grant = Grant(
                plan=self.plan, position=position, **_fields(entry, "funder name amount note")
            )
            _save(grant)
            for place, allocation in enumerate(entry.get("allocations") or []):
                agency = self.agencies.get(allocation["organisation"])
                _save(Allocation(grant=grant, agency=agency, position=place, **allocation))
            for place, item in enumerate(entry.get("spending") or []):
                _save(Spending(grant=grant, position=place, **item))

    def _load_priorities(self, entries: Iterable[Entry], theme: Theme | None) -> None:
        for position, entry in enumerate(entries):
            words = (
                "title number scope success_indicator overall_target specific_target "
                "legal_strand county_objective policing_objective fate fate_reason columns_note"
            )
            priority = Priority(
                plan=self.plan,
                theme=theme,
                position=position,
                carries_on=self.last_priorities.get(entry.get("carries_on", "")),
                **_fields(entry, words),
            )
            _save(priority)
            self.priorities[priority.title] = priority
            _merge(entry, self.last_priorities, priority)
            for place, text in enumerate(entry.get("recommendations") or []):
                row = Recommendation(plan=self.plan, priority=priority, text=text, position=place)
                _save(row)
            for place, column in enumerate(entry.get("columns") or []):
                _save(PlanColumn(plan=self.plan, priority=priority, position=place, **column))
            for place, action in enumerate(entry.get("actions") or []):
                self._load_action(priority, place, action)

    def _load_action(self, priority: Priority, position: int, entry: Entry) -> None:
        strand = None
        if entry.get("strand"):
            strand, _ = Strand.objects.get_or_create(
                priority=priority, title=entry["strand"], defaults={"position": position}
            )
        names = [one.name for one in OWN_FIELDS]
        action = Action(
            priority=priority,
            strand=strand,
            position=position,
            year_end_wording=entry.get("year_end") or "",
            carries_on=self.last_actions.get(entry.get("carries_on", "")),
            **_fields(entry, " ".join([*names, "owners_as_written fate fate_reason"])),
        )
        _save(action)
        _merge(entry, self.last_actions, action)
        self.count += 1
        if entry.get("id"):
            self.actions[entry["id"]] = action
        for place, owner in enumerate(entry["owners"]):
            owner = owner if isinstance(owner, dict) else {"agency": owner}
            Owner.objects.create(
                action=action,
                agency=self.agencies[owner["agency"]],
                unit=owner.get("unit") or "",
                is_lead=owner.get("lead", False),
                position=place,
            )
        self._load_updates(action, entry.get("updates") or [])
        load_moves(action, entry.get("moves") or [], users=self.users, on=self.on)

    def _load_updates(self, action: Action, entries: Iterable[Entry]) -> None:
        latest = None
        for day, entry in sorted(
            ((self._day(entry), entry) for entry in entries), key=lambda pair: pair[0]
        ):
            if self.plan.starts_on <= day <= self.on:
                latest = add_update(
                    action,
                    status=entry["status"],
                    text=entry["text"].strip(),
                    reason=(entry.get("reason") or "").strip(),
                    by=self.users[entry["by"]],
                    on=day,
                    after=latest.pk if latest else None,
                )

    def _day(self, entry: Entry) -> date:
        if "days_ago" in entry:
            return self.on - timedelta(days=entry["days_ago"])
        month, day = map(int, entry["day"].split("-"))
        year = self.plan.start_year if month >= 4 else self.plan.start_year + 1
        return date(year, month, day)


def _merge(
    entry: Entry,
    last_rows: Mapping[str, Action] | Mapping[str, Priority],
    row: Action | Priority,
) -> None:
    """Note with the rows of the year before that the entry `merges` that they went into this."""
    for name in entry.get("merges") or []:
        if name in last_rows:
            type(row).objects.filter(pk=last_rows[name].pk).update(merged_into=row)


def _happened(day: str) -> dict[str, Any]:
    """The fields of a LogEntry for “2017-04-12”, or for a month alone: “2017-04”."""
    is_day_known = day.count("-") == 2
    happened_on = date.fromisoformat(day if is_day_known else f"{day}-01")
    return {"happened_on": happened_on, "is_day_known": is_day_known}


def _fields(entry: Entry, names: str) -> dict[str, Any]:
    """Those of the named fields that the entry gives, texts without white space at the ends."""
    return {
        name: entry[name].strip() if isinstance(entry[name], str) else entry[name]
        for name in names.split()
        if entry.get(name)
    }


def _save(row: Model) -> None:
    # Constraints are the database's to check; asking it beforehand takes as long as all the rest.
    row.full_clean(validate_constraints=False)
    row.save()
