"""The glossary of a plan."""

import pytest

from csp.versions import version_of
from tests.factories import make_term
from tests.pages import text

URL = "/larkshire/2026/glossary/"


def test_a_term_is_added(manager, plan):
    page = manager.post(f"{URL}add/", {"term": "ASB", "meaning": "Anti-social"}, follow=True)
    assert ">ASB</th>" in text(page)
    assert plan.glossary.get().meaning == "Anti-social"


def test_the_alphabet_orders_the_terms_whatever_their_capitals(manager, plan):
    for term in ("PCC", "anchor", "MARAC", "cuckooing"):
        make_term(plan, term)
    page = text(manager.get(URL))
    found = sorted(("PCC", "anchor", "MARAC", "cuckooing"), key=lambda one: page.index(f">{one}<"))
    assert found == ["anchor", "cuckooing", "MARAC", "PCC"]


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"term": "PCC"}, "term", "The glossary already explains this"),
        ({"term": ""}, "term", "Enter the term"),
        ({"meaning": ""}, "meaning", "Enter the meaning"),
    ],
)
def test_a_mistake_is_named(typed, field, error, manager, plan):
    make_term(plan, "PCC")
    page = text(manager.post(f"{URL}add/", {"term": "ASB", "meaning": "M"} | typed))
    assert f'<a href="#id_{field}">{error}</a>' in page
    assert plan.glossary.count() == 1


def test_a_term_is_changed(manager, plan):
    term = make_term(plan, "PCC")
    typed = {"term": "PCC", "meaning": "Commissioner", "version": version_of(term)}
    manager.post(f"{URL}{term.pk}/", typed)
    term.refresh_from_db()
    assert term.meaning == "Commissioner"


def test_a_reader_changes_nothing(cast, sign_in, plan):
    term = make_term(plan, "PCC")
    page = text(sign_in(cast.reader).get(URL))
    assert "PCC" in page
    assert f"{URL}{term.pk}/" not in page


def test_the_page_costs_the_same_however_much_it_shows(manager, plan, django_assert_num_queries):
    for _ in range(9):
        make_term(plan)
    # Session, person, membership, menu, plan, terms.
    with django_assert_num_queries(6):
        manager.get(URL)
