"""Moving a row one place up or down, where a place is unique and where it is not."""

import pytest

from plans.models import Block, MeetingBody, Recommendation
from tests.factories import (
    make_block,
    make_meeting_body,
    make_plan,
    make_priority,
    make_recommendation,
    make_strand,
    make_theme,
)


@pytest.fixture
def three(plan):
    return [make_meeting_body(plan, name, position=i) for i, name in enumerate("ABC")]


def move(client, folder, row, direction, seen=None):
    position = row.position if seen is None else seen
    url = f"/larkshire/2026/{folder}/{row.pk}/move/"
    return client.post(url, {"move": direction, "version": position})


def names(rows):
    return "".join(str(row) for row in rows.order_by("position", "pk"))


@pytest.mark.parametrize(
    ("place", "direction", "order"),
    [(1, "up", "BAC"), (1, "down", "ACB"), (0, "up", "ABC"), (2, "down", "ABC"), (1, "", "ABC")],
)
def test_a_row_moves_one_place(place, direction, order, manager, plan, three):
    move(manager, "meetings", three[place], direction)
    assert names(plan.meeting_bodies) == order


def test_the_page_goes_back_to_the_row(manager, three):
    response = move(manager, "meetings", three[1], "up")
    assert response.url == f"/larkshire/2026/meetings/#meeting-body-{three[1].pk}"
    assert f'id="meeting-body-{three[1].pk}"' in manager.get(response.url).content.decode()


def test_rows_that_were_never_numbered_are_moved(manager, plan):
    rows = [make_meeting_body(plan, name) for name in "ABC"]
    move(manager, "meetings", rows[2], "up")
    assert names(plan.meeting_bodies) == "ACB"


def test_the_mover_stands_in_the_history_of_both(manager, cast, three):
    move(manager, "meetings", three[1], "up")
    for row in three[:2]:
        assert row.history.first().history_user == cast.manager


def test_what_somebody_has_moved_meanwhile_stays(manager, plan, three):
    MeetingBody.objects.filter(pk=three[1].pk).update(position=5)
    page = manager.get(move(manager, "meetings", three[1], "up").url)
    assert "Somebody else has moved or removed this." in page.content.decode()
    assert names(plan.meeting_bodies) == "ACB"


def test_a_change_of_words_does_not_keep_a_row_from_being_moved(manager, plan, three):
    MeetingBody.objects.get(pk=three[1].pk).save()
    move(manager, "meetings", three[1], "up")
    assert names(plan.meeting_bodies) == "BAC"


def test_a_block_moves_within_its_part(manager, plan):
    other = make_block(plan, part="funding", heading="Z", position=0)
    blocks = [make_block(plan, heading=name, position=i) for i, name in enumerate("ABC")]
    move(manager, "narrative", blocks[2], "up")
    assert names(plan.blocks.filter(part="introduction")) == "ACB"
    assert Block.objects.get(pk=other.pk).position == 0


def test_the_places_of_recommendations_do_not_clash(manager, plan):
    priority = make_priority(plan)
    rows = [make_recommendation(priority, name, position=i) for i, name in enumerate("ABC")]
    move(manager, "recommendations", rows[0], "down")
    assert names(Recommendation.objects) == "BAC"


def test_a_priority_moves_among_those_of_its_theme(manager, plan):
    theme = make_theme(plan)
    make_priority(plan, "Z", position=1)
    priorities = [make_priority(plan, name, theme=theme, position=i) for i, name in enumerate("AB")]
    move(manager, "priorities", priorities[1], "up")
    assert names(plan.priorities.filter(theme=theme)) == "BA"


def test_another_plan_s_row_is_not_found(manager, larkshire):
    strand = make_strand(make_priority(make_plan(larkshire, 2025)))
    make_plan(larkshire, 2026)
    assert move(manager, "strands", strand, "up").status_code == 404


def test_whoever_is_writing_is_not_stopped_by_a_move(manager, three):
    page = manager.get(f"/larkshire/2026/meetings/{three[0].pk}/")
    version = page.context["form"]["version"].value()
    move(manager, "meetings", three[1], "up")
    data = {"name": "Mine", "version": version}
    assert manager.post(f"/larkshire/2026/meetings/{three[0].pk}/", data).status_code == 302
    assert names(MeetingBody.objects) == "BMineC"


def test_moving_costs_the_same_however_many_rows(manager, plan, django_assert_max_num_queries):
    rows = [make_block(plan, position=i * 2) for i in range(40)]
    with django_assert_max_num_queries(20):
        move(manager, "narrative", rows[20], "up")
