"""Every figure of the pages of how it stands is a link to the list of just what it counts.

The plan is counted by hand in by_hand.py. What counts and is no link stands in WITHOUT, with the
reason.
"""

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from django.urls import resolve
from lxml import html

from actions.models import Action
from actions.rounds.models import Answer
from partners.access import Role
from tests import factories
from tests.actions.by_hand import make_counted_plan, make_year_before
from tests.conftest import TODAY

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What is no figure: days, years, quarters, hours, names of priorities.
NO_FIGURE = re.compile(
    rf"\d+ (?:{MONTHS})(?: \d{{4}})?|(?:{MONTHS}) \d{{4}}|\d{{4}}/\d\d|\b20\d\d\b"
    r"|Priority \d+|\bQ\d|\d\d:\d\d"
)
# Pictures say what stands beside them in numbers; in forms stands what is chosen or typed.
NOT_READ = {"svg", "script", "style", "form", "select", "time"}
BLOCKS = {"p", "td", "th", "li", "dd", "dt", "h1", "h2", "h3", "summary", "caption"}
# What counts without being a link, by its words, and why.
WITHOUT = {
    r"^0$|^0 of \d+": "nothing is counted: there is no list",
    r"\d+%": "a rate: both numbers stand beside it, each with its list",
    r"^\d+( of \d+)? (actions?|partnerships|partners own|answers? to read)": "heads its list",
    r"^Autumn: \d+ of \d+ partners": "readers are not shown who was asked",
    r"^\d+ of \d+ Answer by telephone": "of one partner: opens with the link beside it",
    r"^\d+ more actions? ha(s an update|ve updates) and the same status$": "opens its list",
    r"^\d+ actions?: ": "of a theme or a recommendation: heads its list, or stands beside it",
}
ACTION = re.compile(r"/actions?/(\d+)/$")


class Figure(NamedTuple):
    """number: the first of its words. said: the words of its link, or of its paragraph or cell if
    it has none. leads_to: the address of its link.
    """

    number: int
    said: str
    leads_to: str


def figures_on(main):
    """The Figures of a page, in their order."""
    found = []
    for element in main.iter(html.etree.Element):
        above = [element, *element.iterancestors()]
        if NOT_READ & {one.tag for one in above}:
            continue
        for text in [element.text, *(child.tail for child in element)]:
            number = re.search(r"\d+", NO_FIGURE.sub("", text or ""))
            if not number:
                continue
            links = [one for one in above if one.get("href")]
            of = next(iter([*links, *(one for one in above if one.tag in BLOCKS)]))
            address = links[0].get("href") if links else ""
            found.append(Figure(int(number[0]), " ".join(of.text_content().split()), address))
    return found


def main_of(response):
    assert response.status_code == 200
    return html.fromstring(response.content.decode()).get_element_by_id("main")


def how_many(client, url, address):
    """How many rows the list has to which a figure of a page leads."""
    if address.startswith("#"):
        place = main_of(client.get(url)).get_element_by_id(address[1:])
        rows = "descendant-or-self::*[self::tbody or self::ul]"
        return len(place.xpath(f"((. | following-sibling::*)/{rows})[1]/*"))
    response = client.get(urljoin(url, address))
    main = main_of(response)
    named = resolve(response.request["PATH_INFO"]).url_name
    if named == "search":
        return len(main.xpath("//ol[@class='app-found']/li"))
    if named == "desk":
        return len(main.xpath("//input[@name='answer']"))
    if named == "round":
        return len(main.xpath("//td[@data-label='State']"))
    links = (ACTION.search(link) for link in main.xpath("//main//a[not(ancestor::nav)]/@href"))
    return len({link[1] for link in links if link})


@pytest.fixture
def people(larkshire, wrenmoor, shelter, cast, sign_in):
    """Two plans alike, that were counted by hand, with all that pages tell of them."""
    plan = make_counted_plan(larkshire, shelter)
    make_year_before(larkshire)
    make_counted_plan(wrenmoor, factories.make_agency(wrenmoor, "Lark Shelter"))
    for person in (cast.officer, cast.reader):
        factories.make_membership(person, wrenmoor, Role.READER)
    first, second = Action.objects.filter(priority__plan=plan, priority__number=1)[:2]
    factories.make_extension(second, "By March 2027", before="By December 2026")
    factories.make_recommendation(plan, "Think", [first, second])
    factories.make_cross_cutting_theme(plan, "Youth", [first, second])
    request = factories.make_request(
        factories.make_round(plan, "Autumn", pk=99), shelter, answered_at=factories.timezone.now()
    )
    factories.make_answer(request, first, state=Answer.State.SENT)
    factories.make_request(request.round, factories.make_agency(larkshire, "Fire"))
    body = factories.make_meeting_body(plan, "Strategy Group", pk=1)
    factories.make_decision(factories.make_meeting(body, date(2026, 9, 15)), "Ask", shelter)
    factories.make_meeting(body, TODAY, pk=99)
    return {"officer": cast.officer, "reader": cast.reader}


PAGES = [
    "/larkshire/",
    "/larkshire/2026/by-partner/",
    "/larkshire/2026/over-time/",
    "/larkshire/2026/over-time/?by=quarter",
    "/larkshire/2026/over-time/day/?day=2026-10-06",
    "/larkshire/years/",
    "/larkshire/due/",
    "/larkshire/2026/",
    "/larkshire/2026/recommendations/",
    "/larkshire/2026/cross-cutting-themes/",
    "/larkshire/2026/meetings/days/99/agenda/",
    "/across/",
    "/across/actions/",
    "/search/?q=patrol",
]
OF_OFFICERS = [
    "/",
    "/across/mine/",
    "/larkshire/answers/",
    "/larkshire/rounds/",
    "/larkshire/rounds/99/",
]


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("person", "url"),
    [
        *(("officer", url) for url in [*PAGES, *OF_OFFICERS]),
        *(("reader", url) for url in PAGES),
    ],
)
def test_every_figure_opens_the_list_that_it_counts(person, url, people, sign_in):
    client = sign_in(people[person])
    figures = figures_on(main_of(client.get(url)))
    assert figures
    opened = {one.leads_to: how_many(client, url, one.leads_to) for one in figures if one.leads_to}
    assert [one for one in figures if one.leads_to and opened[one.leads_to] != one.number] == []
    alone = [one for one in figures if not one.leads_to]
    assert [one for one in alone if not any(re.search(words, one.said) for words in WITHOUT)] == []
