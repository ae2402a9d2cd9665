"""The page about the document, the document as a page, and the PDF to take away."""

import re

import pytest
from django.urls import reverse
from PIL import Image

from tests import factories


@pytest.fixture
def plan(larkshire):
    plan = factories.make_plan(larkshire, 2026)
    last_plan = factories.make_plan(larkshire, 2025)
    factories.make_action(factories.make_priority(last_plan), "Lend bicycle locks")
    factories.make_action(factories.make_priority(plan), "Mark bicycles")
    return plan


def address(name):
    return reverse(name, args=["larkshire", 2026])


def test_it_tells_what_the_document_holds_and_how_much_may_be_wrong(plan, cast, sign_in):
    page = sign_in(cast.reader).get(address("document")).content.decode()
    assert "Review of actions 2025/26" in page
    assert page.count("1 action in 1 priority") == 2
    assert re.search(r"The checks find \d+ things that may be wrong", page)
    assert "Larkshire, agreed" in page


@pytest.mark.parametrize("role", ["reader", "officer"])
def test_the_pdf_is_offered_to_readers_too(role, plan, cast, sign_in):
    page = sign_in(getattr(cast, role)).get(address("document")).content.decode()
    assert address("document-pdf") in page


def test_an_empty_plan_says_what_to_expect(larkshire, cast, sign_in):
    factories.make_plan(larkshire, 2026, stage="drafting")
    page = sign_in(cast.officer).get(address("document")).content.decode()
    assert "Nothing yet." in page
    assert "The checks find " in page


def test_the_document_is_read_as_a_page(plan, cast, sign_in):
    page = sign_in(cast.reader).get(address("document-page")).content.decode()
    assert page.index("Lend bicycle locks") < page.index("Mark bicycles")
    assert page.count("<h1") == 1


def test_another_layout_is_chosen_by_the_address(plan, cast, sign_in):
    page = sign_in(cast.reader).get(address("document"), {"layout": "highlight-report"})
    assert "Highlight Report" in page.content.decode()
    assert f"{address('document-page')}?layout=highlight-report" in page.content.decode()


def test_large_print_has_blocks_and_no_table_of_actions(plan, cast, sign_in):
    choice = {"layout": "partnership-plan", "large_print": "on"}
    page = sign_in(cast.reader).get(address("document-page"), choice).content.decode()
    assert '<ul class="action-blocks">' in page
    assert '<table class="actions' not in page
    assert "print/large.css" in page


def test_an_unknown_layout_is_answered_with_an_error(plan, cast, sign_in):
    page = sign_in(cast.reader).get(address("document"), {"layout": "poster"}).content.decode()
    assert "Select a layout from the list" in page
    assert "<title>Error: " in page


def test_a_page_in_an_unknown_layout_does_not_exist(plan, cast, sign_in):
    response = sign_in(cast.reader).get(address("document-page"), {"layout": "poster"})
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("day", "status"), [("1", 200), ("31", 404), ("", 404), ("x", 404), ("9" * 20, 404)]
)
def test_a_day_since_which_things_changed_must_be_one(day, status, plan, cast, sign_in):
    since = {"since_0": day, "since_1": "9", "since_2": "2026"}
    choice = {"layout": "highlight-report"} | since
    assert sign_in(cast.reader).get(address("document-page"), choice).status_code == status


def test_a_plan_of_another_year_does_not_exist(plan, cast, sign_in):
    response = sign_in(cast.officer).get(reverse("document", args=["larkshire", 2019]))
    assert response.status_code == 404


@pytest.mark.any_database
def test_the_pdf_is_a_file_with_a_name_that_says_what_it_is(plan, cast, sign_in, make_waiting):
    client = sign_in(cast.officer)
    client.get(address("document-pdf"))
    make_waiting()
    response = client.get(address("document-pdf"))
    assert response["Content-Type"] == "application/pdf"
    name = "larkshire-partnership-plan-2026-27.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content.startswith(b"%PDF-1.7")


@pytest.mark.any_database
def test_if_no_pdf_can_be_made_a_page_says_so(plan, cast, sign_in, make_waiting):
    factories.make_block(plan, kind="picture", picture="gone.png", alternative_text="A park")
    client = sign_in(cast.officer)
    progress = client.get(address("document-pdf"))["Location"]
    make_waiting()
    response = client.get(progress)
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page
    assert "because the picture gone.png cannot be read" in page
    assert "<title>Error: " in page


def test_if_a_picture_is_gone_a_page_says_so(plan, cast, sign_in):
    factories.make_block(plan, kind="picture", picture="gone.png", alternative_text="A park")
    response = sign_in(cast.reader).get(address("document-page"))
    assert response.status_code == 500
    assert "because the picture gone.png cannot be read" in response.content.decode()


def test_a_picture_is_shown_with_its_words(plan, cast, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Image.new("RGB", (1, 1)).save(tmp_path / "park.png")
    factories.make_block(plan, kind="picture", picture="park.png", alternative_text="A park")
    page = sign_in(cast.reader).get(address("document-page")).content.decode()
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="A park">', page)


@pytest.mark.parametrize("actions", [1, 20])
def test_more_actions_need_no_more_queries(
    actions, plan, cast, sign_in, shelter, django_assert_num_queries
):
    for _ in range(actions):
        factories.make_action(factories.make_priority(plan), owners=[shelter])
    client = sign_in(cast.officer)
    with django_assert_num_queries(35):
        client.get(address("document-page"))
