"""Themes, priorities, strands and recommendations, from the browser."""

import pytest

from csp.versions import version_of
from partners.models import Agency
from plans.models import Priority, Theme
from tests.factories import (
    make_action,
    make_agency,
    make_plan,
    make_priority,
    make_recommendation,
    make_strand,
    make_theme,
)
from tests.pages import text

URL = "/larkshire/2026/"
PRIORITY = {"number": "1", "title": "Domestic abuse"}


def changed(row, **typed):
    """What the form of a row sends if no more than this is typed."""
    fields = ("number", "title", "theme")
    values = {name: getattr(row, name) for name in fields if hasattr(row, name)}
    values = {name: getattr(value, "pk", value) for name, value in values.items()}
    return {key: value for key, value in values.items() if value is not None} | {
        "version": version_of(row),
        **typed,
    }


def test_a_theme_is_added(manager, plan):
    response = manager.post(f"{URL}themes/add/", {"title": "Safe", "strapline": "Together"})
    assert response.url.startswith(f"{URL}edit/")
    theme = plan.themes.get()
    assert (theme.title, theme.strapline) == ("Safe", "Together")


def test_a_theme_s_title_stands_once_in_a_plan(manager, plan):
    make_theme(plan, "Safe")
    page = text(manager.post(f"{URL}themes/add/", {"title": "Safe", "place": "first"}))
    assert '<a href="#id_title">The plan already has a theme with this title</a>' in page


def test_a_priority_is_added_with_all_that_is_said_of_it(manager, plan, shelter):
    theme = make_theme(plan)
    said = {
        "scope": "including stalking",
        "success_indicator": "More reports",
        "overall_target": "Fewer victims",
        "specific_target": "Ten per cent fewer",
        "legal_strand": "serious_violence",
        "policing_objective": "Protect people",
        "columns_note": "* marks the lead",
    }
    manager.post(f"{URL}priorities/add/", PRIORITY | said | {"theme": theme.pk, "lead": shelter.pk})
    priority = plan.priorities.get()
    assert {name: getattr(priority, name) for name in said} == said
    assert (priority.number, priority.theme, priority.lead) == (1, theme, shelter)


def test_a_new_priority_is_offered_the_next_number(manager, plan):
    make_priority(plan, number=4)
    form = manager.get(f"{URL}priorities/add/").context["form"]
    assert form["number"].value() == 5


def test_a_new_priority_is_offered_no_number_among_those_without(manager, plan):
    make_priority(plan)
    assert manager.get(f"{URL}priorities/add/").context["form"]["number"].value() is None


def test_a_new_priority_may_be_asked_for_in_a_theme(manager, plan):
    theme = make_theme(plan)
    form = manager.get(f"{URL}priorities/add/?theme={theme.pk}").context["form"]
    assert form["theme"].value() == str(theme.pk)


def test_the_address_fills_in_nothing_else(manager, plan):
    priority = make_priority(plan)
    url = f"{URL}priorities/{priority.pk}/?version=0&title=Other"
    form = manager.get(url).context["form"]
    assert form["title"].value() == priority.title
    assert form["version"].value() == version_of(priority)


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"title": ""}, "title", "Enter the title"),
        ({"title": "Taken"}, "title", "The plan already has a priority with this title"),
        ({"number": "2"}, "number", "“Taken” already has this number. Enter another"),
        ({"number": "0"}, "number", "Number must be 1 or more"),
        ({"number": "40000"}, "number", "Number must be 999 or less"),
        ({"number": "one"}, "number", "Number must be a whole number, like 3"),
        ({"legal_strand": "x"}, "legal_strand", "Select the part of the law that it serves"),
    ],
)
def test_a_mistake_in_a_priority_is_named(typed, field, error, manager, plan):
    make_priority(plan, "Taken", number=2)
    page = text(manager.post(f"{URL}priorities/add/", PRIORITY | typed))
    assert f'<a href="#id_{field}">{error}' in page
    assert plan.priorities.count() == 1


def test_a_theme_of_another_plan_is_not_to_be_chosen(manager, plan, larkshire):
    make_theme(plan)
    other = make_theme(make_plan(larkshire, 2025))
    page = text(manager.post(f"{URL}priorities/add/", PRIORITY | {"theme": other.pk}))
    assert '<a href="#id_theme">Select the theme from the list</a>' in page


def test_only_agencies_of_the_year_are_offered_as_lead(manager, plan, larkshire):
    make_agency(larkshire, "Gone", ended_on=plan.starts_on)
    make_agency(larkshire, "There", began_on=plan.ends_on)
    offered = manager.get(f"{URL}priorities/add/").context["form"].fields["lead"].queryset
    assert list(offered.values_list("name", flat=True)) == ["Lark Shelter", "There"]


def test_the_lead_that_is_there_no_more_can_stay(manager, plan, larkshire):
    gone = make_agency(larkshire, "Gone", ended_on=plan.starts_on)
    priority = make_priority(plan, lead=gone)
    manager.post(f"{URL}priorities/{priority.pk}/", changed(priority, lead=gone.pk, scope="New"))
    priority.refresh_from_db()
    assert (priority.lead, priority.scope) == (gone, "New")


def test_in_another_theme_a_priority_comes_last(manager, plan):
    old, new = make_theme(plan, "Old"), make_theme(plan, "New", position=1)
    moved = make_priority(plan, "Moved", theme=old)
    make_priority(plan, "First", theme=new, position=0)
    make_priority(plan, "Second", theme=new, position=1)
    manager.post(f"{URL}priorities/{moved.pk}/", changed(moved, theme=new.pk))
    assert [one.title for one in new.priorities.order_by("position")] == [
        "First",
        "Second",
        "Moved",
    ]


def test_a_priority_is_moved_among_those_of_its_theme(manager, plan):
    theme = make_theme(plan)
    for position, title in enumerate("ABC"):
        make_priority(plan, title, theme=theme, position=position)
    last = plan.priorities.get(title="C")
    manager.post(f"{URL}priorities/{last.pk}/", changed(last, place="first"))
    assert [one.title for one in plan.priorities.all()] == ["C", "A", "B"]


def test_what_became_of_a_priority_is_not_asked_before_its_year_is_over(manager, plan):
    form = manager.get(f"{URL}priorities/{make_priority(plan).pk}/").context["form"]
    assert "fate" not in form.fields


@pytest.fixture
def last_year_s(larkshire):
    plan = make_plan(larkshire, 2025)
    return make_priority(plan, fate="merged", fate_reason="One strategy for both")


def test_what_became_of_a_priority_is_told_with_the_reason(manager, last_year_s):
    said = {"fate": "ended", "fate_reason": "It is rare now"}
    manager.post(f"/larkshire/2025/priorities/{last_year_s.pk}/", changed(last_year_s, **said))
    last_year_s.refresh_from_db()
    assert (last_year_s.fate, last_year_s.fate_reason) == ("ended", "It is rare now")


def test_a_priority_is_not_given_up_without_a_reason(manager, last_year_s):
    page = text(
        manager.post(
            f"/larkshire/2025/priorities/{last_year_s.pk}/",
            changed(last_year_s, fate="ended"),
        )
    )
    assert "Enter why it is merged or no longer a priority" in page


def test_a_priority_that_goes_on_is_merged_into_none(manager, last_year_s, plan):
    last_year_s.merged_into = make_priority(plan)
    last_year_s.save()
    manager.post(
        f"/larkshire/2025/priorities/{last_year_s.pk}/",
        changed(last_year_s, fate="continues"),
    )
    last_year_s.refresh_from_db()
    assert (last_year_s.fate, last_year_s.merged_into) == ("continues", None)


def test_a_theme_with_priorities_is_not_removed(manager, plan):
    theme = make_theme(plan, "Safe")
    make_priority(plan, "Domestic abuse", theme=theme)
    url = f"{URL}themes/{theme.pk}/remove/"
    for page in (manager.get(url), manager.post(url, {"version": version_of(theme)})):
        assert page.status_code == 200
        assert "Domestic abuse" in text(page)
        assert "Move its 1 priority to another theme first" in text(page)
    assert Theme.objects.exists()


def test_removing_a_priority_says_what_goes_with_it(manager, plan):
    priority = make_priority(plan)
    make_strand(priority)
    make_recommendation(priority)
    make_action(priority)
    page = text(manager.get(f"{URL}priorities/{priority.pk}/remove/"))
    for words in ("1 strand", "1 recommendation", "1 action"):
        assert f"<li>{words}" in page
    manager.post(f"{URL}priorities/{priority.pk}/remove/", {"version": version_of(priority)})
    assert not Priority.objects.exists()


def test_a_strand_is_added_to_a_priority(manager, plan):
    priority = make_priority(plan)
    manager.post(f"{URL}strands/{priority.pk}/add/", {"title": "Prevention"})
    assert priority.strands.get().title == "Prevention"


def test_a_strand_is_not_added_to_a_priority_of_another_plan(manager, plan, larkshire):
    other = make_priority(make_plan(larkshire, 2025))
    assert manager.get(f"{URL}strands/{other.pk}/add/").status_code == 404


def test_recommendations_whose_places_differ_can_be_ordered(manager, plan):
    priority = make_priority(plan)
    a, b = (make_recommendation(priority, name, position=i) for i, name in enumerate("AB"))
    typed = {"text": "B", "place": "first", "priority": priority.pk, "version": version_of(b)}
    manager.post(f"{URL}recommendations/{b.pk}/", typed)
    assert [one.text for one in priority.recommendations.all()] == ["B", "A"]
    assert a.history.first().position == 1


def test_the_priority_s_form_costs_the_same_however_many_there_are(
    manager, plan, larkshire, django_assert_num_queries
):
    theme = make_theme(plan)
    rows = [make_priority(plan, theme=theme, position=i) for i in range(9)]
    Agency.objects.bulk_create(Agency(partnership=larkshire, name=f"A{i}") for i in range(9))
    # Session, person, membership, menu, plan, the row, its theme, its siblings, its version,
    # whether there are themes, the partnership, themes, leads.
    with django_assert_num_queries(13):
        manager.get(f"{URL}priorities/{rows[4].pk}/")


def numbers(plan):
    return [one.number for one in plan.priorities.all()]


def test_the_numbers_that_priorities_would_get_are_shown_before(manager, plan):
    make_priority(plan, "A", number=2, position=0)
    make_priority(plan, "B", number=1, position=1)
    page = text(manager.get(f"{URL}priorities/number/"))
    assert ">2</td>" in page
    assert "<strong>1</strong>" in page
    assert numbers(plan) == [2, 1]


def test_priorities_are_numbered_in_order(manager, plan):
    for position, number in enumerate([3, 1, None, 2]):
        make_priority(plan, number=number, position=position)
    page = manager.get(f"{URL}priorities/number/")
    response = manager.post(f"{URL}priorities/number/", {"version": page.context["version"]})
    assert response.url == f"{URL}edit/"
    assert numbers(plan) == [1, 2, 3, 4]
    assert plan.priorities.first().history.count() == 2


def test_priorities_are_not_numbered_otherwise_than_was_shown(manager, plan):
    first = make_priority(plan, number=2)
    page = manager.get(f"{URL}priorities/number/")
    make_priority(plan, position=1)
    again = manager.post(f"{URL}priorities/number/", {"version": page.context["version"]})
    assert "Somebody changed the plan while you were reading." in text(again)
    first.refresh_from_db()
    assert first.number == 2


def test_priorities_in_order_need_no_numbering(manager, plan):
    make_priority(plan, number=1)
    page = text(manager.get(f"{URL}priorities/number/"))
    assert "They are already numbered in order." in page
    assert "<button" not in page.partition("<main")[2].partition("</main")[0]
