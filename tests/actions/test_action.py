from datetime import date

import pytest

from actions.models import Action, Status
from plans.models import Plan
from tests.factories import (
    PASSWORD,
    make_action,
    make_agency,
    make_plan,
    make_priority,
    make_update,
)


@pytest.fixture
def action(larkshire, shelter):
    return make_action(make_priority(make_plan(larkshire)), "Open a refuge", owners=[shelter])


def words(text="The lease is signed.", status=Status.ON_TRACK, after="", **more):
    return {"text": text, "status": status, "reason": "", "version": after} | more


def test_an_officer_adds_an_update(action, cast, sign_in):
    sign_in(cast.officer).post(action.get_absolute_url(), words())
    action.refresh_from_db()
    latest = action.latest_update
    assert (latest.text, latest.made_by, latest.made_on) == (
        "The lease is signed.",
        cast.officer,
        date(2026, 11, 18),
    )


def test_everything_said_is_there_with_who_and_when(action, cast, sign_in):
    make_update(action, "We looked at three houses.", by=cast.officer, on=date(2026, 6, 3))
    make_update(action, "One suits.", by=cast.contributor, on=date(2026, 8, 9))
    page = sign_in(cast.reader).get(action.get_absolute_url()).content.decode()
    for text in ["three houses", "3 June 2026", "Officer of Larkshire", "One suits"]:
        assert text in page
    assert page.index("One suits") < page.index("three houses")


def test_last_year_s_words_stand_beside_a_carried_on_action(action, larkshire, cast, sign_in):
    last = make_action(make_priority(make_plan(larkshire, 2025)), "Look for a refuge")
    make_update(last, "None was found.", on=date(2026, 3, 1))
    Action.objects.filter(pk=action.pk).update(carries_on=last)
    page = sign_in(cast.reader).get(action.get_absolute_url()).content.decode()
    assert "Look for a refuge" in page
    assert "None was found." in page


@pytest.mark.parametrize("status", [Status.AT_RISK, Status.OFF_TRACK])
def test_trouble_needs_a_reason(status, action, cast, sign_in):
    response = sign_in(cast.officer).post(action.get_absolute_url(), words(status=status))
    assert f"Enter why the action is {status.label.lower()}" in response.content.decode()
    assert not action.updates.exists()


@pytest.mark.parametrize("status", Status)
def test_a_reason_is_kept_whatever_the_status(status, action, cast, sign_in):
    client = sign_in(cast.officer)
    client.post(action.get_absolute_url(), words(status=status, reason="The owner wants it so."))
    assert action.updates.get().reason == "The owner wants it so."
    for page in (action.get_absolute_url(), action.plan.get_absolute_url()):
        assert "<strong>Why:</strong> The owner wants it so." in client.get(page).content.decode()


def test_a_mistake_gives_the_typed_text_back(action, cast, sign_in):
    response = sign_in(cast.officer).post(action.get_absolute_url(), words("Kept.", status=""))
    page = response.content.decode()
    assert "Select how the action is going" in page
    assert "Kept.</textarea>" in page
    assert "<title>Error: " in page


def test_without_text_it_says_what_to_enter(action, cast, sign_in):
    response = sign_in(cast.officer).post(action.get_absolute_url(), words(" "))
    assert "Enter what has happened so far" in response.content.decode()


def test_somebody_s_earlier_save_shows_both_texts(action, cast, sign_in):
    make_update(action, "Theirs.", by=cast.manager)
    response = sign_in(cast.officer).post(action.get_absolute_url(), words("Mine."))
    page = response.content.decode()
    assert "Manager of Larkshire saved an update while you were writing" in page
    assert "Theirs." in page
    assert "Mine.</textarea>" in page
    assert action.updates.count() == 1


def test_saved_again_after_reading_it_is_added(action, cast, sign_in):
    make_update(action, "Theirs.", by=cast.manager)
    client = sign_in(cast.officer)
    page = client.post(action.get_absolute_url(), words("Mine."))
    client.post(action.get_absolute_url(), page.context["form"].data)
    assert [update.text for update in action.updates.all()] == ["Mine.", "Theirs."]


def test_an_expired_session_gives_the_text_back_after_sign_in(action, cast, client):
    response = client.post(action.get_absolute_url(), words("Typed for an hour."))
    response = client.post(
        response.url, {"login": cast.officer.email, "password": PASSWORD}, follow=True
    )
    assert response.redirect_chain[-1][0] == action.get_absolute_url()
    assert "Typed for an hour.</textarea>" in response.content.decode()
    assert not action.updates.exists()


def test_save_and_next_goes_down_my_work(action, cast, sign_in):
    second = make_action(action.priority, "Second")
    third = make_action(action.priority, "Third")
    response = sign_in(cast.officer).post(second.get_absolute_url(), words(save_and_next=""))
    assert response.url == third.get_absolute_url()


def test_save_and_next_comes_round_to_those_passed_over(action, cast, sign_in):
    last = make_action(action.priority, "Last")
    response = sign_in(cast.officer).post(last.get_absolute_url(), words(save_and_next=""))
    assert response.url == action.get_absolute_url()


def test_save_and_next_ends_in_my_work(action, cast, sign_in):
    response = sign_in(cast.officer).post(
        action.get_absolute_url(), words(save_and_next=""), follow=True
    )
    assert response.redirect_chain[-1][0] == "/"
    assert "Nothing else needs an update" in response.content.decode()


def test_a_contributor_updates_their_own_agency_s_action(action, cast, sign_in):
    sign_in(cast.contributor).post(action.get_absolute_url(), words())
    assert action.updates.count() == 1


def test_a_contributor_may_not_update_another_agency_s(action, larkshire, cast, sign_in):
    theirs = make_action(action.priority, owners=[make_agency(larkshire)])
    response = sign_in(cast.contributor).post(theirs.get_absolute_url(), words())
    assert response.status_code == 403
    assert not theirs.updates.exists()


def test_a_reader_may_not_update(action, cast, sign_in):
    assert sign_in(cast.reader).post(action.get_absolute_url(), words()).status_code == 403


def test_another_partnership_s_officer_writes_nothing(action, cast, sign_in):
    response = sign_in(cast.other_officer).post(action.get_absolute_url(), words())
    assert response.status_code == 404
    assert not action.updates.exists()


def test_a_closed_plan_takes_no_update(action, cast, sign_in):
    Plan.objects.update(stage=Plan.Stage.CLOSED)
    assert sign_in(cast.officer).post(action.get_absolute_url(), words()).status_code == 403
    assert "It cannot be updated" in (
        sign_in(cast.officer).get(action.get_absolute_url()).content.decode()
    )


def test_what_looks_like_html_stays_text(action, cast, sign_in):
    client = sign_in(cast.officer)
    client.post(action.get_absolute_url(), words("<script>alert(1)</script>"))
    page = client.get(action.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_action_of_another_year_is_not_found_under_this_one(action, larkshire, cast, sign_in):
    make_plan(larkshire, 2025)
    url = f"/larkshire/2025/actions/{action.pk}/"
    assert sign_in(cast.officer).get(url).status_code == 404
