from datetime import date

import pytest

from actions.models import Action, Owner, Status
from reports.document import document
from tests import factories
from tests.conftest import TODAY


def document_of(plan):
    return document(plan, on=TODAY)


@pytest.fixture
def last_plan(larkshire):
    return factories.make_plan(larkshire, 2025, stage="closed")


def test_the_parts_stand_in_the_order_of_the_published_plans(plan, last_plan, larkshire):
    for part in ("action_plans", "priorities", "projects", "review", "introduction"):
        factories.make_block(plan, part)
    plan.glossary.create(term="CSP", meaning="Community Safety Partnership")
    factories.make_agency(larkshire, grid_position=1)
    assert [part.name for part in document_of(plan).parts] == [
        "introduction",
        "review",
        "projects",
        "priorities",
        "action_plans",
        "members",
        "glossary",
    ]


def test_a_part_with_nothing_in_it_is_left_out(plan):
    factories.make_block(plan, "introduction")
    factories.make_block(plan, "projects", body="<p> </p>")
    assert [part.name for part in document_of(plan).parts] == ["introduction"]


def test_years_are_written_as_they_are_read(plan):
    document = document_of(plan)
    assert (document.label, document.years) == ("2026/27", "2026 to 2027")


def test_the_review_is_of_the_year_before(plan, last_plan):
    action = factories.make_action(factories.make_priority(last_plan), "Lend bicycle locks")
    factories.make_update(action, "40 were lent.", Status.COMPLETE, on=date(2025, 9, 1))
    factories.make_action(factories.make_priority(plan), "Mark bicycles")
    review = document_of(plan).part("review")
    assert review.title == "Review of actions 2025/26"
    assert [
        list(map(row.texts.get, ["wording", "update", "status"])) for row in review.actions
    ] == [["Lend bicycle locks", "40 were lent.", "complete"]]


def test_without_a_plan_of_the_year_before_there_is_no_review(plan):
    factories.make_block(plan, "review")
    assert document_of(plan).part("review") is None


def test_the_year_end_wording_stands_before_the_latest_update(plan, last_plan):
    priority = factories.make_priority(last_plan)
    action = factories.make_action(priority, year_end_wording="All were lent.")
    factories.make_update(action, "40 were lent.", on=date(2025, 9, 1))
    assert document_of(plan).part("review").actions[0].texts["update"] == "All were lent."


def test_the_review_says_why_an_action_was_not_carried_on(plan, last_plan):
    fate = {"fate": Action.Fate.DROPPED, "fate_reason": "All have locks."}
    action = factories.make_action(factories.make_priority(last_plan), **fate)
    factories.make_update(action, "40 were lent.", on=date(2025, 9, 1))
    (row,) = document_of(plan).part("review").actions
    assert row.texts["update"] == "40 were lent.\nNot carried on into 2026/27: All have locks."
    (row,) = document_of(last_plan).part("action_plans").actions
    assert row.texts["update"] == "40 were lent."


def test_another_partnerships_actions_are_not_reviewed(plan, wrenmoor):
    other_plan = factories.make_plan(wrenmoor, 2025)
    factories.make_action(factories.make_priority(other_plan))
    assert document_of(plan).part("review") is None


def test_an_action_is_achieved_if_complete_or_ongoing_and_on_track(plan, last_plan):
    priority = factories.make_priority(last_plan)
    for timescale, status in [
        ("By March 2026", Status.COMPLETE),
        ("Ongoing", Status.ON_TRACK),
        ("By March 2026", Status.ON_TRACK),
        ("Ongoing", Status.AT_RISK),
        ("Ongoing", Status.NOT_PURSUED),
    ]:
        reason = "Money" if status == Status.AT_RISK else ""
        action = factories.make_action(priority, timescale=timescale)
        factories.make_update(action, status=status, reason=reason, on=date(2026, 3, 1))
    results = document_of(plan).part("review").results
    assert (results.achieved, results.counted, results.percentage) == (2, 4, 50)
    assert dict(results.counts)["not_pursued"] == 1


def test_every_owner_has_a_line_with_its_unit_and_the_lead_is_marked(plan, larkshire):
    action = factories.make_action(factories.make_priority(plan))
    council = factories.make_agency(larkshire, "Larkshire Council", abbreviation="LC")
    police = factories.make_agency(larkshire, "Larkshire Police")
    Owner.objects.create(action=action, agency=council, unit="Early Help", is_lead=True, position=1)
    Owner.objects.create(action=action, agency=police, position=2)
    assert document_of(plan).part("action_plans").actions[0].texts["owners"] == (
        "LC (Early Help), lead\nLarkshire Police"
    )


def test_where_no_owner_is_known_the_cell_as_it_was_written_stands(plan):
    factories.make_action(factories.make_priority(plan), owners_as_written="Housing\nWardens")
    assert document_of(plan).part("action_plans").actions[0].texts["owners"] == "Housing\nWardens"


def test_timescales_have_a_column_only_where_a_plan_uses_them(plan, last_plan):
    factories.make_action(factories.make_priority(plan))
    factories.make_action(factories.make_priority(last_plan), timescale="Ongoing")
    document = document_of(plan)
    assert "timescale" in document.part("review").tables[0].fields
    assert "timescale" not in document.part("action_plans").tables[0].fields


def test_themes_and_strands_hold_the_actions_in_their_order(plan):
    theme = factories.make_theme(plan, "Safeguarding")
    priority = factories.make_priority(plan, "Violence", theme=theme)
    strands = [factories.make_strand(priority, name, position=n) for n, name in enumerate("BA")]
    for strand in (*strands[::-1], None):
        factories.make_action(priority, f"In {strand}", strand=strand)
    (tables,) = document_of(plan).part("action_plans").themes
    rows = [
        (strand.title, strand.actions[0].texts["wording"])
        for strand in tables.priorities[0].strands
    ]
    assert tables.title == "Safeguarding"
    assert rows == [("", "In None"), ("B", "In B"), ("A", "In A")]


def test_the_priorities_are_listed_where_nothing_is_told_of_them(plan):
    factories.make_priority(plan, "Violence", scope="including knives", number=1)
    assert document_of(plan).part("priorities").priorities == (
        ("Priority 1: Violence", "including knives"),
    )
    factories.make_block(plan, "priorities")
    assert document_of(plan).part("priorities").priorities == ()


def test_what_is_told_of_one_priority_stands_with_its_actions(plan):
    priority = factories.make_priority(plan)
    factories.make_block(plan, "action_plans", priority=priority, heading="Why")
    part = document_of(plan).part("action_plans")
    assert part.pieces == ()
    assert [piece.heading for piece in part.tables[0].pieces] == ["Why"]


def test_an_unpublished_block_is_left_out(plan):
    factories.make_block(plan, heading="Told")
    factories.make_block(plan, heading="Not yet", published=False)
    assert [piece.heading for piece in document_of(plan).part("introduction").pieces] == ["Told"]


def test_a_heading_that_repeats_the_parts_title_is_dropped(plan):
    factories.make_block(plan, "priorities", heading="Priorities for 2026/27")
    assert document_of(plan).part("priorities").entries == []


def test_rich_text_is_cleaned_even_if_the_row_was_written_by_other_means(plan):
    block = factories.make_block(plan)
    type(block).objects.filter(pk=block.pk).update(
        body='<p>Words <img src="file:///etc/passwd"><script>alert(1)</script></p>'
    )
    assert document_of(plan).parts[0].pieces[0].body == "<p>Words</p>"


def test_the_members_are_those_of_the_plans_first_day(plan, larkshire):
    factories.make_agency(larkshire, "Still here", grid_position=2)
    factories.make_agency(larkshire, "Not listed")
    factories.make_agency(larkshire, "Gone", grid_position=1, ended_on=date(2026, 3, 31))
    factories.make_agency(larkshire, "To come", grid_position=3, began_on=date(2026, 4, 2))
    assert [member.name for member in document_of(plan).part("members").members] == ["Still here"]


@pytest.mark.slow
@pytest.mark.parametrize("actions", [10, 100])
def test_the_number_of_queries_does_not_grow(
    actions, plan, last_plan, larkshire, django_assert_num_queries
):
    for year in (plan, last_plan):
        for _ in range(actions // 10):
            theme = factories.make_theme(year)
            priority = factories.make_priority(year, theme=theme)
            strand = factories.make_strand(priority)
            for _ in range(10):
                owner = factories.make_agency(larkshire)
                action = factories.make_action(priority, owners=[owner], strand=strand)
                factories.make_update(action, on=year.starts_on)
    with django_assert_num_queries(31):
        document_of(plan)
