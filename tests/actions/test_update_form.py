"""The day of an update, what shows it, and “nothing new”, on the page of an action."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, UpdateEvidence
from tests.factories import make_action, make_plan, make_priority, make_update, strike
from tests.pages import text


@pytest.fixture
def action(larkshire, shelter):
    return make_action(make_priority(make_plan(larkshire)), "Open a refuge", owners=[shelter])


@pytest.fixture
def post(action, cast, sign_in):
    """post(...) sends the form, as the officer, with the version of now."""

    def send(text="The lease is signed.", status="on_track", **more):
        action.refresh_from_db()
        words = {"text": text, "status": status, "version": action.latest_update_id or ""}
        return sign_in(cast.officer).post(action.get_absolute_url(), words | more)

    return send


def on(day, month, year=2026):
    return {"day_0": day, "day_1": month, "day_2": year}


def csv(name="counts.csv", content=b"1,2"):
    return SimpleUploadedFile(name, content)


def test_an_update_is_of_the_day_that_is_given(action, post):
    post(**on(3, 6))
    assert action.updates.get().made_on == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (on(19, 11), "The day must be today or in the past"),
        (on(31, 3), "The day must be on or after 1 April 2026, when the plan begins"),
        (on(31, 6), "The day must be a real date"),
        (on("", 6), "The day must include a day"),
    ],
)
def test_a_day_that_cannot_be_is_named_and_the_text_given_back(day, error, action, post):
    page = post("Kept.", **day).content.decode()
    assert error in page
    assert "Kept.</textarea>" in page
    assert not action.updates.exists()


def test_of_a_plan_that_has_not_begun_something_is_said_today(larkshire, cast, sign_in):
    action = make_action(make_priority(make_plan(larkshire, 2027)))
    said = {"text": "Planned.", "status": "on_track"}
    sign_in(cast.officer).post(action.get_absolute_url(), said)
    assert action.updates.get().made_on == date(2026, 11, 18)


def test_one_of_an_earlier_day_says_that_the_plan_shows_the_later(action, post):
    make_update(action, "Latest.", on=date(2026, 11, 2))
    page = text(post(**on(3, 6), follow=True))
    page = text(post("Again.", **on(4, 6)).client.get(action.get_absolute_url()))
    assert "Update saved for 4 June 2026. The plan shows the later one." in page
    action.refresh_from_db()
    assert action.latest_update.text == "Latest."


def test_one_of_an_earlier_day_sent_twice_counts_once(action, post):
    make_update(action, "Latest.", on=date(2026, 11, 2))
    for _ in range(2):
        post(**on(3, 6))
    assert action.updates.count() == 2


def test_nothing_new_is_one_press(action, post):
    make_update(action, "The lease is signed.", on=date(2026, 5, 1))
    post("", "on_track", nothing_new="")
    action.refresh_from_db()
    assert (action.latest_update.text, action.heard_on) == (
        "The lease is signed.",
        timezone.localdate(),
    )


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"text": "But there is.", "status": "on_track"}, "You have written something"),
        ({"text": "", "status": "complete"}, "You have chosen another status"),
        ({"text": "", "status": "on_track", "link": "https://x.example.org"}, "You have written"),
    ],
)
def test_nothing_new_and_something_is_a_mistake(sent, error, action, post):
    make_update(action)
    page = text(post(**sent, nothing_new=""))
    assert error in page
    assert action.updates.count() == 1


def test_what_was_struck_out_meanwhile_is_said_and_the_text_given_back(action, post, cast, sign_in):
    update = make_update(action, "Wrong.")
    strike(update)
    client = sign_in(cast.officer)
    said = {"text": "Mine.", "status": "on_track", "version": update.pk}
    response = client.post(action.get_absolute_url(), said)
    page = response.content.decode()
    assert "The latest update was struck out while you were writing" in page
    assert "Mine.</textarea>" in page
    client.post(action.get_absolute_url(), response.context["form"].data)
    assert action.updates.get().text == "Mine."


def test_files_and_a_link_stay_with_the_update(action, post, sign_in, cast):
    post(file=[csv(), csv("more.csv")], link="https://www.example.org/figures")
    shown = action.updates.get().evidence.all()
    assert sorted(map(str, shown)) == ["counts.csv", "https://www.example.org/figures", "more.csv"]
    url = reverse("update-evidence", args=["larkshire", shown.exclude(file_name="")[0].pk])
    assert sign_in(cast.reader).get(url).content == b"1,2"


def test_a_chosen_file_survives_a_mistake(action, post):
    page = text(post(" ", file=csv()))
    (kept,) = UpdateEvidence.objects.all()
    assert "counts.csv" in page
    post(kept=[kept.pk])
    assert [str(one) for one in action.updates.get().evidence.all()] == ["counts.csv"]


def test_a_kept_file_that_is_unticked_is_left_out(action, post):
    post(" ", file=csv())
    post()
    assert not action.updates.get().evidence.exists()


def test_nobody_else_can_take_a_file_that_waits(action, post, cast, sign_in):
    post(" ", file=csv())
    kept = UpdateEvidence.objects.get()
    said = {"text": "x", "status": "on_track", "kept": [kept.pk]}
    client = sign_in(cast.manager)
    client.post(action.get_absolute_url(), said)
    assert not action.updates.get().evidence.exists()
    assert client.get(reverse("update-evidence", args=["larkshire", kept.pk])).status_code == 404


def test_a_file_that_waited_a_day_is_gone(action, post):
    post(" ", file=csv())
    UpdateEvidence.objects.update(added_at=timezone.now() - timedelta(days=2))
    post(" ", file=csv("new.csv"))
    assert [str(one) for one in UpdateEvidence.objects.all()] == ["new.csv"]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"file": csv("virus.exe")}, "The selected file must be a PDF"),
        ({"file": csv("empty.csv", b"")}, "The selected file is empty"),
        ({"file": [csv(f"{n}.csv") for n in range(6)]}, "There can be 5 files and links"),
        ({"link": "nonsense"}, "Enter a web address in the correct format"),
    ],
)
def test_evidence_that_cannot_be_is_named(sent, error, action, post):
    assert error in text(post(**sent))
    assert not action.updates.exists()


def test_another_partnership_s_file_is_not_there(action, post, cast, sign_in):
    post(file=csv())
    shown = UpdateEvidence.objects.get()
    url = reverse("update-evidence", args=["larkshire", shown.pk])
    assert sign_in(cast.other_officer).get(url).status_code == 404


def test_it_costs_the_same_queries_however_much_was_said(
    action, post, cast, sign_in, django_assert_num_queries
):
    client = sign_in(cast.officer)
    make_update(action)
    post(file=csv())
    client.get(action.get_absolute_url())
    with django_assert_num_queries(23):
        client.get(action.get_absolute_url())
    for _ in range(5):
        strike(make_update(action))
        make_update(action)
        post(file=csv())
    assert Action.objects.count() == 1
    client.get("/")
    with django_assert_num_queries(23):
        client.get(action.get_absolute_url())
