"""A partnership from its zip, whole or not at all, where it isn't yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from csp.json_files import read_json
from csp.zip_files import ZipRead
from partners.models import Agency, Membership, Partnership, User
from reports.transfer.archive import FORMAT, PARTNERSHIP_FILE, VERSION
from reports.transfer.checked import (
    Problems,
    Row,
    check_head,
    check_links,
    check_size,
    plan_of_file,
    row_of,
    rows_of,
)
from reports.transfer.common import bring_agencies, bring_figures
from reports.transfer.importing import PlansImport
from reports.transfer.kinds import BY_NAME, COMMON, OF_PARTNERSHIP, PARTNERSHIP_ITSELF
from reports.transfer.rows import Bringing

NOT_OURS = "The file is not a partnership from CSP Plan: it has no partnership.json"
NO_IMPORTER = (
    "The file names no administrator or manager who could be put down for what people did who are "
    "not in it. Say with --by who is"
)


@dataclass(frozen=True)
class Unpacked:
    """A partnership that was imported. notes: what its importer should know."""

    partnership: Partnership
    notes: list[str]


def import_partnership(path: Path, *, by: User | None = None) -> Unpacked:
    """Make the partnership of a zip that export_partnership has written.

    by: who is put down for what people did who are not in the file; if left out, its first
    administrator. People without an account get one without a password. Raises ValidationError if
    the file is not one or the partnership is here, and OSError.
    """
    with ZipRead.opened(path) as archive:
        if PARTNERSHIP_FILE not in archive.names:
            raise ValidationError(NOT_OURS)
        data = read_json(archive.read(PARTNERSHIP_FILE))
        check_head(data, FORMAT, VERSION)
        check_size([data])
        problems = Problems()
        kinds = (*COMMON, *OF_PARTNERSHIP)
        rows = rows_of(data, kinds, problems)
        check_links(kinds, rows, rows, problems)
        said = data.get("partnership")
        head = row_of(
            PARTNERSHIP_ITSELF, said if isinstance(said, dict) else {}, 1, "“partnership”", problems
        )
        problems.stop()
        bringing = Bringing(
            by=by or User(),
            reason=f"Import {path.name}"[:100],
            is_archive=True,
            bytes_of=lambda one: archive.read(_path_of(one)),
        )
        with bringing.whole_or_not_at_all():
            return _Unpacking(archive, bringing, rows).run(head, _addresses(data), by)


def _addresses(data: Mapping[str, Any]) -> list[str]:
    addresses = data.get("plans", [])
    if not isinstance(addresses, list) or not all(isinstance(one, str) for one in addresses):
        raise ValidationError("“plans” must be a list of addresses")
    return addresses


def _path_of(said: Any) -> str:
    if isinstance(said, dict) and isinstance(said.get("file"), str):
        return said["file"]
    raise ValidationError("must say which file of the zip it is")


class _Unpacking:
    def __init__(self, archive: ZipRead, bringing: Bringing, rows: dict[str, list[Row]]) -> None:
        self.archive = archive
        self.bringing = bringing
        self.rows = rows

    def run(self, head: Row, addresses: list[str], by: User | None) -> Unpacked:
        partnership = self._partnership(head)
        users = self._users()
        self.bringing.by = by or self._first_builder(users)
        self.bringing.user_of = lambda said: users.get(said["email"].lower())
        bringing = self.bringing
        bringing.keep_history(PARTNERSHIP_ITSELF, [partnership])
        agencies = bring_agencies(bringing, partnership, self.rows["agencies"], make=True)
        bring_figures(
            bringing, partnership, self.rows["indicators"], self.rows["observations"], plans={}
        )
        self._members(partnership, agencies)
        plans = PlansImport(partnership, bringing)
        for address in addresses:
            content = self.archive.read(f"plans/{address}/plan.json")
            try:
                plans.bring(plan_of_file(read_json(content)), make_partners=True)
            except ValidationError as error:
                raise ValidationError([f"{address}: {one}" for one in error.messages]) from None
        plans.finish()
        return Unpacked(partnership, bringing.notes)

    def _partnership(self, head: Row) -> Partnership:
        slug = head.values.get("slug", "")
        if Partnership.objects.filter(slug=slug).exists():
            raise ValidationError(f"There is a partnership with the address “{slug}” here already")
        made = self.bringing.create(PARTNERSHIP_ITSELF, [head], {})
        partnership: Partnership = made[head.id]
        return partnership

    def _users(self) -> dict[str, User]:
        """The accounts of the people of the file, by e-mail address."""
        problems = Problems()
        users: dict[str, User] = {}
        for row in self.rows["people"]:
            said = row.people["user"]
            email = said.get("email", "").strip().lower()
            try:
                validate_email(email)
            except ValidationError as error:
                problems.add(f"{row.place} “user”", error)
                continue
            if user := User.objects.filter(email__iexact=email).first():
                # Nobody becomes a member who has an account here and was not asked.
                row.values["taken_up_at"] = None
                self.bringing.notes.append(f"{email} has an account here, and is invited.")
            users[email] = user or self._new(email, said["name"])
        problems.stop()
        return users

    def _new(self, email: str, name: str) -> User:
        longest = User._meta.get_field("name").max_length
        self.bringing.notes.append(f"{email} has an account now, without a password.")
        return User.objects.create_user(email, name=name[:longest])

    def _first_builder(self, users: Mapping[str, User]) -> User:
        for role in ("administrator", "manager"):
            for row in self.rows["people"]:
                if row.values.get("role") == role:
                    return users[row.people["user"]["email"].strip().lower()]
        raise ValidationError(NO_IMPORTER)

    def _members(self, partnership: Partnership, agencies: Mapping[int, Agency]) -> None:
        there = {"agencies": agencies}
        for name in ("former_details", "contacts", "people"):
            kind = BY_NAME[name]
            owner = {"partnership": partnership} if kind.owner == "partnership" else {}
            made = self.bringing.create(kind, self.rows[name], there, **owner)
            self.bringing.keep_history(kind, list(made.values()))
            if name == "people":
                members: list[Membership] = list(made.values())
                self.bringing.members = {one.user.email.lower(): one for one in members}
