"""People at the site from outside: they read its pages, and send its forms as they find them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import requests
from lxml import html

from partners.access import Role
from script.trial_parts.trial import Place
from tests import factories
from tests.addresses import addresses_in
from tests.serving import Server, session_of
from tests.test_access import BY_LINK, OF_PARTNERSHIP, PUBLISHED

# Seconds after which an answer is none.
PATIENCE = 120


@dataclass
class Known:
    """What a place has been filled with: where its pages are, and who is signed in.

    sessions: of an administrator, of the operator, and of officers.
    """

    pages: dict[str, str]
    administrator: str
    operator: str
    logo: str


class Person:
    """Somebody with a session of their own, or "" with none, at a server."""

    def __init__(self, server: Server, session: str = "") -> None:
        self.site = f"http://127.0.0.1:{server.port}"
        self.http = requests.Session()
        self.http.trust_env = False
        if session:
            self.http.cookies.set("sessionid", session)
        self.statuses: list[int] = []

    def get(self, path: str, *, follow: bool = True) -> requests.Response:
        return self._told(
            self.http.get(urljoin(self.site, path), allow_redirects=follow, timeout=PATIENCE)
        )

    def forms(self, path: str) -> list[Any]:
        """The forms that are sent by POST, of the page at that path."""
        response = self.get(path)
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            return []
        page = html.fromstring(response.text, base_url=urljoin(self.site, path))
        return [form for form in page.forms if form.method == "POST"]

    def send(
        self,
        form: Any,
        changed: dict[str, Any] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
        button: tuple[str, str] | None = None,
    ) -> requests.Response:
        """Send a form with what it holds, but for what was changed. Not followed anywhere."""
        fields: dict[str, Any] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        fields |= changed or {}
        fields |= [] if button is None else [button]
        for name in files or {}:
            fields.pop(name, None)
        place = urljoin(form.base_url or self.site, form.action or "")
        headers = {"Referer": self.site}
        return self._told(
            self.http.post(
                place,
                data=fields,
                files=files,
                headers=headers,
                allow_redirects=False,
                timeout=PATIENCE,
            )
        )

    def _told(self, response: requests.Response) -> requests.Response:
        self.statuses.append(response.status_code)
        return response


def filled(place: Place, also: Callable[[], Any] | None = None) -> Known:
    """Fill a place with rows for every page. also: called in the same process afterwards."""
    side = place.side()
    try:
        known = Known(**side.call(fill).result)
        if also:
            side.call(also)
        return known
    finally:
        side.close()


def errors_in(people: list[Person]) -> int:
    return sum(status >= 500 for person in people for status in person.statuses)


def words_of(response: requests.Response) -> str:
    """What a page says, in one line."""
    return re.sub(r"\s+", " ", html.fromstring(response.text).text_content())


def summary_of(response: requests.Response) -> str:
    """What the page's error summary says; "" if it has none."""
    if "html" not in response.headers.get("Content-Type", "") or not response.text:
        return ""
    found = html.fromstring(response.text).find_class("govuk-error-summary")
    return " ".join(one.text_content() for one in found)


# What happens in a Side.


def fill() -> dict[str, Any]:
    """A partnership with a row for every page. Returns what Known is made of."""
    larkshire = factories.make_partnership("Larkshire")
    shelter = factories.make_agency(larkshire, "Lark Shelter", kind="voluntary")
    plan, before = (factories.make_plan(larkshire, year) for year in (2026, 2025))
    find = addresses_in(plan, before, shelter)
    pages = {name: find(name) for name in sorted({*OF_PARTNERSHIP, *BY_LINK, *PUBLISHED})}
    administrator = factories.make_member(larkshire, Role.ADMINISTRATOR)
    operator = factories.make_user("Operator", is_staff=True, is_superuser=True)
    return {
        "pages": pages,
        "administrator": session_of(administrator),
        "operator": session_of(operator),
        "logo": f"/admin/partners/partnership/{larkshire.pk}/change/",
    }
