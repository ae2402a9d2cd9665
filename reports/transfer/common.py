"""What plans share in their partnership, matched with what is there: agencies and figures."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from partners.agency_names import KnownPartners
from partners.models import Agency, Partnership
from plans.models import Indicator, Observation, Plan
from reports.transfer.checked import Row
from reports.transfer.kinds import AGENCIES, INDICATORS, OBSERVATIONS
from reports.transfer.rows import Bringing, fill_in


class MissingPartners(ValidationError):
    """Agencies of the file that are not here. names: theirs."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"These partners of the file are not here yet: {'; '.join(names)}")
        self.names = names


def bring_agencies(
    bringing: Bringing, partnership: Partnership, rows: Sequence[Row], *, make: bool
) -> dict[int, Agency]:
    """The agencies of a file by their ids there.

    make: whether those that are not here are made; if not, MissingPartners is raised. Those that
    are here stay as they are. Raises ValidationError if two of the file are one here.
    """
    known = KnownPartners(partnership.agencies.all())
    by_name = {one.name: one for one in known.agencies}
    found: dict[int, Agency] = {}
    for row in rows:
        name = row.values.get("name", "")
        if agency := by_name.get(name) or known.find(name):
            found[row.id] = agency
    _check_apart(rows, found)
    missing = [row for row in rows if row.id not in found]
    if missing and not make:
        raise MissingPartners([row.values.get("name", "") for row in missing])
    _without_taken_abbreviations(bringing, known, missing)
    made = bringing.create(AGENCIES, missing, {}, partnership=partnership)
    found |= made
    for row in missing:
        agency = made[row.id]
        if successor := row.links["successor"]:
            agency.successor = found[int(successor)]
        agency.members.add(*(found[id] for id in row.many["members"]))
        agency.different_from.add(*(found[id] for id in row.many["different_from"]))
    fill_in(AGENCIES, [one for one in made.values() if one.successor], ["successor"])
    bringing.keep_history(AGENCIES, list(made.values()))
    return found


def _check_apart(rows: Sequence[Row], found: dict[int, Agency]) -> None:
    names: dict[int, str] = {}
    for row in rows:
        if agency := found.get(row.id):
            name = row.values["name"]
            if agency.pk in names:
                raise ValidationError(
                    f"“{names[agency.pk]}” and “{name}” of the file are both {agency} here"
                )
            names[agency.pk] = name


def _without_taken_abbreviations(
    bringing: Bringing, known: KnownPartners, missing: Sequence[Row]
) -> None:
    taken = {one.abbreviation.lower() for one in known.agencies}
    for row in missing:
        abbreviation = row.values.get("abbreviation", "")
        if abbreviation and abbreviation.lower() in taken:
            row.values["abbreviation"] = ""
            bringing.notes.append(
                f"{row.values['name']} was added without its abbreviation {abbreviation}, which "
                "another partner has here."
            )


def bring_figures(
    bringing: Bringing,
    partnership: Partnership,
    rows: Sequence[Row],
    observations: Sequence[Row],
    *,
    plans: dict[str, Plan],
) -> dict[int, Indicator]:
    """The series of a file by their ids there; figures that are not here are added to them.

    plans: those of the file, and others that the importer knows, by address. Raises
    ValidationError where a series of that title is here that may not be mixed with the file's.
    """
    here = {one.title: one for one in partnership.indicators.select_related("only_in")}
    found: dict[int, Indicator] = {}
    new = [row for row in rows if row.values.get("title") not in here]
    for row in rows:
        title = row.values.get("title", "")
        if title in here:
            found[row.id] = _same(here[title], row, plans, bringing)
    made = bringing.create(INDICATORS, new, {}, partnership=partnership)
    for row in new:
        if address := row.elsewhere["only_in"]:
            made[row.id].only_in = _only_in(row, str(address), plans)
    fill_in(INDICATORS, [one for one in made.values() if one.only_in], ["only_in"])
    bringing.keep_history(INDICATORS, list(made.values()))
    found |= made
    _bring_observations(bringing, observations, found)
    return found


def _only_in(row: Row, address: str, plans: dict[str, Plan]) -> Plan:
    if address not in plans:
        raise ValidationError(f"{row.place} “only_in” leads to no plan of the file")
    return plans[address]


def _same(here: Indicator, row: Row, plans: dict[str, Plan], bringing: Bringing) -> Indicator:
    """The series that is here already, if it is the one of the file. Raises ValidationError."""
    is_own = bool(row.elsewhere["only_in"])
    if is_own or here.only_in:
        # One is a secret of its plan: neither may be told in the other's.
        is_known = here.only_in and (bringing.is_archive or here.only_in.address in plans)
        if is_own and is_known:
            return here
        raise ValidationError(
            f"There is another figure with the title “{here.title}” here. Give that of the file "
            "another title"
        )
    for name in ("unit", "kind"):
        if row.values.get(name, "") != getattr(here, name):
            raise ValidationError(
                f"The figure “{here.title}” counts something else here: its {name} is "
                f"“{getattr(here, name)}”, and in the file “{row.values.get(name, '')}”"
            )
    return here


def _bring_observations(
    bringing: Bringing, rows: Sequence[Row], indicators: dict[int, Indicator]
) -> None:
    here = {
        (one.indicator_id, one.period, one.label): one
        for one in Observation.objects.filter(indicator__in=indicators.values())
    }
    new, others = [], 0
    for row in rows:
        indicator = indicators[int(row.links["indicator"] or 0)]
        key = (indicator.pk, row.values.get("period", ""), row.values.get("label", ""))
        if key not in here:
            new.append(row)
        elif any(getattr(here[key], name) != value for name, value in row.values.items()):
            others += 1
    if others:
        are = "figure is" if others == 1 else "figures are"
        stay = "stays" if others == 1 else "stay"
        bringing.notes.append(f"{others} {are} otherwise here than in the file, and {stay} so.")
    made = bringing.create(OBSERVATIONS, new, {"indicators": indicators})
    bringing.keep_history(OBSERVATIONS, list(made.values()))
