import pytest

from plans import rich_text


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>Safe <strong>and</strong> <em>sound</em></p>",) * 2,
        ("<ul><li>One</li></ul>",) * 2,
        ('<a href="https://example.org/">A</a>',) * 2,
        ("<script>alert(1)</script><p>A</p>", "<p>A</p>"),
        ('<p onclick="alert(1)" style="color:red">A</p>', "<p>A</p>"),
        ('<a href="javascript:alert(1)">A</a>', "<a>A</a>"),
        ('<img src="x" onerror="alert(1)">A', "A"),
        ("<h1>Loud</h1>", "Loud"),
        ("1 < 2", "1 &lt; 2"),
    ],
)
def test_only_the_few_tags_stay(html, cleaned):
    assert rich_text.clean(html) == cleaned


def lists(levels, tag="ul"):
    words = "".join(f"<{tag}><li>Item {level}" for level in range(1, levels + 1))
    return words + f"</li></{tag}>" * levels


def test_lists_within_lists_stay_as_deep_as_anybody_means_them():
    assert rich_text.clean(lists(rich_text.DEEPEST)) == lists(rich_text.DEEPEST)


@pytest.mark.parametrize("tag", ["ul", "ol"])
@pytest.mark.parametrize("levels", [11, 12, 150, 300])
def test_items_of_deeper_lists_stay_at_the_deepest_level(levels, tag):
    cleaned = rich_text.clean(lists(levels, tag))
    assert cleaned.count(f"<{tag}>") == cleaned.count(f"</{tag}>") == rich_text.DEEPEST
    last = f"<li>Item 10</li><li>Item 11</li>{'<li>Item 12</li>' if levels > 11 else ''}"
    assert last in cleaned
    assert rich_text.as_text(cleaned).splitlines() == [f"Item {n + 1}" for n in range(levels)]


def test_lists_beside_one_another_are_not_deep():
    html = "<ul><li>A<ol><li>B</li></ol></li></ul>" * 20
    assert rich_text.clean(html) == html


def test_words_after_a_list_that_is_too_deep_stay():
    around = lists(rich_text.DEEPEST).replace("Item 10", "Before<ul><li>Deep</li></ul>after")
    assert rich_text.as_text(around).splitlines()[-3:] == ["Before", "Deep", "after"]
