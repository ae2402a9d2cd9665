"""What all pages of a row have in common: its place, removing it, and two people at once."""

import pytest

from csp.versions import version_of
from plans.models import Grant, MeetingBody
from tests.factories import (
    make_allocation,
    make_grant,
    make_indicator,
    make_meeting_body,
    make_observation,
    make_plan,
)
from tests.pages import text

URL = "/larkshire/2026/meetings/"


@pytest.fixture
def body(plan):
    return make_meeting_body(plan, "Strategy Group", purpose="Decides")


@pytest.fixture
def three(plan):
    return [make_meeting_body(plan, name, position=i) for i, name in enumerate("ABC")]


def names(plan):
    return "".join(plan.meeting_bodies.order_by("position", "pk").values_list("name", flat=True))


def saved_by(user, row, **changes):
    """Somebody else's save, as the history sees it."""
    row._history_user = user
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def test_a_new_row_comes_last(manager, plan, three):
    manager.post(f"{URL}add/", {"name": "D", "place": str(three[2].pk)})
    assert names(plan) == "ABCD"
    assert all(row.history.count() == 1 for row in three)


@pytest.mark.parametrize(
    ("moved", "after", "order"),
    [("C", "first", "CAB"), ("A", "C", "BCA"), ("A", "B", "BAC"), ("B", "A", "ABC")],
)
def test_a_row_is_put_after_another(moved, after, order, manager, plan, three):
    rows = {row.name: row for row in three}
    place = rows[after].pk if after in rows else after
    row = rows[moved]
    data = {"name": moved, "place": place, "version": version_of(row)}
    manager.post(f"{URL}{row.pk}/", data)
    assert names(plan) == order


def test_rows_that_were_never_numbered_can_be_ordered(manager, plan):
    a, b, c = (make_meeting_body(plan, name) for name in "ABC")
    manager.post(f"{URL}{c.pk}/", {"name": "C", "place": a.pk, "version": version_of(c)})
    assert names(plan) == "ACB"
    assert b.history.first().position == 2


def test_the_form_says_where_the_row_stands(manager, three):
    page = text(manager.get(f"{URL}{three[1].pk}/"))
    assert f'<option value="{three[0].pk}" selected>After “A”</option>' in page


def test_a_place_that_is_gone_is_asked_for_again(manager, plan, three):
    page = text(manager.post(f"{URL}add/", {"name": "D", "place": "0"}))
    assert '<a href="#id_place">Select the position from the list</a>' in page
    assert names(plan) == "ABC"


def test_the_second_to_save_is_told_and_keeps_the_text(manager, cast, body):
    seen = version_of(body)
    saved_by(cast.administrator, body, purpose="Theirs")
    page = text(manager.post(f"{URL}{body.pk}/", {"name": "Mine", "version": seen}))
    body.refresh_from_db()
    assert body.purpose == "Theirs"
    assert f"{cast.administrator} changed this while you were writing." in page
    assert 'value="Mine"' in page
    assert '<dd class="govuk-summary-list__value">Theirs</dd>' in page


def test_after_a_move_alone_nothing_is_to_be_compared(manager, body):
    data = {"name": "", "purpose": "Mine", "version": version_of(body)}
    body.position += 1
    body.save()
    page = text(manager.post(f"{URL}{body.pk}/", data))
    assert "Enter the name" in page
    assert "What is saved now" not in page


def test_saved_once_more_it_replaces_what_the_writer_has_now_read(manager, cast, body):
    seen = version_of(body)
    saved_by(cast.administrator, body, purpose="Theirs")
    page = manager.post(f"{URL}{body.pk}/", {"name": "Mine", "version": seen})
    version = page.context["form"]["version"].value()
    manager.post(f"{URL}{body.pk}/", {"name": "Mine", "version": version})
    body.refresh_from_db()
    assert (body.name, body.purpose) == ("Mine", "")
    assert body.history.count() == 3


def test_a_form_sent_twice_is_saved_without_a_word(manager, body):
    data = {"name": "Mine", "purpose": "A\r\nB", "version": version_of(body)}
    for _ in range(2):
        assert manager.post(f"{URL}{body.pk}/", data).status_code == 302


def test_a_form_without_its_version_replaces_nothing(manager, body):
    manager.post(f"{URL}{body.pk}/", {"name": "Mine"})
    body.refresh_from_db()
    assert body.name == "Strategy Group"


def test_what_was_removed_meanwhile_can_be_added_back(manager, cast, body):
    data = {"name": "Mine", "purpose": "Typed for an hour", "version": version_of(body)}
    body._history_user = cast.administrator
    pk = body.pk
    body.delete()
    page = manager.post(f"{URL}{pk}/", data)
    assert f"{cast.administrator} removed this while you were writing." in text(page)
    assert "Typed for an hour</textarea>" in text(page)
    assert not MeetingBody.objects.exists()
    version = page.context["form"]["version"].value()
    manager.post(f"{URL}{pk}/", data | {"version": version})
    assert MeetingBody.objects.get().purpose == "Typed for an hour"


def test_what_was_removed_is_not_added_back_beside_another_of_its_name(manager, plan, body):
    data = {"name": body.name, "purpose": "Mine", "version": version_of(body)}
    pk, name = body.pk, body.name
    body.delete()
    make_meeting_body(plan, name)
    assert "The plan already has a group of this name" in text(manager.post(f"{URL}{pk}/", data))
    assert MeetingBody.objects.count() == 1


def test_what_was_removed_is_not_shown_any_more(manager, body):
    pk = body.pk
    body.delete()
    assert manager.get(f"{URL}{pk}/").status_code == 404


def test_what_another_partnership_removed_stays_its_own(cast, sign_in, plan, wrenmoor, body):
    make_plan(wrenmoor)
    pk = body.pk
    body.delete()
    response = sign_in(cast.other_manager).post(f"/wrenmoor/2026/meetings/{pk}/", {"name": "A"})
    assert response.status_code == 404


def test_removing_asks_once(manager, body):
    url = f"{URL}{body.pk}/remove/"
    page = manager.get(url)
    assert "Remove a group that meets?" in text(page)
    assert MeetingBody.objects.exists()
    manager.post(url, {"version": page.context["version"]})
    assert not MeetingBody.objects.exists()


def test_what_somebody_changed_meanwhile_is_not_removed(manager, cast, body):
    seen = version_of(body)
    saved_by(cast.administrator, body, name="Theirs")
    page = text(manager.post(f"{URL}{body.pk}/remove/", {"version": seen}))
    assert "Somebody changed this while you were reading." in page
    assert "Theirs" in page
    assert MeetingBody.objects.exists()


def test_removing_a_grant_says_what_goes_with_it(manager, plan):
    grant = make_grant(plan)
    make_allocation(grant)
    url = f"/larkshire/2026/funding/{grant.pk}/remove/"
    page = manager.get(url)
    assert "<li>1 allocation</li>" in text(page)
    manager.post(url, {"version": page.context["version"]})
    assert not Grant.objects.exists()


def test_the_form_costs_the_same_however_many_siblings(manager, plan, django_assert_num_queries):
    indicator = make_indicator(plan)
    figures = [make_observation(indicator, position=i) for i in range(9)]
    # Session, person, membership, menu, plan, the figure, its siblings, its version.
    with django_assert_num_queries(8):
        manager.get(f"/larkshire/2026/figures/observations/{figures[5].pk}/")


def test_moving_a_row_costs_the_same_however_many_siblings(
    manager, plan, django_assert_max_num_queries
):
    rows = [make_meeting_body(plan, position=i) for i in range(30)]
    data = {"name": "Last", "place": "first", "version": version_of(rows[-1])}
    with django_assert_max_num_queries(25):
        manager.post(f"{URL}{rows[-1].pk}/", data)


def test_the_messages_name_the_row(manager, plan, body):
    data = {"name": "Board", "version": version_of(body)}
    assert "“Board” has been saved." in text(manager.post(f"{URL}{body.pk}/", data, follow=True))
    body.refresh_from_db()
    page = manager.post(f"{URL}{body.pk}/remove/", {"version": version_of(body)}, follow=True)
    assert "“Board” has been removed." in text(page)
    record = body.history.first()
    restore = f"{URL}{body.pk}/history/{record.history_id}/"
    page = manager.post(restore, {"version": str(record.history_id)}, follow=True)
    assert "“Board” has been restored." in text(page)


def test_a_long_name_is_cut_in_a_message(manager, plan, body):
    data = {"name": "B" * 200, "version": version_of(body)}
    page = text(manager.post(f"{URL}{body.pk}/", data, follow=True))
    assert f"“{'B' * 79}…” has been saved." in page
