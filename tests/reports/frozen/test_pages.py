"""A frozen page is cut into chapters, letter by letter, each at an address that can be read."""

import pytest

from reports.frozen.pages import FrozenPage, slugs_of
from tests.factories import make_chapter


def page_of(*chapters):
    return FrozenPage(f'<body><main class="document">{"".join(chapters)}</main></body>')


def slugs(*titles):
    return slugs_of([(f"own_chapter_{n}", title) for n, title in enumerate(titles, start=1)])


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Review of actions 2025/26", "review-of-actions-2025-26"),
        ("Action plans 2026–2030", "action-plans-2026-2030"),
        ("Diogelwch cymunedol yng Ngŵyr", "diogelwch-cymunedol-yng-ngwyr"),
        ("السلامة المجتمعية", "السلامة-المجتمعية"),
        ("社区安全 2026", "社区安全-2026"),
        ("🚓🚒", "own-chapter-1"),
        ("2026", "own-chapter-1"),
        ("x" * 300, "x" * 60),
        (f"{'safe streets ' * 9}", "safe-streets-safe-streets-safe-streets-safe-streets-safe"),
    ],
)
def test_an_address_can_be_read_whatever_the_title(title, slug):
    assert slugs(title) == [slug]


def test_of_the_same_title_the_second_has_a_number():
    assert slugs("Safety", "Safety", "Safety 2", "safety!") == [
        "safety",
        "safety-2",
        "safety-2-2",
        "safety-3",
    ]


def test_a_chapter_is_what_was_issued_letter_by_letter():
    first = make_chapter(words="<p>Safe &amp; <b>sound</b> \\1.</p>")
    frozen = page_of(first, make_chapter("glossary", "Terms &amp; meanings"))
    assert frozen.chapter("introduction").html == first
    assert frozen.named("glossary").title == "Terms & meanings"
    assert frozen.chapter("terms-meanings").name == "glossary"


def test_what_stands_below_a_title_is_listed():
    words = (
        '<h3 class="piece-title" id="block-1"><span class="kind">Case: </span>A &amp; B</h3>'
        '<h3 class="priority" id="plan-2" data-title="Violence &amp; harm">Long one</h3>'
    )
    frozen = page_of(make_chapter(words=words), make_chapter("glossary"))
    entries = [("block-1", "Case: A & B"), ("plan-2", "Violence & harm")]
    assert frozen.chapters[0].entries == entries


@pytest.mark.parametrize("chapters", [[], [make_chapter()]])
def test_a_page_of_fewer_than_two_is_not_cut(chapters):
    assert page_of(*chapters).chapters == []
