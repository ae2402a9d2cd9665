"""What a plan has of its own in its document: cover, chapters, columns, captions, closing words."""

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from plans.models import Block
from reports.checks import findings
from reports.document import document
from tests import factories
from tests.conftest import TODAY
from tests.pages import text

TEMPLATES = ["print", "word", "web_page"]
each = pytest.mark.parametrize("template", TEMPLATES)


@pytest.fixture
def plan(larkshire, media):
    return factories.make_plan(larkshire)


def page_of(plan, template="print", **options):
    made = document(plan, on=TODAY, **options)
    page = render_to_string(f"reports/{template}.html", {"document": made, "picture_address": str})
    return " ".join(page.split())


def picture():
    return ContentFile(factories.make_picture(), "pier.png")


@each
def test_the_cover_says_what_the_plan_has_for_it(template, plan):
    plan.cover_title, plan.subtitle, plan.cover_date = "Safer Together", "For all", "June 2026"
    plan.cover_picture, plan.cover_alternative_text = picture(), "A pier"
    plan.save()
    page = page_of(plan, template)
    for words in ("Safer Together", "For all", "June 2026", 'alt="A pier"'):
        assert words in page
    assert plan.cover_picture.name in document(plan, on=TODAY).media


def test_in_another_layout_the_title_is_that_layout_s(plan):
    plan.cover_title = "Safer Together"
    assert document(plan, on=TODAY, layout="annual-report").title == "Annual Report"


@each
def test_the_back_leads_to_social_media(template, plan, larkshire):
    larkshire.social_media = "Facebook: https://social.example.org/lark\nor ask a warden"
    larkshire.save()
    page = page_of(plan, template)
    assert 'Facebook: <a href="https://social.example.org/lark">' in page
    assert "<span>or ask a warden</span>" in page


@each
def test_the_back_shows_the_logos_of_the_members(template, plan, shelter):
    shelter.grid_position, shelter.logo = 1, picture()
    shelter.save()
    other = factories.make_agency(plan.partnership, "Not listed")
    other.logo = picture()
    other.save()
    page = page_of(plan, template)
    assert 'alt="Logo of Lark Shelter"' in page
    assert "Logo of Not listed" not in page


@each
def test_a_picture_has_its_caption(template, plan):
    fields = {"picture": picture(), "alternative_text": "A pier", "caption": "The pier in May"}
    factories.make_block(plan, kind=Block.Kind.PICTURE, body="", **fields)
    assert "The pier in May</figcaption>" in page_of(plan, template)


def test_sub_headings_stand_below_the_heading_of_their_piece(plan):
    body = "<h3>Nets</h3><p>A</p>"
    factories.make_block(plan, heading="Harbour", body=body)
    factories.make_block(plan, body=body)
    page = page_of(plan)
    assert '<h4 class="sub-heading">Nets</h4>' in page
    assert '<h3 class="sub-heading">Nets</h3>' in page


def test_closing_words_stand_after_the_tables(plan):
    priority = factories.make_priority(plan, "Theft")
    factories.make_action(priority, "Lock the bicycles")
    for of, words in ((None, "Last of all"), (priority, "Last of theft")):
        body = f"<p>{words}</p>"
        part = Block.Part.ACTION_PLANS
        factories.make_block(plan, part, body=body, priority=of, is_closing=True)
    page = page_of(plan)
    places = [page.index(one) for one in ("Lock the bicycles", "Last of theft", "Last of all")]
    assert places == sorted(places)


@pytest.mark.parametrize("is_large", [False, True])
def test_sums_are_headed_as_the_grant_says(is_large, plan):
    plan.layout = "annual-report"
    plan.save()
    grant = factories.make_grant(plan, year_heading="Granted", first_heading="Spent so far")
    factories.make_allocation(grant)
    page = page_of(plan, large_print=is_large)
    for heading in ("Granted", "Spent so far", "Proposed second half"):
        assert heading in page


def test_sums_that_are_no_halves_need_not_add_up_to_a_year(plan):
    grant = factories.make_grant(plan, first_heading="Spent so far")
    factories.make_allocation(grant, proposed_year=1000, first_half=10)
    plan.layout = "annual-report"
    plan.save()
    assert "sums" not in [one.check for one in findings(plan, TODAY)]


def test_a_chapter_of_its_own_is_printed_under_its_heading(plan):
    factories.make_part(plan, "own_1", heading="The harbour in {year}")
    factories.make_block(plan, "own_1", body="<p>It is deep.</p>")
    part = document(plan, on=TODAY).part("own_1")
    assert part.title == "The harbour in 2026/27"


def test_a_chapter_that_stands_nowhere_is_named(plan):
    factories.make_block(plan, "own_1", body="<p>It is deep.</p>")
    words = [one.words for one in findings(plan, TODAY) if one.check == "unprinted"]
    assert words == ["1 piece of text for “First own chapter” is not in this document."]


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("parts", {"part": "own_1"}, "Enter the heading of your own chapter"),
        ("columns", {"field": "extra_1"}, "Enter the heading of your own column"),
    ],
)
def test_what_is_its_own_needs_a_heading(kind, typed, error, manager, plan):
    assert error in text(manager.post(f"/larkshire/2026/layout/{kind}/add/", typed))


def test_a_column_of_its_own_is_asked_for_under_its_heading(manager, plan):
    priority = factories.make_priority(plan)
    url = f"/larkshire/2026/edit/actions/{priority.pk}/add/"
    assert 'name="extra_1"' not in text(manager.get(url))
    factories.make_column(plan, "extra_1", heading="Ward")
    page = text(manager.get(url))
    assert 'name="extra_1"' in page
    assert "Ward" in page


def test_the_action_s_page_calls_it_so(manager, plan, shelter):
    factories.make_column(plan, "extra_1", heading="Ward")
    action = factories.make_action(factories.make_priority(plan), extra_1="Harbour")
    page = text(manager.get(action.get_absolute_url()))
    assert "Ward</dt>" in page
    assert "First own column" not in page


def test_a_cover_s_picture_without_telling_words_is_found(plan):
    plan.cover_picture, plan.cover_alternative_text = picture(), "Picture 1"
    plan.save()
    found = [one.words for one in findings(plan, TODAY) if one.check == "alternative-text"]
    assert found == ["The picture on the cover has no text that says what it shows."]
