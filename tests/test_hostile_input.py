"""What no browser sends, sent to every address: it may be refused, but nothing breaks of it."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.urls import get_resolver, resolve, reverse
from lxml import html

from plans.kinds import ALL_KINDS
from tests.test_access import ADDRESSES, BY_LINK, OF_PARTNERSHIP, OWN, PUBLIC, PUBLISHED

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_rendering")]

# Larger than any column; of more figures than int() reads; a figure to isdigit() but not to int().
NUMBERS = ["9" * 30, "9" * 5000]
HOSTILE = [*NUMBERS, "²", "a\x00b"]
# What an address takes in its query, where its page has no link or form that names it.
MORE_PARAMETERS = {
    "partners": {"q"},
    "block-preview": {"block"},
    "document-page": {"layout", "since"},
    "edition-issue": {"pdf", "docx", "label", "after"},
    "carry-action": {"decision"},
    "carry-keep": {"which"},
    "actions-csv": {"priority", "agency", "status", "q"},
    "desk": {"round", "agency", "priority"},
    "account_login": {"next"},
}


# The same pages for every kind of row: three kinds stand for all.
ALIKE = {
    f"{kind.name}-{what}"
    for kind in ALL_KINDS
    if kind.name not in ("priority", "block", "plan-action")
    for what in ("move", "remove", "history", "restore")
}


@pytest.fixture
def broken(client):
    """broken(method, url, fields): a list that says so, if the answer is a server error."""
    client.raise_request_exception = False

    def ask(method, url, fields=None):
        # What it changed is undone, so that the next finds what its page has shown.
        with transaction.atomic():
            status = getattr(client, method)(url, fields).status_code
            transaction.set_rollback(True)
        return [(method, url[:120], str(fields)[:300])] if status >= 500 else []

    return ask


def _parameters(name, url, page):
    """The names in the queries of links to the address itself, and of its forms that only ask."""
    found = {"page"} | MORE_PARAMETERS.get(name, set())
    for link in page.xpath("//a/@href"):
        parts = urlsplit(link)
        if parts.path in ("", urlsplit(url).path):
            found |= {parameter for parameter, _ in parse_qsl(parts.query)}
    for form in page.forms:
        if form.method == "GET":
            found |= set(form.inputs.keys())
    return found


def _posts(url, page):
    """Where to, and which fields, for each form of the page, each of its fields made hostile."""
    for form in page.forms:
        if form.method != "POST":
            continue
        fields = {}
        for field, value in form.form_values():
            fields.setdefault(field, []).append(value)
        action = form.action or url
        buttons = form.xpath(".//button[@name]/@name")
        for field in {*form.inputs.keys(), *buttons} - {None, "csrfmiddlewaretoken"}:
            yield action, fields | {field: NUMBERS[0]}
            # Only what holds a number is read as one by a view, and not by a field of Django's.
            if any(re.search(r"\d", value or "") for value in fields.get(field, [""])):
                yield action, fields | {field: NUMBERS[1]}
            # Lists of ids and versions: "7:2,9:4".
            for value in fields.get(field, [])[:1]:
                if re.search(r"\d", value) and not value.isdecimal():
                    yield action, fields | {field: re.sub(r"\d+", NUMBERS[0], value)}
            if re.search(r"\d", field):
                yield action, fields | {re.sub(r"\d+", NUMBERS[0], field): "1"}


def _walk(names, address, client, broken):
    found = []
    for name in names:
        url = address(name)
        response = client.get(url)
        content = b"" if response.streaming else response.content
        is_page = response.status_code == 200 and "html" in response["Content-Type"] and content
        page = html.fromstring(content.decode() if is_page else "<p></p>")
        for parameter in _parameters(name, url, page):
            for value in HOSTILE:
                found += broken("get", url.partition("?")[0], {parameter: value})
        if is_page:
            for action, fields in _posts(url, page):
                found += broken("post", action, fields)
        found += broken("post", url, {"a\x00b": "1", "version": "a\x00b"})
    return found


# In parts, so that several processes share them.
PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_is_asked_or_sent_breaks_a_page_of_a_partnership(
    part, address, administrator, broken
):
    names = sorted({*OF_PARTNERSHIP, *OWN} - ALIKE)[part::PARTS]
    assert _walk(names, _or_own(address), administrator, broken) == []


def test_nothing_that_a_link_s_holder_sends_breaks_its_pages(address, client, broken):
    assert _walk(sorted(BY_LINK), address, client, broken) == []


def test_nothing_that_the_public_sends_breaks_a_page(address, client, broken):
    assert _walk(sorted(PUBLIC | PUBLISHED), _or_own(address), client, broken) == []


def _or_own(address):
    def find(name):
        if name == "account_reset_password_from_key":
            return reverse(name, kwargs={"uidb36": "1", "key": "a-b"})
        if name.startswith("openid_connect_"):
            return reverse(name, args=["council"])
        return reverse(name) if name in PUBLIC | OWN else address(name)

    return find


# Larger than most columns, and larger than all.
@pytest.mark.parametrize("number", ["9" * 15, "9" * 30], ids=["15", "30"])
def test_no_number_in_an_address_breaks_its_page(number, address, administrator, broken):
    found = []
    for name in {*OF_PARTNERSHIP, *BY_LINK, *PUBLISHED}:
        url = address(name)
        match = resolve(url.partition("?")[0])
        for argument, value in match.captured_kwargs.items():
            if isinstance(value, int):
                (template, _), *_ = get_resolver().reverse_dict.getlist(name)[0][0]
                hostile = "/" + template % (match.captured_kwargs | {argument: number})
                found += broken("get", hostile) + broken("post", hostile, {"version": "1"})
    assert found == []


def test_a_number_that_python_does_not_read_is_no_year(administrator, broken, larkshire):
    assert broken("get", f"/larkshire/{'9' * 5000}/") == []


def test_a_nought_in_an_address_is_refused(administrator, broken, larkshire):
    paths = ["/answer/a%00b/", "/larkshire/%00/", "/accounts/password/reset/key/1-a%00b/", "/%00/"]
    assert [one for path in paths for one in broken("get", path)] == []


def test_a_nought_in_a_cookie_is_refused(client, broken, db):
    client.cookies["sessionid"] = "a" * 8 + "\x00"
    assert broken("get", reverse("account_login")) == []


def test_nothing_breaks_the_admin_s_pages(cast, sign_in, broken, address):
    address("plan")
    sign_in(cast.operator)
    found = []
    for name in ADDRESSES:
        if name.endswith("_changelist"):
            url = reverse(name)
            for parameter in ("q", "o", "p", "e", "id", "id__in", "partnership__id__exact", "all"):
                for value in HOSTILE:
                    found += broken("get", url, {parameter: value})
            for number in NUMBERS:
                found += broken("get", f"{url}{number}/change/")
                found += broken("get", f"{url}{number}/history/")
    assert found == []
