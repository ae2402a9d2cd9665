"""An edition is read chapter by chapter, and its addresses live on."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import make_chapter

BOTH = make_chapter(words="<p>Safe &amp; sound.</p>") + make_chapter("glossary", "Glossary")


@pytest.fixture
def read(client):
    """read("chapters/glossary/") gives the response to a visitor of this year's plan."""
    return lambda page="", **headers: client.get(
        f"/published/larkshire/2026/{page}", headers=headers
    )


def words(response):
    return response.content.decode()


def test_the_page_of_an_edition_leads_to_its_chapters_and_old_links_find_them(plan, read):
    factories.make_edition(plan, BOTH)
    page = words(read())
    assert 'href="/published/larkshire/2026/chapters/introduction/"' in page
    # As in addresses of before: /published/larkshire/2026/#glossary
    assert '<li id="glossary">' in page
    assert "Safe &amp; sound." not in page


def test_a_chapter_is_shown_as_it_was_issued_between_those_beside_it(plan, read):
    factories.make_edition(plan, BOTH + make_chapter("members", "Members"))
    page = words(read("chapters/glossary/"))
    assert make_chapter("glossary", "Glossary") in page
    assert re.search(r'href="[^"]*/introduction/" rel="prev"', page)
    assert re.search(r'href="[^"]*/members/" rel="next"', page)
    assert '<span aria-current="page">Glossary</span>' in page
    assert "<title>Glossary – Plan</title>" in page


def test_what_was_issued_stays_when_the_plan_is_edited(plan, read):
    factories.make_edition(plan, BOTH)
    before = words(read("chapters/introduction/"))
    factories.make_block(plan, body="<p>Edited.</p>")
    factories.make_action(factories.make_priority(plan), "Edited")
    assert words(read("chapters/introduction/")) == before


def test_all_of_it_is_on_one_page_for_printing(plan, read):
    factories.make_edition(plan, BOTH)
    page = words(read("whole/"))
    assert BOTH in page
    assert words(read("1/whole/")).count("Safe &amp; sound.") == 1


def test_a_chapter_of_an_earlier_edition_has_an_address_of_its_own(plan, read):
    factories.make_edition(plan, BOTH)
    factories.make_edition(plan, BOTH.replace("Safe", "Safer"))
    page = words(read("1/chapters/introduction/"))
    assert "Safe &amp; sound." in page
    assert "This is an earlier edition." in page
    assert "Safer &amp; sound." in words(read("chapters/introduction/"))


def test_the_former_address_of_a_renamed_chapter_leads_to_it(plan, read):
    factories.make_edition(plan, BOTH)
    factories.make_edition(plan, BOTH.replace(">Glossary<", ">What words mean<"))
    response = read("chapters/glossary/")
    assert response.status_code == 302
    assert response.url == "/published/larkshire/2026/chapters/what-words-mean/"


def test_of_a_chapter_that_is_gone_it_says_which_edition_had_it(plan, read):
    factories.make_edition(plan, BOTH)
    factories.make_edition(plan)
    response = read("chapters/glossary/")
    assert response.status_code == 404
    assert "“Glossary” was in Edition 1, issued on 1 November 2026." in words(response)
    assert 'href="/published/larkshire/2026/1/chapters/glossary/"' in words(response)


def test_what_is_addressed_by_letters_of_its_own_is_found(plan, read):
    factories.make_edition(plan, make_chapter("own", "السلامة") + make_chapter())
    assert '<span aria-current="page">السلامة</span>' in words(read("chapters/السلامة/"))


@pytest.mark.parametrize(
    "page", ["chapters/nowhere/", "2/chapters/introduction/", "2/whole/", "actions/zzzz/"]
)
def test_what_was_not_published_does_not_exist(page, plan, read):
    factories.make_edition(plan, BOTH)
    assert read(page).status_code == 404


NEW = ["whole/", "chapters/introduction/", "1/whole/", "1/chapters/introduction/"]
NEW += ["actions/k2345678/", "changes/"]


@pytest.mark.parametrize("page", NEW)
def test_a_withdrawn_edition_is_gone_at_each_address(page, plan, read):
    factories.withdraw(factories.make_edition(plan))
    response = read(page)
    assert response.status_code == 410
    assert "It named a street." in words(response)
    assert "Open a refuge" not in words(response)


@pytest.mark.parametrize("page", NEW)
def test_nothing_is_published_of_a_restricted_plan(page, larkshire, client):
    plan = factories.make_titled_plan(larkshire, "Review", is_restricted=True, address="review")
    factories.make_edition(plan)
    assert client.get(f"/published/larkshire/review/{page}").status_code == 404


@pytest.mark.parametrize("page", NEW)
def test_who_has_it_already_is_not_sent_it_again(page, plan, read):
    factories.make_edition(plan)
    response = read(page)
    assert response["Cache-Control"] == "public, no-cache"
    assert read(page, **{"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("page", ["", *NEW])
@pytest.mark.parametrize("has_exit", [True, False])
def test_a_plan_may_be_left_at_a_press_on_all_its_pages(has_exit, page, plan, read):
    plan.has_exit = has_exit
    plan.save()
    factories.make_edition(plan)
    response = read(page)
    assert ('rel="nofollow noreferrer"' in words(response)) is has_exit
    assert ("script-src 'self'" in response["Content-Security-Policy"]) is has_exit
    assert ("js/exit" in words(response)) is has_exit


def test_also_where_it_was_withdrawn(plan, read):
    plan.has_exit = True
    plan.save()
    factories.withdraw(factories.make_edition(plan))
    assert "Exit this page" in words(read())


@pytest.mark.parametrize("number", ["", "1/"])
def test_the_latest_has_one_address_for_search_machines(number, plan, read):
    factories.make_edition(plan)
    page = words(read(f"{number}chapters/introduction/"))
    assert re.search(r'rel="canonical" href="[^"]*/2026/chapters/introduction/"', page)


@pytest.mark.parametrize("editions", [1, 6])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("", 3), ("whole/", 3), ("chapters/introduction/", 2), ("actions/k2345678/", 5)],
)
def test_more_editions_need_no_more_queries(
    page, queries, editions, plan, read, django_assert_num_queries
):
    for _ in range(editions):
        factories.make_edition(plan)
    with django_assert_num_queries(queries):
        assert read(page).status_code == 200


def test_a_manager_puts_exit_this_page_on_a_plan(plan, cast, sign_in):
    url = reverse("plan-settings", args=["larkshire", 2026])
    page = words(sign_in(cast.manager).get(url))
    assert "Put “Exit this page” on its published pages" in page
