"""What a file of ours says, row by row, checked by itself before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from reports.transfer.kind import Kind
from reports.transfer.kinds import COMMON, OF_PLAN, PLAN_ITSELF
from reports.transfer.values import check_signs, field_of, from_json
from reports.transfer.writing import FORMAT, VERSION

MOST_PROBLEMS = 20
MOST_ROWS = 40_000
NOT_OURS = "The file is not a plan from CSP Plan (plan.json)"
NO_PARTNERSHIP = "The file is not a partnership from CSP Plan"
ACTIONS_ALONE = (
    "The file holds actions alone, and no plan. Start the plan, then import the actions into it"
)


@dataclass(frozen=True)
class Row:
    """A row of a file. place: where it stands, for messages.

    values: of the kind's own fields. links, many: ids in the file. elsewhere, people, files: as the
    file says them.
    """

    id: int
    place: str
    values: dict[str, Any]
    links: dict[str, int | str | None]
    many: dict[str, list[int]]
    elsewhere: dict[str, Any]
    people: dict[str, Any]
    files: dict[str, Any]


@dataclass(frozen=True)
class PlanRows:
    """A plan of a file, and its rows by the names of their kinds."""

    plan: Row
    rows: dict[str, list[Row]]


@dataclass(frozen=True)
class PlanFile:
    """What a plan.json says. The first of its plans is that which it is about."""

    common: dict[str, list[Row]]
    plans: list[PlanRows]


class Problems(list[str]):
    """What is wrong with a file, in words; no more than are read."""

    def add(self, place: str, error: ValidationError | str) -> None:
        words = [error] if isinstance(error, str) else error.messages
        self.extend(f"{place} {one}" for one in words)
        if len(self) >= MOST_PROBLEMS:
            self.stop()

    def stop(self) -> None:
        """Raise ValidationError if there are any."""
        if self:
            raise ValidationError(self[:MOST_PROBLEMS])


def plan_of_file(data: Any) -> PlanFile:
    """What a plan.json says, given what JSON makes of it. Raises ValidationError."""
    check_head(data, FORMAT, VERSION)
    if not isinstance(data.get("plans"), list) or not data["plans"]:
        raise ValidationError(NOT_OURS)
    check_size([data, *data["plans"]])
    problems = Problems()
    common = rows_of(data, COMMON, problems)
    check_links(COMMON, common, common, problems)
    plans = []
    for number, one in enumerate(data["plans"], start=1):
        of_plan = _object(one, f"“plans”, entry {number}", problems)
        rows = rows_of(of_plan, OF_PLAN, problems)
        check_links(OF_PLAN, rows, common | rows, problems)
        head = _object(of_plan.get("plan"), f"“plans”, entry {number}, “plan”", problems)
        plans.append(PlanRows(row_of(PLAN_ITSELF, head, 1, "“plan”", problems), rows))
    problems.stop()
    return PlanFile(common, plans)


def check_head(data: Any, format: str, version: int) -> None:
    """Raise ValidationError unless data are of a file of that format, of a version that is read."""
    if not isinstance(data, dict):
        data = {}
    if data.get("format") == "csp-plan-actions":
        raise ValidationError(ACTIONS_ALONE)
    if data.get("format") != format:
        raise ValidationError(NOT_OURS if format == FORMAT else NO_PARTNERSHIP)
    said = data.get("version")
    if isinstance(said, bool) or not isinstance(said, int) or said < 1:
        raise ValidationError("The file does not say of which version it is")
    if said > version:
        raise ValidationError(
            "The file is from a newer version of CSP Plan: it is of version "
            f"{str(said)[:9]}, and this one reads {version}"
        )


def check_size(objects: Sequence[Any]) -> None:
    """Raise ValidationError if there are more rows in the lists of these than are read."""
    lists = (list(one.values()) for one in objects if isinstance(one, dict))
    if sum(len(one) for some in lists for one in some if isinstance(one, list)) > MOST_ROWS:
        raise ValidationError(f"The file has more than {MOST_ROWS:,} rows")


def rows_of(data: Mapping[str, Any], kinds: Sequence[Kind], problems: Problems) -> dict[str, Any]:
    """The rows of these kinds, by the names of the kinds; none of one that is left out."""
    found: dict[str, list[Row]] = {}
    for kind in kinds:
        written = data.get(kind.name) or []
        if not isinstance(written, list):
            problems.add(f"“{kind.name}”", "must be a list")
            written = []
        rows = []
        for number, one in enumerate(written, start=1):
            place = f"“{kind.name}”, row {number}:"
            rows.append(row_of(kind, _object(one, place, problems), number, place, problems))
        if len({row.id for row in rows}) < len(rows):
            problems.add(f"“{kind.name}”", "has two rows with one id")
        found[kind.name] = rows
    return found


def row_of(kind: Kind, said: Mapping[str, Any], number: int, place: str, problems: Problems) -> Row:
    known = {*kind.values, *kind.links, *kind.many, *kind.elsewhere, *kind.people, *kind.files}
    for name in said.keys() - known - {"id"}:
        problems.add(place, f"“{name[:60]}” is not known")
    id = said.get("id", number)
    if isinstance(id, bool) or not isinstance(id, int):
        problems.add(place, "“id” must be a whole number")
        id = number
    values: dict[str, Any] = {}
    for name in kind.values:
        if name in said:
            try:
                values[name] = from_json(field_of(kind.model, name), said[name])
            except ValidationError as error:
                problems.add(f"{place} “{name}”", error)
    return Row(
        id=id,
        place=place,
        values=values,
        links={name: said.get(name) for name in kind.links},
        many={name: list(_ids(said.get(name), place, name, problems)) for name in kind.many},
        elsewhere={name: said.get(name) for name in kind.elsewhere},
        people={
            name: _person(said.get(name), f"{place} “{name}”", problems) for name in kind.people
        },
        files={name: said.get(name) for name in kind.files},
    )


def check_links(
    kinds: Sequence[Kind],
    rows: Mapping[str, list[Row]],
    there: Mapping[str, list[Row]],
    problems: Problems,
) -> None:
    """Find links that lead nowhere. there: all rows of the file to which they may lead."""
    ids = {name: {row.id for row in of_kind} for name, of_kind in there.items()}
    for kind in kinds:
        for row in rows[kind.name]:
            for name, to in kind.links.items():
                _check_link(kind.model, row, name, ids.get(to), problems)
            for name, to in kind.many.items():
                if not ids[to].issuperset(row.many[name]):
                    problems.add(f"{row.place} “{name}”", f"leads to no row of “{to}”")


def _check_link(
    model: type[Model], row: Row, name: str, ids: set[int] | None, problems: Problems
) -> None:
    """ids: of the rows to which it may lead; None: people, who are named by e-mail address."""
    value = row.links[name]
    place = f"{row.place} “{name}”"
    if value is None:
        if not model._meta.get_field(name).null:
            problems.add(place, "must not be empty")
    elif ids is None:
        if not isinstance(value, str):
            problems.add(place, "must be an email address")
    elif isinstance(value, bool) or not isinstance(value, int) or value not in ids:
        problems.add(place, "leads to no row of the file")


def _object(value: Any, place: str, problems: Problems) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    problems.add(place, "must be an object, between { and }")
    return {}


def _ids(value: Any, place: str, name: str, problems: Problems) -> Iterator[int]:
    for one in value if isinstance(value, list) else [value] if value is not None else []:
        if isinstance(one, int) and not isinstance(one, bool):
            yield one
        else:
            problems.add(f"{place} “{name}”", "must be a list of ids")


def _person(value: Any, place: str, problems: Problems) -> dict[str, str]:
    """The name and the e-mail address of a person; a name alone stands for both."""
    if value is None:
        return {}
    said = {"name": value} if isinstance(value, str) else value
    if isinstance(said, dict) and all(isinstance(one, str) for one in said.values()):
        try:
            check_signs("".join(said.values()))
        except ValidationError as error:
            problems.add(place, error)
        return {"name": said.get("name", ""), "email": said.get("email", "")}
    problems.add(place, "must be a name")
    return {}
